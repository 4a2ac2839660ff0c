// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// One coordinate ε of the noise that a joint density is integrated in, and its share of
/// log q(z) − log p(z).
///
/// The noise is independent: coordinate k has a density of its own, and z is a function of it. Where
/// q is correlated, z₂ depends on the first two coordinates, and so does the second share.
struct JointAxis: Sendable {
  /// Where the integral over ε starts and ends.
  let window: (lower: Double, upper: Double)
  /// The ends of the support of ε.
  let support: (lower: Double, upper: Double)
  /// log density of ε.
  let logDensity: @Sendable (_ noise: Double) -> Double
  /// This coordinate's share of log q(z) − log p(z).
  let logRatio: @Sendable (_ noise: Double, _ previous: Double) -> Double
  /// The quantile function of ε.
  let quantile: @Sendable (Double) -> Double
  /// A bound on the mass of ε outside the window.
  let tailMass: Double
  /// A bound on the rounding of the share, in the bulk.
  let rounding: Double

  /// The drop of the log density at the ends of the window: exp(−32)·32 = 4e-13.
  private static let drop = 32.0

  /// An axis whose share is that of a pair (q, p): log q(z) − log p(z) at z(ε).
  static func independent(
    _ q: some Distribution, _ p: some Distribution
  ) throws(InferenceError) -> JointAxis {
    if let own = q.exponent, let other = p.exponent {
      return try quadratic(q, own, other)
    }
    return try general(q, p)
  }

  /// In units of q, seen from its mode: the share is a polynomial, whose coefficients are
  /// differences taken in 31 digits.
  private static func quadratic(
    _ q: some Distribution, _ own: QuadraticExponent, _ other: QuadraticExponent
  ) throws(InferenceError) -> JointAxis {
    let form = try CentredQuadratic(own, on: q.support, quantity: "log q(z)")
    let ratio = own - other
    let constant = ratio(form.centre).head
    let linear = ratio.slope(at: form.centre).head * form.unit
    let quadratic = ratio.naturalParameters.quadratic.head * form.unit * form.unit
    let logNormalizer = (form.peak + .log(form.unit)).head
    guard constant.isFinite, linear.isFinite, quadratic.isFinite else {
      throw .overflow(quantity: "log q(z) − log p(z)")
    }
    let window = form.window(drop: drop)
    let length = form.length
    let bell = form.bell
    return JointAxis(
      window: window, support: form.support,
      logDensity: { logNormalizer + bell.exponent($0) },
      logRatio: { noise, _ in constant + noise * (linear + noise * quadratic) },
      quantile: { form.local(DoubleDouble(q.quantile($0))) },
      tailMass: exponential(logNormalizer) * form.tail(outside: window),
      rounding: ratio.constantError + 4 * .ulpOfOne
        * (abs(constant) + length * (abs(linear) + 2 * length * abs(quadratic))))
  }

  /// In z itself where the tails of q are light, else in logistic noise ε, z the quantile of
  /// 1/(1 + exp(−ε)): smooth, however heavy the tails, but slower.
  private static func general(
    _ q: some Distribution, _ p: some Distribution
  ) throws(InferenceError) -> JointAxis {
    let middle = q.quantile(0.5)
    let (own, other) = (q.logDensity(middle), p.logDensity(middle))
    let width = q.quantile(0.75) - q.quantile(0.25)
    guard own.isFinite, width > 0 else { throw .overflow(quantity: "log q(z) − log p(z)") }
    let rounding =
      4 * .ulpOfOne * (abs(own) + (other.isFinite ? abs(other) : 0) + 50) + 8 * middle.ulp / width
    let mass = exponential(-drop)
    if q.lowerTail.isLight, q.upperTail.isLight {
      return JointAxis(
        window: (q.quantile(mass), q.quantile(1 - mass)),
        support: (q.support.lower, q.support.upper), logDensity: { q.logDensity($0) },
        logRatio: { z, _ in q.logDensity(z) - p.logDensity(z) },
        quantile: { q.quantile($0) }, tailMass: 2 * mass, rounding: rounding)
    }
    return JointAxis(
      window: (-drop, drop), support: (-.infinity, .infinity),
      logDensity: { -abs($0) - 2 * logarithm(onePlus: exponential(-abs($0))) },
      logRatio: { noise, _ in
        let z = q.quantile(1 / (1 + exponential(-noise)))
        return q.logDensity(z) - p.logDensity(z)
      },
      quantile: { logarithm($0) - logarithm(onePlus: -$0) }, tailMass: 2 * mass,
      rounding: rounding)
  }

  /// A normal coordinate z = μ + σ(ρε′ + √(1 − ρ²)ε) of standard noise ε, where ε′ is the noise of
  /// the axis before: given ε′ it is N(μ + σρε′, σ²(1 − ρ²)), and its marginal is q = N(μ, σ²).
  ///
  /// - Parameter correlation: ρ, in (−1, 1); 0 for the first of a pair.
  static func normal(
    _ q: Normal, _ p: some Distribution, correlation: Double
  ) throws(InferenceError) -> JointAxis {
    let (mean, deviation) = (q.mean, q.standardDeviation)
    let residual = ((1 - correlation) * (1 + correlation)).squareRoot()
    let (fromPrevious, fromOwn) = (deviation * correlation, deviation * residual)
    let logPeak = (-DoubleDouble.halfLogTwoPi - .log(deviation) - .log(residual)).head
    let logReference: @Sendable (Double) -> Double
    var magnitude = abs(logPeak) + 1
    if let other = p.exponent {
      // log p(μ + t) as a polynomial in t.
      let constant = other(DoubleDouble(mean)).head
      let linear = other.slope(at: DoubleDouble(mean)).head
      let quadratic = other.naturalParameters.quadratic.head
      logReference = { constant + $0 * (linear + $0 * quadratic) }
      magnitude += abs(constant) + deviation * (abs(linear) + deviation * abs(quadratic))
    } else {
      logReference = { p.logDensity(mean + $0) }
      magnitude += abs(p.logDensity(mean)) + 50 + 2 * mean.ulp / deviation / .ulpOfOne
    }
    guard magnitude.isFinite else { throw .overflow(quantity: "log q(z) − log p(z)") }
    let reach = (2 * drop).squareRoot()
    return JointAxis(
      window: (-reach, reach), support: (-.infinity, .infinity),
      logDensity: { -0.5 * $0 * $0 - DoubleDouble.halfLogTwoPi.head },
      logRatio: { noise, previous in
        logPeak - 0.5 * noise * noise - logReference(fromPrevious * previous + fromOwn * noise)
      },
      quantile: { Normal.standard.quantile($0) },
      tailMass: 2 * exponential(NormalTail.logUpperTail(reach)), rounding: 4 * .ulpOfOne * magnitude
    )
  }
}

extension Tail {
  /// Whether the density falls off exponentially, or has a limit at its end.
  fileprivate var isLight: Bool {
    switch self {
    case .powerLaw(let exponent): exponent == 0
    case .stretched(_, let order): order >= 1
    case .doublyExponential: true
    case .squaredLogarithm, .unknown: false
    }
  }
}
