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
