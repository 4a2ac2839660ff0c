// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL
internal import Quadrature
internal import RealModule

// Functions about Γ, in the forms in which nothing cancels.

/// log Γ(x), x > 0.
func logGamma(_ x: Double) -> Double { Double.logGamma(x) }

/// log Γ(1 + x), with a relative error of 1e-15 or so also for x near 0, x > −½.
///
/// Source: *NIST Handbook of Mathematical Functions*, 5.7.3.
func logGamma(onePlus x: Double) -> Double {
  guard abs(x) < 0.5 else { return logGamma(1 + x) }
  var (power, sum) = (-x, 0.0)
  for k in 2...40 {
    power *= -x
    sum -= gsl_sf_zetam1_int(Int32(k)) * power / Double(k)
  }
  return x * (1 - eulerGamma) - logarithm(onePlus: x) - sum
}

/// γ.
let eulerGamma = 0.57721566490153286061

/// ψ(x) = d log Γ(x)/dx, x > 0.
func digamma(_ x: Double) -> Double {
  GSL.silenceErrorHandler
  return gsl_sf_psi(x)
}

/// ψ(x) − log x, x > 0: about −1/(2x) for large x, where the difference itself has no digits.
///
/// Source: *NIST Handbook of Mathematical Functions*, 5.11.2.
func digammaExcess(_ x: Double) -> Double {
  guard x > 20 else { return digamma(x) - logarithm(x) }
  let w = 1 / (x * x)
  let series =
    w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * 691 / 32760)))))
  return -0.5 / x - series
}

/// log Γ(x) − ((x − ½) log x − x + ½ log 2π), Stirling's remainder, x > 0: about 1/(12x).
///
/// Source: *NIST Handbook of Mathematical Functions*, 5.11.1.
func stirlingRemainder(_ x: Double) -> Double {
  GSL.silenceErrorHandler
  guard x > 20 else { return logarithm(gsl_sf_gammastar(x)) }
  let w = 1 / (x * x)
  return
    (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * 691 / 360360)))))
    / x
}

/// log B(a, b), a and b positive, from Stirling's remainders: log Γ(a), log Γ(b) and log Γ(a + b)
/// cancel for large a and b.
func logBeta(_ a: Double, _ b: Double) -> Double {
  let (small, large) = (min(a, b), max(a, b))
  if large < 10 { return logGamma(small) + (logGamma(large) - logGamma(small + large)) }
  let ratio = small / large
  let remainder = stirlingRemainder(large) - stirlingRemainder(small + large)
  if small < 10 {
    // Γ(b)/Γ(a + b): (b − ½) log(b/(a + b)) − a log(a + b) + a
    return logGamma(small) - (large - 0.5) * logarithm(onePlus: ratio)
      - small * logarithm(small + large) + small + remainder
  }
  return -small * logarithm(onePlus: large / small) - large * logarithm(onePlus: ratio)
    + 0.5 * (logarithm(onePlus: ratio) - logarithm(small)) + DoubleDouble.halfLogTwoPi.head
    + remainder + stirlingRemainder(small)
}

/// log Γ(1 + c + 2h) − 2 log Γ(1 + c + h) + log Γ(1 + c), c > −1, h > 0.
///
/// The second difference by its Taylor series about the middle where the step is small:
///
/// ```text
/// 2 Σ ψ⁽²ᵏ⁻¹⁾(1 + c + h) h²ᵏ/(2k)!
/// ```
func logGammaSecondDifference(_ c: Double, _ h: Double) -> Double {
  GSL.silenceErrorHandler
  guard h < 0.25 * (1 + c) else {
    return logGamma(onePlus: c + 2 * h) - 2 * logGamma(onePlus: c + h) + logGamma(onePlus: c)
  }
  var (factor, sum) = (1.0, 0.0)
  for k in 1...16 {
    let n = Double(2 * k)
    factor *= h * h / (n * (n - 1))
    sum += factor * gsl_sf_psi_n(Int32(2 * k - 1), 1 + c + h)
  }
  return 2 * sum
}

/// log Γ(x + ½) − log Γ(x) − ½ log x, x > 0: about −1/(8x) for large x.
///
/// Source: *NIST Handbook of Mathematical Functions*, 5.11.13, with the remainders of Stirling's formula.
func logGammaHalfStep(_ x: Double) -> Double {
  guard x > 10 else { return logGamma(x + 0.5) - logGamma(x) - 0.5 * logarithm(x) }
  // x log(1 + ½/x) − ½, by log(1 + u) − u at u = ½/x
  return x * gsl_sf_log_1plusx_mx(0.5 / x) + stirlingRemainder(x + 0.5) - stirlingRemainder(x)
}
