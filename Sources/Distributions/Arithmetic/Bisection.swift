// SPDX-License-Identifier: GPL-3.0-or-later

/// Bisection to the last digit of a double, over any range of magnitudes.
package enum Bisection {
  /// Where a predicate that is true on the left and false on the right changes, inside an interval
  /// with finite or infinite ends.
  ///
  /// Steps are doubled away from `start` until the change is bracketed, then halved; near 0 the
  /// bracket is halved in the exponent first, so that 1e-200 is as near as 1. The result is one of
  /// the two adjacent doubles between which the predicate changes, or the end of the interval where
  /// it does not change inside; an infinite end stands for the largest finite double.
  ///
  /// - Parameters:
  ///   - interval: where to look.
  ///   - start: a finite point of the interval or one of its ends.
  ///   - isBelow: true up to some point, and false from there on.
  package static func boundary(
    in interval: Interval, near start: Double, where isBelow: (Double) -> Bool
  ) -> Double {
    var (low, high) = bracket(in: interval, near: start, where: isBelow)
    // 2100 exponents and 53 digits take fewer halvings than this.
    for _ in 0..<1200 {
      let middle = midpoint(low, high)
      guard low < middle, middle < high else { break }
      if isBelow(middle) { low = middle } else { high = middle }
    }
    return isBelow(high) ? high : low
  }

  private static func bracket(
    in interval: Interval, near start: Double, where isBelow: (Double) -> Bool
  ) -> (Double, Double) {
    var step = max(abs(start) * 0x1p-20, 1e-3)
    if isBelow(start) {
      var low = start
      while true {
        let next = start + step
        guard next < interval.upper, next.isFinite else {
          return (low, min(interval.upper, .greatestFiniteMagnitude))
        }
        if !isBelow(next) { return (low, next) }
        low = next
        step *= 2
      }
    }
    var high = start
    while true {
      let next = start - step
      guard next > interval.lower, next.isFinite else {
        return (max(interval.lower, -.greatestFiniteMagnitude), high)
      }
      if isBelow(next) { return (next, high) }
      high = next
      step *= 2
    }
  }

  /// 0 between ends of both signs, the geometric mean where the ends differ by orders of magnitude,
  /// else the arithmetic one.
  private static func midpoint(_ low: Double, _ high: Double) -> Double {
    if low < 0 && high > 0 { return 0 }
    let tiny = Double.leastNormalMagnitude
    if low >= 0 && high > 4 * max(low, tiny) {
      return max(low, tiny).squareRoot() * high.squareRoot()
    }
    if high <= 0 && -low > 4 * max(-high, tiny) {
      return -(max(-high, tiny).squareRoot() * (-low).squareRoot())
    }
    return low + (high - low) / 2
  }
}
