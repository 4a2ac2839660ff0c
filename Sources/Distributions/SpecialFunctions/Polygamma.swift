// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL
internal import Quadrature

/// ψ⁽ⁿ⁾(t), the n-th derivative of the digamma function ψ = (log Γ)′.
enum Polygamma {
  /// ψ⁽ⁿ⁾(t) for t > 0 and n from 0 to 20, NaN elsewhere; ±∞ on overflow, 0 on underflow.
  ///
  /// The relative error is below 1e-13, at the zero of ψ the absolute one below 1e-15.
  ///
  /// Source: GSL's digamma and Hurwitz zeta functions, ψ⁽ⁿ⁾(t) = (−1)ⁿ⁺¹ n! ζ(n + 1, t) for n ≥ 1.
  /// For large t, where GSL would report an underflow that is none, the first two terms of
  /// *NIST Handbook of Mathematical Functions*, 5.15.8.
  static func value(order: Int, _ t: Double) -> Double {
    guard t > 0, (0...20).contains(order) else { return .nan }
    if t.isInfinite { return order == 0 ? .infinity : order % 2 == 0 ? -0.0 : 0 }
    if order > 0, t > 1e9 {
      // (−1)ⁿ⁺¹ (n − 1)!/tⁿ · (1 + n/(2t))
      var value = 1 + Double(order) / (2 * t)
      for k in 0..<order { value *= Double(max(k, 1)) / t }
      return order % 2 == 0 ? -value : value
    }
    GSL.silenceErrorHandler
    var result = gsl_sf_result()
    // On overflow the result is ±∞, and nothing underflows at these t: the status adds nothing.
    _ = unsafe gsl_sf_psi_n_e(Int32(order), t, &result)
    return result.val
  }

  /// t (ψ(t) − log t) + ½, which rises from −½ to 0, with a relative error below 1e-8.
  static func stirlingSlope(_ t: Double) -> Double {
    if t == 0 { return -0.5 }
    if t < 12 { return t * (value(order: 0, t) - logarithm(t)) + 0.5 }
    let square = 1 / (t * t)
    return -(1 / 12.0 - square * (1 / 120.0 - square * (1 / 252.0 - square / 240))) / t
  }
}
