// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The engine for every log joint that is a formula.
struct GeneralEngine: PosteriorEngine {
  let posterior: GeneralPosterior

  var logEvidence: Computed { posterior.logEvidence }
  var errorKind: ErrorKind { posterior.errorKind }
  var sharpLogEvidence: LogProbability { posterior.sharpLogEvidence }
  var modes: [Double] { posterior.modes }
  var mode: Double { posterior.mode }

  func logDensity(_ z: DoubleDouble) -> DoubleDouble {
    posterior.logJoint(z) - DoubleDouble(logEvidence.estimate.value)
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
    try posterior.gap(of: family, workspace: &workspace)
  }
}
