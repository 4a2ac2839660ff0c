// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// Where the bulk of a log density lies that is known by its values alone: its highest mode, and how
/// far from it the density has fallen.
///
/// The mode is searched for on a grid of all magnitudes, one point a decade, and at landmarks; a
/// second mode that is narrower than its distance to all of them can be missed.
struct DensityProfile {
  typealias LogDensity = @Sendable (Double) -> Double

  let mode: Double
  /// The log density at the mode.
  let peak: Double
  /// Where the density has fallen by exp(−50), or the ends of the support.
  let window: (lower: Double, upper: Double)
  /// Inside the window: the mode, and where the density has fallen by exp(−½) and by exp(−8).
  let breakpoints: [Double]
  /// The distance from the mode at which the density has fallen by exp(−½).
  let scale: Double
  /// A bound on ∫ exp(log density − peak) outside the window, where the density is log-concave.
  let tail: Double

  init(
    of logDensity: @escaping LogDensity, on support: Interval, landmarks: [Double],
    quantity: String
  ) throws(InferenceError) {
    let grid = DensityProfile.grid(on: support, landmarks: landmarks)
    let values = grid.map(logDensity)
    guard let best = values.indices.max(by: { values[$0] < values[$1] || values[$0].isNaN }),
      values[best].isFinite
    else {
      throw .noEvidence(reason: "\(quantity) is −∞ or not a number wherever it was evaluated")
    }
    let left = best > 0 ? grid[best - 1] : max(support.lower, -.greatestFiniteMagnitude)
    let right =
      best + 1 < grid.count ? grid[best + 1] : min(support.upper, .greatestFiniteMagnitude)
    mode = DensityProfile.maximum(of: logDensity, from: left, to: right, above: grid[best])
    peak = logDensity(mode)
    var ends = (lower: support.lower, upper: support.upper)
    var points = [mode]
    var scale = Double.infinity
    var tail = 0.0
    for direction in [-1.0, 1.0] {
      let end = direction < 0 ? support.lower : support.upper
      let fall = Fall(of: logDensity, from: mode, peak: peak, direction: direction, end: end)
      for drop in [0.5, 8] {
        guard let distance = fall.distance(drop: drop) else { continue }
        points.append(mode + direction * distance)
        if drop < 1 { scale = min(scale, distance) }
      }
      guard let reach = fall.distance(drop: 50) else {
        guard end.isFinite else {
          throw .noEvidence(reason: "\(quantity) does not fall off towards \(end)")
        }
        continue
      }
      let edge = mode + direction * reach
      if direction < 0 { ends.lower = edge } else { ends.upper = edge }
      let step = 0.01 * reach
      let rate = (logDensity(edge) - logDensity(edge + direction * step)) / step
      tail += exponential(logDensity(edge) - peak) * (rate > 0 ? 1 / rate : reach)
    }
    window = ends
    breakpoints = points.filter { ends.lower < $0 && $0 < ends.upper }
    self.scale = scale.isFinite && scale > 0 ? scale : ends.upper - ends.lower
    self.tail = tail
  }

  /// The landmarks in the support, and a point a decade away from its finite ends or from 0.
  private static func grid(on support: Interval, landmarks: [Double]) -> [Double] {
    var points = landmarks
    let decades = (-30...30).map { scalbnTen($0) }
    if support.lower.isFinite { points += decades.map { support.lower + $0 } }
    if support.upper.isFinite { points += decades.map { support.upper - $0 } }
    if support.lower.isFinite && support.upper.isFinite {
      let length = support.upper - support.lower
      points += (1..<64).map { support.lower + length * Double($0) / 64 }
    }
    if support.lower.isInfinite && support.upper.isInfinite {
      points += [0] + decades + decades.map { -$0 }
    }
    return Set(points.filter { support.contains($0) }).sorted()
  }

  private static func scalbnTen(_ exponent: Int) -> Double {
    exponential(Double(exponent) * 2.302585092994046)
  }

  /// The maximum of a unimodal function between two points, by golden sections.
  ///
  /// Values of −∞ are welcome, which is why GSL's minimiser is not used here.
  private static func maximum(
    of function: LogDensity, from left: Double, to right: Double, above candidate: Double
  ) -> Double {
    let ratio = 0.6180339887498949
    var (a, b) = (left, right)
    var (c, d) = (b - ratio * (b - a), a + ratio * (b - a))
    var (fc, fd) = (function(c), function(d))
    for _ in 0..<90 where a < c && c < d && d < b {
      if fc >= fd {
        (b, d, fd) = (d, c, fc)
        c = b - ratio * (b - a)
        fc = function(c)
      } else {
        (a, c, fc) = (c, d, fd)
        d = a + ratio * (b - a)
        fd = function(d)
      }
    }
    return [c, d, candidate].max { function($0) < function($1) } ?? candidate
  }
}

/// How a log density falls on one side of its mode.
private struct Fall {
  let logDensity: DensityProfile.LogDensity
  let mode: Double
  let peak: Double
  let direction: Double
  /// The distance to the end of the support.
  let limit: Double

  init(
    of logDensity: @escaping DensityProfile.LogDensity, from mode: Double, peak: Double,
    direction: Double, end: Double
  ) {
    self.logDensity = logDensity
    self.mode = mode
    self.peak = peak
    self.direction = direction
    limit = abs(end - mode)
  }

  private func drop(at distance: Double) -> Double {
    peak - logDensity(mode + direction * distance)
  }

  /// The least distance found at which the density has fallen by `drop` or a little more; `nil` if
  /// it has not where the support ends.
  func distance(drop target: Double) -> Double? {
    var step = max(abs(mode) * 0x1p-40, 1e-300)
    guard step < limit else { return nil }
    var low = 0.0
    while !(drop(at: step) >= target) {
      low = step
      // By factors of 16: bisection, on a logarithmic scale, finds the rest.
      step *= 16
      guard step < limit else {
        guard limit.isFinite else { return nil }
        let last = limit * (1 - 0x1p-40)
        guard drop(at: last) >= target else { return nil }
        step = last
        break
      }
      guard step.isFinite else { return nil }
    }
    var high = step
    for _ in 0..<40 where high > 1.05 * low {
      let middle = low > 0 ? (low * high).squareRoot() : high / 1024
      guard middle > 0, low < middle, middle < high else { break }
      if drop(at: middle) >= target { high = middle } else { low = middle }
    }
    return high
  }
}
