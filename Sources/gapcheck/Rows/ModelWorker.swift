// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// A worker of a pipeline for any model: what depends on the model alone is computed when that changes.
///
/// Unchecked, since the pipeline lends a worker to one task only.
final class ModelWorker: @unchecked Sendable {
  private enum Current {
    case model(Posterior)
    case failure(ModelRecord)
  }

  private let tolerance: Double
  private var workspace: Workspace
  private var current: (texts: ModelTexts, value: Current)?

  init(tolerance: Double) throws(QuadratureError) {
    self.tolerance = tolerance
    workspace = try Workspace()
  }

  /// All numbers of a model and a q, given as text; a failure is a record too.
  func record(_ texts: ModelTexts, q: String) -> ModelRecord {
    let family: any Distribution
    do {
      family = try DistributionSpec.parse(q)
    } catch {
      return ModelRecord(invalid: "q: \(error)")
    }
    switch value(texts) {
    case .failure(let record): return record
    case .model(let posterior):
      return posterior.record(of: family, tolerance: tolerance, workspace: &workspace)
    }
  }

  /// The best member of a family as a spec, its parameters, and all numbers; a failure is a record too.
  func best(
    _ texts: ModelTexts, _ family: Family
  ) -> (q: String, parameters: [Double], numbers: ModelRecord) {
    switch value(texts) {
    case .failure(let record): return ("", [], record)
    case .model(let posterior):
      do throws(InferenceError) {
        let best = try posterior.bestMember(of: family)
        let record = ModelRecord(best.gap, tolerance: tolerance)
        return (
          "\(best.member.distribution)", best.member.parameters,
          best.isConverged
            ? record : record.failing(.notConverged, "no best member was found: \(best.outcome)")
        )
      } catch {
        return ("", [], ModelRecord(failure: error, logEvidence: posterior.logEvidence))
      }
    }
  }

  private func value(_ texts: ModelTexts) -> Current {
    if let current, current.texts == texts { return current.value }
    let value: Current
    do {
      value = .model(try texts.model().posterior(workspace: &workspace))
    } catch let error as InferenceError {
      value = .failure(ModelRecord(failure: error))
    } catch {
      value = .failure(ModelRecord(invalid: "\(error)"))
    }
    current = (texts, value)
    return value
  }

  static func crew(of count: Int, tolerance: Double) throws(QuadratureError) -> [ModelWorker] {
    var crew: [ModelWorker] = []
    for _ in 0..<count { crew.append(try ModelWorker(tolerance: tolerance)) }
    return crew
  }
}
