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
  /// The example of a library's front page.
  struct Example {
    /// Its lines, but for imports and comments.
    let code: [String]
    /// The comments under what it prints.
    let output: [String]

    init(of module: String) throws {
      let page = try PackageRoot.text("Sources/\(module)/\(module).docc/\(module).md")
      let block = try #require(page.firstMatch(of: /```swift\n((?:.*\n)*?)```/)?.1)
      let lines = block.split(separator: "\n").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      code = lines.filter { !$0.hasPrefix("//") && !$0.hasPrefix("import ") }
      output = zip(lines, lines.dropFirst()).compactMap { line, next in
        line.hasPrefix("print(") ? String(next.trimmingPrefix("// ")) : nil
      }
    }

    /// Whether the code stands in this file, line by line.
    func isRunHere() throws -> Bool {
      let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      return source.indices.contains { source[$0...].starts(with: code) }
    }
  }

  @Test func quadrature() throws {
    let example = try Example(of: "Quadrature")
    var printed: [String] = []
    func print(_ item: some Any) { printed.append("\(item)") }

    let area = try integrate(from: 0, to: .infinity) { z in exp(-z * z) }
    print(area)
    var workspace = try Workspace()
    let far = try workspace.integrate(
      from: -.infinity, to: .infinity, breakpoints: [9_992, 10_000, 10_008]
    ) { z in exp(-0.5 * (z - 10_000) * (z - 10_000)) }
    print(far.value)

    #expect(printed == example.output)
    #expect(try example.isRunHere())
  }

  @Test func distributions() throws {
    let example = try Example(of: "Distributions")
    var printed: [String] = []
    func print(_ item: some Any) { printed.append("\(item)") }

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

    #expect(printed == example.output)
    #expect(try example.isRunHere())
  }

  @Test func variationalGap() throws {
    let example = try Example(of: "VariationalGap")
    var printed: [String] = []
    func print(_ item: some Any) { printed.append("\(item)") }

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

    #expect(printed == example.output)
    #expect(try example.isRunHere())
  }
}
