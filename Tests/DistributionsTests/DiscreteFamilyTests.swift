// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@Suite struct DiscreteFamilyTests {
  /// What a log probability may be off by, relative to its largest term.
  private static let accuracy = 1e-12

  private func check(_ row: CountCase, _ formula: Formula, at z: Double) {
    let value = formula(DoubleDouble(z))
    #expect(
      value.distance(fromHead: row.head, tail: row.tail) <= Self.accuracy * row.largest,
      "\(row.testDescription): \(value.head), not \(row.head)")
  }

  @Test func logProbabilitiesAreThoseOfMpmath() throws {
    let table = try CountCase.table()
    #expect(table.count == 234)
    for row in table {
      let formula = row.family.logDensity(of: .number(row.x), row.arguments.map(Formula.number))
      #expect(formula.constantValue != nil)
      check(row, formula, at: .nan)
    }
  }

  /// The last argument as the latent, in place of a number.
  @Test func logProbabilitiesDependOnTheLatentAsOnNumbers() throws {
    // The difference of two log Γ at a φ that is not known to be large loses digits.
    for row in try CountCase.table()
    where row.family.name != "neg_binomial_2" || row.arguments[1] < 1e5 {
      let last = try #require(row.arguments.last)
      let formula = row.family.logDensity(
        of: .number(row.x), row.arguments.dropLast().map(Formula.number) + [.latent])
      check(row, formula, at: last)
    }
  }

  /// Every family's probabilities of 0, 1, 2, … add up to 1.
  @Test(arguments: [
    (Family.bernoulli, [0.3]), (.bernoulliLogit, [-1.5]), (.binomial, [7, 0.3]),
    (.binomialLogit, [7, 2]), (.poisson, [3]), (.poissonLog, [1.5]), (.negativeBinomial, [3, 2]),
    (.negativeBinomial, [3, 1e7]),
  ])
  func probabilitiesAddUpToOne(family: Family, arguments: [Double]) {
    let total = (0..<400).reduce(0.0) { sum, x in
      let value = family.logDensity(of: .number(Double(x)), arguments.map(Formula.number))
      return sum + (value.applying(.exp).constantValue?.head ?? .nan)
    }
    #expect(abs(total - 1) < 1e-13)
  }

  @Test(arguments: [
    (Family.bernoulli, [0.3], [-1, 2]), (.bernoulliLogit, [1], [-1, 2]),
    (.binomial, [3, 0.5], [-1, 4]), (.binomialLogit, [3, 1], [-2, 5]), (.poisson, [1], [-1]),
    (.poissonLog, [1], [-3]), (.negativeBinomial, [1, 1], [-1]),
  ])
  func countsOutsideTheSupportAreImpossible(
    family: Family, arguments: [Double], counts: [Double]
  ) {
    for x in counts {
      let value = family.logDensity(of: .number(x), arguments.map(Formula.number))
      #expect(value == .number(-.infinity), "\(family) at \(x)")
    }
  }

  /// 0 · log 0 = 0: an argument at the edge of its domain, reached by the latent.
  @Test func theEdgesOfAProbabilityAreNotNaN() {
    let binomial = Family.binomial
    for (x, theta, value) in [(0.0, 0.0, 0.0), (3, 1, 0), (1, 0, -.infinity), (2, 1, -.infinity)] {
      let formula = binomial.logDensity(of: .number(x), [3, .latent])
      #expect(formula(DoubleDouble(theta)).head == value, "\(x) of 3 at \(theta)")
    }
  }

  @Test func everyFamilyIsFoundUnderItsName() {
    let names = Families.all.map(\.name)
    #expect(Set(names).count == names.count)
    for family in Families.all {
      #expect(Families.named(family.name)?.description == family.description)
    }
    #expect(Families.counts.allSatisfy { $0.isDiscrete })
    #expect(Families.named("Poisson") == nil)
  }
}
