// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

extension Workspace {
  /// Integrates a positive function that is given by its logarithm: log ∫ exp(log f) dz.
  ///
  /// Nothing underflows and nothing overflows, as far as log f is a double: 10⁵ factors of a likelihood are one sum.
  /// The peak is looked for first, on the steps of a closer look, and the integrand is taken relative to it.
  ///
  /// - Parameters:
  ///   - logIntegrand: log f(z); −∞ where f is 0.
  ///   - lower: where the integral starts; −∞ is allowed.
  ///   - upper: where it ends, above the start; +∞ is allowed.
  ///   - tolerance: when the routine may stop: the relative tolerance is one on the integral, the absolute one is not used.
  ///   - scale: the width of what is to be found, in units of z, positive; the length of a finite interval
  ///     without one, 1 on an infinite one.
  ///   - centre: about where the mass is, inside the interval.
  ///   - onSuspicion: whether to look again around the peak, and what to do about what is found.
  /// - Throws: ``QuadratureError``; ``QuadratureError/nonFiniteIntegrand(at:value:)`` for a log f that is +∞ or no number.
  public mutating func integrate(
    logOf logIntegrand: (Double) -> Double, from lower: Double, to upper: Double,
    tolerance: Tolerance = .standard, scale: Double? = nil, centre: Double? = nil,
    onSuspicion: SuspicionResponse = .report
  ) throws(QuadratureError) -> LogIntegral {
    let hints = try IntegrandHints(scale: scale, centre: centre, from: lower, to: upper)
    guard lower < upper else {
      throw .invalidInterval(
        from: lower, to: upper, requirement: "the ends must be in ascending order")
    }
    var evaluations = 0
    func counted(_ z: Double) -> Double {
      evaluations += 1
      return logIntegrand(z)
    }
    var peak = try LogPeak(of: counted, from: lower, to: upper, hints)
    guard peak.height > -.infinity else {
      let nothing = Suspicion.nearlyAllZero(nonzero: 0, of: evaluations)
      return LogIntegral(
        value: -.infinity, error: .infinity, peak: peak.location, evaluations: evaluations,
        status: .converged, suspicion: nothing)
    }
    for _ in 0..<Workspace.mostPeaks {
      let height = peak.height
      do throws(QuadratureError) {
        let integral = try integrate(
          from: lower, to: upper, breakpoints: peak.breakpoints(from: lower, to: upper),
          tolerance: Tolerance(relative: tolerance.relative), scale: peak.width,
          centre: peak.location, onSuspicion: onSuspicion
        ) { z in exp(counted(z) - height) }
        return LogIntegral(
          value: height + log(integral.value),
          error: -log1p(-min(integral.error / integral.value, 1))
            + 4 * .ulpOfOne * (abs(height) + 1),
          peak: peak.location, evaluations: evaluations, status: integral.status,
          suspicion: integral.suspicion)
      } catch {
        // A higher peak than the one that was found: the exponential overflows there.
        guard case .nonFiniteIntegrand(let z, .infinity) = error, counted(z) < .infinity else {
          throw error
        }
        peak.climb(from: z, counted, within: lower, upper)
      }
    }
    throw .nonFiniteIntegrand(at: peak.location, value: exp(peak.height))
  }

  /// How many peaks, each higher than the one before by hundreds, are climbed.
  private static let mostPeaks = 8
}

/// Integrates a positive function that is given by its logarithm, in a workspace of its own.
///
/// See ``Workspace/integrate(logOf:from:to:tolerance:scale:centre:onSuspicion:)``.
///
/// - Parameters:
///   - logIntegrand: log f(z); −∞ where f is 0.
///   - lower: where the integral starts; −∞ is allowed.
///   - upper: where it ends, above the start; +∞ is allowed.
///   - tolerance: when the routine may stop, relative to the integral.
///   - limit: the number of subintervals that an adaptive routine may use.
///   - scale: the width of what is to be found, in units of z, positive.
///   - centre: about where the mass is, inside the interval.
///   - onSuspicion: whether to look again, and what to do about what is found.
/// - Throws: ``QuadratureError``.
public func integrate(
  logOf logIntegrand: (Double) -> Double, from lower: Double, to upper: Double,
  tolerance: Tolerance = .standard, limit: Int = 1000, scale: Double? = nil, centre: Double? = nil,
  onSuspicion: SuspicionResponse = .report
) throws(QuadratureError) -> LogIntegral {
  var workspace = try Workspace(limit: limit)
  return try workspace.integrate(
    logOf: logIntegrand, from: lower, to: upper, tolerance: tolerance, scale: scale, centre: centre,
    onSuspicion: onSuspicion)
}
