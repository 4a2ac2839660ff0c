// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing

@testable import VariationalGap

@Suite struct PosteriorTests {
  static let observations: [Double] = [-40, -3, -0.5, 0.3, 1, 2, 5, 30]

  private func posterior(
    x: Double, _ workspace: inout Workspace
  ) throws -> (Posterior, Truncated<Normal>) {
    let posterior = try Model.normal(Exponential(rate: 1), x: x)
      .posterior(workspace: &workspace)
    return (posterior, try #require(posterior.closedForm?.posterior))
  }

  @Test(arguments: observations)
  func quadratureAgreesWithTheTruncatedNormal(x: Double) throws {
    var workspace = try Workspace()
    let (posterior, closedForm) = try posterior(x: x, &workspace)
    #expect(posterior.mode == closedForm.mode)
    for z in [0.01, 0.5, 1, 3, 10] {
      let difference = posterior.logDensity(z) - closedForm.logDensity(z)
      #expect(abs(difference) <= 1e-12 * max(1, abs(posterior.logEvidence.value)), "z=\(z)")
      let probability = try posterior.cumulativeProbability(z, workspace: &workspace)
      #expect(
        abs(probability.value - closedForm.cumulativeProbability(z)) <= probability.error + 1e-13,
        "z=\(z)")
    }
  }

  @Test(arguments: observations)
  func quantilesInvertTheCumulativeProbability(x: Double) throws {
    var workspace = try Workspace()
    let (posterior, closedForm) = try posterior(x: x, &workspace)
    for p in [1e-6, 0.025, 0.25, 0.5, 0.75, 0.975, 1 - 1e-6] {
      let quantile = try posterior.quantile(p, workspace: &workspace)
      let expected = closedForm.quantile(p)
      // The closed form's own quantile is good to 1e-12 of the spread.
      let spread = closedForm.variance.squareRoot()
      #expect(abs(quantile.value - expected) <= quantile.error + 1e-12 * spread, "p=\(p)")
      #expect(quantile.error <= 1e-8 * expected, "p=\(p)")
    }
  }

  @Test func aProbabilityOutsideOfTheUnitIntervalHasNoQuantile() throws {
    var workspace = try Workspace()
    let (posterior, _) = try posterior(x: 1, &workspace)
    for p in [-0.1, 0, 1, 1.1, .nan] {
      #expect(throws: InferenceError.self) {
        _ = try posterior.quantile(p, workspace: &workspace)
      }
    }
  }

  @Test func anObservationThatIsNotFiniteIsRefused() throws {
    var workspace = try Workspace()
    for x in [Double.nan, .infinity, -.infinity] {
      #expect(throws: InferenceError.self) { _ = try self.posterior(x: x, &workspace) }
    }
  }

  @Test func overflowNamesTheQuantity() throws {
    var workspace = try Workspace()
    let (posterior, _) = try posterior(x: 1, &workspace)
    #expect {
      _ = try posterior.gap(of: try Exponential(rate: 1e-200), workspace: &workspace)
    } throws: { error in
      "\(error)".contains("ELBO") && "\(error)".contains("too large for a double")
    }
  }

  /// exp(−½ε²)·(eᵘ − 1 − u) was 0·∞ far out, where the posterior falls off like an exponential and q
  /// like a bell.
  @Test func aFamilyWithLighterTailsThanThePosteriorHasAFiniteDivergence() throws {
    var workspace = try Workspace()
    let posterior = try Model.normal(Exponential(rate: 8), x: -1)
      .posterior(workspace: &workspace)
    let gap = try posterior.gap(of: try HalfNormal(scale: 0.08), workspace: &workspace)
    // From the closed forms, by mpmath at 40 digits.
    #expect(abs(gap.divergence.value - 0.1684035953141483) <= gap.divergence.error)
    #expect(abs(gap.elbo.value + 1.71711116696642787) <= gap.elbo.error)
    #expect(gap.divergence.error < 2e-14)
    #expect(gap.identity.isYes)
  }
}
