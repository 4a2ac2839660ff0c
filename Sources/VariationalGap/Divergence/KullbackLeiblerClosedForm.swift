// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// KL(q‖p) inside a family, in closed form: an oracle for ``KullbackLeibler``, which never uses it.
///
/// Each is a sum of terms that are never negative, where the textbook's form has terms that cancel:
///
/// ```text
/// E(t)    = eᵗ − 1 − t
/// D(b, a) = log Γ(b) − log Γ(a) − (b − a)ψ(a)
/// ```
///
/// The exceptions are gamma and beta, whose errors say what cancels there.
///
/// Source: Gil, Alajaji, Linder, "Rényi divergence measures for commonly used univariate continuous
/// distributions", Information Sciences 249 (2013), table 2, with α → 1. Cauchy: Chyzak, Nielsen, "A
/// closed-form formula for the Kullback–Leibler divergence between Cauchy distributions" (2019).
public enum KullbackLeiblerClosedForm {
  /// KL(q‖p) with a bound on its rounding; `nil` where no closed form is known here, where KL(q‖p) is
  /// infinite, or where a term is too large for a double.
  ///
  /// Exponential, gamma and chi-square distributions are one family, for they are gamma distributions
  /// all of them.
  public static func estimate(from q: any Distribution, to p: any Distribution) -> Estimate? {
    guard let estimate = known(q, p), estimate.isFinite else { return nil }
    return estimate
  }

  private static func known(_ q: any Distribution, _ p: any Distribution) -> Estimate? {
    switch (q, p) {
    case (let q as Normal, let p as Normal):
      normal((q.mean, q.standardDeviation), (p.mean, p.standardDeviation))
    case (let q as LogNormal, let p as LogNormal):
      normal((q.location, q.scale), (p.location, p.scale))
    case (let q as HalfNormal, let p as HalfNormal):
      0.5 * excess(2 * logRatio(q.scale, p.scale))
    case (let q as Rayleigh, let p as Rayleigh):
      excess(2 * logRatio(q.scale, p.scale))
    case (let q as InverseGamma, let p as InverseGamma):
      gamma((q.shape, q.scale), (p.shape, p.scale))
    case (let q as Beta, let p as Beta):
      // Where the log-gamma functions have lost all digits it says nothing.
      beta(q, p).error < 1 ? beta(q, p) : nil
    case (let q as Weibull, let p as Weibull):
      weibull(ratio: p.shape / q.shape, shift: p.shape * logRatio(q.scale, p.scale))
    case (let q as Gumbel, let p as Gumbel):
      weibull(
        ratio: q.scale / p.scale,
        shift: Estimate(1 / p.scale, error: (1 / p.scale).ulp) * difference(p.location, q.location))
    case (let q as Pareto, let p as Pareto):
      q.minimum >= p.minimum
        ? p.shape * logRatio(q.minimum, p.minimum) + excess(logRatio(p.shape, q.shape)) : nil
    case (let q as DoubleExponential, let p as DoubleExponential): doubleExponential(q, p)
    case (let q as Uniform, let p as Uniform): uniform(q, p)
    case (let q as Cauchy, let p as Cauchy): cauchy(q, p)
    default:
      if let q = gammaParameters(q), let p = gammaParameters(p) { gamma(q, p) } else { nil }
    }
  }

  /// E(t), t = log(λ_p/λ_q).
  public static func divergence(from q: Exponential, to p: Exponential) -> Double {
    excess(logRatio(p.rate, q.rate)).value
  }

  /// ½E(t) + ½((μ_q − μ_p)/σ_p)², t = 2 log(σ_q/σ_p).
  public static func divergence(from q: Normal, to p: Normal) -> Double {
    normal((q.mean, q.standardDeviation), (p.mean, p.standardDeviation)).value
  }

  /// ½E(t), t = 2 log(σ_q/σ_p): that of N(0, σ_q²) and N(0, σ_p²), for folding both halves adds log 2
  /// to both log densities.
  public static func divergence(from q: HalfNormal, to p: HalfNormal) -> Double {
    (0.5 * excess(2 * logRatio(q.scale, p.scale))).value
  }
}

// The families.
extension KullbackLeiblerClosedForm {
  /// ½E(t) + ½((μ_q − μ_p)/σ_p)², t = 2 log(σ_q/σ_p); log-normal distributions are normal in log z.
  private static func normal(
    _ q: (mean: Double, deviation: Double), _ p: (mean: Double, deviation: Double)
  ) -> Estimate {
    let shift = quotient(difference(q.mean, p.mean), p.deviation)
    return 0.5 * (excess(2 * logRatio(q.deviation, p.deviation)) + shift * shift)
  }

  /// Shape and rate of what is a gamma distribution.
  private static func gammaParameters(
    _ distribution: any Distribution
  ) -> (shape: Double, rate: Double)? {
    switch distribution {
    case let exponential as Exponential: (1, exponential.rate)
    case let gamma as Gamma: (gamma.shape, gamma.rate)
    case let chiSquare as ChiSquare: (chiSquare.degreesOfFreedom / 2, 0.5)
    default: nil
    }
  }

  /// D(α_p, α_q) + α_q E(t) + (α_q − α_p)t, t = log(β_p/β_q); that of 1/z is the same.
  private static func gamma(
    _ q: (shape: Double, rate: Double), _ p: (shape: Double, rate: Double)
  ) -> Estimate {
    let t = logRatio(p.rate, q.rate)
    return logGammaExcess(p.shape, q.shape) + q.shape * excess(t)
      + difference(q.shape, p.shape) * t
  }

