// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// What a ``Posterior`` is computed by: one for log joints that are quadratic in z, one for all others.
protocol PosteriorEngine: Sendable {
  /// log p(x, z), as a formula.
  var logJoint: Formula { get }

  /// A bound on the error of the constant in it.
  var constantError: Double { get }

  /// Where the posterior may have mass.
  var support: Interval { get }

  /// log p(x).
  var logEvidence: Computed { get }

  /// What the bound of log p(x) rests on.
  var errorKind: ErrorKind { get }

  /// The same in 31 digits, and the error but for their rounding to a double: what differences and
  /// ratios of evidences are taken from.
  var sharpLogEvidence: LogProbability { get }

  /// What every q is compared with.
  var target: FormulaComparison.Target { get }

  /// The local maxima that hold mass, from left to right.
  var modes: [Double] { get }

  /// Where the density is largest.
  var mode: Double { get }

  /// log p(z | x) inside the support.
  func logDensity(_ z: DoubleDouble) -> DoubleDouble

  /// E[z | x]; `nil` where a tail is too heavy.
  func mean(workspace: inout Workspace) throws(InferenceError) -> Estimate?

  /// Var[z | x]; `nil` where a tail is too heavy.
  func variance(workspace: inout Workspace) throws(InferenceError) -> Estimate?

  /// √Var[z | x]; `nil` where a tail is too heavy.
  func standardDeviation(workspace: inout Workspace) throws(InferenceError) -> Estimate?

  /// P(z ≤ value | x), for a value inside the support.
  func cumulativeProbability(
    _ value: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate

  /// The z with P(z′ ≤ z | x) = p, for a p strictly between 0 and 1.
  func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate

  /// ELBO and KL of a q; ``InferenceError/infinite(quantity:reason:)`` where KL is infinite.
  func gap(of family: some Distribution, workspace: inout Workspace) throws(InferenceError) -> Gap
}

extension PosteriorEngine {
  /// The highest of the modes.
  var mode: Double {
    modes.max { logJoint(DoubleDouble($0)).head < logJoint(DoubleDouble($1)).head } ?? .nan
  }

  /// By the formula.
  func logDensity(_ z: DoubleDouble) -> DoubleDouble {
    logJoint(z) - DoubleDouble(logEvidence.estimate.value)
  }

  /// By the formulas of both.
  func gap(of family: some Distribution, workspace: inout Workspace) throws(InferenceError) -> Gap {
    try formulaGap(of: family, workspace: &workspace)
  }

  /// ELBO and KL of any q, by the formulas of both.
  func formulaGap(
    of family: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    let comparison = try FormulaComparison(
      of: family, with: target, workspace: &workspace)
    var elbo = comparison.elbo
    elbo.estimate.error += constantError
    return Gap(
      logEvidence: logEvidence, elbo: elbo, divergence: comparison.divergence,
      errorKind: min(errorKind, comparison.errorKind), isTight: comparison.isTight)
  }
}
