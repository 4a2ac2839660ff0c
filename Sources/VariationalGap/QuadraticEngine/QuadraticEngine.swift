// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The engine for log joints that are quadratic in z.
struct QuadraticEngine: PosteriorEngine {
  let posterior: QuadraticPosterior
  let logJoint: Formula
  private let knownTarget = Kept<FormulaComparison.Target>()

  var support: Interval { posterior.support }
  var constantError: Double { posterior.joint.constantError }
  var logEvidence: Computed { posterior.logEvidence }
  var errorKind: ErrorKind { .estimated }
  var sharpLogEvidence: LogProbability { posterior.sharpLogEvidence }
  var modes: [Double] { [mode] }
  var mode: Double { posterior.form.centre.head }

  var target: FormulaComparison.Target {
    knownTarget.value {
      FormulaComparison.Target(
        LatentFunction(logJoint), support: support,
        normalizer: .computed(logEvidence.estimate.value), name: "posterior")
    }
  }

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

  func standardDeviation(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try posterior.standardDeviation(workspace: &workspace)
  }

  func cumulativeProbability(
    _ value: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    try posterior.cumulativeProbability(value, workspace: &workspace)
  }

  func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
    try posterior.quantile(p, workspace: &workspace)
  }

  func gap(of family: some Distribution, workspace: inout Workspace) throws(InferenceError) -> Gap {
    if let exponent = family.quadraticExponent, !exponent.isFlat {
      return try posterior.gap(of: exponent, on: family.support, workspace: &workspace)
    }
    return try formulaGap(of: family, workspace: &workspace)
  }
}
