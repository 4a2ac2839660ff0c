// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import TestSupport
import Testing

/// Every family against distributions.csv: 30 digits by mpmath.
struct DistributionTableTests {
  /// A distribution and its rows.
  struct Entry: CustomTestStringConvertible, Sendable {
    let spec: String
    let rows: [(quantity: String, argument: Double, value: String)]
    var testDescription: String { spec }

    func distribution() throws -> any Distribution { try DistributionSpec.parse(spec) }

    func rows(_ quantity: String) -> [(argument: Double, value: Double)] {
      rows.filter { $0.quantity == quantity }.map { ($0.argument, Self.number($0.value)) }
    }

    /// NaN where the quantity is undefined.
    static func number(_ text: String) -> Double {
      text == "infinite" ? .infinity : Double(text) ?? .nan
    }
  }

  static let entries: [Entry] = {
    guard let table = try? CSVTable(fixture: "distributions") else { return [] }
    var entries: [Entry] = []
    for line in table.rows {
      guard let spec = line["spec"], let quantity = line["quantity"], let value = line["value"]
      else { continue }
      let row = (quantity: quantity, argument: line.number("argument"), value: value)
      if entries.last?.spec == spec, let last = entries.popLast() {
        entries.append(Entry(spec: spec, rows: last.rows + [row]))
      } else {
        entries.append(Entry(spec: spec, rows: [row]))
      }
    }
    return entries
  }()

  /// An unreadable table would silently not be tested; other families are in families.csv.
  @Test func everyFamilyIsInTheTable() throws {
    for family in Families.continuous.prefix(20) {
      let own = Self.entries.filter { $0.spec.hasPrefix(family.name + "(") }
      let needed = ["exponential", "normal", "half_normal"].contains(family.name) ? 1 : 3
      #expect(own.count >= needed, "\(family)")
      #expect(own.allSatisfy { $0.rows.count > 20 })
    }
  }

  @Test(arguments: entries)
  func logDensityIsThatOfMpmath(_ entry: Entry) throws {
    let distribution = try entry.distribution()
    for (z, truth) in entry.rows("log_density") {
      let value = distribution.logDensity(z)
      #expect(abs(value - truth) <= 4e-15 * max(1, abs(truth)), "z \(z): \(value), \(truth)")
    }
  }

  @Test(arguments: entries)
  func formulaIsTheLogDensity(_ entry: Entry) throws {
    let distribution = try entry.distribution()
    for (z, truth) in entry.rows("log_density") {
      // Squares of more are above the largest double.
      guard abs(z) < 1e150 else { continue }
      let value = distribution.formula(DoubleDouble(z)).head
      #expect(abs(value - truth) <= 4e-15 * max(1, abs(truth)), "z \(z): \(value), \(truth)")
    }
  }

  @Test(arguments: entries)
  func momentsAreThoseOfMpmath(_ entry: Entry) throws {
    let distribution = try entry.distribution()
    func check(_ name: String, _ value: Double, relative: Double, absolute: Double = 0) {
      for (_, truth) in entry.rows(name) {
        if truth.isNaN { #expect(value.isNaN, "\(name) \(value)") }
        if truth.isInfinite { #expect(value == truth, "\(name) \(value)") }
        guard truth.isFinite else { continue }
        #expect(
          abs(value - truth) <= relative * abs(truth) + absolute, "\(name) \(value), \(truth)")
      }
    }
    check("mean", distribution.mean, relative: 4e-15)
    check("variance", distribution.variance, relative: 2e-14)
    check("mode", distribution.mode, relative: 4e-15)
    check("entropy", distribution.entropy, relative: 4e-15, absolute: 4e-15)
  }

  /// The logarithm of either tail, within its bound; the bound itself is small.
  @Test(arguments: entries)
  func tailsAreThoseOfMpmath(_ entry: Entry) throws {
    let distribution = try entry.distribution()
    func check(_ probability: LogProbability, _ truth: Double, _ z: Double) {
      let error = abs(probability.value.head - truth)
      #expect(
        error <= probability.error + truth.ulp,
        "z \(z): \(probability.value.head), \(truth), bound \(probability.error)")
      #expect(probability.error <= 1e-12 * max(1, abs(truth)))
    }
    for (z, truth) in entry.rows("log_cdf") {
      check(distribution.boundedLogProbability(from: -.infinity, to: z), truth, z)
    }
    for (z, truth) in entry.rows("log_survival") {
      check(distribution.boundedLogProbability(from: z, to: .infinity), truth, z)
    }
  }

