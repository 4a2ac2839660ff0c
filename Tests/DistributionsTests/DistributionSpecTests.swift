// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@Suite struct DistributionSpecTests {
  @Test(arguments: [
    ("exponential(2)", "exponential(2.0)"),
    ("  half_normal ( 1e-3 )\n", "half_normal(0.001)"),
    ("normal(-1,.5e1)", "normal(-1.0, 5.0)"),
    ("normal(0, 1) T[0, ]", "normal(0.0, 1.0) T[0.0, ]"),
    ("normal(0, 1)T[,2.5]", "normal(0.0, 1.0) T[, 2.5]"),
    ("exponential(1) T[1, 2]", "exponential(1.0) T[1.0, 2.0]"),
    ("normal(0, 1) T[ , ]", "normal(0.0, 1.0)"),
    ("normal(-1/4, sqrt(4))", "normal(-0.25, 2.0)"),
    ("exponential((1 + 2) * 2^-1)", "exponential(1.5)"),
    ("normal(0, pi()) T[-2*3, (1)]", "normal(0.0, 3.141592653589793) T[-6.0, 1.0]"),
    ("normal(0, 1) T[-inf, 1/3]", "normal(0.0, 1.0) T[, 0.3333333333333333]"),
  ])
  func aSpecIsReadAsStanWritesIt(text: String, canonical: String) throws {
    #expect("\(try DistributionSpec.parse(text))" == canonical)
    // The canonical form is a spec itself.
    #expect("\(try DistributionSpec.parse(canonical))" == canonical)
  }

  /// Shortest and longest texts of doubles, subnormal ones and hexadecimal ones among them.
  @Test(arguments: ["0.1", "1e-310", "+2.5", "0x1.8p-3", "123456789012345678901234567890"])
  func aPlainNumberIsThatOfTheStandardLibrary(text: String) throws {
    let normal = try #require(try DistributionSpec.parse("normal(\(text), 1)") as? Normal)
    #expect(normal.mean.bitPattern == Double(text)?.bitPattern)
  }

  /// 1e-400 is not 0, 2⁵³ + 1 not 2⁵³, and 0x10 hardly meant as 16; of a parameter the digits behind a double's are rounded.
  @Test func aNumberThatNoDoubleHoldsIsRefused() throws {
    for text in ["1e-400", "-0.0001e-330", "0x1p-2000"] {
      #expect(Double(notation: text) == nil && Double.isTooSmall(text), "\(text)")
      #expect(throws: ObservationNotationError.tooSmall(text)) { try Observation(notation: text) }
    }
    for text in ["0", "-0.0", "0e-400", "00.000", "0x0p0", "5e-324", "e", "inf", "nan"] {
      #expect(!Double.isTooSmall(text), "\(text)")
    }
    #expect(Double(notation: "0x10") == nil && Double(notation: "0x10p0") == 16)
    for text in [
      "9007199254740993", "-9007199254740993", "123456789012345678901234567890",
      "18446744073709551617", "36893488147419103233", "99999999999999999999999999999999999999999",
    ] {
      #expect(throws: ObservationNotationError.rounded(text)) { try Observation(notation: text) }
      #expect(throws: ObservationNotationError.rounded(text)) {
        try Observation(notation: "\(text)..inf")
      }
    }
    for text in [
      "9007199254740992", "9007199254740994", "18446744073709551616", "36893488147419103232",
      "0000000000000000000000012", "1e23", "9007199254740993.0",
      "340282366920938463463374607431768211456",
    ] {
      #expect(try Observation(notation: text).value == Double(text))
    }
    let error = #expect(throws: FormulaError.self) { try Formula.parse("z + 1e-400") }
    #expect(error?.description.contains("character 5: '1e-400' is not 0") == true)
    #expect(throws: SpecError.self) { try DistributionSpec.parse("normal(0x10, 1)") }
  }

  @Test func parametersArriveInStansOrder() throws {
    let normal = try #require(try DistributionSpec.parse("normal(3, 2)") as? Normal)
    #expect(normal == (try Normal(mean: 3, standardDeviation: 2)))
    let exponential = try #require(try DistributionSpec.parse("exponential(4)") as? Exponential)
    #expect(exponential.mean == 0.25)
  }

  @Test func everyFamilyIsFoundUnderItsNameAndRefusesWrongNumbersOfParameters() throws {
    for family in Families.continuous {
      #expect(
        Families.named(family.name, among: Families.continuous)?.description == family.description)
      if !family.parameters.isEmpty {
        #expect(throws: DistributionError.self) { _ = try family([]) }
      }
      let tooMany = [Double](repeating: 1, count: family.parameters.count + 1)
      #expect(throws: DistributionError.self) { _ = try family(tooMany) }
      // Ascending, since the ends of a uniform distribution are.
      let member = try family(
        family.parameters.enumerated().map {
          $0.element.domain == .probability ? 0.5 : Double($0.offset + 1)
        })
      #expect("\(member)".hasPrefix("\(family.name)("))
    }
    #expect(Families.named("Normal", among: Families.continuous) == nil)
  }

  @Test func noTextTraps() throws {
    var source = SeededRandom(seed: 1)
    func below(_ count: Int) -> Int { Int(source.uniform() * Double(count)) }
    let pieces = [
      "normal", "Exp", "t", "(", ")", "T", "[", "]", ",", " ", "1", "-", "é", "🙂", "=", "mu", "sd",
      "z ~", "*",
    ]
    for _ in 0..<5000 {
      let text = (0..<below(13)).map { _ in pieces[below(pieces.count)] }.joined()
      do throws(SpecError) {
        _ = try DistributionSpec.parse(text)
      } catch {
        #expect((0...text.count).contains(error.position), "\(error)")
      }
    }
  }
}
