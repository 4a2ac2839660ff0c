// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

@Suite struct FormulaParserTests {
  private static let z = Formula.latent

  private static let readings: [(text: String, formula: Formula)] = [
    ("z", z), (" 2*z + 1\n", .sum(.product(2, z), 1)),
    ("1 - z - 3", .difference(-2, z)), ("1 - (z - 3)", .difference(4, z)),
    ("z/2/3", .quotient(.quotient(z, 2), 3)), ("z/2*3", .product(.quotient(z, 2), 3)),
    ("2*-z", .product(2, .negative(z))), ("- - z", z), ("+z", z), ("-+-+-z", .negative(z)),
    ("-z^2", .negative(.function(.square, z))), ("(-z)^2", .function(.square, .negative(z))),
    ("z^-1", .power(z, -1)), ("-z^-z", .negative(.power(z, .negative(z)))),
    ("z^z^3", .power(z, .power(z, 3))), ("(z^z)^3", .power(.power(z, z), 3)),
    ("-2*z", .product(-2, z)), ("exp(z/2)", .function(.exp, .quotient(z, 2))),
    ("pow(z, 3)", .power(z, 3)), ("log1p_exp ( z )", .function(.softplus, z)),
    ("inv_logit(z)", .function(.inverseLogit, z)), ("square(z)", .function(.square, z)),
    ("lgamma(expm1(z))", .function(.logGamma, .function(.expMinusOne, z))),
    ("((z))", z), (".5*z", .product(0.5, z)), ("1.*z", z), ("1e-3*z", .product(1e-3, z)),
    ("1E+2*z", .product(100, z)),
  ]

  @Test(arguments: readings)
  func aFormulaIsReadAsStanReadsIt(text: String, formula: Formula) throws {
    #expect(try Formula.parse(text) == formula)
  }

  /// Values that Python's own arithmetic gives.
  @Test(arguments: [
    ("2^3^2", 512), ("-2^2", -4), ("2^-1", 0.5), ("2^-2^2", 0.0625), ("1 - 2 - 3", -4),
    ("8/4/2", 1), ("2 + 3*4", 14), ("(2 + 3)*4", 20), ("2*-3", -6), ("--3", 3), ("-(1 + 2)", -3),
    ("abs(-3)", 3), ("sqrt(16)", 4), ("exp(0)", 1), ("pow(2, 10)", 1024), ("1e3", 1000),
    ("1.5e+1", 15), (".5", 0.5), ("3 - -2", 5), ("6/2*3", 9), ("(-2)^3", -8), ("(-2)^-3", -0.125),
  ])
  func numbersAreFolded(text: String, value: Double) throws {
    #expect(try Formula.parse(text) == .number(value))
  }

  @Test func piAndEHave31DigitsWithAndWithoutParentheses() throws {
    for text in ["pi", "pi()", "pi( )"] { #expect(try Formula.parse(text) == .constant(.pi)) }
    for text in ["e", "e()"] { #expect(try Formula.parse(text) == .constant(.e)) }
    #expect(DoubleDouble.pi.head == .pi)
    // π = 3.14159265358979323846264338327950288, e = 2.71828182845904523536028747135266250.
    #expect(DoubleDouble.pi.distance(fromHead: .pi, tail: 1.2246467991473532e-16) < 1e-32)
    #expect(
      DoubleDouble.e.distance(fromHead: 2.718281828459045, tail: 1.4456468917292502e-16) < 1e-32)
  }

  @Test func aNumberIsTheDoubleNearestToIt() throws {
    for text in ["0.1", "1e-310", "123456789012345678901234567890", "4.35"] {
      #expect(try Formula.parse(text).constantValue == DoubleDouble(try #require(Double(text))))
    }
  }

  @Test func namesStandForWhatIsGiven() throws {
    let names: [String: Formula] = ["z": .latent, "x": 3, "e": 5]
    #expect(try Formula.parse("(x - z)^2 + e", names: names) == (3 - .latent).raised(to: 2) + 5)
    #expect(throws: FormulaError.self) { _ = try Formula.parse("x") }
  }

  @Test(arguments: ["(", "exp(", "2^", "-(", "pow(1, "])
  func whatIsNestedTooDeeplyIsRefusedInWords(opening: String) {
    let text = String(repeating: opening, count: 100_000)
    #expect {
      _ = try Formula.parse(text)
    } throws: { error in
      "\(error)".hasSuffix("may be nested 64 deep, and here they are deeper")
    }
  }

