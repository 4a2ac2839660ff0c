// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import TestSupport
import Testing

/// Log densities of families that have no rows in distributions.csv, against mpmath with 40 digits.
struct FamilyDensityTests {
  struct Row: Sendable, CustomStringConvertible {
    let spec: String
    let x: Double
    let value: Truth
    var family: String { String(spec.prefix { $0 != "(" }) }
    var description: String { "\(spec) at \(x): \(value)" }
    var truth: Double { Double(value.description) ?? .nan }
  }

  static let rows: [Row] = {
    guard let table = try? CSVTable(fixture: "families") else { return [] }
    return table.rows.map {
      Row(spec: $0["spec"] ?? "", x: $0.number("x"), value: Truth($0["value"] ?? ""))
    }
  }()

  /// Every family is in one of the two tables, or is one of counts with a table of its own.
  @Test func everyFamilyHasItsRows() {
    let others = Set(DistributionTableTests.entries.map { "\($0.spec.prefix { $0 != "(" })" })
    let counts = ["bernoulli", "bernoulli_logit", "binomial", "binomial_logit", "neg_binomial_2"]
    for family in Families.all where !others.contains(family.name) {
      if (counts + ["poisson", "poisson_log"]).contains(family.name) { continue }
      #expect(Self.rows.count { $0.family == family.name } >= 20, "\(family)")
    }
  }

  @Test(arguments: Set(rows.map(\.family)).sorted())
  func likelihoodsAreReproduced(family: String) throws {
    var worst = 0.0
    for row in Self.rows where row.family == family {
      let density = try LikelihoodSpec.parse(row.spec)
      let value = try #require(try density.logDensity(of: row.x).constantValue)
      let error = row.value.distance(from: value.head) / max(1, abs(row.truth))
      #expect(error <= 2e-15, "\(row): \(value)")
      worst = max(worst, error)
    }
    print("families.csv, \(family), largest error:", worst)
  }

  @Test(arguments: Set(rows.map(\.family)).sorted())
  func membersAreReproduced(family: String) throws {
    for row in Self.rows where row.family == family {
      guard let family = Families.named(row.family), !family.isDiscrete else { continue }
      let member = try DistributionSpec.parse(row.spec)
      #expect(member.support.contains(row.x), "\(row)")
      let error = row.value.distance(from: member.logDensity(row.x))
      #expect(error <= 2e-15 * max(1, abs(row.truth)), "\(row): \(member.logDensity(row.x))")
      let bounds = member.formula.enclosure(over: Enclosure(from: row.x, to: row.x))
      let slack = 1e-14 * max(1, abs(row.truth))
      #expect(bounds.lower <= row.truth + slack && row.truth - slack <= bounds.upper, "\(row)")
    }
  }

  /// Quantiles and probabilities belong together, and the mean lies between the outer quantiles.
  @Test(arguments: Set(rows.map(\.family)).sorted())
  func quantilesAreThoseOfTheProbabilities(family: String) throws {
    for row in Self.rows.filter({ $0.family == family }).prefix(4) {
      guard let family = Families.named(row.family), !family.isDiscrete else { continue }
      let member = try DistributionSpec.parse(row.spec)
      for p in [0.01, 0.3, 0.5, 0.99] {
        let z = member.quantile(p)
        // Next to an end there may be no double with the probability.
        let ends = [member.support.lower, member.support.upper]
        guard ends.allSatisfy({ !$0.isFinite || abs(z - $0) > 1e-6 * max(1, abs($0)) }) else {
          continue
        }
        let found = member.cumulativeProbability(z)
        #expect(abs(found - p) < 1e-9, "\(row.spec): \(p), \(z), \(found)")
      }
    }
  }
}
