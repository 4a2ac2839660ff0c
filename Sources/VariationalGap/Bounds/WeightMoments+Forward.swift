// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension WeightMoments {
  /// KL(posterior‖q), by the integral that KL(q‖posterior) is computed by with the two in each other's
  /// place; infinite where the posterior has mass that q has not, or a tail that is too heavy for q.
  func forwardDivergence(workspace: inout Workspace) -> Judged {
    do throws(InferenceError) {
      switch try missesMass(workspace: &workspace) {
      case .no: break
      case .yes:
        return (
          .infinite(
            .plus, reason: "the posterior puts mass on \(posterior.support), q only on \(q.support)"
          ),
          .proven
        )
      case .cannotTell(let reason): return (.undefined(reason: reason), .unverified)
      }
      guard let common else {
        return (.undefined(reason: "q has no mass where p(x, z) has any"), .unverified)
      }
      let evidence = posterior.engine.sharpLogEvidence
      let comparison = try FormulaComparison(
        of: FormulaDensity(
          support: common, formula: posterior.engine.logJoint - .constant(evidence.value)),
        logMass: Estimate(0, error: evidence.error + posterior.engine.constantError),
        with: FormulaComparison.Target(
          LatentFunction(logFamily), support: q.support, normalizer: .known(0), name: "q"),
        workspace: &workspace)
      var divergence = comparison.divergence.estimate
      divergence.error += familyError * divergence.value
      let errorKind = min(comparison.errorKind, posterior.errorKind)
      if !errorKind.isVerified { divergence.error = .infinity }
      return (.finite(divergence), errorKind)
    } catch .infinite(_, let reason) {
      return (.infinite(.plus, reason: WeightMoments.turned(reason)), .proven)
    } catch {
      return (.undefined(reason: "\(error.about("KL(posterior‖q)"))"), .unverified)
    }
  }

  /// A reason about q and the posterior, with the two in each other's place.
  private static func turned(_ reason: String) -> String {
    reason
      .replacing(
        "the tail of q is heavier than the q can bear: E_q[log p]",
        with: "the tail of the posterior is heavier than q can bear: E[log q]"
      )
      .replacing("q puts mass", with: "the posterior puts mass")
  }
}
