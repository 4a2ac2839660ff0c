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

  @Test func parametersArriveInStansOrder() throws {
    let normal = try #require(try DistributionSpec.parse("normal(3, 2)") as? Normal)
    #expect(normal == (try Normal(mean: 3, standardDeviation: 2)))
    let exponential = try #require(try DistributionSpec.parse("exponential(4)") as? Exponential)
    #expect(exponential.mean == 0.25)
  }

  /// text, position counted from 0, a part of the message.
  @Test(arguments: [
    ("", 0, "a family has to stand here, as in normal(0, 1)"),
    ("exponentiel(2)", 0, "no family is called 'exponentiel'; did you mean exponential?"),
    (" 2", 1, "no family is called '2'"),
    ("exponential", 11, "'(' is missing"),
    ("exponential 2", 12, "'(' is missing"),
    ("exponential(2", 13, "')' is missing"),
    ("exponential(", 12, "a number is missing"),
    ("exponential()", 12, "exponential(beta) takes 1 number, got 0"),
    ("normal(1)", 7, "normal(mu, sigma) takes 2 numbers, got 1"),
    ("normal(1, 2, 3)", 7, "takes 2 numbers, got 3"),
    ("normal(1, )", 10, "a number is missing"),
    ("normal(1, two)", 10, "nothing is called 'two': pi(), e() are known"),
    ("normal(z, 1)", 7, "nothing is called 'z'"),
    ("normal(1 2)", 9, "an operator, + - * / or ^, has to stand before '2'"),
    ("normal(1, −2)", 10, "'−' is not the minus of the keyboard, '-'"),
    ("normal(1, 2 − 3)", 12, "'−' is not the minus of the keyboard, '-'"),
    ("normal(1, 1 - 2)", 10, "must be a positive finite number, got -1.0"),
    ("normal(1, 2*(3)", 15, "')' is missing"),
    ("normal(1, sqrt(-1))", 10, "'sqrt(-1)' must be a finite number, got"),
    ("normal(1, 1/0)", 10, "'1/0' must be a finite number, got inf"),
    ("normal(1, -2)", 10, "must be a positive finite number, got -2.0"),
    ("normal(nan, 2)", 7, "the mean of a normal distribution must be finite, got nan"),
    ("exponential(1e400)", 12, "must be a positive finite number, got inf"),
    ("exponential(2) 3", 15, "'3' is too much"),
    ("exponential(2))", 14, "')' is too much"),
    ("normal(0, 1) T", 14, "'[' is missing"),
    ("normal(0, 1) T[0]", 16, "',' is missing"),
    ("normal(0, 1) T[a, ]", 15, "nothing is called 'a'"),
    ("normal(0, 1) T[0, 1", 19, "']' is missing"),
    ("normal(0, 1) T[2, 1]", 13, "in ascending order"),
    ("normal(0, 1) T[nan, 1]", 13, "in ascending order"),
    ("exponential(1) T[-2, -1]", 15, "meets the support"),
    ("normal(0, 1) T[0, 1] T[0, 1]", 21, "'T[0, 1]' is too much"),
  ])
  func whatIsWrongIsNamedWithItsPosition(text: String, position: Int, message: String) {
    #expect {
      _ = try DistributionSpec.parse(text)
    } throws: { error in
      guard let error = error as? DistributionSpecError else { return false }
      return error.text == text && error.position == position
        && "\(error)".hasPrefix("'\(text)', character \(position + 1): ")
        && "\(error)".contains(message)
    }
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
      do throws(DistributionSpecError) {
        _ = try DistributionSpec.parse(text)
      } catch {
        #expect((0...text.count).contains(error.position), "\(error)")
      }
    }
  }
}
