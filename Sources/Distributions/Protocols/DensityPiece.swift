// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// A piece of an interval, measured from one of its ends: z = origin ± exp(s).
struct DensityPiece: Sendable {
  let origin: Double
  let sign: Double

  private let logWeight: Formula

  /// Ascending s: where the weight has its reach, has fallen by powers of e, is largest, or has a kink.
  let points: [Double]
  /// The logarithm of the largest weight, p(z) dz/ds.
  let peak: DoubleDouble
  /// ±∞ where the expectation of the distance to the given power is infinite, else 0.
  let infinity: Double

  /// The mass beyond the reach, relative to the largest weight.
  let beyond: Double

  /// By how much the logarithm of the weight falls at its points; 750 is the smallest double.
  private static let falls: [Double] = [1, 8, 30, 80, 250, 750]

  init?(
    _ logDensity: Formula, _ origin: Double, _ sign: Double, _ length: Double, order: Double
  ) {
    let distance = Formula.latent.applying(.exp)
    let logWeight =
      logDensity.substituting(
        sign > 0 ? .number(origin) + distance : .number(origin) - distance) + .latent
    let end = logarithm(length)
    let all = Interval(uncheckedLower: -.infinity, upper: end)
    let slope = logWeight.derivative()
    func rises(_ s: Double) -> Bool { slope(DoubleDouble(s)).head > 0 }
    let top = Bisection.boundary(in: all, near: min(0, end - 1), where: rises)
    let peak = logWeight(DoubleDouble(top))
    guard peak.isFinite else { return nil }
    // Where the distance has no bound its power takes part: the weight of the expectation falls later.
    let power = length == .infinity ? order : 0
    func fall(_ s: Double) -> Double {
      let value = (peak - logWeight(DoubleDouble(s))).head
      return s > top ? value - power * (s - top) : value
    }
    /// About where the weight has fallen so far; the end where it does not.
    func reach(_ step: Double, _ direction: Double) -> Double {
      var (near, far) = (0.0, 1.0)
      while fall(top + direction * far) < step {
        guard far < 1e7, top + direction * far < end else { break }
        (near, far) = (far, 2 * far)
      }
      for _ in 0..<12 {
        let middle = near + (far - near) / 2
        if fall(top + direction * middle) < step { near = middle } else { far = middle }
      }
      return min(end, top + direction * far)
    }
    let points = [top] + DensityPiece.falls.flatMap { [reach($0, -1), reach($0, 1)] }
    let breaks = logDensity.breaks.map { logarithm(sign * ($0 - origin)) }
    // Where the doubles end, the last point at which the slope is known.
    func known(_ s: Double) -> Double {
      var (inner, outer) = (top, s)
      if slope(DoubleDouble(outer)).head.isFinite { return outer }
      for _ in 0..<20 {
        let middle = inner / 2 + outer / 2
        if slope(DoubleDouble(middle)).head.isFinite { inner = middle } else { outer = middle }
      }
      return inner
    }
    // An exponential beyond either end, unless the piece ends there.
    func beyond(_ s: Double, _ direction: Double, power: Double) -> Double {
      if s >= end { return 0 }
      let rate = -direction * slope(DoubleDouble(s)).head - power
      return rate > 1e-6 ? exponential(-fall(s)) / rate : fall(s) > 700 ? 0 : .infinity
    }
    let first = known(points.min() ?? top)
    let last = known(points.max() ?? top)
    infinity =
      power > 0 && beyond(last, 1, power: power) == .infinity
      ? (order == 1 ? sign : 1) * .infinity : 0
    self.beyond = beyond(first, -1, power: 0) + beyond(last, 1, power: 0)
    self.origin = origin
    self.sign = sign
    self.peak = peak
    self.logWeight = logWeight
    self.points = Set((points + breaks).filter { $0.isFinite && first <= $0 && $0 <= last })
      .sorted()
  }

  /// By how much the logarithm of the weight is below another one; never positive.
  func fall(_ s: Double, below peak: DoubleDouble) -> Double {
    (logWeight(DoubleDouble(s)) - peak).head
  }

  func logDensity(_ s: Double) -> Double { (logWeight(DoubleDouble(s)) - DoubleDouble(s)).head }

  func z(_ s: Double) -> Double { origin + sign * exponential(s) }

  /// weight · (z − point).
  func distance(_ s: Double, from point: Double, weight: Double) -> Double {
    (origin - point) * weight + sign * exponential(s + logarithm(weight))
  }

  /// ∫ value · weight ds, weights relative to another one; `nil` where the quadrature fails, or the time is over.
  func integral(
    from start: Double?, to end: Double?, below peak: DoubleDouble,
    _ value: @escaping (Double) -> Double
  ) -> Estimate? {
    guard let start, let end, start != end else { return Estimate(0, error: 0) }
    guard !TimeLimit.isOver else { return nil }
    let inside = points.filter { min(start, end) < $0 && $0 < max(start, end) }
    return try? integrate(
      from: start, to: end, breakpoints: start < end ? inside : inside.reversed(),
      tolerance: Tolerance(relative: 1e-13, absolute: 1e-17), onSuspicion: .ignore
    ) { s in
      let weight = exponential(fall(s, below: peak))
      return weight == 0 ? 0 : weight * value(s)
    }.estimate
  }
}
