// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The distribution of w under q, by the stretches on which w rises or falls.
struct WeightLevels {
  private let landscape: WeightLandscape
  private let q: any Distribution
  /// What q has on each stretch.
  private let masses: [Estimate]
  /// What it has on stretches on which w may turn.
  private let undecided: Double

  init(_ landscape: WeightLandscape, under q: any Distribution) {
    (self.landscape, self.q) = (landscape, q)
    let masses = landscape.cells.map { cell in
      WeightLevels.mass(
        of: q, from: cell.stretch.lower, to: cell.stretch.upper,
        landscape.coordinates[cell.stretch.coordinate])
    }
    self.masses = masses
    undecided = zip(landscape.cells, masses).reduce(0) {
      $1.0.isRising == nil ? $0 + $1.1.upperBound : $0
    }
  }

  /// The index at a tail of w of some probability; ``ImportanceWeights/Draws/index``.
  func index(atTail probability: Double) -> Quantity {
    guard undecided <= 1e-3 * probability else {
      return .undefined(
        reason: "where w rises and where it falls was not decided on \(undecided) of q")
    }
    var levels: [Estimate] = []
    for share in [probability, probability / 2, probability / 4] {
      guard let level = quantile(ofTail: share) else {
        return .undefined(reason: "a quantile of w at a tail of \(share) was not found")
      }
      levels.append(level)
    }
    // Relative to the largest, so that nothing over- or underflows that matters.
    let base = levels[2].value
    let values = levels.map { level -> Estimate in
      let value = exponential(level.value - base)
      return Estimate(value, error: value * exponentialMinusOne(level.error) + value.ulp)
    }
    let (upper, lower) = (values[2] - values[1], values[1] - values[0])
    guard upper.lowerBound > 0, lower.lowerBound > 0 else {
      return .undefined(reason: "the quantiles of w at its tail were not told apart")
    }
    let ratio = upper / lower
    let slip = ratio.error / max(ratio.value - ratio.error, .leastNormalMagnitude)
    let log2 = 0.6931471805599453
    let index = logarithm(ratio.value) / log2
    return .finite(Estimate(index, error: slip / log2 + 4 * index.ulp + 4 * .ulpOfOne))
  }

  /// The level that log w is above with some probability: its bound is what makes the probability too small, or too
  /// large, for certain.
  private func quantile(ofTail probability: Double) -> Estimate? {
    guard let finite = landscape.cells.lazy.map(\.range).first(where: { $0.lower.isFinite }) else {
      return nil
    }
    var (a, b) = (finite.lower, finite.lower)
    var step = 1.0
    while self.probability(above: a).value <= probability {
      (a, step) = (a - step, 2 * step)
      guard step < 1e300, !TimeLimit.isOver else { return nil }
    }
    step = 1
    while self.probability(above: b).value > probability {
      (b, step) = (b + step, 2 * step)
      guard step < 1e300, !TimeLimit.isOver else { return nil }
    }
    while true {
      let middle = a + (b - a) / 2
      guard a < middle, middle < b else { break }
      guard !TimeLimit.isOver else { return nil }
      if self.probability(above: middle).value > probability { a = middle } else { b = middle }
    }
    var error = 4 * max(a.ulp, b - a)
    while error < 64, !TimeLimit.isOver {
      if self.probability(above: a - error).lowerBound >= probability,
        self.probability(above: a + error).upperBound <= probability
      {
        return Estimate(a, error: error)
      }
      error *= 2
    }
    return nil
  }

  /// P(log w > level) under q, with a bound on its error: what q has on the stretches above it.
  func probability(above level: Double) -> Estimate {
    var sum = Estimate(0, error: 0)
    for (cell, whole) in zip(landscape.cells, masses) where cell.range.upper > level {
      let stretch = cell.stretch
      if cell.range.lower > level {
        sum = sum + whole
        continue
      }
      guard let isRising = cell.isRising else {
        // Some of it, or all.
        sum = sum + Estimate(whole.value / 2, error: whole.error + whole.value / 2)
        continue
      }
      let place = landscape.crossing(of: level, in: cell)
      let coordinate = landscape.coordinates[stretch.coordinate]
      sum =
        sum
        + (isRising
          ? WeightLevels.mass(of: q, from: place, to: stretch.upper, coordinate)
          : WeightLevels.mass(of: q, from: stretch.lower, to: place, coordinate))
    }
    return sum
  }

  /// The mass of q on a stretch.
  private static func mass(
    of q: any Distribution, from lower: Double, to upper: Double, _ coordinate: Coordinate
  ) -> Estimate {
    let ends = [coordinate.place(of: lower), coordinate.place(of: upper)].sorted()
    guard ends[0] < ends[1] else { return Estimate(0, error: 0) }
    let log = q.boundedLogProbability(from: ends[0], to: ends[1])
    let mass = log.probability
    guard mass.value.isFinite else { return Estimate(0.5, error: 0.5) }
    // An end is rounded to a double.
    let rounding = ends.reduce(0) { sum, z in
      guard z.isFinite, q.support.contains(z) else { return sum }
      let slip = q.density(z) * z.ulp
      return sum + (slip.isFinite ? slip : 0)
    }
    return Estimate(mass.value, error: mass.error + rounding)
  }
}
