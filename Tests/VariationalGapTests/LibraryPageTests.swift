// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing
import VariationalInference

/// docs/library.md, as it stands there: each block compiles, and prints what the comments under it say.
struct LibraryPageTests {
  @Test func everythingOnThePageIsPrintedByItsCode() throws {
    let example = try PageExample("docs/library.md", skipping: 1)
    var printed: [String] = []
    func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }

    let model = try Model(
      prior: Normal.standard, likelihood: LikelihoodSpec.parse("normal(2*z + 1, 0.5)"),
      observations: [0.3, 1.2])
    let posterior = try model.posterior()
    print(posterior.logEvidence)
    print(try posterior.mean().value)
    let z = Formula.latent
    print(try posterior.expectation(of: .exp(2 * z) / (1 + z * z)).value)
    print(try posterior.quantile(0.975).value)
    print(try posterior.logPredictiveDensity(of: 2).value)
    print(try posterior.samples(1000, seed: 1).count)
    let spike = try integral(of: .exp(-z * z) + .exp(-1e8 * .square(z - 10)), over: .real)
    print(spike.value.value, spike.errorKind.name)
    print(try integral(of: z / (1 + z * z), over: .positive).value.reason ?? "")
    let q = try Normal(mean: 0, standardDeviation: 0.2)
    let gap = try posterior.gap(of: q)
    print(gap.elbo.value)
    print(gap.divergence.value)
    print(gap.identity, gap.positivity)
    let best = try posterior.bestMember(of: Normal.family)
    print(best.gap.isTight)
    var workspace = try Workspace()
    for scale in [0.1, 0.2, 0.4] {
      let q = try Normal(mean: 0, standardDeviation: scale)
      print(try posterior.gap(of: q, workspace: &workspace).divergence.value)
    }
    struct Levy: Distribution {
      let scale: Double
      var mass = 1.0
      var support: Interval { .positive }
      var formula: Formula {
        let (z, c) = (Formula.latent, Formula(scale))
        let factor: Formula = .log(Formula(mass)) + 0.5 * .log(c / (2 * .constant(.pi)))
        return factor - 1.5 * .log(z) - c / (2 * z)
      }
    }
    /// Student's t with 3 degrees of freedom around z, up to a factor.
    struct Robust: Likelihood {
      func logDensity(of x: Double) -> Formula {
        -2 * .log(onePlus: .square(Formula(x) - .latent) / 3)
      }
    }
    let own = try Model(prior: Levy(scale: 2), likelihood: Robust(), observations: [0.5, 1.5, 4])
    let robust = try own.posterior()
    print(robust.logEvidence.value)
    print(try robust.quantile(0.5).value)
    print(try robust.gap(of: LogNormal(location: 0.5, scale: 0.4)).divergence.value)
    do {
      _ = try Model(prior: Levy(scale: 2, mass: 2), likelihood: Robust(), observations: [1])
    } catch {
      print(error)
    }
    let arcTangent = CustomFunction(
      "atan", value: { DoubleDouble(atan($0.head)) }, derivative: { 1 / (1 + .square($0)) },
      enclosure: { $0.increasing(atan) }, precision: .ulpOfOne)
    let tilted = Model(
      logJoint: -.square(z) + 2 * z.applying(.custom(arcTangent)), support: .real)
    print(try tilted.posterior().isVerified)
    let closure = CustomFunction("sin") { sin($0) }
    let wavy = try Model(logJoint: -.square(z) + z.applying(.custom(closure)), support: .real)
      .posterior()
    print(try wavy.record(of: Normal.standard).status.rawValue)

    #expect(printed == example.output)
    #expect(try example.isRun(in: #filePath))
  }
}
