// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

@testable import Distributions

/// The integral in the noncentral t density, and that density, against mpmath.
struct TiltedMomentTests {
  /// A row of Tests/Fixtures/tilted_moments.csv.
  struct Row: Sendable, CustomStringConvertible {
    let (order, t): (Double, Double)
    let (value, slope): (Truth, Truth)
    var description: String { "order \(order), t = \(t)" }
    var moment: TiltedMoment { TiltedMoment(order: order) }
  }

  static let rows: [Row] = {
    guard let table = try? CSVTable(fixture: "tilted_moments") else { return [] }
    return table.rows.map {
      Row(
        order: $0.number("order"), t: $0.number("t"), value: Truth($0["value"] ?? ""),
        slope: Truth($0["slope"] ?? ""))
    }
  }()

  private func distance(_ value: DoubleDouble, _ truth: Truth) -> Double {
    abs(truth.distance(from: value.head) - abs(value.tail))
  }

  private func number(_ truth: Truth) -> Double { Double(truth.description) ?? .nan }

  @Test func tableIsThere() { #expect(TiltedMomentTests.rows.count == 81) }

  @Test(arguments: rows)
  func doublesAreWithinTheirBound(row: Row) {
    let value = row.moment.rounded(at: row.t)
    #expect(row.value.distance(from: value.value) <= value.error, "\(value)")
    #expect(value.error <= 1e-14 + 1e-14 * abs(value.value))
    // +½t² is exact here, or a double of a few bits.
    let square = DoubleDouble(row.t) * DoubleDouble(row.t) * 0.5
    let transform = row.moment.roundedTransform(at: row.t)
    let truth = row.moment.value(at: DoubleDouble(row.t)) + square
    #expect(abs((truth - DoubleDouble(transform.value)).head) <= transform.error, "\(transform)")
  }

  /// What is known of the argument to a hundredth.
  @Test(arguments: rows)
  func theErrorOfTheArgumentIsInTheBound(row: Row) {
    let rounded = RoundedDouble(row.t, error: 0.01)
      .applying(.logTiltedMoment(order: row.order))
    for t in [row.t - 0.01, row.t, row.t + 0.01] {
      let exact = row.moment.value(at: DoubleDouble(t))
      #expect(abs((exact - DoubleDouble(rounded.value)).head) <= rounded.error, "\(rounded)")
    }
  }

  @Test(arguments: rows)
  func thirtyOneDigitsAreThere(row: Row) {
    let t = DoubleDouble(row.t)
    let value = Formula.latent.applying(.logTiltedMoment(order: row.order)).runningError(at: row.t)
    #expect(distance(row.moment.value(at: t), row.value) <= value.error)
    #expect(value.error <= 1e-27 * max(1, abs(value.value)))
    #expect(distance(row.moment.slope(at: t), row.slope) <= 1e-28 * (1 + number(row.slope)))
    let mean = row.moment.mean(at: t) - t
    #expect(distance(mean, row.slope) <= 1e-28 * (1 + number(row.slope)))
    let square = t * t * 0.5
    let transform = row.moment.transform(at: t) - square - row.moment.value(at: t)
    #expect(abs(transform.head) <= 1e-28 * (1 + square.head))
  }

  /// A few thousand places, against 31 digits.
  @Test func boundsHoldEverywhere() {
    var random = SeededRandom(seed: 14)
    var closest = 0.0
    for _ in 0..<1000 {
      let moment = TiltedMoment(order: random.magnitude(-1, 8))
      let t = random.signedMagnitude(-3, 5)
      let (value, exact) = (moment.rounded(at: t), moment.value(at: DoubleDouble(t)))
      let error = abs((exact - DoubleDouble(value.value)).head)
      #expect(error <= value.error, "order \(moment.order), t = \(t): \(value)")
      closest = max(closest, error / value.error)
    }
    print("tilted moments in doubles, largest error by its bound:", closest)
  }

  /// Around the place, and at it.
  @Test(arguments: rows)
  func enclosuresHoldTheTruth(row: Row) {
    for width in [0, 0.3, 100] {
      let t = Enclosure(from: row.t - width, to: row.t + 0.7 * width)
      let (value, slope) = (number(row.value), number(row.slope))
      let cell = row.moment.enclosure(over: t)
      #expect(cell.lower <= value && value <= cell.upper, "\(width): \(cell)")
      let slopes = row.moment.slope(over: t)
      #expect(slopes.lower <= slope && slope <= slopes.upper, "\(width): \(slopes)")
      #expect(row.moment.scaledSlope(over: t).contains(row.t * slope))
      let exact = DoubleDouble(row.t)
      let transform = row.moment.value(at: exact) + exact * exact * 0.5
      #expect(row.moment.transform(over: t).contains(transform.head), "\(width)")
      let mean = row.moment.mean(at: DoubleDouble(row.t)).head
      #expect(row.moment.mean(over: t).contains(mean), "\(width)")
      #expect(row.moment.scaledMean(over: t).contains(row.t * mean), "\(width)")
    }
    let slopes = row.moment.slope(over: Enclosure(from: row.t, to: row.t))
    #expect(slopes.upper - slopes.lower <= 1.1 / max(1, abs(row.t)), "\(slopes)")
  }

  /// Off the real line, by Taylor's polynomial from the centre with the derivatives that are known there.
  @Test(arguments: rows)
  func complexEnclosuresHoldTheTruth(row: Row) {
    let (u, v) = (row.t, 1e-3)
    let place = ComplexEnclosure(
      real: Enclosure(from: u - 0.1, to: u + 0.1), imaginary: Enclosure(from: 0, to: 2 * v))
    let slope = number(row.slope)
    // Of orders 2 and 3, of which the second is at most 2: log-concave, with a variance of at most 1.
    let curvature = row.order - slope * (u + slope)
    let value = row.moment.enclosure(over: place)
    let rest = 1e-8 + 1e-12 * abs(number(row.value))
    #expect(value.isDefined)
    let real = number(row.value) - 0.5 * v * v * curvature
    #expect(value.real.lower - rest <= real && real <= value.real.upper + rest, "\(value)")
    let turn = v * slope
    let slack = 1e-8 + 1e-12 * abs(turn)
    #expect(
      value.imaginary.lower - slack <= turn && turn <= value.imaginary.upper + slack, "\(value)")
    let transform = row.moment.transform(over: place)
    let mean = row.moment.mean(at: DoubleDouble(u)).head
    #expect(transform.isDefined)
    #expect(
      transform.imaginary.lower - slack <= v * mean && v * mean <= transform.imaginary.upper + slack
    )
    let change = row.moment.slope(over: place)
    #expect(change.real.contains(slope) && change.imaginary.contains(v * curvature), "\(change)")
    let means = row.moment.mean(over: place)
    #expect(means.real.contains(mean), "\(means)")
    // Where 1 + κ″ keeps its digits.
    guard row.order * abs(u) < 1e6 else { return }
    #expect(means.imaginary.contains(v * (1 + curvature)), "\(means)")
  }

  /// Where no double holds ½t², and where 31 digits cannot tell the integrand from a normal density.
  @Test(arguments: [0.1, 3, 1e20, 1e40, 1e300], [1e8, 1e19, 1e101, 1e200, 1e308])
  func farOutNothingIsLost(order: Double, t: Double) {
    let moment = TiltedMoment(order: order)
    let far = moment.enclosure(over: Enclosure(from: -t, to: t))
    #expect(far.lower <= moment.value(at: DoubleDouble(-t)).head)
    #expect(moment.value(at: DoubleDouble(t)).head <= far.upper)
    #expect(moment.rounded(at: t).value.isFinite)
    // Q(t) is about ν log(t/√κ) + ½κ + ½ log 2 beyond √κ.
    guard t > 1e6 * order.squareRoot() else { return }
    let main = order * logarithm(t / (order + 1).squareRoot()) + 0.5 * (order + 1)
    let found = moment.rounded(at: t)
    #expect(
      abs(found.value - main - 0.34657359027997264) <= 1e-10 * main + 1e-9 + found.error, "\(found)"
    )
  }

  /// A row of Tests/Fixtures/noncentral_t.csv.
  struct DensityRow: Sendable, CustomStringConvertible {
    let (nu, delta, x): (Double, Double, Double)
    let value: Truth
    var description: String { "noncentral_t(\(nu), \(delta)) at \(x)" }
  }

  static let densities: [DensityRow] = {
    guard let table = try? CSVTable(fixture: "noncentral_t") else { return [] }
    return table.rows.map {
      DensityRow(
        nu: $0.number("nu"), delta: $0.number("delta"), x: $0.number("x"),
        value: Truth($0["value"] ?? ""))
    }
  }()

  @Test func densityTableIsThere() { #expect(TiltedMomentTests.densities.count == 108) }

  @Test(arguments: densities)
  func densitiesAreWithinTheirBounds(row: DensityRow) throws {
    let formula = NoncentralT.family.logDensity(of: .latent, [.number(row.nu), .number(row.delta)])
    #expect(formula.isElementary)
    let double = FormulaProgram(formula).roundedValues(at: [row.x])[0]
    #expect(row.value.distance(from: double.value) <= double.error, "\(double)")
    // No term is larger than δ², x² or, where ν is large, their product with √ν.
    let scale = 1 + number(row.value).magnitude + row.delta * row.delta + row.nu.squareRoot()
    #expect(double.error <= 1e-13 * scale, "\(double)")
    let running = formula.runningError(at: row.x)
    #expect(
      distance(formula(DoubleDouble(row.x)), row.value) <= running.error + 1e-28, "\(running)")
    let cell = formula.enclosure(over: Enclosure(from: row.x, to: row.x))
    #expect(cell.contains(number(row.value)), "\(cell)")
  }
}
