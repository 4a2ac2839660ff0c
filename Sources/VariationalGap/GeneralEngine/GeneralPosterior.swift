// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The posterior of any model, from the formula of its log joint density.
///
/// The mass is found by ``MassSearch``, which proves that it has found all of it, and integrated on
/// panels where the error of the rule is proven.
struct GeneralPosterior: Sendable {
  let support: Interval
  /// log p(x, z), and a bound on the error of the constant in it.
  let (logJoint, constantError): (Formula, Double)
  let cover: Cover
  /// Parts of the posterior from left to right, with their mass over exp(peak).
  let parts: [Part]
  /// What the mass is taken relative to.
  let peak: Double
  /// p(x)/exp(peak).
  let volume: Estimate
  /// log p(x), in 31 digits.
  let sharpLogEvidence: LogProbability
  let logEvidence: Computed
  /// What the bound of log p(x) rests on.
  let errorKind: ErrorKind
  /// Kept, with all that is derived from it.
  let target: FormulaComparison.Target
  /// E[z | x], which the variance needs too.
  let knownMean = Kept<Estimate?>()
}

extension GeneralPosterior {
  /// Computes log p(x).
  ///
  /// - Parameters:
  ///   - logJoint: log p(x, z) as a function of z.
  ///   - support: where the joint density may be positive.
  ///   - constantError: a bound on the error of the constant in log p(x, z).
  ///   - isAudited: whether the prior was found to integrate to 1, where there is one.
  /// - Throws: ``InferenceError``; ``InferenceError/infinite(quantity:reason:)`` where the density
  ///   cannot be normalised.
  init(
    logJoint: Formula, support: Interval, constantError: Double = 0, isAudited: Bool = true,
    workspace: inout Workspace
  ) throws(InferenceError) {
    let mass = try Expectation(
      of: logJoint, on: support, quantity: "p(x)", workspace: &workspace)
    guard mass.value.value > 0 else {
      throw .noEvidence(reason: Expectation.nothingFound)
    }
    let relative = mass.value.relativeError + 4 * .ulpOfOne
    let sharp = LogProbability(
      DoubleDouble(mass.peak) + .log(mass.value.value),
      error: relative <= 0.5 ? 2 * relative + constantError : .infinity)
    let logEvidence = Computed(
      estimate: Estimate(sharp.value, error: sharp.error), evaluations: mass.evaluations,
      hasRoundoff: false)
    self.init(
      support: support, logJoint: logJoint, constantError: constantError, cover: mass.cover,
      parts: GeneralPosterior.parts(of: mass), peak: mass.peak,
      volume: Estimate(mass.value.value, error: relative * mass.value.value),
      sharpLogEvidence: sharp, logEvidence: logEvidence,
      errorKind: relative <= 0.5 && isAudited ? mass.errorKind : .unverified,
      target: FormulaComparison.Target(
        mass.density, support: support, normalizer: .computed(logEvidence.estimate.value),
        name: "posterior", cover: mass.cover))
  }
}

extension GeneralPosterior: PosteriorEngine {}
