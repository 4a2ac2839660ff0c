// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The posterior of a model that is known by the values of its log joint alone.
///
/// Differences of log densities are plain here, so that the bounds grow with the magnitude of the
/// log densities: 1e-16 of it where a ``QuadraticPosterior`` loses nothing.
struct GeneralPosterior: Sendable {
  let support: Interval
  let logJoint: DensityProfile.LogDensity
  let profile: DensityProfile
  var logEvidence: Computed
  /// A bound on the rounding of the log joint in the bulk of the posterior.
  let rounding: Double

  /// The relative tolerance of the general integrals.
  private static let relative = 1e-12

  init(
    support: Interval, landmarks: [Double], logJoint: @escaping DensityProfile.LogDensity,
    magnitude: (Double) -> Double, workspace: inout Workspace
  ) throws(InferenceError) {
    let profile = try DensityProfile(
      of: logJoint, on: support, landmarks: landmarks, quantity: "log p(x, z)")
    self.support = support
    self.logJoint = logJoint
    self.profile = profile
    rounding = GeneralPosterior.rounding(of: profile, magnitude: magnitude(profile.mode))
    let integral = try GeneralPosterior.integrate(
      over: profile.window, breakpoints: profile.breakpoints, absolute: 0, of: "p(x)",
      workspace: &workspace
    ) { exponential(logJoint($0) - profile.peak) }
    guard integral.value > 0 else {
      throw .noEvidence(reason: "p(x) is 0 to the precision of doubles")
    }
    let value = profile.peak + logarithm(integral.value)
    let error = (integral.error + profile.tail) / integral.value + rounding + 2 * value.ulp
    logEvidence = Computed(
      estimate: Estimate(value, error: error), evaluations: integral.evaluations,
      hasRoundoff: integral.status == .roundoff)
  }

  /// log densities of this magnitude round by an ulp or two, and so does z itself.
  private static func rounding(of profile: DensityProfile, magnitude: Double) -> Double {
    4 * .ulpOfOne * (magnitude + abs(profile.peak) + 50)
      + 8 * profile.mode.ulp / profile.scale
  }

  private static func integrate(
    over window: (lower: Double, upper: Double), breakpoints: [Double], absolute: Double,
    of quantity: String, workspace: inout Workspace, _ integrand: @escaping (Double) -> Double
  ) throws(InferenceError) -> Integral {
    do throws(QuadratureError) {
      return try workspace.integrate(
        from: window.lower, to: window.upper,
        breakpoints: breakpoints.filter { window.lower < $0 && $0 < window.upper }, using: .qagp,
        tolerance: Tolerance(relative: relative, absolute: absolute), integrand)
    } catch .notConverged(let best, _) {
      var usable = best
      usable.status = .roundoff
      return usable
    } catch .nonFiniteIntegrand(let z, let value) where value == .infinity || value.isNaN {
      throw .quadrature(quantity: quantity, .nonFiniteIntegrand(at: z, value: value))
    } catch {
      throw .quadrature(quantity: quantity, error)
    }
  }

  /// A q, compared with the joint density.
  struct Comparison {
    let profile: DensityProfile
    let logDensity: DensityProfile.LogDensity
    let support: Interval
    let elbo: Computed
    /// A bound on the rounding of log q in the bulk of q.
    let rounding: Double
    /// A bound on the relative rounding of q itself, at points that are rounded too.
    var densityRounding: Double { GeneralPosterior.rounding(of: profile, magnitude: 0) }
  }

