// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The posterior of a log joint density that is smooth in one coordinate: log p(x) and comparisons by one midpoint rule
/// each; for all else, and for what the rule does not prove, there is a ``GeneralPosterior``.
struct SmoothPosterior: Sendable {
  let logJoint: Formula
  let support: Interval
  let constantError: Double
  let sharpLogEvidence: LogProbability
  let logEvidence: Computed
  let target: FormulaComparison.Target
  let errorKind: ErrorKind
  private let isAudited: Bool
  private let knownGeneral = Kept<GeneralPosterior>()

  /// Computes log p(x).
  ///
  /// - Parameters: as of ``GeneralPosterior/init(logJoint:support:constantError:isAudited:workspace:)``.
  /// - Returns: `nil` where the rule does not prove it.
  init?(logJoint: Formula, support: Interval, constantError: Double, isAudited: Bool) {
    guard let density = SmoothDensity(logJoint, on: support),
      let evidence = SmoothEvidence(of: density, constantError: constantError)
    else { return nil }
    (self.logJoint, self.support, self.constantError) = (logJoint, support, constantError)
    self.isAudited = isAudited
    errorKind = isAudited ? .proven : .unverified
    sharpLogEvidence = evidence.logMass
    logEvidence = Computed(
      estimate: Estimate(sharpLogEvidence.value, error: sharpLogEvidence.error),
      evaluations: evidence.evaluations, hasRoundoff: false)
    target = FormulaComparison.Target(
      LatentFunction(logJoint), support: support,
      normalizer: .computed(logEvidence.estimate.value), name: "posterior", smooth: evidence.density
    )
  }

  private func general(_ workspace: inout Workspace) throws(InferenceError) -> GeneralPosterior {
    try knownGeneral.value { () throws(InferenceError) in
      try GeneralPosterior(
        logJoint: logJoint, support: support, constantError: constantError,
        isAudited: isAudited, workspace: &workspace)
    }
  }
}

extension SmoothPosterior: PosteriorEngine {
  var modes: [Double] {
    guard var workspace = try? Workspace(), let general = try? general(&workspace) else {
      return []
    }
    return general.modes
  }

  func mean(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try general(&workspace).mean(workspace: &workspace)
  }

  func variance(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try general(&workspace).variance(workspace: &workspace)
  }

  func standardDeviation(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try general(&workspace).standardDeviation(workspace: &workspace)
  }

  func cumulativeProbability(
    _ value: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    try general(&workspace).cumulativeProbability(value, workspace: &workspace)
  }

  func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
    try general(&workspace).quantile(p, workspace: &workspace)
  }
}
