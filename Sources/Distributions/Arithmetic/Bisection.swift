// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// Where a function changes its sign, to the last digit of a double, over any range of magnitudes.
///
/// Between doubles as they are numbered, so that 1e-200 is as near as 1: by interpolation where the function
/// lets it, and in no more than a few steps more than by halving.
///
/// Source: Oliveira and Takahashi, "An enhancement of the bisection method average performance preserving
/// minmax optimality", ACM TOMS 47 (2020), the method ITP.
package enum Bisection {
  /// Where a function that is negative on the left and not on the right changes its sign, inside an interval
  /// with finite or infinite ends.
  ///
  /// Steps grow away from `start` until the change is bracketed. The result is one of the two adjacent
  /// doubles between which the sign changes, or the end of the interval where it does not change inside; an
  /// infinite end stands for the largest finite double.
  ///
  /// - Parameters:
  ///   - interval: where to look.
  ///   - start: a finite point of the interval or one of its ends.
  ///   - function: rising; a NaN counts as not negative.
  package static func boundary(
    in interval: Interval, near start: Double, of function: (Double) -> Double
  ) -> Double {
    var bracket = bracket(in: interval, near: start, of: function)
    var left = number(of: bracket.low.place)
    let first = Double(UInt64(bitPattern: number(of: bracket.high.place) &- left))
    var width = first
    // How wide the bracket may be: halved by each step, from a few times as wide as it is.
    var allowed = 32 * first
    var steps = 0
    while width > 1 {
      // A tail may take long.
      steps += 1
      if steps.isMultiple(of: 4), TimeLimit.isOver { break }
      let half = 0.5 * width
      var offset = half
      let (low, high) = (bracket.low.value, bracket.high.value)
      if low.isFinite, high.isFinite {
        let chord = width * (low / (low - high))
        let push = max(1, 0.2 * width * (width / first))
        if push <= abs(half - chord) { offset = chord + (chord < half ? push : -push) }
        let reach = max(0, allowed - half)
        offset = min(max(offset, half - reach), half + reach)
      }
      let step = Int64(min(max(offset.rounded(), 1), min(width - 1, 0x1p62)))
      let place = double(numbered: left &+ step)
      let value = function(place)
      if value < 0 {
        bracket.low = Sample(place: place, value: value)
        left = left &+ step
      } else {
        bracket.high = Sample(place: place, value: value)
      }
      width = Double(UInt64(bitPattern: number(of: bracket.high.place) &- left))
      allowed *= 0.5
    }
    let end = bracket.high
    return end.value == .infinity && function(end.place) < 0 ? end.place : bracket.low.place
  }

  /// The same of a predicate that is true up to some point, and false from there on.
  package static func boundary(
    in interval: Interval, near start: Double, where isBelow: (Double) -> Bool
  ) -> Double {
    boundary(in: interval, near: start) { isBelow($0) ? -1 : 1 }
  }

  /// A place, and the value there; ±∞ where it was not looked at.
  private struct Sample {
    let place: Double
    let value: Double
  }

  private static func bracket(
    in interval: Interval, near start: Double, of function: (Double) -> Double
  ) -> (low: Sample, high: Sample) {
    var (step, growth) = (max(abs(start) * 0x1p-20, 1e-3), 4.0)
    var sample = Sample(place: start, value: function(start))
    let isRising = sample.value < 0
    while true {
      let next = isRising ? start + step : start - step
      let isInside =
        next.isFinite && (isRising ? next < interval.upper : next > interval.lower)
      let end =
        isRising
        ? min(interval.upper, .greatestFiniteMagnitude)
        : max(interval.lower, -.greatestFiniteMagnitude)
      let found =
        isInside
        ? Sample(place: next, value: function(next))
        : Sample(place: end, value: isRising ? .infinity : -.infinity)
      if (found.value < 0) != isRising { return isRising ? (sample, found) : (found, sample) }
      sample = found
      step *= growth
      growth = min(growth * growth, 0x1p128)
    }
  }

  /// The place of a double among all of them; 0 for 0.
  private static func number(of value: Double) -> Int64 {
    let bits = Int64(bitPattern: value.bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits
  }

  private static func double(numbered number: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: number >= 0 ? number : Int64.min &- number))
  }
}
