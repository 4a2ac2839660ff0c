// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension WeightLandscape {
  /// The tail index k of the distribution of w under q: the shape of the generalized Pareto distribution that w − y is
  /// like, given w > y, as y goes to the largest w.
  ///
  /// ```text
  /// w without bound    P(w > y) ~ y^(−1/k)            0 ≤ k ≤ 1, for E_q[w] is finite
  /// w up to w*         P(w > w* − ε) ~ ε^(−1/k)       k < 0: −2 at a smooth maximum inside, for there w* − w ~ (z − z*)²
  /// ```
  ///
  /// Source: Pickands, "Statistical inference using extreme order statistics", Annals of Statistics 3 (1975).
  var tailIndex: Quantity {
    let ends = unboundedEnds
    if !ends.isEmpty {
      let bounds = ends.map { end -> Enclosure in
        let coordinate = coordinates[end.coordinate]
        return EndIndex(
          density: CoordinateFunction(coordinate.expandedFormula(logDensity) + .latent),
          logValue: coordinate.expandedFormula(logWeight), isUpper: end.u > 0
        ).bounds(upTo: 1)
      }
      let low = bounds.map(\.lower).max() ?? 0
      let high = bounds.map(\.upper).max() ?? 1
      return WeightLandscape.quantity(low, high, "whether w has a bound was not decided")
    }
    let (value, tops) = largest
    guard value.upper < .infinity, value.lower > -.infinity else {
      return .undefined(reason: "whether w has a bound was not decided")
    }
    let indices = tops.map { index(at: $0) }
    guard let first = indices.first, let first else {
      return .undefined(
        reason: "w has a bound, so that k is at most 0; how w comes near it was not decided")
    }
    guard indices.allSatisfy({ $0 == first }) else {
      return .undefined(
        reason: "w has a bound, so that k is at most 0; which of several places it is largest at "
          + "was not decided")
    }
    return WeightLandscape.quantity(first.lower, first.upper, "k was not decided")
  }

  private static func quantity(_ low: Double, _ high: Double, _ reason: String) -> Quantity {
    guard low <= high else { return .undefined(reason: reason) }
    let middle = low + (high - low) / 2
    let nearest = middle.rounded()
    // The number that close bounds are about.
    let value = low <= nearest && nearest <= high && high - low < 1e-6 ? nearest : middle
    return .finite(Estimate(value, error: max(high - value, value - low)))
  }

  /// The ends towards which w may grow without bound.
  var unboundedEnds: [(coordinate: Int, u: Double)] {
    cells.flatMap { cell -> [(coordinate: Int, u: Double)] in
      guard cell.range.upper == .infinity else { return [] }
      let stretch = cell.stretch
      return [stretch.lower, stretch.upper].filter(\.isInfinite).filter {
        cell.isRising == nil || (cell.isRising == true) == ($0 > 0)
      }.map { (stretch.coordinate, $0) }
    }
  }

  /// Whether w grows without bound towards an end: its logarithm does by some constant in each step of u.
  func isUnbounded(towards end: (coordinate: Int, u: Double)) -> Bool {
    [600.0, 40, 6].contains { start in
      let slope = slope(
        over: end.u > 0
          ? Stretch(coordinate: end.coordinate, lower: start, upper: .infinity)
          : Stretch(coordinate: end.coordinate, lower: -.infinity, upper: -start))
      return !slope.isEmpty && (end.u > 0 ? slope.lower > 0 : slope.upper < 0)
    }
  }

  /// Bounds on k where w is largest at this place alone; `nil` where they are not known.
  private func index(at top: Top) -> Enclosure? {
    if top.u.isInfinite { return indexAtEnd(top) }
    let coordinate = coordinates[top.coordinate]
    if isSmoothMaximum(top) { return Enclosure(from: -2, to: -2) }
    // A corner, or an end of the support, where q is neither 0 nor infinite.
    guard !coordinate.isLogarithmic, top.u == 0, coordinate.upper > 0 else { return nil }
    let function = weights[top.coordinate]
    let slope = CoordinateFunction(function.formula.derivative().gathered)
    for share in [1e-2, 1e-5, 1e-8] {
      let stretch = Stretch(coordinate: top.coordinate, lower: 0, upper: share * coordinate.upper)
      let (fall, bend) = (function.slope(over: stretch), slope.slope(over: stretch))
      if !fall.isEmpty, fall.upper < 0, fall.lower.isFinite { return Enclosure(from: -1, to: -1) }
      // It begins level.
      if slope(DoubleDouble(0)) == DoubleDouble(0), !bend.isEmpty, bend.upper < 0,
        bend.lower.isFinite
      {
        return Enclosure(from: -2, to: -2)
      }
    }
    return nil
  }

  /// Whether log w has a slope of both signs and a negative curvature next to a place, and q a density there.
  private func isSmoothMaximum(_ top: Top) -> Bool {
    let coordinate = coordinates[top.coordinate]
    let place = coordinate.z(DoubleDouble(top.u)).head
    let slope = logWeight.derivative()
    let curvature = slope.derivative()
    let scale = max(abs(place), coordinate.isLogarithmic ? 0 : coordinate.upper)
    for share in [1e-2, 1e-4, 1e-6, 1e-8] {
      let (a, b) = (place - share * scale, place + share * scale)
      guard support.lower < a, b < support.upper, a < b else { continue }
      let cell = Enclosure(from: a, to: b)
      let (bend, density) = (curvature.enclosure(over: cell), logDensity.enclosure(over: cell))
      guard !bend.isEmpty, bend.upper < 0, bend.lower.isFinite, !density.isEmpty,
        density.lower.isFinite, density.upper.isFinite,
        logWeight.roots(in: support).allSatisfy({
          $0.place.head < a || b < $0.place.head
        })
      else { continue }
      if slope(DoubleDouble(a)).head > 0, slope(DoubleDouble(b)).head < 0 { return true }
    }
    return false
  }

  /// Where w comes near its bound towards an end: w* − w falls there like the slope of w by u, so that k is the negative
  /// of the tail index of the inverse of that.
  private func indexAtEnd(_ top: Top) -> Enclosure? {
    let slope = GatheredSum(weights[top.coordinate].formula.derivative().gathered)
    let isUpper = top.u > 0
    let logs =
      slope.terms.map { $0.formula.logMagnitude }
      + (slope.constant.head == 0 ? [] : [Formula.number(0)])
    // The term beside which all others are nothing in the end.
    let leader = logs.first { leader in
      logs.allSatisfy { other in
        other == leader
          || EndIndex(density: CoordinateFunction(0), logValue: 0, isUpper: isUpper)
            .falls((other - leader).gathered)
      }
    }
    guard let leader else { return nil }
    let bounds = EndIndex(
      density: densities[top.coordinate], logValue: (-leader).gathered, isUpper: isUpper
    ).bounds(upTo: 1024)
    guard bounds.upper < 1024 else { return nil }
    return Enclosure(from: -bounds.upper, to: -bounds.lower)
  }
}
