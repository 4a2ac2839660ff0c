// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A log density in the coordinate t of a ``Chart``, with bounds on its values over cells.
struct LogDensityBounds: Sendable {
  let formula: Formula
  private let derivative: Formula
  private let logarithmicSlope: Formula
  private let isRestricted: Bool

  init(_ formula: Formula) {
    self.formula = formula
    derivative = formula.derivative()
    logarithmicSlope = formula.logarithmicSlope
    isRestricted = formula.isRestricted
  }

  /// The value at t.
  func callAsFunction(_ t: Double) -> Double { formula(DoubleDouble(t)).head }

  /// t·f′(t) at t.
  func slope(at t: Double) -> Double { logarithmicSlope(DoubleDouble(t)).head }

  /// Bounds on t·f′(t) over a cell.
  func slope(from a: Double, to b: Double) -> Enclosure {
    logarithmicSlope.enclosure(over: Enclosure(from: a, to: b))
  }

  /// Bounds on the values over a cell.
  ///
  /// From the formula itself, whose bounds widen with the cell, and by the mean value theorem from its
  /// derivatives by t and by log t, whose bounds are narrower in small cells.
  func range(from a: Double, to b: Double, sufficient width: Double) -> Enclosure {
    let cell = Enclosure(from: a, to: b)
    var range = formula.enclosure(over: cell)
    guard range.upper - range.lower > width, a > 0, b.isFinite else { return range }
    // The mean value theorem knows no jumps.
    if isRestricted && range.lower == -.infinity { return range }
    let middle = CellSplit.middle(a, b) ?? a
    let value = formula(DoubleDouble(middle)).head
    guard value.isFinite else { return range }
    // The value itself is rounded, and so are its distances below.
    let slack = 1e-9 + 1e-12 * abs(value)
    let byLogarithm = slope(from: a, to: b).product(
      from: logarithm(a / middle), to: logarithm(b / middle))
    range = range.intersection(byLogarithm.shifted(by: value, slack: slack))
    guard range.upper - range.lower > width else { return range }
    let linear = derivative.enclosure(over: cell).product(from: a - middle, to: b - middle)
    return range.intersection(linear.shifted(by: value, slack: slack))
  }
}

extension Enclosure {
  /// The products with the numbers from `lower` ≤ 0 to `upper` ≥ 0; the whole line where that is not
  /// defined.
  fileprivate func product(from lower: Double, to upper: Double) -> Enclosure {
    guard !isEmpty else { return .wholeLine }
    let ends = [self.lower * lower, self.lower * upper, self.upper * lower, self.upper * upper]
    guard ends.allSatisfy({ !$0.isNaN }) else { return .wholeLine }
    return Enclosure(
      from: ends.reduce(.infinity, min), to: ends.reduce(-.infinity, max))
  }

  fileprivate func shifted(by value: Double, slack: Double) -> Enclosure {
    Enclosure(from: lower + value - slack, to: upper + value + slack)
  }
}

/// Where a cell of a search is cut in two.
enum CellSplit {
  /// A point strictly inside, or `nil` where there is no double.
  ///
  /// In the middle of the exponents where the ends differ by orders of magnitude. Towards 0 and ∞ by
  /// growing powers: a handful of cuts reaches the end of the doubles, or of their squares.
  static func middle(_ a: Double, _ b: Double) -> Double? {
    let point: Double
    if a == 0 && b == .infinity {
      point = 1
    } else if a == 0 {
      point = b > 1e4 ? b.squareRoot() : b < 1e-2 ? max(b * b * b, 1e-300) : b * 1e-4
    } else if b == .infinity {
      point = a < 1 ? 1 : a < 1e4 ? a * 1e4 : min(a * a, 1e150)
    } else if b / a > 4 {
      point = a.squareRoot() * b.squareRoot()
    } else {
      point = a + (b - a) / 2
    }
    return a < point && point < b ? point : nil
  }
}
