// SPDX-License-Identifier: GPL-3.0-or-later

/// A density that is cut off far in a tail, relative to its value at the end next to its mode.
///
/// The logarithms of the density and of the mass of gamma(1e15, 1e15) beyond 2 are −3·10¹⁴, and what they differ by is about 33: of that,
/// 16 digits leave nothing. With t the distance from the end, a,
///
/// ```text
/// log p(a + t) − log p(a) − log ∫ exp(log p(a + t) − log p(a)) dt
/// ```
///
/// has no number in it that is larger than what it is.
struct DensityBesideEnd: Sendable, Hashable {
  /// Where the error of a log mass exceeds this, it is worth while.
  static let leastError = 1e-12

  /// log p(z), normalised.
  let formula: Formula

  /// The logarithm of the mass.
  let mass: LogProbability

  /// Where it is, the side that the density lies on, and how far.
  private let (end, sign, length): (Double, Double, Double)
  /// The normalised log density as a function of the distance from the end.
  private let density: Formula
  private let error: Double

  /// - Parameters:
  ///   - base: the density before it is cut off.
  ///   - support: an interval, with the mode at an end or beyond. `nil` for any other.
  init?(_ base: some Distribution, on support: Interval) {
    let mode = base.mode
    guard mode <= support.lower || mode >= support.upper else { return nil }
    let length = support.upper - support.lower
    (end, sign, self.length) =
      mode <= support.lower ? (support.lower, 1, length) : (support.upper, -1, length)
    let whole = base.formula.decided(over: Enclosure(from: support.lower, to: support.upper))
    let peak = whole(DoubleDouble(end))
    guard peak.isFinite else { return nil }
    let relative = whole.centredDifference(at: DoubleDouble(end), direction: sign)
    guard
      let share = DensityIntegral(
        relative, on: Interval(uncheckedLower: 0, upper: length), near: 0)?.logMass,
      share.value.isFinite
    else { return nil }
    density = relative - .constant(share.value)
    error = share.error
    mass = LogProbability(
      peak + share.value, error: share.error + 0x1p-90 * (peak + share.value).head.magnitude)
    formula = density.substituting(
      sign > 0 ? .latent - .number(end) : .number(end) - .latent)
  }

  /// log P(a ≤ z ≤ b), for a < b in the support.
  func logProbability(from a: Double, to b: Double) -> LogProbability {
    let (near, far) = sign > 0 ? (a - end, b - end) : (end - b, end - a)
    guard !(near == 0 && far == length) else { return LogProbability(DoubleDouble(0), error: 0) }
    guard
      let part = DensityIntegral(
        density, on: Interval(uncheckedLower: near, upper: far), near: near)?.logMass
    else { return .unknown }
    return LogProbability(
      part.value.head < 0 ? part.value : DoubleDouble(0), error: part.error + error)
  }

  /// The z below which a share p lies, 0 < p < 1; `nil` where the quadrature fails.
  func quantile(_ p: Double) -> Double? {
    let isLower = p < 0.5
    return DensityIntegral(
      density, on: Interval(uncheckedLower: 0, upper: length), near: 0)?
      .place(of: isLower ? p : 1 - p, isLower: isLower == (sign > 0))
      .map { end + sign * $0 }
  }
}
