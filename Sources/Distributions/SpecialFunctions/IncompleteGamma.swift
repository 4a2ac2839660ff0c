// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL
internal import Quadrature

/// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x), on the scale of
/// logarithms: they do not underflow.
///
/// The logarithm of the smaller one is off by less than 1e-14 max(1, |log|). x comes as the sum of
/// two doubles, since for a large shape a its last digits decide.
///
/// Sources: series and continued fraction, *NIST Handbook of Mathematical Functions*, 8.7.1 and
/// 8.9.2; for large a, Temme's uniform expansion, ibid. 8.12.
enum IncompleteGamma {
  /// log P(a, x).
  static func logLower(_ a: Double, _ x: DoubleDouble) -> Double { both(a, x).lower }

  /// log Q(a, x).
  static func logUpper(_ a: Double, _ x: DoubleDouble) -> Double { both(a, x).upper }

  /// log P(a, x) and log Q(a, x).
  static func both(_ a: Double, _ x: DoubleDouble) -> (lower: Double, upper: Double) {
    GSL.silenceErrorHandler
    guard x.head > 0 else { return x.head == 0 ? (-.infinity, 0) : (.nan, .nan) }
    guard x.head.isFinite else { return x.head == .infinity ? (0, -.infinity) : (.nan, .nan) }
    let mu = ((x - DoubleDouble(a)) / DoubleDouble(a)).head
    if a > 2e4 && abs(mu) < 0.3 { return uniform(a, mu) }
    if a < 1 && x.head < 1.5 { return smallShape(a, x.head) }
    if x.head < a + 1 {
      let lower = min(0, logPrefix(a, x, mu) - logarithm(a) + logarithm(series(a, x.head)))
      return (lower, complement(lower))
    }
    let upper = min(0, logPrefix(a, x, mu) + logarithm(fraction(a, x.head)))
    return (complement(upper), upper)
  }

  /// log(1 − exp(t)), t ≤ 0.
  static func complement(_ t: Double) -> Double { logarithm(oneMinusExpOfMinus: -t).head }

  /// log(xᵃ exp(−x)/Γ(a)), from the distance of x from a: a log x and x cancel for large a.
  private static func logPrefix(_ a: Double, _ x: DoubleDouble, _ mu: Double) -> Double {
    if a < 2 { return a * logarithm(x.head) - x.head - logGamma(a) }
    return -a * deviance(mu, x.head / a) + 0.5 * logarithm(a)
      - DoubleDouble.halfLogTwoPi.head - logarithm(gsl_sf_gammastar(a))
  }

  /// μ − log(1 + μ), with 1 + μ beside it for μ near −1.
  static func deviance(_ mu: Double, _ onePlusMu: Double) -> Double {
    mu > -0.5 && mu < 1 ? -gsl_sf_log_1plusx_mx(mu) : mu - logarithm(onePlusMu)
  }

  /// Σ xⁿ/((a + 1) … (a + n)).
  private static func series(_ a: Double, _ x: Double) -> Double {
    var (term, sum, n) = (1.0, 1.0, 1.0)
    while n < 1e7 {
      term *= x / (a + n)
      sum += term
      if term < 0x1p-56 * sum && x < a + n { break }
      n += 1
    }
    return sum
  }

  /// Q(a, x) Γ(a)/(xᵃ exp(−x)), Lentz's evaluation.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    var n = 1.0
    while n < 1e7 {
      let numerator = -n * (n - a)
      b += 2
      d = numerator * d + b
      if abs(d) < tiny { d = tiny }
      c = b + numerator / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let factor = c * d
      value *= factor
      if abs(factor - 1) < 2 * .ulpOfOne { break }
      n += 1
    }
    return value
  }

  /// For a < 1 and x < 1.5, where Q itself may be as small as a:
  ///
  /// ```text
  /// P = xᵃ/Γ(1 + a) (1 + a S)     Q = 1 − xᵃ/Γ(1 + a) − a S xᵃ/Γ(1 + a)     S = Σ (−x)ⁿ/((a + n) n!)
  /// ```
  private static func smallShape(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    var (term, sum, n) = (1.0, 0.0, 1.0)
    while n < 60 {
      term *= -x / n
      sum += term / (a + n)
      n += 1
    }
    let logPower = a * logarithm(x) - logGamma(onePlus: a)
    let power = exponential(logPower)
    let upper = -exponentialMinusOne(logPower) - a * sum * power
    return (logPower + logarithm(onePlus: a * sum), logarithm(upper))
  }

  /// Temme's expansion: relative error 1e-15 for a > 2e4.
  private static func uniform(_ a: Double, _ mu: Double) -> (lower: Double, upper: Double) {
    let half = a * deviance(mu, 1 + mu)
    let eta = (mu < 0 ? -1 : 1) * (2 * half / a).squareRoot()
    let t = abs(eta) * a.squareRoot()
    // R is added to the upper tail and taken from the lower one; both in units of φ(t).
    var correction = 0.0
    for row in coefficients.reversed() {
      correction = correction / a + row.reversed().reduce(0) { $0 * eta + $1 }
    }
    correction /= a.squareRoot()
    let near = NormalTail.millsRatio(t) + (mu < 0 ? -correction : correction)
    let log = min(0, -half - DoubleDouble.halfLogTwoPi.head + logarithm(near))
    return mu < 0 ? (log, complement(log)) : (complement(log), log)
  }

  /// c₀ … c₃ by powers of η.
  private static let coefficients: [[Double]] = [
    [
      -0.333333333333333333, 0.0833333333333333333, -0.0148148148148148148, 0.00115740740740740741,
      0.0003527336860670194, -0.000178755144032921811, 0.0000391926317852243778,
      -2.18544851067999216e-6, -1.85406221071515996e-6, 8.29671134095308601e-7,
      -1.76659527368260793e-7, 6.70785354340149858e-9, 1.0261809784240308e-8,
      -4.38203601845335319e-9, 9.14769958223679023e-10, -2.55141939949462498e-11,
    ],
    [
      -0.00185185185185185185, -0.00347222222222222222, 0.0026455026455026455,
      -0.000990226337448559671, 0.000205761316872427984, -4.01877572016460905e-7,
      -0.0000180985503344899778, 7.64916091608111008e-6, -1.6120900894563446e-6,
      4.64712780280743434e-9, 1.37863344691572096e-7, -5.75254560351770496e-8,
    ],
    [
      0.0041335978835978836, -0.00268132716049382716, 0.000771604938271604938,
      2.00938786008230453e-6, -0.000107366532263651605, 0.0000529234488291201254,
      -0.0000127606351886187277, 3.42357873409613807e-8,
    ],
    [
      0.000649434156378600823, 0.000229472093621399177, -0.000469189494395255712,
      0.000267720632062838853, -0.0000756180167188397641, -2.39650511386729665e-7,
    ],
  ]
}
