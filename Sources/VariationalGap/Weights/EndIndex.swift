// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The tail index k of a positive function v under q, by what both do towards an infinite end of a coordinate.
///
/// P(v > y) is like y^(−1/k): E_q[v^s] is finite for s < 1/k, and infinite for s > 1/k. Which it is says the slope of
/// log q + s log v all the way to the end (``EndMass``), in which what both have in common has gathered.
struct EndIndex {
  /// log q by u, with the logarithm of dz/du.
  let density: CoordinateFunction
  /// log v.
  let logValue: Formula
  /// Whether the end is u = ∞, and not −∞.
  let isUpper: Bool

  /// Places that an end may start at: where leading terms lead, and exponentials do not overflow.
  private static let starts = [1e12, 300, 40, 16, 6, 3]

  private var stretches: [Stretch] {
    EndIndex.starts.map {
      isUpper
        ? Stretch(coordinate: 0, lower: $0, upper: .infinity)
        : Stretch(coordinate: 0, lower: -.infinity, upper: -$0)
    }
  }

  /// Bounds on k ≥ 0, where v grows without bound; from 0 to the most where nothing is known.
  ///
  /// - Parameter most: what k cannot be more than.
  func bounds(upTo most: Double) -> Enclosure {
    if let ratio = ratioOfSlopes, ratio.lower >= 0 { return ratio }
    // No power is too large for v: k is 0.
    if isFinite(1e-15) == true { return Enclosure(from: 0, to: 1e-15) }
    // The least k for which the integral was shown to be finite, and the largest for which infinite.
    var (below, above) = (0.0, most)
    while let middle = EndIndex.middle(below, above) {
      if isFinite(middle) == true { above = middle } else { below = middle }
    }
    let high = above
    (below, above) = (0, high)
    while let middle = EndIndex.middle(below, above) {
      if isFinite(middle) == false { below = middle } else { above = middle }
    }
    return Enclosure(from: below, to: high)
  }

  private static func middle(_ a: Double, _ b: Double) -> Double? {
    let middle = a + (b - a) / 2
    return a < middle && middle < b && b - a > 1e-16 ? middle : nil
  }

  /// Where both slopes have bounds, k is their ratio.
  private var ratioOfSlopes: Enclosure? {
    let value = CoordinateFunction(logValue)
    for stretch in stretches {
      let (rise, fall) = (
        outward(value.slope(over: stretch)), outward(density.slope(over: stretch))
      )
      guard !rise.isEmpty, !fall.isEmpty, rise.lower.isFinite, rise.upper.isFinite,
        fall.lower.isFinite, fall.upper < 0
      else { continue }
      let corners = [rise.lower, rise.upper].flatMap { rise in
        [fall.lower, fall.upper].map { -rise / $0 }
      }
      guard let low = corners.min(), let high = corners.max(), high - low <= 1e-12 * max(1, high)
      else { continue }
      return Enclosure(from: low - abs(low).ulp, to: high + abs(high).ulp)
    }
    return nil
  }

  private func outward(_ slope: Enclosure) -> Enclosure {
    isUpper || slope.isEmpty ? slope : Enclosure(from: -slope.upper, to: -slope.lower)
  }

  /// Whether a function falls to −∞ towards the end, by some constant in each step of u.
  func falls(_ function: Formula) -> Bool {
    let function = CoordinateFunction(function)
    return stretches.contains {
      let slope = outward(function.slope(over: $0))
      return !slope.isEmpty && slope.upper < 0
    }
  }

  /// Whether E_q[v^(1/k)] is finite towards the end; `nil` where that was not shown.
  private func isFinite(_ k: Double) -> Bool? {
    let power = DoubleDouble(1) / DoubleDouble(k)
    // Squares are multiplied out, so that what leads is one term.
    let sum = GatheredSum(density.formula + .constant(power) * logValue)
    let function = CoordinateFunction(sum.expanded.formula)
    for stretch in stretches {
      let end = EndMass(of: function, over: stretch)
      if end.logBound < .infinity { return true }
      if end.isInfinite { return false }
    }
    return nil
  }
}
