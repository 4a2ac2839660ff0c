// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// Sums over rows against the same sums written out term by term.
@Suite struct ObservedRowsTests {
  /// A likelihood, with what x and the columns w and n may be.
  struct Case: Sendable, CustomTestStringConvertible {
    let likelihood: String
    let x: ClosedRange<Double>
    var isCount = false
    /// Whether nothing is left that has to be summed over rows.
    let gathers: Bool
    let z: ClosedRange<Double>

    var testDescription: String { likelihood }
  }

  static let cases = [
    Case(likelihood: "poisson(z)", x: 0...9, isCount: true, gathers: true, z: 0.01...30),
    Case(likelihood: "poisson(w*z)", x: 0...9, isCount: true, gathers: true, z: 0.01...30),
    Case(likelihood: "poisson_log(z + log(w))", x: 0...9, isCount: true, gathers: true, z: -9...5),
    Case(likelihood: "poisson_log(w*z)", x: 0...9, isCount: true, gathers: false, z: -5...5),
    Case(likelihood: "bernoulli(z)", x: 0...1, isCount: true, gathers: true, z: 0.001...0.999),
    Case(likelihood: "bernoulli_logit(z)", x: 0...1, isCount: true, gathers: true, z: -30...30),
    Case(
      likelihood: "bernoulli_logit(-0.5 + w*z)", x: 0...1, isCount: true, gathers: false,
      z: -30...30),
    Case(likelihood: "binomial(n, z)", x: 0...5, isCount: true, gathers: true, z: 0.001...0.999),
    Case(
      likelihood: "binomial_logit(n, w*z)", x: 0...5, isCount: true, gathers: false, z: -9...9),
    Case(
      likelihood: "neg_binomial_2(z, w)", x: 0...9, isCount: true, gathers: false, z: 0.01...30),
    Case(likelihood: "normal(z, 1.5)", x: -9...9, gathers: true, z: -30...30),
    Case(likelihood: "normal(w*z - 1, w)", x: -9...9, gathers: true, z: -30...30),
    Case(likelihood: "normal(exp(z), w)", x: -9...9, gathers: true, z: -5...3),
    Case(likelihood: "normal(0, z)", x: -9...9, gathers: true, z: 0.01...30),
    Case(likelihood: "lognormal(z, w)", x: 0.1...9, gathers: true, z: -9...9),
    Case(likelihood: "gamma(2.5, z)", x: 0.1...9, gathers: true, z: 0.01...30),
    Case(likelihood: "gamma(z, w)", x: 0.1...9, gathers: true, z: 0.01...30),
    Case(likelihood: "exponential(w*z)", x: 0.1...9, gathers: true, z: 0.01...30),
    Case(likelihood: "weibull(z, w)", x: 0.1...9, gathers: false, z: 0.1...9),
    Case(likelihood: "student_t(4, z, w)", x: -9...9, gathers: false, z: -30...30),
    Case(likelihood: "student_t(z, 0, w)", x: -9...9, gathers: false, z: 0.1...30),
    Case(likelihood: "cauchy(w*z, 1)", x: -9...9, gathers: false, z: -30...30),
    Case(likelihood: "logistic(z, w)", x: -9...9, gathers: false, z: -30...30),
    Case(likelihood: "gumbel(z, w)", x: -9...9, gathers: false, z: -3...9),
    Case(likelihood: "double_exponential(z, w)", x: -9...9, gathers: false, z: -30...30),
    Case(likelihood: "pareto(0.05, z)", x: 0.1...9, gathers: true, z: 0.01...30),
    Case(likelihood: "inv_gamma(w, z)", x: 0.1...9, gathers: true, z: 0.01...30),
    Case(likelihood: "beta(z, w)", x: 0.01...0.99, gathers: false, z: 0.1...9),
    Case(likelihood: "uniform(0, z)", x: 0.1...9, gathers: true, z: 9.5...30),
    Case(likelihood: "rayleigh(z)", x: 0.1...9, gathers: true, z: 0.01...30),
  ]

  private struct Drawn {
    let rows: ObservedRows
    /// The term of each row.
    let terms: [Formula]
    var random: SeededRandom

    /// The sum of the terms in 31 digits, and of their magnitudes.
    func sum(at z: Double) -> (value: DoubleDouble, size: Double) {
      terms.reduce((DoubleDouble(0), 0)) { sum, term in
        let value = term(DoubleDouble(z))
        return (sum.0 + value, sum.1 + value.head.magnitude)
      }
    }
  }

