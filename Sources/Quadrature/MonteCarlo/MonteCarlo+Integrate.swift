// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension MonteCarlo {
  /// Integrates a function of several variables over a box.
  ///
  /// - Parameters:
  ///   - lower: the lower ends of the box, from 1 to 100 (VEGAS: 30), each finite.
  ///   - upper: as many upper ends, each finite and above the lower one.
  ///   - integrand: the function of a point, as many coordinates as there are ends; its values have
  ///     to be finite. Nothing is allocated for an evaluation.
  /// - Returns: the integral with its standard error, which is no bound.
  /// - Throws: ``QuadratureError/invalidInterval(from:to:requirement:)`` for a side of the box,
  ///   ``QuadratureError/invalidParameter(name:value:requirement:)``,
  ///   ``QuadratureError/nonFiniteMultivariateIntegrand(at:value:)`` for the first value that is
  ///   not finite, after which nothing is evaluated,
  ///   ``QuadratureError/notConverged(best:reason:)`` if the sum of squares overflows.
  public func integrate(
    from lower: [Double], to upper: [Double], _ integrand: (Span<Double>) -> Double
  ) throws(QuadratureError) -> MonteCarloEstimate {
    try check(from: lower, to: upper)
    var source = try RandomSource(seed: seed)
    var result = MonteCarloEstimate(value: 0, standardError: 0, evaluations: 0)
    var nonzero = 0
    let offence = try withoutActuallyEscaping(integrand) { integrand in
      Result { () throws(QuadratureError) in
        var context = MonteCarloContext(integrand)
        unsafe try sample(lower, upper, &source, &context, &result)
        result.evaluations = context.evaluations
        nonzero = context.nonzero
        return context.offence
      }
    }.get()
    if let offence {
      throw .nonFiniteMultivariateIntegrand(at: offence.point, value: offence.value)
    }
    guard result.value.isFinite, result.standardError.isFinite else {
      let best = Integral(
        value: result.value, error: .infinity, evaluations: result.evaluations, intervals: nil,
        status: .notConverged)
      throw .notConverged(best: best, reason: "the sum of the squares overflows")
    }
    return result.doubted(nonzero: nonzero)
  }

  /// Integrates a function of several variables that may throw.
  ///
  /// As ``integrate(from:to:_:)-(_,_,(Span<Double>)->Double)``. An error of the integrand arrives
  /// unchanged, and the integrand is not evaluated after it.
  public func integrate(
    from lower: [Double], to upper: [Double],
    _ integrand: (Span<Double>) throws -> Double
  ) throws -> MonteCarloEstimate {
    try catching(integrand) {
      (integrand: (Span<Double>) -> Double) throws(QuadratureError) in
      try integrate(from: lower, to: upper, integrand)
    }
  }

  /// Calls the routine of GSL. The box and the number of calls have been checked.
  private func sample(
    _ lower: [Double], _ upper: [Double], _ source: inout RandomSource,
    _ context: UnsafeMutablePointer<MonteCarloContext>, _ result: inout MonteCarloEstimate
  ) throws(QuadratureError) {
    let dimensions = lower.count
    func withState<State>(
      _ allocate: (Int) -> UnsafeMutablePointer<State>?,
      _ free: (UnsafeMutablePointer<State>) -> Void,
      _ sample: (UnsafeMutablePointer<State>, UnsafeMutablePointer<gsl_rng>) -> Void
    ) throws(QuadratureError) {
      guard let state = unsafe allocate(dimensions) else { throw .outOfMemory(size: dimensions) }
      unsafe source.withGenerator { unsafe sample(state, $0) }
      unsafe free(state)
    }
    // VEGAS wants the ends mutable, and does not change them.
    var (lower, upper) = (lower, upper)
    var function = unsafe gsl_monte_function(
      f: MonteCarloContext.callback, dim: dimensions, params: context)
    switch method {
    case .plain:
      unsafe try withState(gsl_monte_plain_alloc, gsl_monte_plain_free) { state, generator in
        _ = unsafe gsl_monte_plain_integrate(
          &function, lower, upper, dimensions, calls, generator, state, &result.value,
          &result.standardError)
      }
    case .miser:
      unsafe try withState(gsl_monte_miser_alloc, gsl_monte_miser_free) { state, generator in
        _ = unsafe gsl_monte_miser_integrate(
          &function, lower, upper, dimensions, calls, generator, state, &result.value,
          &result.standardError)
      }
    case .vegas:
      unsafe try withState(gsl_monte_vegas_alloc, gsl_monte_vegas_free) { state, generator in
        // The second call keeps the grid of the first, and forgets its value.
        for share in [calls / 25, 4 * (calls / 25)] {
          guard unsafe context.pointee.offence == nil else { return }
          _ = unsafe gsl_monte_vegas_integrate(
            &function, &lower, &upper, dimensions, share, generator, state, &result.value,
            &result.standardError)
        }
        // Where a variance overflows, VEGAS gives the iteration no weight and says ± 0.
        if result.standardError == 0 { result.standardError = unsafe state.pointee.sigma }
        result.chiSquaredPerDegreeOfFreedom = unsafe gsl_monte_vegas_chisq(state)
      }
    }
  }
}
