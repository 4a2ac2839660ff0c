// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A function of z in the coordinate u, with bounds on its values and slopes over stretches.
///
/// A class, since it is passed on more often than it is made; what not every function needs is derived
/// when it is first asked for.
final class CoordinateFunction: Sendable {
  let formula: Formula
  /// Whether the function is −∞ where some condition does not hold: slopes know nothing of that.
  let isRestricted: Bool
  /// Whether a condition may make the function jump, and not to −∞: slopes know nothing of that either.
  private let mayJump: Bool
  private let program: FormulaProgram
  private let leaders: Once<DominatedSum>
  private let derivative: Once<Derivative>
  /// c log fₖ where the function is c log Σ fₖ: a mixture has as many peaks as parts.
  private let mixture: (coefficient: Double, parts: [CoordinateFunction])?

  init(_ formula: Formula) {
    self.formula = formula
    program = FormulaProgram(formula)
    leaders = Once { DominatedSum(formula) }
    derivative = Once { Derivative(formula.derivative().gathered) }
    mixture = formula.mixtureParts.map { coefficient, parts in
      (coefficient, parts.map { CoordinateFunction($0) })
    }
    isRestricted = formula.isRestricted
    mayJump = formula.mayJump || formula.isRestrictedInside
  }

  /// The slope, by its leading terms: as it is, and with products multiplied out.
  private struct Derivative: Sendable {
    let program: FormulaProgram
    let leaders: Once<DominatedSum>
    let expandedLeaders: Once<DominatedSum?>

    init(_ formula: Formula) {
      program = FormulaProgram(formula)
      leaders = Once { DominatedSum(formula) }
      expandedLeaders = Once {
        let sum = GatheredSum(formula)
        return sum.isExpanded ? nil : DominatedSum(sum.expanded.formula)
      }
    }
  }

  /// Whether the function may have kinks.
  var hasKink: Bool { formula.hasKink }

  /// The value at u.
  func callAsFunction(_ u: DoubleDouble) -> DoubleDouble { program(u) }

  /// The value at u, to the digits of a double.
  func callAsFunction(_ u: Double) -> Double { program(DoubleDouble(u)).head }

  /// The value at u in doubles, for searches: nothing is known of its digits.
  func estimate(at u: Double) -> Double { program.estimate(at: u) }

  /// Bounds on the slope over a stretch: wider than those of ``slope(over:)``, and much cheaper.
  func quickSlope(over stretch: Stretch) -> Enclosure {
    program.tangent(over: Enclosure(from: stretch.lower, to: stretch.upper)).slope
  }

  /// The slope at u.
  func slope(at u: DoubleDouble) -> DoubleDouble { derivative.value.program(u) }

  /// Bounds on the values over a rectangle of complex u; undefined where it may not be analytic.
  func enclosure(over u: ComplexEnclosure) -> ComplexEnclosure { program.enclosure(over: u) }

  /// Bounds on the values over a stretch, from the formula alone.
  func plainRange(over stretch: Stretch) -> Enclosure {
    program.enclosure(over: Enclosure(from: stretch.lower, to: stretch.upper))
  }

  /// Bounds on the values over a stretch.
  ///
  /// From the formula itself, whose bounds widen with the stretch, and by the mean value theorem from
  /// its derivative, whose bounds are narrower in small ones.
  ///
  /// - Parameter width: bounds as close as this are close enough.
  func range(over stretch: Stretch, sufficient width: Double) -> Enclosure {
    let (a, b) = (stretch.lower, stretch.upper)
    var range = program.enclosure(over: Enclosure(from: a, to: b))
    if range.upper == .infinity, !range.isEmpty {
      range = range.intersection(leaders.value.enclosure(over: Enclosure(from: a, to: b)))
    }
    if let (coefficient, parts) = mixture {
      let ranges = parts.map { $0.range(over: stretch, sufficient: width) }.filter { !$0.isEmpty }
      range = range.intersection(CoordinateFunction.mixed(ranges, coefficient))
    }
    if range.upper == .infinity, !stretch.isFinite, !mayJump, !isRestricted {
      range = range.intersection(monotoneRange(over: stretch))
    }
    // The mean value theorem knows no jumps.
    guard range.upper - range.lower > width, stretch.isFinite, !mayJump,
      !(isRestricted && range.lower == -.infinity)
    else { return range }
    let middle = stretch.middle
    let value = bounds(at: middle)
    let slope = slope(over: stretch)
    guard value.lower.isFinite, value.upper.isFinite, !slope.isEmpty else { return range }
    let reach = max(b - middle, middle - a)
    let change = max(slope.upper, -slope.lower) * reach
    guard change.isFinite else { return range }
    // The distances are rounded.
    let slack = 1e-9 + 4e-16 * change
    let products = [
      slope.lower * (b - middle), slope.upper * (b - middle), slope.lower * (a - middle),
      slope.upper * (a - middle),
    ]
    let low = products.reduce(0, min)
    let high = products.reduce(0, max)
    return range.intersection(
      Enclosure(from: value.lower + low - slack, to: value.upper + high + slack))
  }

