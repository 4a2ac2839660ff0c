// SPDX-License-Identifier: GPL-3.0-or-later

/// The tail of Student's t distribution, μ = 0 and σ = 1.
enum StudentTail {
  /// log P(t′ > t), accurate in relative terms for the probability where it is below ½.
  static func logUpperTail(_ t: Double, _ freedom: Double) -> Double {
    guard t > 0 else {
      if t == 0 { return -logarithm(2) }
      return IncompleteGamma.complement(logUpperTail(-t, freedom))
    }
    let ratio = (t / freedom) * t
    if freedom > 1e5 && ratio < 1e-3 { return nearlyNormal(t, freedom) }
    // P = ½ I(ν/(ν + t²); ν/2, ½)
    let root = t / freedom.squareRoot()
    let logY =
      root > 1
      ? -logarithm(onePlus: 1 / root / root)
      : 2 * logarithm(root)
        - logarithm(onePlus: root * root)
    let logX =
      root > 1
      ? -2 * logarithm(root) - logarithm(onePlus: 1 / root / root)
      : -logarithm(onePlus: root * root)
    let (x, y) = shares(t, freedom)
    let point = IncompleteBeta.Point(x: x, y: y, logX: logX, logY: logY)
    return IncompleteBeta(a: freedom / 2, b: 0.5).both(point).lower - logarithm(2)
  }

  /// ν/(ν + t²) and t²/(ν + t²).
  private static func shares(_ t: Double, _ freedom: Double) -> (DoubleDouble, DoubleDouble) {
    let (one, nu) = (DoubleDouble(1), DoubleDouble(freedom))
    if t > 1e8 {
      // t² may overflow.
      let ratio = nu / DoubleDouble(t) / DoubleDouble(t)
      return (ratio / (one + ratio), one / (one + ratio))
    }
    let square = DoubleDouble.product(t, t)
    let sum = nu + square
    return (nu / sum, square / sum)
  }

  /// For large ν, with w² = ν log(1 + t²/ν): in w the density is nearly normal,
  ///
  /// ```text
  /// p(t) dt = C exp(−½cw²) √(v/(exp(v) − 1)) dw,    c = 1 − 1/ν,   v = w²/ν
  /// ```
  ///
  /// and the root is a power series in v, at most 1e-3 here.
  private static func nearlyNormal(_ t: Double, _ freedom: Double) -> Double {
    let v = logarithm(onePlus: (t / freedom) * t)
    let w = (freedom * v).squareRoot()
    let c = 1 - 1 / freedom
    // Jₖ = ∫_w^∞ s²ᵏ exp(−½cs²) ds in units of exp(−½cw²): Jₖ₊₁ = (w²ᵏ⁺¹ + (2k + 1)Jₖ)/c
    var integral = NormalTail.millsRatio(w * c.squareRoot()) / c.squareRoot()
    var (power, sum, scale, k) = (w, 0.0, 1.0, 0.0)
    for coefficient in rootSeries {
      sum += coefficient * integral * scale
      integral = (power + (2 * k + 1) * integral) / c
      power *= w * w
      scale /= freedom
      k += 1
    }
    let constant = logGammaHalfStep(freedom / 2) - DoubleDouble.halfLogTwoPi.head
    return constant - 0.5 * c * w * w + logarithm(sum)
  }

  /// √(v/(exp(v) − 1)) by powers of v.
  private static let rootSeries = [
    1, -0.25, 0.0104166666666666667, 0.00260416666666666667, -0.00009765625,
    -0.0000515407986111111111,
  ]
}
