// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import Testing
import VariationalGap

/// What is written outside of the package: a prior, a likelihood, a function. Truth by mpmath.
struct OpenDensityTests {
  /// √(c/2π) z^(−3/2) exp(−c/(2z)).
  struct Levy: Distribution {
    let scale: Formula
    var support: Interval { .positive }
    var formula: Formula {
      let z = Formula.latent
      return 0.5 * .log(scale / (2 * .constant(.pi))) - 1.5 * .log(z) - scale / (2 * z)
    }
  }

  /// Student's t of 3 degrees of freedom around z, up to a factor.
  struct Robust: Likelihood {
    func logDensity(of x: Double) -> Formula {
      -2 * .log(onePlus: .square(Formula(x) - .latent) / 3)
    }
  }

  @Test func aPriorAndALikelihoodOfOnesOwnHaveEveryAnswer() throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: Levy(scale: 2), likelihood: Robust(), observations: [0.5, 1.5, 4])
    let posterior = try model.posterior(workspace: &workspace)
    let evidence = posterior.logEvidence
    #expect(abs(evidence.value + 4.0434500288638895128) <= evidence.error && evidence.error < 1e-11)
    let median = try posterior.quantile(0.5, workspace: &workspace)
    #expect(abs(median.value - 1.4360627351713245881) <= median.error && median.error < 1e-9)
    let gap = try posterior.gap(
      of: try LogNormal(location: 0.5, scale: 0.4), workspace: &workspace)
    let divergence = gap.divergence
    #expect(abs(divergence.value - 0.10910212696226962054) <= divergence.error)
    #expect(divergence.error < 1e-11)
    #expect(posterior.isVerified)
  }

  /// The same with another mass, and a mixture, of whose peaks a search from one mode sees one.
  struct Scaled: Distribution {
    let mass: Double
    var support: Interval { .positive }
    var formula: Formula { .log(.constant(DoubleDouble(mass))) + Levy(scale: 2).formula }
  }

  struct Mixture: Distribution {
    var support: Interval { .real }
    var formula: Formula {
      let peaks = [-40.0, 40].map { Formula.exp(-0.5 * .square(.latent - Formula($0))) }
      return .log(peaks[0] + peaks[1]) - .constant(.halfLogTwoPi) - .log(2)
    }
  }

  @Test(arguments: [0.5, 2, 1 + 1e-8])
  func aDensityOfAnotherMassIsRefusedWhereverItComesIn(_ mass: Double) throws {
    var workspace = try Workspace()
    let (scaled, levy) = (Scaled(mass: mass), Levy(scale: 2))
    let posterior = try Model(prior: levy, likelihood: Robust(), observations: [1])
      .posterior(workspace: &workspace)
    let entries: [(inout Workspace) throws -> Void] = [
      { _ in _ = try Model(prior: scaled, likelihood: Robust(), observations: [1]) },
      { _ = try posterior.gap(of: scaled, workspace: &$0) },
      { _ = try KullbackLeibler.comparison(of: scaled, with: levy, workspace: &$0) },
      { _ = try KullbackLeibler.divergence(from: levy, to: scaled, workspace: &$0) },
      { _ in _ = try FactorizedDivergence([.init(q: levy, p: scaled)]) },
    ]
    for entry in entries {
      let error = #expect(throws: InferenceError.self) { try entry(&workspace) }
      guard case .distribution(let refusal) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      let found = try #require(Double(refusal.value))
      #expect(abs(found / mass - 1) < 1e-11 && refusal.requirement == "1", "\(refusal)")
    }
    #expect(posterior.record(of: scaled, workspace: &workspace).status == .invalid)
  }

  @Test func aMixtureHasItsMass() throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: Mixture(), likelihood: LikelihoodSpec.parse("normal(z, 1)"), observations: [40])
    let evidence = try model.posterior(workspace: &workspace).logEvidence
    // ½ N(40; 40, √2), and nothing from the other peak.
    #expect(abs(evidence.value + 1.95865930404459066) < 1e-12 && evidence.error < 1e-11)
  }

  /// −½z² + sin(z)/10 as a closure: its numbers are right, and nothing of it is proven.
  @Test func aClosureIsNeverVerified() throws {
    var workspace = try Workspace()
    let closure = CustomFunction("bell") { -0.5 * $0 * $0 + 0.1 * sin($0) }
    let model = Model(logJoint: Formula.latent.applying(.custom(closure)), support: .real)
    let posterior = try model.posterior(workspace: &workspace)
    let evidence = posterior.logEvidence
    #expect(abs(evidence.value - 0.92109914027545583) <= evidence.error + 1e-15)
    #expect(evidence.error < 1e-12 && !posterior.isVerified)
    let record = posterior.record(of: Normal.standard, workspace: &workspace)
    #expect(abs(record.divergence.value - 0.00216060707078309137) < 1e-14)
    #expect(record.status == .unverified && record.positivity.flag == nil)
    #expect(PosteriorSummary(posterior, workspace: &workspace).status == .unverified)
    let arcTangent = CustomFunction(
      "atan", value: { DoubleDouble(atan($0.head)) }, derivative: { 1 / (1 + .square($0)) },
      enclosure: { $0.increasing(atan) }, precision: .ulpOfOne)
    let same = Model(
      logJoint: 2 * Formula.latent.applying(.custom(arcTangent)) - .square(.latent),
      support: .real)
    let proven = try same.posterior(workspace: &workspace)
    let error = proven.logEvidence.error
    #expect(abs(proven.logEvidence.value - 1.11223931501292536) <= error && error < 1e-13)
    #expect(proven.isVerified)
  }
}
