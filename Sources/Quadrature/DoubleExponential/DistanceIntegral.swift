// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// An integral of a function of z and its distance from the nearer end: by one double-exponential sum, or, where an end
/// reaches beyond the distances of doubles, by a sum in the logarithm of the distance and the rest of a power.
struct DistanceIntegral {
  private(set) var integral: Integral

  /// The smallest and the largest distance, relative to the length of a finite interval.
  private static let (nearest, farthest) = (1e-300, 1e300)
  /// The share of the integral that a term at the last distance may have in one sum.
  private static let negligible = 1e-17

  init(
    from a: Double, to b: Double, _ tolerance: Tolerance,
    _ integrand: @escaping DoubleExponentialSum.Integrand
  ) throws(QuadratureError) {
    let isFinite = a.isFinite && b.isFinite
    let length = isFinite ? b - a : 1
    let map: DoubleExponentialMap =
      isFinite
      ? .interval(from: a, to: b)
      : .halfLine(from: a.isFinite ? a : b, isUpward: a.isFinite)
    // f·δ as a function of log δ, for either end of a finite interval, or for half a line.
    func density(isUpper: Bool) -> (Double) -> Double {
      { v in
        let distance = exp(v)
        let value = integrand(map.z(at: distance, isUpper: isUpper), distance)
        return value == 0 ? 0 : value * distance
      }
    }
    let sum = try DoubleExponentialSum(over: map, tolerance: tolerance, integrand)
    let near = log(max(DistanceIntegral.nearest * length, .leastNormalMagnitude))
    let far = log(DistanceIntegral.farthest)
    // The ends of log δ: both of half a line, the lower of either end of a finite interval.
    let ends: [(isUpper: Bool, v: Double, inward: Double)] =
      isFinite
      ? [(false, near, 1), (true, near, 1)] : [(false, near, 1), (false, far, -1)]
    let isSlow = ends.map { end in
      let last = abs(density(isUpper: end.isUpper)(end.v))
      return last > DistanceIntegral.negligible * abs(sum.value) && last.isFinite
    }
    guard isSlow.contains(true) else {
      integral = Integral(
        value: sum.value, error: sum.error, evaluations: sum.evaluations, intervals: nil,
        status: sum.status)
      if sum.status == .notConverged {
        throw .notConverged(best: integral, reason: "the steps of the rule are used up")
      }
      return
    }

    integral = Integral(value: 0, error: 0, evaluations: sum.evaluations, intervals: nil)
    let middle = log(length / 2)
    for (index, end) in ends.enumerated() {
      let density = density(isUpper: end.isUpper)
      let range = end.v < middle ? (end.v, middle) : (middle, end.v)
      let part = try DoubleExponentialSum(
        over: .interval(from: range.0, to: range.1), tolerance: tolerance
      ) { v, _ in density(v) }
      add(Estimate(part.value, error: part.error), part.evaluations)
      if part.status != .converged, integral.status == .converged { integral.status = part.status }
      guard isSlow[index] else { continue }
      let tail = PowerTail(at: end.v, inward: end.inward, density)
      add(tail.estimate, 3)
      if tail.diverges {
        let finite = a.isFinite ? a : b
        let infinite = a.isFinite ? b : a
        integral.suspicion = .divergence(
          at: isFinite ? (end.isUpper ? b : a) : end.inward > 0 ? finite : infinite)
      }
    }
    if integral.status == .notConverged {
      throw .notConverged(best: integral, reason: "the steps of the rule are used up")
    }
    if integral.error > tolerance.allowedError(for: integral.value) { integral.status = .roundoff }
  }

  private mutating func add(_ part: Estimate, _ evaluations: Int) {
    integral.value += part.value
    integral.error += part.error
    integral.evaluations += evaluations
  }
}
