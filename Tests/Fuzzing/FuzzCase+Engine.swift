// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
package import VariationalGap

extension FuzzCase {
  /// The engine's answers; none where the case is no question: an argument of the likelihood leaves its
  /// domain.
  ///
  /// - Throws: an error where the texts cannot be read.
  package func answers() throws -> [FuzzAnswer] {
    var workspace = try Workspace()
    if case .distribution(let text) = subject {
      let p = try DistributionSpec.parse(text)
      return try family.map { try divergence(try DistributionSpec.parse($0), p, &workspace) } ?? []
    }
    let model = try self.model()
    do throws(InferenceError) {
      return try answers(try model.posterior(workspace: &workspace), &workspace)
    } catch .model {
      return []
    } catch .infinite(_, let reason) {
      return [FuzzAnswer(.logEvidence, .answered(.infinite(.plus, reason: reason)))]
    } catch {
      return [FuzzAnswer(.logEvidence, .refused(error))]
    }
  }

  /// The model that is asked about.
  package func model() throws -> Model {
    switch subject {
    case .model(let prior, let likelihood, let observations):
      try Model(prior: prior, likelihood: likelihood, observations: observations)
    case .joint(let formula, let support):
      try Model(logJoint: formula, support: try IntervalSpec.parse(support))
    case .distribution(let text):
      Model(
        logJoint: try DistributionSpec.parse(text).formula,
        support: try DistributionSpec.parse(text).support)
    }
  }

  private func divergence(
    _ q: any Distribution, _ p: any Distribution, _ workspace: inout Workspace
  ) throws -> [FuzzAnswer] {
    do throws(InferenceError) {
      let comparison = try KullbackLeibler.comparison(of: q, with: p, workspace: &workspace)
      return [
        FuzzAnswer(
          .divergence, .answered(comparison.divergence),
          isVerified: comparison.errorKind.isVerified)
      ]
    } catch {
      return [FuzzAnswer(.divergence, .refused(error))]
    }
  }

  private func answers(
    _ posterior: Posterior, _ workspace: inout Workspace
  ) throws(InferenceError) -> [FuzzAnswer] {
    let isVerified = posterior.isVerified
    var answers = [
      FuzzAnswer(
        .logEvidence, .answered(.finite(posterior.logEvidence)), isVerified: isVerified)
    ]
    if let q = family.flatMap({ try? DistributionSpec.parse($0) }) {
      if kind == .bounds { answers += bounds(posterior, q, &workspace) }
      answers += parts(posterior, q, &workspace)
      do throws(InferenceError) {
        let gap = try posterior.gap(of: q, workspace: &workspace)
        for (quantity, value) in [
          (FuzzAnswer.Quantity.elbo, gap.elbo), (.divergence, gap.divergence),
        ] {
          answers.append(
            FuzzAnswer(
              quantity, .answered(value), isVerified: isVerified && gap.errorKind.isVerified))
        }
      } catch {
        answers += [FuzzAnswer(.elbo, .refused(error)), FuzzAnswer(.divergence, .refused(error))]
      }
    }
    guard let probability, kind != .bounds else { return answers }
    func ask(
      _ quantity: FuzzAnswer.Quantity, _ compute: () throws(InferenceError) -> Quantity
    ) {
      do throws(InferenceError) {
        answers.append(FuzzAnswer(quantity, .answered(try compute()), isVerified: isVerified))
      } catch {
        answers.append(FuzzAnswer(quantity, .refused(error)))
      }
    }
    ask(.mean) { () throws(InferenceError) in try posterior.mean(workspace: &workspace) }
    ask(.standardDeviation) { () throws(InferenceError) in
      try posterior.standardDeviation(workspace: &workspace)
    }
    ask(.quantile(probability)) { () throws(InferenceError) in
      .finite(try posterior.quantile(probability, workspace: &workspace))
    }
    return answers
  }
}
