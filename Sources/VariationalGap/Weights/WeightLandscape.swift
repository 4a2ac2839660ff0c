// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// log w all over the support, cut into stretches on which it rises, or falls: where it is largest, and how
/// likely q makes a w above some level.
///
/// Branch and bound, as in ``MassSearch``: enclosures of the slope prove that a stretch has no critical point, those of
/// the curvature that it has one at most, which is then bisected for. Nothing is sampled.
struct WeightLandscape {
  let coordinates: [Coordinate]
  /// log w, and log q by u, in each coordinate.
  let weights: [CoordinateFunction]
  let densities: [CoordinateFunction]
  /// The stretches, ascending in each coordinate.
  private(set) var cells: [Cell] = []
  /// log w, and log q, as functions of z.
  let (logWeight, logDensity): (Formula, Formula)
  /// Where both may be positive.
  let support: Interval
  /// log w by u, multiplied out: towards infinite ends one term leads, where squares of sums would meet.
  private let expanded: [Once<CoordinateFunction>]
  /// Its slope by u.
  private let leaders: [Once<DominatedSum>]

  /// A stretch on which log w does not turn.
  struct Cell {
    let stretch: Stretch
    /// Whether log w rises with u; `nil` where that could not be told, or it is not known to be monotone.
    let isRising: Bool?
    /// log w at both ends, as far as they are finite; bounds on it elsewhere.
    let range: Enclosure
  }

  /// As many stretches are looked at.
  private static let limit = 6000
  /// A stretch that is so narrow beside its place is not cut further.
  private static let narrow = 1e-11

  /// - Parameters:
  ///   - logWeight: log w.
  ///   - logDensity: log q.
  ///   - support: where both may be positive.
  init(_ logWeight: Formula, logDensity: Formula, on support: Interval) {
    let (weight, density) = (LatentFunction(logWeight), LatentFunction(logDensity))
    self.support = support
    (self.logWeight, self.logDensity) = (logWeight, logDensity)
    coordinates = Atlas(of: support, functions: [weight, density]).coordinates
    weights = coordinates.map { CoordinateFunction(weight.formula(in: $0)) }
    densities = coordinates.map { density.logDensity(in: $0) }
    let expanded = coordinates.map { coordinate in
      Once { CoordinateFunction(coordinate.expandedFormula(logWeight)) }
    }
    self.expanded = expanded
    leaders = expanded.map { function in
      Once { DominatedSum(GatheredSum(function.value.formula.derivative()).expanded.formula) }
    }
    let slopes = weights.map { CoordinateFunction($0.formula.derivative().gathered) }
    var open = coordinates.indices.map { index in
      Stretch(
        coordinate: index, lower: coordinates[index].lower, upper: coordinates[index].upper)
    }
    var count = 0
    var isOver = false
    // All that are open are cut in turn: where there are too many, none is left that is much wider than the others.
    while !open.isEmpty {
      var next: [Stretch] = []
      for stretch in open {
        count += 1
        isOver = isOver || count.isMultiple(of: 8) && TimeLimit.isOver
        guard !isOver else {
          cells.append(
            Cell(stretch: stretch, isRising: nil, range: Enclosure(from: -.infinity, to: .infinity))
          )
          continue
        }
        let slope = slope(over: stretch)
        if !slope.isEmpty, slope.lower >= 0 || slope.upper <= 0 {
          append(stretch, isRising: slope.lower >= 0)
          continue
        }
        if stretch.isFinite, let turn = turn(in: stretch, slopes[stretch.coordinate]) {
          let rises = slopes[stretch.coordinate](stretch.lower) > 0
          let parts = [(stretch.lower, turn), (turn, stretch.upper)]
          for (index, part) in parts.enumerated() where part.0 < part.1 {
            append(
              Stretch(coordinate: stretch.coordinate, lower: part.0, upper: part.1),
              isRising: (index == 0) == rises)
          }
          continue
        }
        let isNarrow =
          stretch.isFinite
          && stretch.upper - stretch.lower <= WeightLandscape.narrow
            * max(1e-300, abs(stretch.middle))
        guard count < WeightLandscape.limit, !isNarrow, let (first, second) = stretch.halves else {
          append(stretch, isRising: nil)
          continue
        }
        next += [first, second]
      }
      open = next
    }
    cells.sort { $0.stretch < $1.stretch }
  }

  /// Bounds on the slope of log w over a stretch; towards an infinite end by the term that leads there.
  func slope(over stretch: Stretch) -> Enclosure {
    let slope = weights[stretch.coordinate].slope(over: stretch)
    guard !stretch.isFinite, !slope.isEmpty, slope.lower < 0, slope.upper > 0 else { return slope }
    return slope.intersection(
      leaders[stretch.coordinate].value.enclosure(
        over: Enclosure(from: stretch.lower, to: stretch.upper)))
  }

