// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The engine for log joints that are quadratic in z.
struct QuadraticEngine: PosteriorEngine {
  let posterior: QuadraticPosterior
  /// The log joint as a formula, for a q that is not quadratic.
  let logJoint: Formula

  var logEvidence: Computed { posterior.logEvidence }
  var errorKind: ErrorKind { .estimated }
  var sharpLogEvidence: LogProbability { posterior.sharpLogEvidence }
  var modes: [Double] { [mode] }
  var mode: Double { posterior.form.centre.head }

  func logDensity(_ z: DoubleDouble) -> DoubleDouble {
    let distance = (z - posterior.form.centre).head / posterior.form.unit
    return DoubleDouble(posterior.form.bell.exponent(distance)) - posterior.logVolume
  }

  func mean(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try posterior.mean(workspace: &workspace)
  }

  func variance(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try posterior.variance(workspace: &workspace)
  }

  func cumulativeProbability(
    _ value: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    try posterior.cumulativeProbability(value, workspace: &workspace)
  }

  func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
    try posterior.quantile(p, workspace: &workspace)
  }

  func gap(of family: any Distribution, workspace: inout Workspace) throws(InferenceError) -> Gap {
    if let exponent = family.quadraticExponent, !exponent.isFlat {
      return try posterior.gap(of: exponent, on: family.support, workspace: &workspace)
    }
    return try generalGap(of: family, workspace: &workspace)
  }

  private func generalGap(
    of family: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    let comparison = try FormulaComparison(
      of: family,
      with: FormulaComparison.Target(
        formula: logJoint, support: posterior.support,
        normalizer: .computed(logEvidence.estimate.value), name: "posterior"),
      workspace: &workspace)
    var elbo = comparison.elbo
    elbo.estimate.error += posterior.joint.constantError
    return Gap(
      logEvidence: logEvidence, elbo: elbo, divergence: comparison.divergence,
      errorKind: min(errorKind, comparison.errorKind), isTight: comparison.isTight)
  }
}
