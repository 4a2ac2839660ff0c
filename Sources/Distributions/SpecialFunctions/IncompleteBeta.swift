// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL
internal import Quadrature

/// The regularised incomplete beta function I(x; a, b), on the scale of logarithms: it does not
/// underflow.
///
/// The logarithm of the smaller one of I and 1 − I is off by less than 4e-13 max(1, |log|) for shapes
/// between 1e-3 and 1e8.
///
/// Source of the continued fraction: *NIST Handbook of Mathematical Functions*, 8.17.22; of the form
/// of its factor: Loader, "Fast and accurate computation of binomial probabilities" (2000).
struct IncompleteBeta {
  let a: Double
  let b: Double

  /// A point of (0, 1) with its distance from 1, and the logarithms of both, which do not underflow.
  struct Point {
    let x: DoubleDouble
    let y: DoubleDouble
    let logX: Double
    let logY: Double
    /// 1 − x and x change places.
    var reflected: Point { Point(x: y, y: x, logX: logY, logY: logX) }
  }

  /// log I(x; a, b) and log(1 − I(x; a, b)).
  func both(_ point: Point) -> (lower: Double, upper: Double) {
    GSL.silenceErrorHandler
    let prefix = logPrefix(point)
    if let tails = central(point, prefix) { return tails }
    if point.x.head < (a + 1) / (a + b + 2) {
      let lower = min(0, prefix - logarithm(a) + logarithm(fraction(point)))
      return (lower, complement(lower, point.reflected, prefix))
    }
    let other = IncompleteBeta(a: b, b: a)
    let upper = min(0, prefix - logarithm(b) + logarithm(other.fraction(point.reflected)))
    return (other.complement(upper, point, prefix), upper)
  }

  /// log(1 − exp(t)); where exp(t) is near 1, by the other continued fraction, as long as that
  /// converges.
  private func complement(_ t: Double, _ point: Point, _ prefix: Double) -> Double {
    if t > -0.1, point.x.head < 0.9999 {
      let other = IncompleteBeta(a: b, b: a)
      return min(0, prefix - logarithm(b) + logarithm(other.fraction(point)))
    }
    return IncompleteGamma.complement(t)
  }

  /// log(xᵃ (1 − x)ᵇ/B(a, b)), relative to the point a/(a + b) where the terms of x cancel.
  private func logPrefix(_ point: Point) -> Double {
    let sum = a + b
    // x − a/(a + b) = (bx − a(1 − x))/(a + b)
    let distance = ((point.x * b - point.y * a) / DoubleDouble(sum)).head
    func part(_ shape: Double, _ offset: Double, _ logarithm: Double, _ share: Double) -> Double {
      let ratio = offset / share
      return abs(ratio) < 0.5
        ? shape * gsl_sf_log_1plusx_mx(ratio)
        : shape * (logarithm - Distributions.logarithm(share)) - sum * offset
    }
    let (shareA, shareB) = (a / sum, b / sum)
    return part(a, distance, point.logX, shareA) + part(b, -distance, point.logY, shareB)
      + 0.5 * (logarithm(a) + logarithm(shareB)) - DoubleDouble.halfLogTwoPi.head
      + (stirlingRemainder(sum) - stirlingRemainder(a) - stirlingRemainder(b))
  }

  /// Near the mean for large shapes, where the continued fraction converges slowly: the integral of the density
  /// over the nearer tail, which is nearly normal, in standard deviations.
  private func central(_ point: Point, _ prefix: Double) -> (lower: Double, upper: Double)? {
    let sum = a + b
    let spread = a * (b / sum)
    guard spread > 400, sum.isFinite else { return nil }
    let offset = ((point.x * b - point.y * a) / DoubleDouble(sum)).head
    let deviation = spread.squareRoot() / sum
    let w = abs(offset) / deviation
    guard w < min(20, 0.25 * spread.squareRoot()) else { return nil }
    let sign = offset < 0 ? -1.0 : 1
    let (shareA, shareB) = (a / sum, b / sum)
    func kernel(_ offset: Double) -> Double {
      a * gsl_sf_log_1plusx_mx(offset / shareA) + b * gsl_sf_log_1plusx_mx(-offset / shareB)
    }
    // exp(−45) is 3e-20.
    let half = 0.25 * ((w * w + 90).squareRoot() - w)
    let start = kernel(offset)
    var total = 0.0
    for middle in [half, 3 * half] {
      for (node, weight) in zip(
        GaussLegendreRule.points32.nodes, GaussLegendreRule.points32.weights)
      {
        let place = offset + sign * deviation * (middle + half * node)
        total += weight * exponential(kernel(place) - start) / (shareA + place) / (shareB - place)
      }
    }
    let tail = min(0, prefix + logarithm(total * half * deviation))
    let other = IncompleteGamma.complement(tail)
    return sign < 0 ? (tail, other) : (other, tail)
  }

  /// I(x; a, b) a B(a, b)/(xᵃ (1 − x)ᵇ), Lentz's evaluation.
  private func fraction(_ point: Point) -> Double {
    let x = point.x.head
    let tiny = 1e-300
    func safe(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / safe(1 - (a + b) * x / (a + 1))
    var value = d
    var m = 1.0
    while m < 1e6 {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / safe(1 + even * d)
      c = safe(1 + even / c)
      value *= c * d
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / safe(1 + odd * d)
      c = safe(1 + odd / c)
      let factor = c * d
      value *= factor
      // Also where it is no number any more.
      if !(abs(factor - 1) >= 2 * .ulpOfOne) { break }
      m += 1
    }
    return value
  }
}
