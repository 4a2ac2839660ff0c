// SPDX-License-Identifier: GPL-3.0-or-later

/// log Γ(a + h) − log Γ(a) − hψ(a) ≥ 0, the distance of log Γ, which is convex, from its tangent at a;
/// and a bound on its error. KL inside the families with Γ in their densities is made of it.
///
/// ```text
/// Σ ψ⁽ᵏ⁻¹⁾(a) hᵏ/k!, k = 2, 3, …                 for |h| ≤ a/10, where the three terms cancel
/// D(1 + a + h, 1 + a) + eᵗ − 1 − t, t = log(1 + h/a)   for a < 1, since log Γ(a) = log Γ(1 + a) − log a
/// ```
///
/// - Parameters:
///   - a: positive and finite.
///   - h: above −a.
package func logGammaDivergence(
  _ a: Double, step h: Double
) -> (value: Double, error: Double) {
  guard h != 0 else { return (0, 0) }
  guard a < 1 else { return logGammaDivergence(from: a, step: h) }
  let (regular, error) = logGammaDivergence(from: 1 + a, step: h)
  let ratio = h / a
  let t =
    abs(ratio) < 0.5 ? logarithm(onePlus: ratio) : logarithm(a + h) - logarithm(a)
  let pole = expMinusOneMinus(t)
  let rounding = 8 * Double.ulpOfOne
  let slip = abs(ratio) < 0.5 ? abs(t) : abs(logarithm(a)) + abs(logarithm(a + h)) + 1
  return (
    regular + pole, error + rounding * (regular + pole + abs(exponentialMinusOne(t)) * slip)
  )
}

/// The same for a ≥ 1 and a + h ≥ 1, whatever a smaller a was added to.
private func logGammaDivergence(from a: Double, step h: Double) -> (value: Double, error: Double) {
  guard abs(h) > 0.1 * a else {
    var (power, sum) = (h, 0.0)
    for k in 2...18 {
      power *= h / Double(k)
      sum += Polygamma.value(order: k - 1, a) * power
    }
    return (sum, 3e-13 * sum)
  }
  let difference = (DoubleDouble(a) + DoubleDouble(h)).logGamma - DoubleDouble(a).logGamma
  let slope = digamma(a)
  let value = (difference - .product(h, slope)).head
  // ψ is right to a few units in its last place, and a may be rounded.
  return (max(0, value), 4 * .ulpOfOne * (abs(h) * (2 + abs(slope)) + abs(difference.head)))
}

/// log Γ(1 + a), a > 0, correctly rounded but for the last unit.
package func logGammaRounded(onePlus a: Double) -> Double {
  (DoubleDouble(1) + DoubleDouble(a)).logGamma.head
}
