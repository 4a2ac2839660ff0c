// SPDX-License-Identifier: GPL-3.0-or-later

/// The highest point of a logarithm, as far as it was looked for.
struct LogPeak {
  private(set) var location: Double
  private(set) var height: Double
  /// About how far from the peak the logarithm has fallen by 1.
  private(set) var width = 1.0

  /// Halvings of a bracket, each by a ratio of about 0.6: to the last digits of the location that matter.
  private static let steps = 60

  /// Looks on the steps of a closer look, and climbs from the best of them.
  ///
  /// - Throws: ``QuadratureError/nonFiniteIntegrand(at:value:)`` where the logarithm is +∞ or no number.
  init(
    of body: (Double) -> Double, from a: Double, to b: Double, _ hints: IntegrandHints
  ) throws(QuadratureError) {
    let grid = InspectionGrid(from: a, to: b, points: [], hints)
    location = grid.centre
    height = -.infinity
    for (lower, upper) in grid.panels + grid.farPanels {
      for part in stride(from: 0.05, to: 1, by: 0.1) {
        let z = lower + part * (upper - lower)
        let value = body(z)
        guard value < .infinity else { throw .nonFiniteIntegrand(at: z, value: value) }
        if value > height { (location, height) = (z, value) }
      }
    }
    climb(from: location, body, within: a, b)
    for (end, inward) in [(a, 1.0), (b, -1.0)] where end.isFinite {
      settle(at: end, inward, body, within: a, b)
    }
  }

  /// Where the climb went to an end, towards which the logarithm may rise without bound: takes the place beside it where the
  /// mass is, that of the largest f·d at a distance d.
  private mutating func settle(
    at end: Double, _ inward: Double, _ body: (Double) -> Double, within a: Double, _ b: Double
  ) {
    var best = (distance: 0.0, height: 0.0, mass: -Double.infinity)
    for exponent in LogPeak.exponents {
      let distance = Double(sign: .plus, exponent: exponent, significand: 1)
      let z = end + inward * distance
      guard a < z, z < b else { continue }
      let height = body(z)
      let mass = height + Double(exponent) * LogPeak.logOfTwo
      if height < .infinity, mass > best.mass { best = (distance, height, mass) }
    }
    guard abs(location - end) < best.distance * LogPeak.atEnd else { return }
    (location, height, width) = (end, best.height, best.distance)
  }

  /// The binary exponents of the distances from an end.
  private static let exponents = -1000...1000
  private static let logOfTwo = 0.6931471805599453
  /// How much nearer to an end than the mass a peak is one at the end.
  private static let atEnd = 1.0 / 16

  /// Climbs to the top nearby, and measures its width.
  mutating func climb(
    from start: Double, _ body: (Double) -> Double, within a: Double, _ b: Double
  ) {
    func at(_ z: Double) -> Double {
      let value = body(z)
      return value < .infinity ? value : -.infinity
    }
    (location, height) = (start, at(start))
    // Steps that double while they lead up, and halve where neither side does.
    var step = max(abs(start) * 1e-3, 1e-3)
    if a.isFinite && b.isFinite { step = (b - a) * 1e-3 }
    for _ in 0..<LogPeak.steps * 8 {
      let sides = [location - step, location + step].filter { a < $0 && $0 < b }
      let best = sides.map { ($0, at($0)) }.max { $0.1 < $1.1 }
      if let best, best.1 > height {
        (location, height) = best
        step *= 2
      } else {
        step /= 2
        guard location + step != location, step > 0 else { break }
      }
    }
    width = reach(at, within: a, b)
  }

  /// The larger of the distances to either side over which the logarithm falls by about 1, before an end.
  private func reach(_ at: (Double) -> Double, within a: Double, _ b: Double) -> Double {
    var largest = 0.0
    for side in [-1.0, 1.0] {
      let end = side < 0 ? location - a : b - location
      var distance = max(abs(location).ulp, LogPeak.smallestWidth)
      while distance < end, distance < LogPeak.largestWidth {
        if at(location + side * distance) < height - 1 {
          largest = max(largest, distance)
          break
        }
        distance *= 4
      }
    }
    return largest > 0 ? largest : 1
  }

  private static let smallestWidth = 1e-290
  private static let largestWidth = 1e290

  /// Breakpoints about the peak, for an integral over (a, b): at its width, and on in steps of 64 widths to one.
  func breakpoints(from a: Double, to b: Double) -> [Double] {
    var points = [location]
    var distance = 4 * width
    let rest = a.isFinite && b.isFinite ? b - a : max(1, 1e3 * width)
    while distance < rest {
      points += [location - distance, location + distance]
      distance *= 64
    }
    return points.filter { a < $0 && $0 < b }
  }
}
