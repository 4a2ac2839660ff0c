// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A function of z in the coordinate u, with bounds on its values and slopes over stretches.
struct CoordinateFunction: Sendable {
  let formula: Formula
  let derivative: Formula
  /// Whether the function is −∞ where some condition does not hold: slopes know nothing of that.
  let isRestricted: Bool
  /// Whether the function may have kinks.
  let hasKink: Bool
  private let (sum, sumOfSlopes): (DominatedSum, DominatedSum)
  /// log fₖ where the function is log Σ fₖ: a mixture has as many peaks as parts.
  private let parts: [CoordinateFunction]

  init(_ formula: Formula) {
    self.formula = formula
    derivative = formula.derivative().gathered
    sum = DominatedSum(formula)
    sumOfSlopes = DominatedSum(derivative)
    parts = formula.mixtureParts.map { CoordinateFunction($0) }
    isRestricted = formula.isRestricted
    hasKink = formula.hasKink
  }

  /// The value at u.
  func callAsFunction(_ u: DoubleDouble) -> DoubleDouble { formula(u) }

  /// The value at u, to the digits of a double.
  func callAsFunction(_ u: Double) -> Double { formula(DoubleDouble(u)).head }

  /// Bounds on the values over a stretch.
  ///
  /// From the formula itself, whose bounds widen with the stretch, and by the mean value theorem from
  /// its derivative, whose bounds are narrower in small ones.
  ///
  /// - Parameter width: bounds as close as this are close enough.
  func range(over stretch: Stretch, sufficient width: Double) -> Enclosure {
    let (a, b) = (stretch.lower, stretch.upper)
    var range = formula.enclosure(over: Enclosure(from: a, to: b))
    if range.upper == .infinity, !range.isEmpty {
      range = range.intersection(sum.enclosure(over: Enclosure(from: a, to: b)))
    }
    if !parts.isEmpty {
      let ranges = parts.map { $0.range(over: stretch, sufficient: width) }.filter { !$0.isEmpty }
      range = range.intersection(
        Enclosure(
          from: ranges.reduce(-.infinity) { logSum($0, $1.lower) } - 1e-12,
          to: ranges.reduce(-.infinity) { logSum($0, $1.upper) } + 1e-12))
    }
    // The mean value theorem knows no jumps.
    guard range.upper - range.lower > width, stretch.isFinite,
      !(isRestricted && range.lower == -.infinity)
    else { return range }
    let middle = stretch.middle
    let value = formula(DoubleDouble(middle)).head
    let slope = slope(over: stretch)
    guard value.isFinite, !slope.isEmpty else { return range }
    let reach = max(b - middle, middle - a)
    let change = max(slope.upper, -slope.lower) * reach
    guard change.isFinite else { return range }
    // The value itself is rounded, and so are its distances.
    let slack = 1e-9 + 4e-16 * (abs(value) + change)
    let products = [
      slope.lower * (b - middle), slope.upper * (b - middle), slope.lower * (a - middle),
      slope.upper * (a - middle),
    ]
    let low = products.reduce(0, min)
    let high = products.reduce(0, max)
    return range.intersection(
      Enclosure(from: value + low - slack, to: value + high + slack))
  }

  /// Bounds on the slope over a stretch.
  func slope(over stretch: Stretch) -> Enclosure {
    let cell = Enclosure(from: stretch.lower, to: stretch.upper)
    let slope = derivative.enclosure(over: cell)
    guard !slope.isEmpty, slope.lower < 0, slope.upper > 0 else { return slope }
    // The slope of a mixture is a mean of those of its parts.
    if let first = parts.first {
      let hull = parts.dropFirst().reduce(first.slope(over: stretch)) {
        $0.hull($1.slope(over: stretch))
      }
      return slope.intersection(hull)
    }
    guard !(slope.lower.isFinite && slope.upper.isFinite) else { return slope }
    return slope.intersection(sumOfSlopes.enclosure(over: cell))
  }
}

extension Formula {
  /// aₖ + r where the formula is log Σ exp(aₖ) + r; empty where it is none.
  fileprivate var mixtureParts: [Formula] {
    let sum = GatheredSum(self)
    for (index, term) in sum.terms.enumerated() where term.coefficient == DoubleDouble(1) {
      guard case .logSumExp(let parts) = term.formula else { continue }
      let rest =
        Formula.total(
          of: sum.terms.enumerated().filter { $0.offset != index }.map {
            .constant($0.element.coefficient) * $0.element.formula
          }) + .constant(sum.constant)
      return parts.map { ($0 + rest).gathered }
    }
    return []
  }
}
