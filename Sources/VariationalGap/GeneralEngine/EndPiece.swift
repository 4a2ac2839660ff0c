// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The mass of a density between 0 and b, or between a and ∞, from the power law that it obeys there.
///
/// With log f(t) = ℓ and t·ℓ′ between k₁ and k₂,
///
/// ```text
/// b f(b)/(1 + k₂) ≤ ∫₀ᵇ f dt ≤ b f(b)/(1 + k₁)       k₁ > −1
/// a f(a)/(−1 − k₁) ≤ ∫ₐ^∞ f dt ≤ a f(a)/(−1 − k₂)    k₂ < −1
/// ```
///
/// by Grönwall's inequality, which also shows that there is no finite mass where k₂ ≤ −1 below, or
/// k₁ ≥ −1 above.
struct EndPiece {
  /// Bounds on the logarithm of the mass, of f·(1 + |w|) where there is a weight w.
  let logMass: Enclosure
  /// Whether the mass is infinite.
  let isDivergent: Bool
  /// Whether the mass is known to 1e-13 of itself.
  let isResolved: Bool
  /// E[w] under the density cut off to the piece, where the mass is resolved.
  let weightMean: Double
  /// k in f ~ tᵏ.
  private(set) var exponent = Double.nan

  init(_ density: LogDensityBounds, _ weight: LogDensityBounds?, from a: Double, to b: Double) {
    let isLower = a == 0
    let edge = isLower ? b : a
    guard edge > 0, edge.isFinite else {
      self.init(logMass: .wholeLine, isDivergent: false, isResolved: false, weightMean: 0)
      return
    }
    var slope = density.slope(from: a, to: b)
    var value = density(edge)
    let isLast = isLower ? edge <= 1e-299 : edge >= 1e149
    // The width is NaN or ∞ beside an infinite bound.
    let isNarrow = (slope.upper - slope.lower) <= 1e-6 * max(1, abs(slope.upper))
    if isLast, isNarrow, slope.upper.isFinite, value.isFinite {
      // Without the rounding of bounds: an exponent of −1 is one.
      let exponent = density.slope(at: edge)
      slope = Enclosure(from: exponent, to: exponent)
    } else if isLast {
      // At the end of the doubles the exponent is what it was where it could last be computed.
      let law = EndPiece.law(of: density, towardsOrigin: isLower)
      if law.logDensity == -.infinity {
        self.init(
          logMass: Enclosure(from: -.infinity, to: -.infinity), isDivergent: false,
          isResolved: true, weightMean: 0)
        return
      }
      slope = Enclosure(from: law.exponent, to: law.exponent)
      value = law.logDensity
    }
    // With the sign of an upper end turned round: both exponents count from −1 upwards.
    let (k1, k2) = isLower ? (slope.lower, slope.upper) : (-2 - slope.upper, -2 - slope.lower)
    guard !slope.isEmpty, value.isFinite, k2 > -1 else {
      self.init(
        logMass: .wholeLine, isDivergent: !slope.isEmpty && k2 <= -1 && value > -.infinity,
        isResolved: false, weightMean: 0)
      return
    }
    let base = logarithm(edge) + value
    let bounds = Enclosure(
      from: k2 < .infinity ? base - logarithm(1 + k2) : -.infinity,
      to: k1 > -1 ? base - logarithm(1 + k1) : .infinity)
    let middle = 0.5 * (slope.lower + slope.upper)
    guard let weight else {
      self.init(
        logMass: bounds, isDivergent: false,
        isResolved: bounds.upper - bounds.lower <= 1e-13 * max(1, abs(base)), weightMean: 0)
      exponent = middle
      return
    }
    // |w(t)| ≤ |w(edge)| + c·|log(t/edge)|, c a bound on |t·w′|, and E|log(t/edge)| = 1/(1 + k).
    let rate = weight.slope(from: a, to: b)
    let atEdge = weight(edge)
    let growth = max(abs(rate.lower), abs(rate.upper))
    var logFactor = k1 > -1 ? logarithm(1 + abs(atEdge) + growth / (1 + k1)) : .infinity
    if isLast, !logFactor.isFinite, k1 > -1,
      let last = weight.lastPower(towardsOrigin: isLower), k1 - last.exponent > -1
    {
      logFactor = logSum(
        0, last.logValue(at: edge) + logarithm((1 + k1) / (1 + k1 - last.exponent)))
    }
    // E[log(t/edge)] is negative below the edge.
    let sign = isLower ? -1.0 : 1.0
    self.init(
      logMass: Enclosure(
        from: bounds.lower,
        to: logFactor.isNaN ? .infinity : bounds.upper + logFactor),
      isDivergent: false,
      isResolved: bounds.upper - bounds.lower <= 1e-13 * max(1, abs(base))
        && growth.isFinite && rate.upper - rate.lower <= 1e-12 * max(1, growth),
      weightMean: atEdge + sign * 0.5 * (rate.lower + rate.upper) / (1 + 0.5 * (k1 + k2)))
    exponent = middle
  }

