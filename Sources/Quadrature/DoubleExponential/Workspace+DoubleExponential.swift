// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

extension Workspace {
  /// Integrates a function of z and its distance from the nearer finite end, by a double-exponential rule: tanh-sinh on
  /// a finite interval, exp-sinh on half a line.
  ///
  /// For integrands with algebraic or logarithmic ends, to full accuracy: near an end that is not 0 the distance has digits that
  /// the difference of z and the end has not. Write (1 − z)^−½ as `pow(distance, -0.5)` where z > ½.
  ///
  /// Where the integral reaches beyond the smallest or the largest distance of doubles, as that of z^−0.99
  /// does at 0, the rest is taken as that of a power.
  ///
  /// - Parameters:
  ///   - lower: where the integral starts; −∞ is allowed where the other end is finite.
  ///   - upper: where it ends, above the start; +∞ is allowed where the other end is finite.
  ///   - tolerance: when to stop.
  ///   - onSuspicion: whether to look again, and what to do about what is found.
  ///   - integrand: the function of z and the positive distance from the nearer finite end.
  /// - Returns: the integral; its error is an estimate, no proof.
  /// - Throws: ``QuadratureError``; one that is not converged carries the best estimate.
  public mutating func integrate(
    from lower: Double, to upper: Double, tolerance: Tolerance = Tolerance(relative: 1e-14),
    onSuspicion: SuspicionResponse = .report,
    _ integrand: (_ z: Double, _ distance: Double) -> Double
  ) throws(QuadratureError) -> Integral {
    guard lower < upper, lower.isFinite || upper.isFinite else {
      throw .invalidInterval(
        from: lower, to: upper,
        requirement: "its ends must be in ascending order, one of them finite")
    }
    guard (upper - lower).isFinite || !(lower.isFinite && upper.isFinite) else {
      throw .invalidInterval(
        from: lower, to: upper, requirement: "its length must be a finite number")
    }
    try tolerance.check()
    let outcome = withoutActuallyEscaping(integrand) { integrand in
      Result { () throws(QuadratureError) in
        let integral = try DistanceIntegral(from: lower, to: upper, tolerance, integrand).integral
        guard onSuspicion != .ignore, integral.suspicion == nil else { return integral }
        return try inspected(integral, from: lower, to: upper, integrand)
      }
    }
    return try outcome.get().doubted(by: tolerance).answering(onSuspicion)
  }

  /// A closer look in the distance from the ends, both folded onto one where there are two.
  private mutating func inspected(
    _ integral: Integral, from a: Double, to b: Double,
    _ integrand: @escaping (_ z: Double, _ distance: Double) -> Double
  ) throws(QuadratureError) -> Integral {
    let reach = a.isFinite && b.isFinite ? (b - a) / 2 : .infinity
    let hints = try IntegrandHints(scale: nil, centre: nil, from: 0, to: reach)
    func values(_ distance: Double) -> (lower: Double, upper: Double) {
      (
        a.isFinite ? integrand(a + distance, distance) : 0,
        b.isFinite ? integrand(b - distance, distance) : 0
      )
    }
    var looked = try inspected(
      integral, from: 0, to: reach, breakpoints: [], hints, .standard, mayReplace: false
    ) { distance in
      let (lower, upper) = values(distance)
      return lower + upper
    }
    switch looked.suspicion {
    case .nonFiniteIntegrand(let distance, let value):
      let isLower = !values(distance).lower.isFinite
      looked.suspicion = .nonFiniteIntegrand(
        at: isLower ? a + distance : b - distance, value: value)
    case .divergence(let end):
      looked.suspicion = .divergence(
        at: end == 0 ? (a.isFinite ? a : b) : (a.isFinite ? b : a))
    default: break
    }
    return looked
  }
}

/// Integrates a function of z and its distance from the nearer finite end, in a workspace of its own.
///
/// See ``Workspace/integrate(from:to:tolerance:onSuspicion:_:)``.
///
/// - Parameters:
///   - lower: where the integral starts; −∞ is allowed where the other end is finite.
///   - upper: where it ends, above the start; +∞ is allowed where the other end is finite.
///   - tolerance: when to stop.
///   - onSuspicion: whether to look again, and what to do about what is found.
///   - integrand: the function of z and the positive distance from the nearer finite end.
/// - Throws: ``QuadratureError``.
public func integrate(
  from lower: Double, to upper: Double, tolerance: Tolerance = Tolerance(relative: 1e-14),
  onSuspicion: SuspicionResponse = .report,
  _ integrand: (_ z: Double, _ distance: Double) -> Double
) throws(QuadratureError) -> Integral {
  var workspace = try Workspace()
  return try workspace.integrate(
    from: lower, to: upper, tolerance: tolerance, onSuspicion: onSuspicion, integrand)
}
