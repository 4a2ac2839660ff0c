// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// Names that people use, for families, their parameters, and functions.
@Suite struct FamilyNameTests {
  /// What is written, and what it is in Stan, or the text that it is normalised to: Tests/Fixtures/names.csv.
  static func written(_ kind: String) throws -> [(String, String)] {
    try CSVTable(fixture: "names").rows.filter { $0["kind"] == kind }.map {
      (try #require($0["written"]), try #require($0["spec"]))
    }
  }

  @Test(arguments: try written("prior"))
  func aNameMeansItsFamilyInStan(written: String, spec: String) throws {
    let (member, stans) = (try DistributionSpec.member(written), try DistributionSpec.member(spec))
    #expect(member.family == stans.family)
    #expect(member.parameters == stans.parameters && member.truncation == stans.truncation)
  }

  @Test(arguments: try written("likelihood"))
  func aLikelihoodIsWrittenAsInStan(written: String, text: String) throws {
    let density = try LikelihoodSpec.parse(written)
    #expect(density.text == text)
    #expect(try LikelihoodSpec.parse(text) == density)
  }

  @Test func columnsAndNamesOfParametersDoNotMeet() throws {
    let density = try LikelihoodSpec.parse("normal(sigma = 2, mu = mu*z)", columns: ["mu"])
    #expect(density.arguments == [.parameter(1) * .latent, 2])
  }

  @Test(arguments: try written("function"))
  func aFunctionOfAnotherNameIsTheSame(written: String, spec: String) throws {
    #expect(try LikelihoodSpec.parse(written) == LikelihoodSpec.parse(spec))
  }

  /// Each family by each of its names, with R's prefix where that is one, and by no name twice.
  @Test func everyAliasIsOfOneFamily() throws {
    var seen: Set<String> = []
    for family in Families.all {
      for name in [family.name] + family.aliases {
        #expect(try FamilyName(name).family == family)
        #expect(try FamilyName(name.uppercased()).family == family)
        #expect(seen.insert(name.lowercased().filter { $0 != "_" }).inserted, "\(name)")
      }
      for (place, parameter) in family.parameters.enumerated() {
        #expect(family.place(ofParameter: parameter.name) == place)
      }
    }
    #expect(FamilyName.aliases.keys.allSatisfy { Families.named($0) != nil })
  }

  /// The ends that members have.
  @Test(arguments: [
    ("normal", "(-inf, inf)"), ("gamma", "(0, inf)"), ("beta", "(0, 1)"),
    ("uniform", "(alpha, beta)"), ("pareto", "(y_min, inf)"), ("bernoulli", "0..1"),
    ("binomial", "0..n"), ("poisson", "0..inf"), ("neg_binomial_2", "0..inf"),
    ("ordered_logistic", "1..K"), ("von_mises", "(mu - pi, mu + pi)"),
    ("std_normal", "(-inf, inf)"),
  ])
  func theSupportIsNamed(name: String, support: String) throws {
    #expect(try FamilyName(name).family.supportInWords == support)
  }

  @Test func everyFunctionHasItsEntry() throws {
    for function in FormulaFunction.all {
      var parts = Array(repeating: "z", count: function.argumentCount ?? 3)
      if function.name.contains("bessel") { parts[0] = "1" }
      let arguments = parts.joined(separator: ", ")
      let formula = try Formula.parse("\(function.name)(\(arguments))")
      for alias in function.aliases {
        #expect(try Formula.parse("\(alias)(\(arguments))") == formula)
      }
    }
  }
}