  /// Each level has its argument several times.
  @Test(arguments: ["fmax(%, 1)", "cbrt(1 + %)", "fmin(%, 1)"])
  func towersThatDoubleAreRefusedInWords(level: String) throws {
    func tower(_ height: Int) -> String {
      (0..<height).reduce("z") { tower, _ in
        level.split(separator: "%", omittingEmptySubsequences: false).joined(separator: tower)
      }
    }
    #expect {
      _ = try Formula.parse(tower(45))
    } throws: { error in
      "\(error)".hasSuffix("a formula may have 65536 parts, and here are more")
    }
    #expect(try Formula.parse(tower(4))(DoubleDouble(2)).isFinite)
  }

  @Test func depthUpToTheLimitIsRead() throws {
    let text = String(repeating: "(", count: 64) + "z" + String(repeating: ")", count: 64)
    #expect(try Formula.parse(text) == .latent)
  }

  @Test func signsMayBeMany() throws {
    #expect(try Formula.parse(String(repeating: "-", count: 100_001) + "z") == -.latent)
  }

  /// The depth of the tree is that of a logarithm; the value is that of the sum.
  @Test func longChainsAreRead() throws {
    let count = 10_000
    let sum = try Formula.parse(Array(repeating: "z", count: count).joined(separator: " + "))
    #expect(sum(DoubleDouble(2)).head == 2.0 * Double(count))
    let differences = try Formula.parse("z" + String(repeating: " - z + 2*z", count: count))
    #expect(differences(DoubleDouble(3)).head == 3 + 3 * Double(count))
    let product = try Formula.parse("2" + String(repeating: "/z*z", count: count))
    #expect(product(DoubleDouble(0.5)) == DoubleDouble(2))
    for formula in [sum, differences, product] {
      #expect(try Formula.parse("\(formula)") == formula)
      #expect(formula.derivative()(DoubleDouble(1)).isFinite)
    }
  }

  /// The worst that the limits let through: every level a longest chain.
  @Test func theDeepestFormulaIsEvaluatedAndWritten() throws {
    let count = FormulaParserTests.chainLength - 1
    let chains = String(repeating: "*z", count: count) + String(repeating: " + z", count: count)
    let text =
      String(repeating: "log1p(", count: 64) + "z" + String(repeating: chains + ")", count: 64)
    let formula = try Formula.parse(text)
    #expect(formula(DoubleDouble(0)).head == 0)
    #expect("\(formula)".count > 64)
    #expect(formula.hashValue == formula.hashValue)
    #expect(formula.derivative()(DoubleDouble(0)).isFinite)
  }

  private static let chainLength = 16

  @Test(arguments: [
    ("z", "z"), ("2*z+1", "2 * z + 1"), ("(2*z)+1", "2 * z + 1"), ("2*(z+1)", "2 * (z + 1)"),
    ("1-(z-1)", "2 - z"), ("(1-z)-1", "-z"), ("z-1", "z - 1"), ("z/(2*z)", "z / (2 * z)"),
    ("-z^2", "-z^2"), ("(-z)^2", "(-z)^2"), ("-(z+1)", "-1 - z"), ("-(2*z)", "-(2 * z)"),
    ("-2*z", "-2 * z"), ("(-2)^z", "(-2)^z"), ("z^-2", "z^-2"), ("(z^z)^z", "(z^z)^z"),
    ("z^z^z", "z^z^z"), ("z^(z+1)", "z^(z + 1)"), ("z - -2", "z + 2"), ("1.50*z", "1.5 * z"),
    ("square(exp(z))", "exp(z)^2"), ("pi*z", "pi() * z"), ("z + e()", "z + e()"),
    ("-0.5*(3 - z)^2", "-0.5 * (3 - z)^2"),
  ])
  func aFormulaIsWrittenWithFewParentheses(text: String, canonical: String) throws {
    #expect("\(try Formula.parse(text))" == canonical)
  }

  /// Random trees, constants of 31 digits among them, are read back from their text.
  @Test func everyFormulaIsReadBackFromItsText() throws {
    var random = SeededRandom(seed: 6)
    for _ in 0..<3000 {
      let formula = Self.randomFormula(depth: 6, &random)
      guard formula.constantValue?.isFinite ?? true else { continue }
      #expect(try Formula.parse("\(formula)") == formula, "\(formula)")
    }
  }

  private static func randomFormula(depth: Int, _ random: inout SeededRandom) -> Formula {
    func part() -> Formula { randomFormula(depth: depth - 1, &random) }
    switch depth == 0
      ? Int.random(in: 0...3, using: &random) : Int.random(in: 0...11, using: &random)
    {
    case 0, 1: return .latent
    case 2: return .number(random.signedMagnitude(-3, 3))
    case 3: return .constant(DoubleDouble(random.signedMagnitude(-3, 3)) / DoubleDouble(3))
    case 4: return finite(part() + part())
    case 5: return finite(part() - part())
    case 6: return finite(part() * part())
    case 7: return finite(part() / part())
    case 8: return -part()
    case 9: return finite(part().raised(to: part()))
    default:
      let functions = ElementaryFunction.named.sorted { $0.key < $1.key }.map(\.value)
      return finite(part().applying(functions.randomElement(using: &random) ?? .exp))
    }
  }

  private static func finite(_ formula: Formula) -> Formula {
    formula.constantValue?.isFinite ?? true ? formula : .latent
  }

  @Test func noTextTraps() {
    var random = SeededRandom(seed: 7)
    let pieces = [
      "z", "x", "1", ".", "e", "-", "+", "*", "/", "^", "(", ")", ",", " ", "exp", "pow", "pi", "é",
      "🙂", "\r\n", "1e", "0",
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<15, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do throws(FormulaError) {
        let formula = try Formula.parse(text)
        #expect(try Formula.parse("\(formula)") == formula, "\(text)")
      } catch {
        #expect((0...text.count).contains(error.position), "\(error)")
      }
    }
  }

  /// a > b ? c : d, lower than any operator, and read from the right.
  @Test(arguments: [
    ("z > 1 ? 2*z : z >= 0 ? 3 : -z", [-2.0, 0, 1, 1.5], [2.0, 3, 3, 3]),
    ("1 + (z < 0 ? -1 : 1)", [-1, 0, 1], [0, 2, 2]),
    ("z <= 0 ? 1 : log(z)", [-1, 0, 1], [1, 1, 0]),
    ("step(z)", [-1, 0, 1], [0, 1, 1]), ("fmax(z, 2*z)", [-1, 0, 1], [-1, 0, 2]),
    ("fmin(z, 2*z)", [-1, 0, 1], [-2, 0, 1]), ("cbrt(z)", [-8, 0, 27], [-2, 0, 3]),
  ])
  func conditionsAreDecided(text: String, points: [Double], values: [Double]) throws {
    let formula = try Formula.parse(text)
    for (point, value) in zip(points, values) {
      #expect(formula(DoubleDouble(point)).head == value, "\(text) at \(point)")
      #expect(try Formula.parse(formula.description)(DoubleDouble(point)).head == value)
    }
  }
}
