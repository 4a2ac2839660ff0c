// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import TestSupport
import Testing
import VariationalGap

/// The examples on the front pages of the documentation, as they stand there: each prints what the
/// comment under it says.
struct CatalogueTests {
  @Test(arguments: ["Quadrature", "Distributions", "VariationalGap", "Certificate"])
  func everyPublicTypeIsOnTheFrontPage(_ library: String) throws {
    let page = try PackageRoot.text("Sources/\(library)/\(library).docc/\(library).md")
    let listed = Set(page.matches(of: /- ``(\w+)``/).map { String($0.1) })
    var declared: Set<String> = []
    for file in try PackageRoot.files(under: "Sources/\(library)", endingIn: ".swift") {
      let declarations = try PackageRoot.text(file)
        .matches(of: /(?m)^(?:@\w+ )*public (?:final )?(?:struct|class|enum|protocol|actor) (\w+)/)
      declared.formUnion(declarations.map { String($0.1) })
    }
    #expect(declared.count > 5 && declared.subtracting(listed).isEmpty)
  }

  /// Runs the example of a front page, and compares what it prints.
  private func expectOutput(
    of library: String, _ run: (_ print: (Any) -> Void) throws -> Void
  ) throws {
    let example = try PageExample("Sources/\(library)/\(library).docc/\(library).md")
    var printed: [String] = []
    try run { printed.append("\($0)") }
    #expect(printed == example.output)
    #expect(try example.isRun(in: #filePath))
  }

  @Test func quadrature() throws {
    try expectOutput(of: "Quadrature") { print in
      let area = try integrate(from: 0, to: .infinity) { z in exp(-z * z) }
      print(area)
      var workspace = try Workspace()
      let far = try workspace.integrate(
        from: -.infinity, to: .infinity, breakpoints: [9_992, 10_000, 10_008]
      ) { z in exp(-0.5 * (z - 10_000) * (z - 10_000)) }
      print(far.value)
    }
  }

  @Test func distributions() throws {
    try expectOutput(of: "Distributions") { print in
      let latent = try DistributionSpec.parse("exponential(2)")
      print(latent.mean)
      let tail = Normal.standard.boundedLogProbability(from: 100_000, to: .infinity)
      print(tail.value.head)
      let bulk = try Truncated(Normal(mean: -3, standardDeviation: 1), to: .positive)
      print(bulk.mean)
      struct Levy: Distribution {
        var support: Interval { .positive }
        var formula: Formula {
          let z = Formula.latent
          return -0.5 * .log(2 * .constant(.pi)) - 1.5 * .log(z) - 1 / (2 * z)
        }
      }
      print(Levy().mean)
    }
  }

  @Test func variationalGap() throws {
    try expectOutput(of: "VariationalGap") { print in
      var workspace = try Workspace()
      let model = try Model(
        prior: "exponential(1)", likelihood: "normal(z, 1)", observations: [2])
      let posterior = try model.posterior(workspace: &workspace)
      print(posterior.logEvidence.value)
      let gap = try posterior.gap(of: try Exponential(rate: 0.8), workspace: &workspace)
      print(gap.divergence.value)
      print(gap.identity)
      let best = try posterior.bestMember(of: Exponential.family)
      print(best.gap.positivity)
    }
  }
}
