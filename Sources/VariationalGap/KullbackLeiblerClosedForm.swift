// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// KL(q‖p) inside a family, in closed form: an oracle for ``KullbackLeibler``, which never uses it.
///
/// Each is written with exp(t) − 1 − t, in which the terms of the textbook's form have cancelled
/// already, so that the relative accuracy holds for nearly equal parameters.
///
/// Source: Gil, Alajaji, Linder, "Rényi divergence measures for commonly used univariate continuous
/// distributions", Information Sciences 249 (2013), table 2, with α → 1.
public enum KullbackLeiblerClosedForm {
  /// log(λ_q/λ_p) + λ_p/λ_q − 1  =  eᵗ − 1 − t,  t = log(λ_p/λ_q).
  public static func divergence(from q: Exponential, to p: Exponential) -> Double {
    expMinusOneMinus(logRatio(p.rate, q.rate))
  }

  /// log(σ_p/σ_q) + (σ_q² + (μ_q − μ_p)²)/(2σ_p²) − ½
  /// =  ½(eᵗ − 1 − t) + ½((μ_q − μ_p)/σ_p)²,  t = 2 log(σ_q/σ_p).
  public static func divergence(from q: Normal, to p: Normal) -> Double {
    let shift = (q.mean - p.mean) / p.standardDeviation
    let t = 2 * logRatio(q.standardDeviation, p.standardDeviation)
    return 0.5 * (expMinusOneMinus(t) + shift * shift)
  }

  /// log(σ_p/σ_q) + σ_q²/(2σ_p²) − ½  =  ½(eᵗ − 1 − t),  t = 2 log(σ_q/σ_p).
  ///
  /// That of N(0, σ_q²) and N(0, σ_p²): folding both halves adds log 2 to both log densities.
  public static func divergence(from q: HalfNormal, to p: HalfNormal) -> Double {
    0.5 * expMinusOneMinus(2 * logRatio(q.scale, p.scale))
  }

  /// log(a/b). The difference a − b is exact where a and b are within a factor of two.
  private static func logRatio(_ a: Double, _ b: Double) -> Double {
    (0.5...2).contains(a / b) ? logarithm(onePlus: (a - b) / b) : logarithm(a / b)
  }
}
