// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// ∫ f(z) w(z) dz of a density and a function, both given as formulas, over a cover of the mass of
/// f·(1 + |w|).
struct Expectation {
  /// log f.
  let density: LatentFunction
  let cover: Cover
  /// What the integral is taken relative to: exp(peak).
  let peak: Double
  /// The integral over exp(peak), with all of its error, and ∫ f |w| over exp(peak).
  let (value, magnitude): (Estimate, Double)
  let evaluations: Int
  /// The share of each panel, with what the rule and rounding add to its error.
  let shares: [Estimate]
  /// What the error rests on.
  let errorKind: ErrorKind

  /// A density that is 0, and one that is a peak between the places looked at, cannot be told apart.
  static let nothingFound =
    "no z was found where p(x, z) is positive; if it is, its peak is too narrow or too far out to be found in doubles"

  /// exp(−46) = 1e-20 of the mass in one cell does not matter.
  static let drop = 46.0

  /// - Parameters:
  ///   - logDensity: log f.
  ///   - weight: w; `nil` for 1.
  ///   - support: where f may be positive.
  ///   - peaks: places of narrow peaks that are known.
  ///   - known: the logarithm of the mass of f, where it is known.
  ///   - limit: how many cells the search for its mass may look at.
  ///   - quantity: for messages.
  /// - Throws: ``InferenceError/infinite(quantity:reason:)`` where it is infinite by theorem.
  init(
    of logDensity: Formula, weight: Formula? = nil, on support: Interval, known: Double? = nil,
    limit: Int = MassSearch.limit, quantity: String, workspace: inout Workspace
  ) throws(InferenceError) {
    let density = LatentFunction(logDensity)
    let weight = weight.map { LatentFunction($0.unconditioned(by: logDensity, on: support) ?? $0) }
    var cover = try Cover.of(
      support: support, quantity: quantity,
      functions: [density] + (weight.map { [$0] } ?? []), limit: limit
    ) { coordinates in
      [MassSearch.Term(density, weight: weight, in: coordinates, known: known ?? -.infinity)]
    }
    try cover.takeSamples()
    try self.init(
      of: density, over: cover, known: known, quantity: quantity, workspace: &workspace)
  }

  /// E_q[f], where the mass of q is 1.
  ///
  /// - Parameters:
  ///   - function: f.
  ///   - logDensity: log q, normalised.
  ///   - support: that of q.
  ///   - quantity: for messages.
  /// - Throws: ``InferenceError/infinite(quantity:reason:)`` where it is infinite by theorem.
  init(
    of function: Formula, under logDensity: Formula, on support: Interval, _ quantity: String,
    workspace: inout Workspace
  ) throws(InferenceError) {
    try self.init(
      of: logDensity, weight: function, on: support, known: 0, quantity: quantity,
      workspace: &workspace)
  }

  /// - Parameter cover: where the mass is.
  init(
    of density: LatentFunction, over cover: Cover, known: Double?, quantity: String,
    workspace: inout Workspace
  ) throws(InferenceError) {
    let weights = cover.terms[0].weight
    let peak = known ?? cover.peak(of: 0)
    guard peak.isFinite else {
      throw .noEvidence(reason: Expectation.nothingFound)
    }
    let shift = DoubleDouble(peak)
    let value: Cover.Integrand = { panel in
      guard let weight = weights?[panel.stretch.coordinate] else {
        return { exponential($0.last - shift) }
      }
      return { weight.product(at: $0, relativeTo: shift) }
    }
    let integrals = try cover.integrals(
      over: cover.panels, bound: { $0.x - peak }, of: quantity, workspace: &workspace, value)
    shares = zip(cover.panels, integrals).map { panel, integral in
      let lost = cover.noise(on: panel, relativeTo: peak)
      return Estimate(integral.value, error: integral.error + lost.density + lost.weight)
    }
    let integral = integrals.reduce(into: CoverIntegral()) { $0 += $1 }
    (self.density, self.cover) = (density, cover)
    self.peak = peak
    self.value = Estimate(
      integral.value,
      error: shares.reduce(0) { $0 + $1.error } + cover.outside(0, relativeTo: peak)
        + cover.seam(relativeTo: peak))
    magnitude = integral.magnitude
    evaluations = integral.evaluations
    errorKind = ErrorKind(
      isVerified: cover.isComplete && integral.agrees, isProven: integral.isProven)
  }
}

extension Formula {
  /// The formula without conditions that a density has: where that is 0, it does not count. `nil` where it has none that fails.
  func unconditioned(by density: Formula, on support: Interval) -> Formula? {
    guard isRestricted else { return nil }
    let (formula, conditions) = liftingConditions(on: support)
    guard !conditions.isEmpty else { return nil }
    let known = density.liftingConditions(on: support).conditions
    return conditions.filter { !known.contains($0) }.reduce(formula) {
      $0.restricted(toPositive: $1)
    }
  }
}