  /// Powers of ten where a law is looked for, from the end of the doubles inwards.
  fileprivate static let powers = [300.0, 200, 150, 100, 75, 50, 25]

  /// The power law at the end of the doubles, and the log density there.
  private static func law(
    of density: LogDensityBounds, towardsOrigin isLower: Bool
  ) -> (exponent: Double, logDensity: Double) {
    var isZero = true
    // Squares of what lies farther out overflow.
    let end = isLower ? 300.0 : 150
    for power in powers where power <= end {
      let t = exponential((isLower ? -power : power) * logarithm(10))
      let (value, slope) = (density(t), density.slope(at: t))
      if value != -.infinity { isZero = false }
      guard value.isFinite, slope.isFinite else { continue }
      let rest = (isLower ? -1.0 : 1.0) * (end - power) * logarithm(10)
      return (slope, max(-.greatestFiniteMagnitude, value + min(slope * rest, 0)))
    }
    return (.nan, isZero ? -.infinity : .nan)
  }

  private init(logMass: Enclosure, isDivergent: Bool, isResolved: Bool, weightMean: Double) {
    self.logMass = logMass
    self.isDivergent = isDivergent
    self.isResolved = isResolved
    self.weightMean = weightMean
  }
}

/// How |w| grows towards an end, from where it could last be computed.
struct LastGrowth {
  let t: Double
  let logValue: Double
  /// r in |w| ~ tʳ. Where w is one of log t, its exponent only falls farther out.
  var exponent = 0.0
  /// s in |w| ~ exp(s·t).
  var rate = 0.0

  /// A bound on log |w| farther out.
  func logValue(at point: Double) -> Double {
    logValue + exponent * abs(logarithm(point) - logarithm(t)) + rate * max(0, point - t)
  }
}

extension LogDensityBounds {
  /// The power law that |w| follows towards an end.
  func lastPower(towardsOrigin isLower: Bool) -> LastGrowth? {
    for power in EndPiece.powers where isLower || power <= 150 {
      let t = exponential((isLower ? -power : power) * logarithm(10))
      let (value, slope) = (abs(self(t)), abs(slope(at: t)))
      guard value.isFinite, slope.isFinite, value > 0 else { continue }
      return LastGrowth(t: t, logValue: logarithm(value), exponent: slope / value)
    }
    return nil
  }

  /// A bound on log(1 + |w|) in a cell far out where w cannot be computed; ∞ where there is none.
  func logMagnitudeFarOut(from a: Double, to b: Double) -> Double {
    if b < 1e-25 || a > 1e25 {
      guard let law = lastPower(towardsOrigin: b < 1) else { return .infinity }
      return logSum(0, law.logValue(at: b < 1 ? a : b))
    }
    // An exponential, which overflows soon.
    var t = 1e6
    while t > 1e-6, !(self(t).isFinite && self(t / 2).isFinite) { t /= 2 }
    let (half, full) = (abs(self(t / 2)), abs(self(t)))
    guard a > 0.5 * t, half > 1, full > half else { return .infinity }
    let rate = (logarithm(full) - logarithm(half)) / (t / 2)
    return logSum(0, LastGrowth(t: t, logValue: logarithm(full), rate: rate).logValue(at: b))
  }
}