  private func draw(_ test: Case, count: Int, seed: UInt64) throws -> Drawn {
    var random = SeededRandom(seed: seed)
    let x = (0..<count).map { _ -> Double in
      let value = random.uniform(test.x.lowerBound, test.x.upperBound + (test.isCount ? 1 : 0))
      return test.isCount ? value.rounded(.down) : value
    }
    let w = (0..<count).map { _ in random.uniform(0.2, 3) }
    let n = x.map { $0 + random.uniform(0, 7).rounded(.down) }
    let table = try DataTable([("w", w), ("n", n)])
    let density = try LikelihoodSpec.parse(test.likelihood, columns: table.names)
    let weights = (0..<count).map { _ in random.uniform(0, 2) }
    let terms = (0..<count).map { row in
      .number(weights[row])
        * density.family.logDensity(
          of: .number(x[row]), density.arguments.map { $0.setting([x[row], w[row], n[row]]) })
    }
    return Drawn(
      rows: try ObservedRows(of: x, under: density, columns: table, weights: weights),
      terms: terms, random: random)
  }

  @Test(arguments: cases, [3, 60, 300])
  func sumIsThatOfTheTerms(_ test: Case, count: Int) throws {
    var drawn = try draw(test, count: count, seed: UInt64(count))
    let formula = drawn.rows.logLikelihood
    #expect(!test.gathers || !formula.description.contains("sum_over_"), "\(formula)")
    for _ in 0..<8 {
      let z = drawn.random.uniform(test.z.lowerBound, test.z.upperBound)
      let truth = drawn.sum(at: z)
      let value = formula(DoubleDouble(z))
      let allowed = formula.runningError(at: z).error + 1e-27 * truth.size
      #expect(
        (value - truth.value).head.magnitude <= allowed,
        "\(test), \(count) rows, z = \(z): \(value), \(truth.value), ± \(allowed)")
      #expect(allowed <= 1e-14 * (1 + truth.size), "\(test), z = \(z): ± \(allowed)")
    }
  }

  @Test(arguments: cases, [40, 300])
  func boundsHoldAllValues(_ test: Case, count: Int) throws {
    var drawn = try draw(test, count: count, seed: UInt64(7 * count))
    let formula = drawn.rows.logLikelihood
    for width in [1e-6, 1e-3, 0.03, 0.3, 3, 100] {
      for _ in 0..<2 {
        let from = drawn.random.uniform(test.z.lowerBound, test.z.upperBound)
        let to = min(from + width * drawn.random.uniform(), test.z.upperBound)
        guard from < to else { continue }
        let (line, slopes) = (
          Enclosure(from: from, to: to),
          formula.derivative().enclosure(over: .init(from: from, to: to))
        )
        let bounds = formula.enclosure(over: line)
        var last: (z: Double, value: DoubleDouble)?
        for share in [0, 0.3, 0.7, 1] {
          let z = from + share * (to - from)
          let value = drawn.sum(at: z).value
          #expect(
            bounds.contains(value.head), "\(test), \(count) rows, z = \(z): \(value), \(bounds)")
          if let last, z - last.z > 1e-4 * (1 + z.magnitude) {
            let slope = ((value - last.value) / DoubleDouble(z - last.z)).head
            let slack = 1e-9 * (1 + slope.magnitude)
            #expect(
              slope >= slopes.lower - slack && slope <= slopes.upper + slack,
              "\(test), \(count) rows, z in \(from)...\(to): slope \(slope), \(slopes)")
          }
          last = (z, value)
        }
        // About the real line the real part is the value there.
        let rectangle = formula.enclosure(
          over: ComplexEnclosure(real: line, imaginary: Enclosure(from: -width, to: width)))
        if rectangle.isDefined {
          let value = drawn.sum(at: from + 0.5 * (to - from)).value.head
          #expect(rectangle.real.contains(value), "\(test): \(value), \(rectangle)")
        }
      }
    }
  }

  /// As many as make doubles with a running bound take over.
  @Test func doublesSayWhatTheyLose() throws {
    let test = Case(likelihood: "student_t(4, z, w)", x: -9...9, gathers: false, z: -30...30)
    var drawn = try draw(test, count: 2000, seed: 5)
    var worst = 0.0
    for _ in 0..<10 {
      let z = drawn.random.uniform(-30, 30)
      let (truth, _) = drawn.sum(at: z)
      let own = drawn.rows.logLikelihood.runningError(at: z)
      let error = (drawn.rows.logLikelihood(DoubleDouble(z)) - truth).head.magnitude
      #expect(error <= own.error)
      worst = max(worst, error)
    }
    #expect(worst > 0)
  }

  /// Far from 0, where z has digits beyond those of a double.
  @Test(arguments: [
    "student_t(4, z, 0.003)", "logistic(z, 0.003)", "student_t(4, 2*z, 0.003)", "gumbel(z, 0.003)",
  ])
  func rowsFarFromZeroKeepTheDigitsOfTheLatent(likelihood: String) throws {
    var random = SeededRandom(seed: 3)
    let place = likelihood.contains("2*z") ? 5800.0 : 2900
    let x = (0..<100).map { _ in place + 0.003 * random.uniform(-2, 2) }
    let density = try LikelihoodSpec.parse(likelihood)
    let rows = try ObservedRows(of: x, under: density).logLikelihood
    let terms = try x.map { try density.logDensity(of: $0) }
    for _ in 0..<10 {
      let head = 2900 + 0.001 * random.uniform(-1, 1)
      let z = DoubleDouble(head) + DoubleDouble(head.ulp * random.uniform(-0.4, 0.4))
      let truth = terms.reduce(DoubleDouble(0)) { $0 + $1(z) }
      let error = (rows(z) - truth).head.magnitude
      let bound = rows.runningError(at: head).error
      #expect(error <= bound, "z = \(z): \(error), ± \(bound)")
      if !likelihood.contains("2*z") { #expect(bound < 1e-10) }
    }
  }

  /// A condition inside of a mixture holds for its part, and not for the sum.
  @Test func conditionsOfAPartAreNoneOfTheWhole() throws {
    let (z, x) = (Formula.latent, Formula.parameter(0))
    let half = (-x * z).restricted(toPositive: z)
    let term = Formula.logSumExp([half, -(x - z).applying(.square)])
    let x1 = (0..<80).map { 0.5 + Double($0) / 40 }
    let rows = try ObservedRows(of: x1, logLikelihood: term, text: "a mixture").logLikelihood
    for z in [-1.5, 0.7] {
      let truth = x1.reduce(DoubleDouble(0)) { $0 + term.setting([$1])(DoubleDouble(z)) }
      #expect((rows(DoubleDouble(z)) - truth).head.magnitude < 1e-10, "z = \(z)")
    }
  }

  /// A sum of nothing is 0: also where rows have no weight, and others are intervals.
  @Test(arguments: ["normal(z, 1)", "cauchy(z, 0.28)", "logistic(z, 1)", "student_t(3, w*z, 1)"])
  func rowsWithoutWeightCountForNothing(likelihood: String) throws {
    let table = try DataTable([("w", [1, 1, 1])])
    let density = try LikelihoodSpec.parse(likelihood, columns: table.names)
    let observed: [Observation] = [.value(1), .interval(from: -.infinity, to: 0.638), .value(3)]
    let none = try ObservedRows(
      of: [1, 2, 3], under: density, columns: table, weights: [0, 0, 0])
    let interval = try ObservedRows(
      of: observed, under: density, columns: table, weights: [0, 1, 0])
    let alone = try LikelihoodSpec.parse(likelihood.replacing("w*", with: ""))
      .logProbability(from: -.infinity, to: 0.638)
    for z in [-1.5, 0.7] {
      #expect(none.logLikelihood(DoubleDouble(z)).head == 0)
      let error = (interval.logLikelihood(DoubleDouble(z)) - alone(DoubleDouble(z))).head
      #expect(abs(error) < 1e-15, "z = \(z)")
    }
  }

  @Test func rowsThatCannotBeAreNamed() throws {
    let table = try DataTable([("w", [1, 2, -1])])
    func error(_ text: String, _ x: [Double]) -> String? {
      do {
        let density = try LikelihoodSpec.parse(text, columns: table.names)
        _ = try ObservedRows(of: x, under: density, columns: table)
        return nil
      } catch { return "\(error)" }
    }
    #expect(error("normal(z, w)", [1, 2, 3])?.contains("row 3: sigma = w must be") == true)
    #expect(error("poisson(z)", [1, 2.5, 3])?.contains("row 2: x must be a whole number") == true)
    #expect(error("exponential(z)", [1, 2, -3])?.contains("row 3: no z can give x = -3") == true)
    #expect(error("normal(w*z, 1)", [1, .infinity, 3])?.contains("row 2: the observation") == true)
    #expect(error("normal(w*z, 1)", [1, 2, 3]) == nil)
  }

  @Test func tablesHaveColumnsOfTheirOwn() {
    #expect(throws: DataTableError.repeatedName("a")) { try DataTable([("a", [1]), ("a", [2])]) }
    #expect(throws: DataTableError.length("b", count: 1, expected: 2)) {
      try DataTable([("a", [1, 2]), ("b", [2])])
    }
    #expect(throws: DataTableError.self) { try DataTable([("a", [1, .nan])]) }
  }
}