  private mutating func append(_ stretch: Stretch, isRising: Bool?) {
    let function = weights[stretch.coordinate]
    guard let isRising else {
      let range = function.range(over: stretch, sufficient: 0)
      cells.append(Cell(stretch: stretch, isRising: nil, range: range))
      return
    }
    let ends = [stretch.lower, stretch.upper].map { bounds(function, at: $0, stretch) }
    let (low, high) = isRising ? (ends[0], ends[1]) : (ends[1], ends[0])
    // An infinite end may have bounds that say nothing; the other one is on the right side of it.
    let range =
      low.isEmpty || high.isEmpty
      ? low.hull(high)
      : Enclosure(from: min(low.lower, high.upper), to: max(high.upper, low.lower))
    cells.append(Cell(stretch: stretch, isRising: isRising, range: range))
  }

  /// Bounds on log w at a place, or on its limit at an end.
  private func bounds(
    _ function: CoordinateFunction, at u: Double, _ stretch: Stretch
  ) -> Enclosure {
    guard u.isInfinite else { return WeightLandscape.bounds(function, at: u) }
    // What is monotone is in the end what it is far out.
    let edge = u > 0 ? max(stretch.lower, 600) : min(stretch.upper, -600)
    let far = Stretch(
      coordinate: stretch.coordinate, lower: u > 0 ? edge : u, upper: u > 0 ? u : edge)
    let range = expanded[stretch.coordinate].value.range(over: far, sufficient: 0)
    if !range.isEmpty, range.lower.isFinite || range.upper.isFinite { return range }
    // Where exp(600) overflows, what is nearer tells at least whether there is an end to it.
    return function.range(over: stretch, sufficient: 0)
  }

  /// The value in 31 digits, with what they are rounded to.
  static func bounds(_ function: CoordinateFunction, at u: Double) -> Enclosure {
    let value = function(DoubleDouble(u)).head
    let plain = function.plainRange(over: Stretch(coordinate: 0, lower: u, upper: u))
    guard value.isFinite else { return plain }
    // The terms of the formula as they are in doubles tell how large they are, and what is lost of 31 digits.
    let width = plain.upper - plain.lower
    let slack = value.ulp + (width.isFinite ? 1e-13 * width : 1e-13 * abs(value) + 1e-13)
    return Enclosure(from: value - slack, to: value + slack)
  }

  /// The place where log w turns in a stretch, if its curvature has one sign there; `nil` where that is not known.
  private func turn(in stretch: Stretch, _ slope: CoordinateFunction) -> Double? {
    guard !weights[stretch.coordinate].hasKink else { return nil }
    let curvature = slope.slope(over: stretch)
    guard !curvature.isEmpty, curvature.lower > 0 || curvature.upper < 0 else { return nil }
    var (a, b) = (stretch.lower, stretch.upper)
    let (first, last) = (slope(a), slope(b))
    guard first.isFinite, last.isFinite else { return nil }
    // It does not turn: its slope has one sign all the way.
    if (first > 0) == (last > 0) { return b }
    for _ in 0..<2000 {
      let middle = a + (b - a) / 2
      guard a < middle, middle < b else { break }
      if (slope(middle) > 0) == (first > 0) { a = middle } else { b = middle }
    }
    return a
  }
}

extension Coordinate {
  /// A function of z as one of u, with squares and products of sums multiplied out.
  func expandedFormula(_ formula: Formula) -> Formula {
    let sum = GatheredSum(self.formula(GatheredSum(formula).expanded.formula))
    return sum.isExpanded ? sum.formula : sum.expanded.formula
  }
}

extension WeightLandscape {
  /// A place where w may be largest.
  struct Top {
    /// Which coordinate, and where in it: ±∞ for an end that it is approached at.
    let coordinate: Int
    let u: Double
    /// Bounds on log w there.
    let value: Enclosure
  }

  /// The largest log w, and the places where it may be.
  ///
  /// - Returns: bounds, ∞ where w has none; the places with what is not below the largest for certain.
  var largest: (value: Enclosure, tops: [Top]) {
    var tops: [Top] = []
    for (index, cell) in cells.enumerated() {
      let stretch = cell.stretch
      func top(_ u: Double, _ value: Enclosure) {
        guard !value.isEmpty else { return }
        tops.append(Top(coordinate: stretch.coordinate, u: u, value: value))
      }
      guard let isRising = cell.isRising else {
        top(
          stretch.isFinite ? stretch.middle : stretch.upper.isFinite ? -.infinity : .infinity,
          cell.range)
        continue
      }
      guard !continues(from: index, upwards: isRising) else { continue }
      let u = isRising ? stretch.upper : stretch.lower
      top(u, bounds(weights[stretch.coordinate], at: u, stretch))
    }
    let low = tops.map(\.value.lower).max() ?? -.infinity
    let high = tops.map(\.value.upper).max() ?? -.infinity
    return (Enclosure(from: low, to: high), tops.filter { $0.value.upper >= low })
  }

  /// Whether log w rises on beyond the end of a cell at which it is larger, in the same coordinate.
  private func continues(from index: Int, upwards: Bool) -> Bool {
    let next = index + (upwards ? 1 : -1)
    guard cells.indices.contains(next) else { return false }
    let (stretch, other) = (cells[index].stretch, cells[next].stretch)
    return other.coordinate == stretch.coordinate && cells[next].isRising == upwards
      && (upwards ? other.lower == stretch.upper : other.upper == stretch.lower)
  }
}