  func compare(
    with family: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Comparison {
    guard support.contains(family.support) else {
      throw .infinite(
        quantity: "KL(q‖posterior)",
        reason: "q puts mass on \(family.support), the posterior only on \(support)")
    }
    let logDensity: DensityProfile.LogDensity = { family.logDensity($0) }
    let profile = try DensityProfile(
      of: logDensity, on: family.support, landmarks: LandmarkQuantiles.of(family),
      quantity: "log q(z)")
    let logJoint = self.logJoint
    let logWeight: @Sendable (Double) -> Double = { logJoint($0) - logDensity($0) }
    let centre = logWeight(profile.mode)
    guard centre.isFinite else {
      throw .infinite(
        quantity: "KL(q‖posterior)",
        reason: "log p(x, z) is \(centre) at z = \(profile.mode), where q has its mode")
    }
    let ends = [profile.window.lower, profile.window.upper] + profile.breakpoints
    let magnitude =
      abs(centre)
      + ends.map { abs(logWeight($0)) * exponential(logDensity($0) - profile.peak) }
      .filter(\.isFinite).reduce(0, +)
    let integral = try GeneralPosterior.integrate(
      over: profile.window, breakpoints: profile.breakpoints,
      absolute: GeneralPosterior.relative * magnitude, of: "E_q[log p(x, z) − log q(z)]",
      workspace: &workspace
    ) { z in
      let density = exponential(logDensity(z))
      return density == 0 ? 0 : density * (logWeight(z) - centre)
    }
    let rounding = GeneralPosterior.rounding(
      of: profile, magnitude: magnitude + abs(logJoint(profile.mode)))
    let value = centre + integral.value
    let edge = ends.map { abs(logWeight($0)) }.filter(\.isFinite).max() ?? 0
    let tail = profile.tail * exponential(profile.peak) * (edge + abs(centre))
    let error =
      integral.error + 4 * tail + rounding + 4 * .ulpOfOne * abs(integral.value) + value.ulp
    guard value.isFinite else {
      throw .overflow(quantity: "the ELBO, E_q[log p(x, z) − log q(z)],")
    }
    return Comparison(
      profile: profile, logDensity: logDensity, support: family.support,
      elbo: Computed(
        estimate: Estimate(value, error: error), evaluations: integral.evaluations,
        hasRoundoff: integral.status == .roundoff),
      rounding: rounding)
  }

  /// KL = ∫ (p − q − q·log p/q) over the bulk of both, whose integrand is never negative.
  func divergence(
    of comparison: Comparison, workspace: inout Workspace
  ) throws(InferenceError) -> Computed {
    let logEvidence = logEvidence.estimate
    let (own, other) = (profile.window, comparison.profile.window)
    let logJoint = self.logJoint
    let (logDensity, support) = (comparison.logDensity, comparison.support)
    // Of the difference of two numbers, what the rounding of both leaves.
    let noise = rounding + comparison.rounding
    let rough = max(0, logEvidence.value - comparison.elbo.estimate.value)
    let integral = try GeneralPosterior.integrate(
      over: (min(own.lower, other.lower), max(own.upper, other.upper)),
      breakpoints: profile.breakpoints + comparison.profile.breakpoints
        + [own.lower, own.upper, other.lower, other.upper],
      absolute: GeneralPosterior.relative * rough + noise * noise, of: "KL(q‖posterior)",
      workspace: &workspace
    ) { z in
      let logPosterior = logJoint(z) - logEvidence.value
      guard support.contains(z) else { return exponential(logPosterior) }
      let logFamily = logDensity(z)
      let t = logPosterior - logFamily
      if abs(t) < 0.5 { return exponential(logFamily) * expMinusOneMinus(t) }
      let density = exponential(logFamily)
      return exponential(logPosterior) - (density == 0 ? 0 : density * (1 + t))
    }
    let error =
      integral.error + 2 * (profile.tail * exponential(profile.peak - logEvidence.value))
      + 4 * comparison.profile.tail * exponential(comparison.profile.peak) * (100 + rough)
      + (noise + logEvidence.error) * min(2, 4 * integral.value.magnitude.squareRoot())
      + (noise + logEvidence.error) * (noise + logEvidence.error)
      // t is not small where q and posterior lie apart, and q·t is as wrong as q is.
      + comparison.densityRounding * rough
    return Computed(
      estimate: Estimate(integral.value, error: error), evaluations: integral.evaluations,
      hasRoundoff: integral.status == .roundoff)
  }
}

/// Quantiles of a distribution, as places to look for a mode.
enum LandmarkQuantiles {
  static func of(_ distribution: some Distribution) -> [Double] {
    [distribution.mode, distribution.mean]
      + [1e-12, 1e-6, 1e-3, 0.05, 0.25, 0.5, 0.75, 0.95, 1 - 1e-3, 1 - 1e-6, 1 - 1e-12]
      .map(distribution.quantile)
  }
}
