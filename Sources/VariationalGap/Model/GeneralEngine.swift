// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The engine for every log joint that is a formula.
struct GeneralEngine: PosteriorEngine {
  let posterior: GeneralPosterior

  var logEvidence: Computed { posterior.logEvidence }
  var errorKind: ErrorKind { posterior.errorKind }
  var modes: [Double] { posterior.modes }
  var mode: Double { posterior.mode }

  func logDensity(_ z: DoubleDouble) -> DoubleDouble {
    posterior.logJoint(z) - DoubleDouble(logEvidence.estimate.value)
  }

  func mean(workspace: inout Workspace) throws(InferenceError) -> Quantity {
    if let mean = try posterior.mean(workspace: &workspace) { return .finite(mean) }
    let reason = "a tail of the posterior is too heavy"
    switch (try isHeavy(below: true, &workspace), try isHeavy(below: false, &workspace)) {
    case (false, true): return .infinite(.plus, reason: reason)
    case (true, false): return .infinite(.minus, reason: reason)
    default: return .undefined(reason: "both tails of the posterior are too heavy")
    }
  }

  /// Whether the part of the posterior on one side of its mode has no finite mean.
  private func isHeavy(
    below: Bool, _ workspace: inout Workspace
  ) throws(InferenceError) -> Bool {
    let support = posterior.support
    guard (below ? support.lower : support.upper).isInfinite else { return false }
    // Any point splits the line; the mode, where one is found, splits the mass.
    let middle = mode.isFinite ? mode : 0
    guard
      let half = try? Interval(
        from: below ? support.lower : middle, to: below ? middle : support.upper)
    else { return true }
    let part = try GeneralPosterior(
      logJoint: posterior.logJoint, support: half, workspace: &workspace)
    return try part.mean(workspace: &workspace) == nil
  }

  func variance(workspace: inout Workspace) throws(InferenceError) -> Quantity {
    if let variance = try posterior.variance(workspace: &workspace) { return .finite(variance) }
    return try posterior.mean(workspace: &workspace) == nil
      ? .undefined(reason: "the mean of the posterior is not finite")
      : .infinite(.plus, reason: "a tail of the posterior is too heavy")
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