  /// D(α_p, α_q) + D(β_p, β_q) − D(α_p + β_p, α_q + β_q).
  private static func beta(_ q: Beta, _ p: Beta) -> Estimate {
    let sum = q.alpha + q.beta
    let step = difference(p.alpha, q.alpha) + difference(p.beta, q.beta)
    let parts = logGammaExcess(p.alpha, q.alpha) + logGammaExcess(p.beta, q.beta)
    let (value, error) = logGammaDivergence(sum, step: step.value)
    // What the rounding of the sum and of the step does: the slope is ψ(b) − ψ(a) ≤ log(b/a) + 1/a + 1/b.
    let slope = abs(logRatio(p.alpha + p.beta, sum).value) + 1 / sum + 1 / (p.alpha + p.beta)
    let slip = slope * (step.error + sum.ulp) + 4 * .ulpOfOne * abs(step.value)
    return parts - Estimate(value, error: error + slip)
  }

  /// E(L) + D(a, 1), L = log Γ(1 + a) + s.
  ///
  /// Weibull: a = α_p/α_q, s = α_p log(σ_q/σ_p). If z is Gumbel's, exp(−z) is Weibull's with
  /// α = 1/β, log σ = −μ.
  private static func weibull(ratio a: Double, shift s: Estimate) -> Estimate {
    let (value, error) = logGammaDivergence(1, step: a - 1)
    let logGamma = logGammaRounded(onePlus: a)
    // a is rounded: ψ(1 + a) and ψ(a) − ψ(1) times its error.
    let slope = 1 + abs(logarithm(a)) + 1 / a
    // The step from 1 to a is rounded as well, which a small a sees.
    let rounding = max(a.ulp, (a - 1).ulp)
    let slip = Estimate(0, error: slope * rounding)
    return excess(Estimate(logGamma, error: 4 * .ulpOfOne * abs(logGamma)) + s + slip)
      + Estimate(value, error: error + slope * rounding)
  }

  /// E(t) + eᵗE(−|μ_q − μ_p|/σ_q), t = log(σ_q/σ_p).
  private static func doubleExponential(
    _ q: DoubleExponential, _ p: DoubleExponential
  ) -> Estimate {
    let ratio = q.scale / p.scale
    var fall = quotient(difference(q.location, p.location), q.scale)
    fall.value = -abs(fall.value)
    return excess(logRatio(q.scale, p.scale)) + Estimate(ratio, error: ratio.ulp) * excess(fall)
  }

  /// The logarithm of the quotient of the widths.
  private static func uniform(_ q: Uniform, _ p: Uniform) -> Estimate? {
    guard p.support.contains(q.support) else { return nil }
    let (own, other) = (difference(q.upper, q.lower), difference(p.upper, p.lower))
    var log = logRatio(other.value, own.value)
    log.error += 2 * (own.relativeError + other.relativeError)
    return log
  }

  /// log(1 + ((σ_q − σ_p)² + (μ_q − μ_p)²)/(4σ_qσ_p)).
  private static func cauchy(_ q: Cauchy, _ p: Cauchy) -> Estimate {
    func square(_ a: Double, _ b: Double) -> Estimate {
      let step = difference(a, b)
      return quotient(step, 2 * q.scale) * quotient(step, 2 * p.scale)
    }
    let sum = square(q.scale, p.scale) + square(q.location, p.location)
    let log = logarithm(onePlus: sum.value)
    return Estimate(log, error: sum.error / (1 + sum.value) + 2 * log.ulp)
  }
}

// What they are made of.
extension KullbackLeiblerClosedForm {
  /// E(t) = eᵗ − 1 − t.
  private static func excess(_ t: Estimate) -> Estimate {
    let value = expMinusOneMinus(t.value)
    let slope = abs(exponentialMinusOne(t.value)) + t.error * exponential(t.value)
    return Estimate(value, error: slope * t.error + 8 * .ulpOfOne * value)
  }

  /// log(a/b). The difference a − b is exact where a and b are within a factor of two.
  private static func logRatio(_ a: Double, _ b: Double) -> Estimate {
    let ratio = a / b
    guard ratio.isNormal else {
      let (first, second) = (logarithm(a), logarithm(b))
      return Estimate(
        first - second, error: 2 * .ulpOfOne * (abs(first) + abs(second)))
    }
    if (0.5...2).contains(ratio) {
      let log = logarithm(onePlus: (a - b) / b)
      return Estimate(log, error: 4 * .ulpOfOne * abs(log))
    }
    let log = logarithm(ratio)
    return Estimate(log, error: .ulpOfOne * (1 + 2 * abs(log)))
  }

  /// a − b.
  private static func difference(_ a: Double, _ b: Double) -> Estimate {
    let difference = a - b
    return Estimate(difference, error: difference.ulp / 2)
  }

  private static func quotient(_ a: Estimate, _ b: Double) -> Estimate {
    let quotient = a.value / b
    return Estimate(quotient, error: a.error / b + quotient.ulp)
  }

  /// D(b, a).
  private static func logGammaExcess(_ b: Double, _ a: Double) -> Estimate {
    let step = b - a
    let (value, error) = logGammaDivergence(a, step: step)
    let slope = abs(logarithm(b / a)) + 1 / a + 1 / b
    // The difference of doubles within a factor of two is exact.
    return Estimate(value, error: error + ((0.5...2).contains(b / a) ? 0 : slope * step.ulp))
  }
}
