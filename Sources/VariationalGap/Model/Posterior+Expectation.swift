// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

extension Posterior {
  /// E[f(z) | x] of any function, by an integral whose mass is searched for in its own right: that of
  /// f·p may lie far from that of p.
  ///
  /// The error is relative to E[|f(z) − E[f(z)]|], and not to f where it varies little.
  ///
  /// ```swift
  /// let z = Formula.latent
  /// let mean = try posterior.expectation(of: .exp(z) / (1 + z * z), workspace: &workspace)
  /// ```
  ///
  /// - Parameters:
  ///   - function: f as a formula in z, defined on the support.
  ///   - workspace: the memory that the integrators work in.
  /// - Returns: the expectation; infinite where the integral grows without bound on one side, undefined
  ///   where it does on both.
  /// - Throws: ``InferenceError`` if an integral fails, or where f has no value.
  public func expectation(
    of function: Formula, workspace: inout Workspace
  ) throws(InferenceError) -> Quantity {
    let plain: Estimate
    do throws(InferenceError) {
      let (estimate, size) = try expectation(of: function, about: 0, workspace: &workspace)
      // What is left out is small beside p·(1 + |f|): an f of 1e-20 is taken as a multiple of one of about 1.
      if size > 0, size < 0x1p-20, size.isNormal {
        let unit = Double(sign: .plus, exponent: size.exponent, significand: 1)
        guard
          case .finite(let scaled) = try expectation(
            of: function * .number(1 / unit), workspace: &workspace)
        else { return .finite(estimate) }
        return .finite(unit * scaled)
      }
      plain = estimate
    } catch .infinite(_, let reason) {
      return try limit(of: function, because: reason, workspace: &workspace)
    }
    guard plain.value.isFinite else { throw .overflow(quantity: quantity) }
    // About its own value nothing is lost to the size of f, and to that of the evidence.
    guard
      let centred = try? expectation(
        of: function, about: plain.value, workspace: &workspace
      ).estimate,
      centred.error < plain.error
    else { return .finite(plain) }
    return .finite(centred)
  }

  private var quantity: String { "E[f(z) | x]" }

  /// c + E[f(z) − c | x], and E[|f(z) − c| | x].
  private func expectation(
    of function: Formula, about c: Double, workspace: inout Workspace
  ) throws(InferenceError) -> (estimate: Estimate, size: Double) {
    let integral = try integral(of: function - .number(c), on: support, workspace: &workspace)
    let evidence = engine.sharpLogEvidence
    // The integral is relative to a rounded evidence.
    let factor = exponential(DoubleDouble(integral.peak) - evidence.value)
    let rest = factor * integral.value.value
    let estimate = Estimate(
      DoubleDouble(c) + DoubleDouble(rest),
      error: factor * integral.value.error + abs(rest) * (2 * evidence.error + 4 * .ulpOfOne))
    return (estimate, factor * integral.magnitude)
  }

  private func integral(
    of function: Formula, on interval: Interval, workspace: inout Workspace
  ) throws(InferenceError) -> Expectation {
    try Expectation(
      of: model.logJoint, weight: function, on: interval, known: logEvidence.value,
      quantity: quantity, workspace: &workspace)
  }

  /// What an expectation is that is not finite: infinite where f has a bound on one side, or grows without
  /// bound on one side of the median alone.
  func limit(
    of function: Formula, because reason: String, workspace: inout Workspace
  ) throws(InferenceError) -> Quantity {
    let largest = Double.greatestFiniteMagnitude
    let places = try [0.01, 0.5, 0.99].map { p throws(InferenceError) in
      // Half of the mass may lie where no double is.
      min(max(try quantile(p, workspace: &workspace).value, -largest), largest)
    }
    if let place = places.first(where: { function(DoubleDouble($0)).head.isNaN }) {
      throw .argument(
        "f(z) at z = \(place)", value: "nan", requirement: "a number wherever the posterior is")
    }
    // Where it is infinite, and where it is too large for a double, or infinite.
    var (signs, large): (Set<FloatingPointSign>, Set<FloatingPointSign>) = ([], [])
    if let sign = function.unboundedSign(on: support) {
      signs = [sign]
    } else {
      let median = places[1]
      for (lower, upper) in [(support.lower, median), (median, support.upper)] {
        guard let side = try? Interval(from: lower, to: upper) else { continue }
        do throws(InferenceError) {
          _ = try integral(of: function, on: side, workspace: &workspace)
        } catch .infinite(let quantity, let reason) {
          guard let sign = function.unboundedSign(on: side) ?? function.signTowards(side, median)
          else { throw .infinite(quantity: quantity, reason: reason) }
          signs.insert(sign)
        } catch .overflow(let quantity) {
          guard let sign = function.unboundedSign(on: side) else {
            throw .overflow(quantity: quantity)
          }
          large.insert(sign)
        }
      }
    }
    // What is of the same sign cannot make up for it.
    guard large.isSubset(of: signs) else { throw .overflow(quantity: quantity) }
    guard let sign = signs.first, signs.count == 1 else {
      return .undefined(reason: "\(reason), and it has both signs")
    }
    return .infinite(sign, reason: reason)
  }
}

extension Formula {
  /// The sign of all values from somewhere on towards the end of an interval that is not the median, in the logarithm of
  /// the distance; `nil` where none was shown.
  fileprivate func signTowards(_ side: Interval, _ median: Double) -> FloatingPointSign? {
    let isUpper = side.lower == median
    let end = isUpper ? side.upper : side.lower
    let roots = end.isFinite ? roots(in: side).filter { $0.place.head == end } : []
    let coordinate = Coordinate(
      origin: DoubleDouble(end.isFinite ? end : median),
      direction: isUpper == end.isFinite ? -1 : 1, isLogarithmic: true,
      lower: end.isFinite ? -.infinity : logarithm(Swift.max(1, median.magnitude)),
      upper: end.isFinite ? logarithm((median - end).magnitude) : .infinity,
      vanishing: roots.map(\.argument))
    let function = CoordinateFunction(coordinate.formula(self))
    for distance in [10.0, 20, 40, 80, 160] {
      let stretch =
        end.isFinite
        ? Stretch(coordinate: 0, lower: -.infinity, upper: coordinate.upper - distance)
        : Stretch(coordinate: 0, lower: coordinate.lower + distance, upper: .infinity)
      let range = function.range(over: stretch, sufficient: .infinity)
      guard !range.isEmpty else { continue }
      if range.lower >= 0 { return .plus }
      if range.upper <= 0 { return .minus }
    }
    return nil
  }

  /// The only sign with which the values on an interval have no bound; `nil` where that is not known.
  fileprivate func unboundedSign(on interval: Interval) -> FloatingPointSign? {
    let range = enclosure(over: Enclosure(from: interval.lower, to: interval.upper))
    guard !range.isEmpty, range.lower.isFinite != range.upper.isFinite else { return nil }
    return range.lower.isFinite ? .plus : .minus
  }
}
