// SPDX-License-Identifier: GPL-3.0-or-later

/// A stretch a < u < b of a coordinate.
struct Stretch: Sendable, Hashable, Comparable {
  /// Which coordinate.
  let coordinate: Int
  let lower: Double
  let upper: Double

  /// Half way between finite ends.
  var middle: Double { lower + 0.5 * (upper - lower) }

  /// By coordinate and position.
  static func < (a: Stretch, b: Stretch) -> Bool {
    (a.coordinate, a.lower, a.upper) < (b.coordinate, b.lower, b.upper)
  }

  /// The parts on both sides of the middle; `nil` where there is no double in between.
  var equalHalves: (Stretch, Stretch)? {
    guard lower < middle, middle < upper else { return nil }
    return (
      Stretch(coordinate: coordinate, lower: lower, upper: middle),
      Stretch(coordinate: coordinate, lower: middle, upper: upper)
    )
  }

  var isFinite: Bool { lower.isFinite && upper.isFinite }

  /// Both halves, or `nil` where there is no double in between: by exponents where the ends differ by
  /// orders of magnitude, by growing steps towards an infinite end.
  var halves: (Stretch, Stretch)? {
    guard let point = Stretch.cut(lower, upper) else { return nil }
    return (
      Stretch(coordinate: coordinate, lower: lower, upper: point),
      Stretch(coordinate: coordinate, lower: point, upper: upper)
    )
  }

  private static func cut(_ a: Double, _ b: Double) -> Double? {
    let point: Double
    if a == -.infinity, b == .infinity {
      point = 0
    } else if b == .infinity {
      point = a < 4 ? a.magnitude + 4 : a < 1e9 ? 4 * a : a * min(a, 1e100)
    } else if a == -.infinity {
      return cut(-b, .infinity).map { -$0 }
    } else if b <= 0, a < 0 {
      return cut(-b, -a).map { -$0 }
    } else if a >= 0, b > 4 * a, b > 1e-300 {
      point = a > 0 ? a.squareRoot() * b.squareRoot() : b > 1e-2 ? b / 64 : max(b * b * b, 1e-300)
    } else {
      point = a + (b - a) / 2
    }
    return a < point && point < b ? point : nil
  }
}
