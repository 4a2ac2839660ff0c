// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

/// The tail of the standard Cauchy distribution.
enum CauchyTail {
  /// −log(1 + t²), also where t² is above the largest double.
  static func logKernel(_ t: Double) -> Double {
    abs(t) > 1e8 ? -2 * logarithm(abs(t)) : -logarithm(onePlus: t * t)
  }

  /// P(t′ > t) = arctan(1/t)/π for t > 0, without the cancellation of ½ − arctan(t)/π.
  static func upperTail(_ t: Double) -> Double { Double.atan2(y: 1, x: t) / Double.pi }

  /// log P(t′ > t).
  static func logUpperTail(_ t: Double) -> Double {
    t > 0 ? logarithm(upperTail(t)) : logarithm(onePlus: -upperTail(-t))
  }

  /// The t with P(t′ < t) = p.
  static func quantile(_ p: Double) -> Double {
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    // By the distance from the nearest of 0, ½ and 1.
    if p < 0.25 { return -1 / Double.tan(Double.pi * p) }
    if p > 0.75 { return 1 / Double.tan(Double.pi * (1 - p)) }
    return Double.tan(Double.pi * (p - 0.5))
  }

  /// The t > 0 with P(|t′| < t) = p.
  static func halfQuantile(_ p: Double) -> Double {
    if p == 1 { return .infinity }
    return p < 0.5
      ? Double.tan(Double.pi / 2 * p) : 1 / Double.tan(Double.pi / 2 * (1 - p))
  }
}
