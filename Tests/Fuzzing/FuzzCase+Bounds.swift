// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

extension FuzzCase {
  /// As many draws as IWAE is asked for with.
  package static let draws = [2, 5, 50, 1000, 1_000_000]

  private static let boundKinds: [EvidenceBound.Kind] =
    draws.map { .importance(samples: $0) } + [
      .renyi(order: 0.5), .renyi(order: 0.9), .renyi(order: 2), .renyi(order: -0.3),
      .cubo(order: 1.5), .cubo(order: 2), .thermodynamicLower(steps: 2),
      .thermodynamicUpper(steps: 2), .elbo, .eubo,
    ]

  /// The bounds on log p(x), and whether they are in order; none where the engine refuses the ELBO.
  func bounds(
    _ posterior: Posterior, _ q: any Distribution, _ workspace: inout Workspace
  ) -> [FuzzAnswer] {
    do throws(InferenceError) {
      let result = try posterior.evidenceBounds(
        of: q, FuzzCase.boundKinds, workspace: &workspace)
      return [FuzzAnswer(.boundsAreOrdered, .audited(result.order))]
        + result.bounds.compactMap { bound in
          switch bound.kind {
          case .thermodynamicLower, .thermodynamicUpper: nil
          // It is computed where the ELBO is finite.
          case .importance where bound.value.estimate == nil: nil
          default:
            FuzzAnswer(
              .bound(bound.kind), .answered(bound.value),
              isVerified: posterior.isVerified && bound.errorKind.isVerified)
          }
        }
    } catch {
      return []
    }
  }

  /// The parts of the ELBO where they are asked for, and whether they add up.
  func parts(
    _ posterior: Posterior, _ q: any Distribution, _ workspace: inout Workspace
  ) -> [FuzzAnswer] {
    do throws(InferenceError) {
      let parts = try posterior.elboParts(of: q, workspace: &workspace)
      let audit = FuzzAnswer(.partsAgree, .audited(parts.identity))
      guard kind == .bounds else { return [audit] }
      let quantities: [(FuzzAnswer.Quantity, Quantity?)] = [
        (.expectedLogLikelihood, parts.expectedLogLikelihood),
        (.priorDivergence, parts.priorDivergence), (.expectedLogPrior, parts.expectedLogPrior),
        (.entropy, parts.entropy), (.expectedLogJoint, parts.expectedLogJoint),
        (.forwardDivergence, parts.forwardDivergence),
      ]
      return [audit]
        + quantities.compactMap { name, value in
          value.map { FuzzAnswer(name, .answered($0), isVerified: $0.error != .infinity) }
        }
    } catch {
      return []
    }
  }

  /// How long the engine takes for IWAE of 50 draws with all that it needs besides log p(x), in processor time.
  package func importanceSeconds() -> Double? {
    guard kind == .bounds, let q = family.flatMap({ try? DistributionSpec.parse($0) }),
      var workspace = try? Workspace(),
      let posterior = try? model().posterior(workspace: &workspace)
    else { return nil }
    let start = ProcessorTime.seconds
    _ = try? posterior.evidenceBounds(
      of: q, [.importance(samples: 50)], workspace: &workspace)
    return ProcessorTime.seconds - start
  }
}
