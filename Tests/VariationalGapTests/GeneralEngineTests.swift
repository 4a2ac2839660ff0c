// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// The engine without closed forms and without natural parameters.
@Suite struct GeneralEngineTests {
  @Test(arguments: [ReferenceTable.everyday, .optimum, .mismatched, .farPeak, .tight])
  func generalEngineAgreesWithTheTableWithinItsOwnBounds(kind: ReferenceTable) throws {
    var workspace = try Workspace()
    for row in try kind.rows().prefix(60) {
      let posterior = try Model.normal(Opaque(base: Exponential(rate: row.theta)), x: row.x)
        .posterior(workspace: &workspace)
      let evidence = posterior.logEvidence
      #expect(
        evidence.covers(row.truth("log_evidence")), "\(row) \(evidence)")
      #expect(evidence.error <= 1e-9 * max(1, abs(evidence.value)), "\(row) \(evidence)")
      let gap = try posterior.gap(of: try Exponential(rate: row.phi), workspace: &workspace)
      #expect(gap.elbo.bounded.covers(row.truth("elbo")), "\(row) \(gap.elbo)")
      #expect(
        gap.divergence.bounded.covers(row.truth("kl")),
        "\(row) \(gap.divergence)")
      #expect(gap.identity.isYes, "\(row)")
    }
  }

  @Test func oneOpaqueFamilyIsEnough() throws {
    var workspace = try Workspace()
    let posterior = try Model.normal(Exponential(rate: 1), x: 2)
      .posterior(workspace: &workspace)
    let gap = try posterior.gap(
      of: Opaque(base: try Exponential(rate: 0.8)), workspace: &workspace)
    #expect(abs(gap.divergence.value - 0.335541202867013) < 1e-12)
  }

  /// q·log(p/q) is as wrong as q is, and z ± ½ ulp moves a narrow q far away by 1e-11 of itself.
  @Test func theBoundCoversTheRoundingOfAFarAndNarrowFamily() throws {
    var workspace = try Workspace()
    let posterior = try Model.normal(
      Opaque(
        base: Normal(mean: 4.288438926892291, standardDeviation: 0.0022244561169356965)),
      deviation: 0.05392430707865066, x: 0.0582570571355495
    ).posterior(workspace: &workspace)
    let family = try Normal(mean: 721.5696853422866, standardDeviation: 0.0058812153714414206)
    let gap = try posterior.gap(of: family, workspace: &workspace)
    // From the closed forms, by mpmath at 60 digits.
    #expect(abs(gap.divergence.value - 52_077_290_061.983185682) <= gap.divergence.error)
    #expect(gap.divergence.error <= 1e-9 * gap.divergence.value)
    #expect(gap.identity.isYes)
  }

  @Test func aFamilyWithMassOutsideTheSupportHasAnInfiniteDivergence() throws {
    var workspace = try Workspace()
    for prior: any Distribution in [
      try Exponential(rate: 1), Opaque(base: try Exponential(rate: 1)),
    ] {
      let posterior = try Model.normal(prior, x: 2).posterior(workspace: &workspace)
      let gap = try posterior.gap(of: Normal.standard, workspace: &workspace)
      let reason = "q puts mass on (-inf, inf), the posterior only on (0.0, inf)"
      #expect(gap.divergence == .infinite(.plus, reason: reason))
      #expect(gap.elbo == .infinite(.minus, reason: reason))
      #expect(gap.logEvidence == posterior.logEvidence)
      #expect(gap.identity.isYes && gap.positivity.isYes)
      #expect(gap.status(tolerance: 1e-10) == .infinite)
    }
  }

  @Test func theBestRateOfAnotherModelIsFoundByMinimisation() throws {
    var workspace = try Workspace()
    let best = try Model.normal(Opaque(base: Exponential(rate: 1)), x: 0.3)
      .posterior(workspace: &workspace)
      .bestMember(of: Exponential.family)
    #expect(abs(try #require(best.parameters.first).value - 1.80688022843335) < 1e-13)
    #expect(abs(best.gap.divergence.value - 0.0302765390663852) < 1e-15)
    #expect(best.isConverged && best.gap.positivity.isYes)
  }

  @Test func theModelOfAHalfNormalPriorHasTheEvidenceOfItsClosedForm() throws {
    // z ~ |N(0, 2²)|, x | z ~ N(z, 1): p(x) = 2 N(x; 0, 5) Φ(2x/√5).
    var workspace = try Workspace()
    for (x, expected) in [(1.0, -1.3357484785241193), (-3.0, -7.5448601026657257)] {
      let posterior = try Model.normal(HalfNormal(scale: 2), x: x)
        .posterior(workspace: &workspace)
      #expect(abs(posterior.logEvidence.value - expected) < 1e-14, "x=\(x)")
    }
  }
}