  /// Bounds on the values towards an infinite end, by that at the finite one where the slope has one sign all the way.
  private func monotoneRange(over stretch: Stretch) -> Enclosure {
    let isUpper = stretch.upper == .infinity
    let edge = isUpper ? stretch.lower : stretch.upper
    let slope = slope(over: stretch)
    guard edge.isFinite, !slope.isEmpty else { return .wholeLine }
    let value = bounds(at: edge)
    guard value.lower.isFinite, value.upper.isFinite else { return .wholeLine }
    if isUpper ? slope.upper <= 0 : slope.lower >= 0 {
      return Enclosure(from: -.infinity, to: value.upper)
    }
    if isUpper ? slope.lower >= 0 : slope.upper <= 0 {
      return Enclosure(from: value.lower, to: .infinity)
    }
    return .wholeLine
  }

  /// Bounds on c log Σ fₖ from those on c log fₖ: log Σ fₖ is at least the largest log fₖ, and at most so much more
  /// as the logarithm of their number.
  private static func mixed(_ ranges: [Enclosure], _ coefficient: Double) -> Enclosure {
    let slack = 1e-12
    if coefficient == 1 {
      return Enclosure(
        from: ranges.reduce(-.infinity) { logSum($0, $1.lower) } - slack,
        to: ranges.reduce(-.infinity) { logSum($0, $1.upper) } + slack)
    }
    let more = coefficient * logarithm(Double(max(1, ranges.count)))
    let (lowers, uppers) = (ranges.map(\.lower), ranges.map(\.upper))
    return coefficient > 0
      ? Enclosure(
        from: lowers.max() ?? -.infinity, to: (uppers.max() ?? -.infinity) + more + slack)
      : Enclosure(
        from: (lowers.min() ?? .infinity) + more - slack, to: uppers.min() ?? .infinity)
  }

  /// Bounds on the value at u; by 31 digits where the terms of the formula cancel.
  private func bounds(at u: Double) -> Enclosure {
    let bounds = program.enclosure(over: Enclosure(from: u, to: u))
    if bounds.upper - bounds.lower < 1e-6 { return bounds }
    let value = self(u)
    let slack = 1e-9 + 4e-16 * abs(value)
    return Enclosure(from: value - slack, to: value + slack)
  }

  /// Bounds on the slope over a stretch.
  func slope(over stretch: Stretch) -> Enclosure {
    let cell = Enclosure(from: stretch.lower, to: stretch.upper)
    let slope = derivative.value.program.enclosure(over: cell)
    guard !slope.isEmpty, slope.lower < 0, slope.upper > 0 else { return slope }
    // The slope of a mixture is a mean of those of its parts.
    if let parts = mixture?.parts, let first = parts.first {
      let hull = parts.dropFirst().reduce(first.slope(over: stretch)) {
        $0.hull($1.slope(over: stretch))
      }
      return slope.intersection(hull)
    }
    guard !(slope.lower.isFinite && slope.upper.isFinite) else { return slope }
    let led = slope.intersection(derivative.value.leaders.value.enclosure(over: cell))
    guard led.lower == -.infinity, led.upper == .infinity,
      let expanded = derivative.value.expandedLeaders.value
    else { return led }
    return expanded.enclosure(over: cell)
  }
}

extension Formula {
  /// c, and c aₖ + r, where the formula is c log Σ exp(aₖ) + r.
  fileprivate var mixtureParts: (coefficient: Double, parts: [Formula])? {
    let sum = GatheredSum(self)
    // Each part has the other mixtures in it: of n mixtures, 2ⁿ functions would be made.
    let count = sum.terms.count { if case .logSumExp = $0.formula { true } else { false } }
    guard count <= 4 else { return nil }
    for (index, term) in sum.terms.enumerated() {
      guard case .logSumExp(let parts) = term.formula else { continue }
      let rest =
        Formula.total(
          of: sum.terms.enumerated().filter { $0.offset != index }.map {
            .constant($0.element.coefficient) * $0.element.formula
          }) + .constant(sum.constant)
      let own = Formula.constant(term.coefficient)
      return (term.coefficient.head, parts.map { (own * $0 + rest).gathered })
    }
    return nil
  }
}
