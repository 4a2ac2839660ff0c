// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Workspace {
  /// Integrates a ``DirectIntegrand`` over a finite interval by QAG, at the cost of C.
  ///
  /// - Parameters:
  ///   - integrand: the integrand; not changed by the call.
  ///   - lower: where the integral starts, finite.
  ///   - upper: where it ends, finite, above or below the start.
  ///   - rule: the Gauss–Kronrod rule.
  ///   - tolerance: when the routine may stop.
  /// - Returns: the integral with GSL's estimate of the error.
  /// - Throws: as the `integrate` of a closure that does not throw.
  ///   A value that is not finite shows in the sum; only then the integral is repeated with every
  ///   value checked, to name the first culprit.
  @inlinable
  public mutating func integrate<Integrand: DirectIntegrand>(
    _ integrand: Integrand, from lower: Double, to upper: Double,
    rule: GaussKronrodRule = .points41, tolerance: Tolerance = .standard
  ) throws(QuadratureError) -> Integral {
    var integrand = integrand
    let outcome = unsafe withUnsafeMutablePointer(to: &integrand) { pointer in
      Result { () throws(QuadratureError) in
        unsafe try integrate(
          Integrand.callback, UnsafeMutableRawPointer(pointer), from: lower, to: upper,
          rule: rule, tolerance: tolerance)
      }
    }
    return try outcome.get()
  }

  /// Integrates a C function of z and a pointer. Not generic, so that only the few lines above are
  /// compiled once for each integrand.
  @usableFromInline
  mutating func integrate(
    _ callback: DirectIntegrand.Callback, _ pointer: UnsafeMutableRawPointer,
    from lower: Double, to upper: Double, rule: GaussKronrodRule, tolerance: Tolerance
  ) throws(QuadratureError) -> Integral {
    guard lower.isFinite, upper.isFinite, (upper - lower).isFinite else {
      throw .invalidInterval(
        from: lower, to: upper, requirement: "its ends and its length must be finite")
    }
    try Routine.qag(rule).check(tolerance)
    guard lower != upper else { return .empty }
    var raw = RawIntegral()
    var function = unsafe gsl_function(function: gslCallback(callback), params: pointer)
    raw.status = unsafe gsl_integration_qag(
      &function, min(lower, upper), max(lower, upper), tolerance.absolute, tolerance.relative,
      limit, rule.key, adaptive, &raw.value, &raw.error)
    guard raw.value.isFinite, raw.error.isFinite else {
      return try integrate(from: lower, to: upper, using: .qag(rule), tolerance: tolerance) { z in
        unsafe callback(z, pointer)
      }
    }
    let intervals = unsafe adaptive.pointee.size
    raw.intervals = intervals
    // Every bisection evaluates both halves anew.
    let integral = try raw.judged(
      by: tolerance, evaluations: (2 * intervals - 1) * rule.rawValue)
    return lower < upper ? integral : -integral
  }
}
