// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What the engine says of a model and a q: `nil` what it could not have, and what it had no time for.
struct EngineNumbers {
  private(set) var logEvidence: Quantity?
  private(set) var gap: Gap?
  private(set) var parts: ElboParts?
  private(set) var bounds: [EvidenceBound] = []
  private(set) var mean: Quantity?
  private(set) var standardDeviation: Quantity?
  /// By their probabilities.
  private(set) var quantiles: [Double: Quantity] = [:]

  /// - Parameter kinds: which bounds on log p(x).
  /// - Throws: `QuadratureError`, where there is no memory to work in.
  init(_ model: Model, _ family: FamilyMember?, _ kinds: [EvidenceBound.Kind]) throws {
    var workspace = try Workspace()
    func had<Value>(_ value: Value?) -> Value? { TimeLimit.inTime(value) }
    guard let posterior = had(try? model.posterior(workspace: &workspace)) else { return }
    logEvidence = .finite(posterior.logEvidence)
    mean = had(try? posterior.mean(workspace: &workspace))
    standardDeviation = had(try? posterior.standardDeviation(workspace: &workspace))
    for p in PosteriorSummary.probabilities {
      quantiles[p] = had(try? posterior.quantile(p, workspace: &workspace)).map { .finite($0) }
    }
    guard let q = family?.distribution else { return }
    gap = had(try? posterior.gap(of: q, workspace: &workspace))
    parts = had(try? posterior.elboParts(of: q, workspace: &workspace))
    // Each of them is asked whether it was in time.
    bounds =
      (try? posterior.evidenceBounds(of: q, kinds, workspace: &workspace))?.bounds ?? []
  }
}
