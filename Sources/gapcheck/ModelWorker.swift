// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// A worker of a pipeline for any model: what depends on the model alone is computed when that changes.
///
/// Unchecked, since the pipeline lends a worker to one task only.
final class ModelWorker: @unchecked Sendable {
  private enum Current {
    case exercise(Exercise)
    case model(ModelPosterior)
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
    case .exercise(let exercise):
      guard let exponential = family as? Exponential else {
        return ModelRecord(invalid: "q must be exponential, got \(family)")
      }
      do throws(InferenceError) {
        return ModelRecord(
          try exercise.record(
            phi: exponential.rate, tolerance: tolerance, workspace: &workspace))
      } catch {
        return ModelRecord(failure: error, logEvidence: exercise.posterior.logEvidence)
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
