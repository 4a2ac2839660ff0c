// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// Integrals over an interval of a density that is known by its formula alone.
///
/// The interval is cut at the mode, and halfway between the mode and a finite end. Each piece is measured from
/// the mode, or from the end, on a logarithmic scale: with z = origin ± exp(s), the density of s is
/// smooth at every scale of z, and falls exponentially towards s = −∞ even where that of z is unbounded.
/// All weights are relative to the largest one, so that far in a tail nothing underflows.
///
/// The density is taken to have one mode, or none but the ends: what lies beyond a gap is not seen, which
/// shows in a mass below 1.
struct DensityIntegral {
  /// Where the density is largest, or the end that it is largest towards.
  let mode: Double

  private let logDensity: Formula
  let pieces: [DensityPiece]
  /// The logarithm of the largest weight.
  let peak: DoubleDouble

  /// Looks for the mode and the reach of a density; `nil` where that fails.
  ///
  /// - Parameters:
  ///   - logDensity: right inside the interval.
  ///   - interval: where to integrate.
  ///   - start: a point to start from, if it is inside.
  ///   - order: how high a power of the distance from the mode is to have an expectation.
  init?(
    _ logDensity: Formula, on interval: Interval, near start: Double = .nan, order: Double = 0
  ) {
    guard !TimeLimit.isOver else { return nil }
    let logDensity = logDensity.decided(over: Enclosure(from: interval.lower, to: interval.upper))
    let slope = logDensity.derivative()
    let inside = interval.contains(start) ? start : interval.interior
    let change = Bisection.boundary(in: interval, near: inside) {
      slope(DoubleDouble($0)).head > 0
    }
    // Of the doubles beside the change the one that has the mode; a narrow density is nowhere else.
    let beside = interval.contains(change) ? [change.nextDown, change.nextUp, inside] : []
    let mode = beside.filter { interval.contains($0) }.reduce(change) {
      logDensity(DoubleDouble($1)).head > logDensity(DoubleDouble($0)).head ? $1 : $0
    }
    var pieces: [DensityPiece?] = []
    func add(_ origin: Double, _ sign: Double, _ length: Double) {
      // Between neighbouring doubles there is no length left.
      guard length > 0 else { return }
      pieces.append(DensityPiece(logDensity, origin, sign, length, order: order))
    }
    // In ascending order of z.
    for (end, sign) in [(interval.lower, 1.0), (interval.upper, -1.0)] where end != mode {
      let length = sign * (mode - end)
      if !end.isFinite {
        add(mode, -sign, length)
      } else if sign > 0 {
        add(end, sign, length / 2)
        add(mode, -sign, length / 2)
      } else {
        add(mode, -sign, length / 2)
        add(end, sign, length / 2)
      }
    }
    self.mode = mode
    self.logDensity = logDensity
    self.pieces = pieces.compactMap { $0 }
    guard self.pieces.count == pieces.count,
      let peak = self.pieces.map(\.peak).max(by: { $0.head < $1.head })
    else { return nil }
    self.peak = peak
  }

  /// log ∫ p(z) dz; `nil` where the quadrature fails.
  var logMass: LogProbability? {
    guard let mass = total({ _, _ in 1 }), mass.value > 0 else { return nil }
    // 31 digits of the weights, and a few roundings of their sum.
    let rounding = 8 * Double.ulpOfOne + 0x1p-90 * abs(peak.head)
    let beyond = pieces.reduce(0) { $0 + $1.beyond * exponential(($1.peak - peak).head) }
    return LogProbability(
      peak + DoubleDouble(mass.value).applying(.log),
      error: (mass.error + beyond) / mass.value + rounding)
  }

  /// E[z − mode]: ±∞ where a tail is too heavy, NaN where both are, or where the quadrature fails.
  var meanOffset: Double { expectation { piece, s in piece.distance(s, from: mode, weight: 1) } }

  /// E[(z − mode − offset)²]; ∞ where a tail is too heavy, NaN where the quadrature fails.
  func variance(about offset: Double) -> Double {
    expectation { piece, s in
      // Not the square of the distance, which may overflow, times the weight, which may underflow.
      let weight = exponential(0.5 * piece.fall(s, below: peak))
      let distance = piece.distance(s, from: mode, weight: weight) - offset * weight
      return weight == 0 ? 0 : distance * distance / (weight * weight)
    }
  }

  /// −E[log p(z)].
  var entropy: Double { expectation { piece, s in -piece.logDensity(s) } }

  /// E[f(z)].
  func mean(of function: Formula) -> Double {
    expectation { piece, s in function(DoubleDouble(piece.z(s))).head }
  }

  private func expectation(of value: @escaping (DensityPiece, Double) -> Double) -> Double {
    let infinite = pieces.reduce(0.0) { $0 + $1.infinity }
    guard infinite == 0 else { return infinite }
    guard let mass = total({ _, _ in 1 }), let sum = total(value) else { return .nan }
    return sum.value / mass.value
  }

  /// The sum over the pieces of ∫ value · weight ds, relative to the largest weight.
  private func total(_ value: @escaping (DensityPiece, Double) -> Double) -> Estimate? {
    var sum = Estimate(0, error: 0)
    for piece in pieces {
      guard
        let part = piece.integral(
          from: piece.points.first, to: piece.points.last, below: peak, { value(piece, $0) })
      else { return nil }
      sum.value += part.value
      sum.error += part.error
    }
    return sum
  }

  /// The z below which a share p of the mass lies, from the side on which less of it is; `nil` where the quadrature
  /// fails.
  func quantile(_ p: Double) -> Double? {
    p < 0.5 ? place(of: p, isLower: true) : place(of: 1 - p, isLower: false)
  }

  /// The z below or above which a share of the mass lies; `nil` where the quadrature fails.
  func place(of share: Double, isLower: Bool) -> Double? {
    guard let mass = total({ _, _ in 1 })?.value else { return nil }
    var rest = share * mass
    for piece in isLower ? pieces : pieces.reversed() {
      // From the side that the share is counted from.
      let rises = (piece.sign > 0) == isLower
      let points = rises ? piece.points : piece.points.reversed()
      for (start, end) in zip(points, points.dropFirst()) {
        guard let part = piece.integral(from: start, to: end, below: peak, { _ in 1 })
        else { return nil }
        let size = abs(part.value)
        guard size < rest else {
          let (target, low, high) = (rest, min(start, end), max(start, end))
          let s = Bisection.boundary(
            in: Interval(uncheckedLower: low, upper: high), near: low / 2 + high / 2
          ) {
            let share = piece.integral(from: start, to: $0, below: peak, { _ in 1 })?.value ?? .nan
            return rises ? abs(share) < target : abs(share) >= target
          }
          return piece.z(s)
        }
        rest -= size
      }
    }
    return nil
  }
}

/// A piece of an interval, measured from one of its ends: z = origin ± exp(s).
struct DensityPiece: Sendable {
  let origin: Double
  let sign: Double
  /// Ascending s: where the weight has its reach, has fallen by powers of e, is largest, or has a kink.
  let points: [Double]
  /// The logarithm of the largest weight, p(z) dz/ds.
  let peak: DoubleDouble
  /// ±∞ where the expectation of the distance to the given power is infinite, else 0.
  let infinity: Double

  private let logWeight: Formula

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
