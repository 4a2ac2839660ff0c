// SPDX-License-Identifier: GPL-3.0-or-later

/// The trapezoidal rule in the variable of a double-exponential map, its step halved until two sums agree.
struct DoubleExponentialSum {
  /// The integrand, of z and its distance from the nearer finite end.
  typealias Integrand = (_ z: Double, _ distance: Double) -> Double

  private(set) var value = 0.0
  /// The last difference of two sums, and the rounding: far above the error of a sum that converges, which falls to
  /// its square with every halving.
  private(set) var error = Double.infinity
  private(set) var evaluations = 0
  private(set) var status = Integral.Status.notConverged
  private var total = 0.0
  private var magnitude = 0.0
  /// How far |t| goes, downwards and upwards.
  private var ends = [DoubleExponentialSum.end, DoubleExponentialSum.end]

  /// The step is 2^−level.
  private static let levels = 1...9
  /// No map has a normal distance beyond |t| = 6.8.
  private static let end = 6.8
  /// A value beyond this |t| that is not finite ends the sum; before it, it is an error.
  private static let innerEnd = 3.0
  /// The share of the sum below which a term does not matter, and how far beyond the last that does the sum goes on.
  private static let (negligible, margin) = (1e-19, 1.0)

  /// Sums.
  ///
  /// - Parameters:
  ///   - map: the interval.
  ///   - tolerance: when to stop.
  ///   - integrand: the function.
  /// - Throws: ``QuadratureError/nonFiniteIntegrand(at:value:)`` for a value that is not finite and not next to an end.
  init(
    over map: DoubleExponentialMap, tolerance: Tolerance, _ integrand: Integrand
  ) throws(QuadratureError) {
    var before: Double?
    var lastDifference = Double.infinity
    for level in DoubleExponentialSum.levels {
      let step = 1 / Double(1 << level)
      let isFirst = level == DoubleExponentialSum.levels.lowerBound
      if isFirst { try add(map, from: 0, by: .infinity, isFirst: false, integrand) }
      for sign in [-1.0, 1.0] {
        try add(
          map, from: sign * step, by: sign * (isFirst ? step : 2 * step), isFirst: isFirst,
          integrand)
      }
      value = total * step
      let rounding = 4 * .ulpOfOne * magnitude * step
      if let before {
        let difference = abs(value - before)
        error = difference + rounding
        let isSettled = level > 3
        if isSettled, difference <= max(tolerance.allowedError(for: value), rounding) {
          status = error <= tolerance.allowedError(for: value) ? .converged : .roundoff
          return
        }
        if isSettled, difference >= lastDifference / 2, difference <= 1e4 * rounding {
          status = .roundoff
          return
        }
        lastDifference = difference
      }
      before = value
    }
  }

  /// Adds the terms at first, first + stride, … up to the end of the range. The first sum finds where that is.
  private mutating func add(
    _ map: DoubleExponentialMap, from first: Double, by stride: Double, isFirst: Bool,
    _ integrand: Integrand
  ) throws(QuadratureError) {
    let side = first < 0 ? 0 : 1
    var t = first
    var terms: [(t: Double, size: Double)] = []
    while abs(t) <= ends[side] {
      guard let node = map.node(t) else { break }
      let value = integrand(node.z, node.distance)
      evaluations += 1
      let term = value == 0 ? 0 : value * node.weight
      guard term.isFinite else {
        if abs(t) > DoubleExponentialSum.innerEnd { break }
        throw .nonFiniteIntegrand(at: node.z, value: value)
      }
      total += term
      magnitude += abs(term)
      if isFirst { terms.append((abs(t), abs(term))) }
      t += stride
    }
    guard isFirst else { return }
    let last = terms.last { $0.size > DoubleExponentialSum.negligible * magnitude }
    ends[side] = min((last?.t ?? 0) + DoubleExponentialSum.margin, DoubleExponentialSum.end)
  }
}