  /// A probability of an interval is a difference of tails, however narrow the interval.
  @Test(arguments: entries)
  func intervalsAreDifferencesOfTails(_ entry: Entry) throws {
    let distribution = try entry.distribution()
    let (lower, upper) = (entry.rows("log_cdf"), entry.rows("log_survival"))
    for index in lower.indices.dropLast() {
      let (a, b) = (lower[index].argument, lower[index + 1].argument)
      let gapBelow = lower[index].value - lower[index + 1].value
      let gapAbove = upper[index + 1].value - upper[index].value
      let truth =
        lower[index + 1].value < -0.6
        ? lower[index + 1].value + log(-expm1(gapBelow))
        : upper[index].value + log(-expm1(gapAbove))
      let value = distribution.boundedLogProbability(from: a, to: b)
      #expect(
        abs(value.value.head - truth)
          <= value.error + 1e-15 * max(1, abs(truth)) / -expm1(min(gapBelow, gapAbove)),
        "(\(a), \(b)): \(value.value.head), \(truth)")
    }
  }

  @Test(arguments: entries)
  func quantilesAreThoseOfMpmath(_ entry: Entry) throws {
    let distribution = try entry.distribution()
    for (p, truth) in entry.rows("quantile") {
      let z = distribution.quantile(p)
      // What an error of 1e-13 of the probability does to z, and the rounding of z.
      let slope = exp(distribution.logDensity(truth))
      let step = 3e-13 * min(p, 1 - p) / slope
      #expect(
        abs(z - truth) <= 4e-15 * max(abs(truth), abs(distribution.mode)) + step,
        "p \(p): \(z), \(truth)")
    }
  }

  /// log p(z) − Σ ηT(z) does not depend on z.
  @Test(arguments: entries)
  func naturalParametersLeaveAConstant(_ entry: Entry) throws {
    let distribution = try entry.distribution()
    guard !distribution.naturalParameters.isEmpty else { return }
    let z = [0.1, 0.3, 0.5, 0.8].map(distribution.quantile).filter(distribution.support.contains)
    let rests = z.map { z in
      distribution.naturalParameters.reduce(distribution.logDensity(z)) {
        $0 - $1.value * $1.statistic(DoubleDouble(z)).head
      }
    }
    let size = distribution.naturalParameters.reduce(1.0) { size, term in
      max(size, z.map { abs(term.value * term.statistic(DoubleDouble($0)).head) }.max() ?? 0)
    }
    for rest in rests { #expect(abs(rest - rests[0]) <= 1e-14 * size, "\(rests)") }
  }

  /// The exponents of power laws at the ends of the support are the slopes of log p there.
  @Test(arguments: entries)
  func tailsHaveTheirCoefficients(_ entry: Entry) throws {
    let distribution = try entry.distribution()
    for (isUpper, tail) in [(false, distribution.lowerTail), (true, distribution.upperTail)] {
      let end = isUpper ? distribution.support.upper : distribution.support.lower
      #expect(tail != .unknown)
      guard let (ratio, tolerance) = try limit(distribution, tail, end, isUpper) else { continue }
      #expect(abs(ratio - 1) < tolerance, "\(tail) at \(end): \(ratio)")
    }
  }

  /// The change of log p between two points far out, relative to what the tail says; `nil` where
  /// doubles do not reach that far.
  private func limit(
    _ distribution: any Distribution, _ tail: Tail, _ end: Double, _ isUpper: Bool
  ) throws -> (Double, Double)? {
    /// −log p as the tail has it.
    func loss(_ t: Double) -> Double {
      switch tail {
      case .powerLaw(let exponent): exponent * log(t)
      case .squaredLogarithm(let coefficient): coefficient * log(t) * log(t)
      case .stretched(let coefficient, let order): coefficient * pow(t, order)
      case .doublyExponential(let coefficient, let rate): coefficient * exp(rate * t)
      case .unknown: .nan
      }
    }
    // t grows towards the end; z in 31 digits, since an end is not 0 in general.
    let sign = isUpper ? 1.0 : -1.0
    func place(_ t: Double) -> DoubleDouble {
      end.isFinite ? DoubleDouble(end) - DoubleDouble(sign / t) : DoubleDouble(sign * t)
    }
    let formula = distribution.formula
    var ratios: [Double] = []
    for exponent in stride(from: 1.0, through: end.isFinite && end != 0 ? 24 : 290, by: 0.5) {
      let (near, far) = (pow(10, exponent), pow(10, exponent) * 1.5)
      let (first, second) = (formula(place(near)).head, formula(place(far)).head)
      let expected = loss(far) - loss(near)
      guard first.isFinite, second.isFinite, abs(second) < 1e15, abs(expected) > 0 else { continue }
      ratios.append((first - second) / expected)
    }
    // The limit is approached slowly by some; the best of those that doubles reach.
    let best = ratios.min { abs($0 - 1) < abs($1 - 1) }
    return best.map { ($0, 0.03) }
  }
}
