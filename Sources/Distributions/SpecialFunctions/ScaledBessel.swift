// SPDX-License-Identifier: GPL-3.0-or-later

// The modified Bessel function of the first kind in 31 digits, without its power and its exponential.

extension DoubleDouble {
  /// log(t⁻ⁿ Iₙ(t)) − t, for a small order n: it falls from ∞ to −∞, and is −t − log(2ⁿ n!) next to 0. The error is below
  /// 2e-29 of the value, or 1e-30·min(|t|, 100).
  ///
  /// Source: *NIST Handbook of Mathematical Functions*, 10.25.2, and 10.40.1 for large t.
  func logScaledBessel(order: Int) -> DoubleDouble {
    // t⁻ⁿ Iₙ(t) is even.
    if head < 0 { return (-self).logScaledBessel(order: order) - self * 2 }
    guard head.isFinite else { return DoubleDouble(head.isNaN ? .nan : -.infinity) }
    let n = Double(order)
    guard head < max(40, n * n) else { return asymptoticScaledBessel(n) }
    // 2⁻ⁿ Σ (¼t²)ᵏ/(k! (n + k)!), relative to its first term.
    let square = self * self * 0.25
    var (term, sum, k) = (DoubleDouble(1), DoubleDouble(0), 1.0)
    repeat {
      term = term * square / DoubleDouble(k * (n + k))
      sum = sum + term
      k += 1
    } while term.head > 1e-33 * sum.head
    let first = DoubleDouble(n + 1).logGamma + DoubleDouble.logarithmOfTwo * n
    return sum.logOnePlus - first - self
  }

  /// −½ log 2πt − n log t + log Σ (−1)ᵏ aₖ(n)/tᵏ, which leaves out exp(−2t).
  private func asymptoticScaledBessel(_ n: Double) -> DoubleDouble {
    let eighth = DoubleDouble(0.125) / self
    var (term, sum) = (DoubleDouble(1), DoubleDouble(0))
    for k in 1...80 {
      let odd = Double(2 * k - 1)
      term = term * eighth * (odd * odd - 4 * n * n) / DoubleDouble(Double(k))
      sum = sum + term
      if term.head.magnitude < 1e-34 { break }
    }
    return sum.logOnePlus - .halfLogTwoPi - logarithm * (0.5 + n)
  }
}

extension Enclosure {
  /// t(A(t) − 1) with A = Iₙ₊₁/Iₙ, which increases from −1 to 1; for t > 0 it is above −2(n + 1).
  ///
  /// Source of the bound: Amos, "Computation of modified Bessel functions and their ratios", Mathematics of Computation
  /// 28 (1974): A(t) ≥ t/(n + 1 + √(t² + (n + 1)²)).
  func scaledBesselSlope(order: Int) -> Enclosure {
    if isEmpty { return .empty }
    func ratio(_ t: Double) -> Double {
      guard t.isFinite else { return t > 0 ? 1 : -1 }
      let t = DoubleDouble(t)
      let change = t.logScaledBessel(order: order + 1) - t.logScaledBessel(order: order)
      return (t * change.applying(.exp) - DoubleDouble(1)).head + 1
    }
    let slope = Enclosure(
      from: max(-2, DirectedRounding.below(ratio(lower)) - 1 - 1e-15),
      to: min(0, DirectedRounding.above(ratio(upper)) - 1 + 1e-15))
    let product = self * slope
    guard lower >= 0 else { return product }
    return product.intersection(Enclosure(from: -2 * Double(order + 1), to: 0))
  }
}

extension ComplexEnclosure {
  /// log(t⁻ⁿ Iₙ(t)) − t, up to a number the logarithm of ∫ exp(−ts) (s(2 − s))^(n − ½) ds over 0 < s < 2.
  func logScaledBessel(order: Int) -> ComplexEnclosure {
    // With A = Iₙ₊₁/Iₙ the moments of s are 1 − A and 2 − 2A − (2n + 1) A/u; they fall as u grows.
    func moments(_ u: Double) -> (first: Double, second: Double) {
      let u = DoubleDouble(max(min(u, 1e8), -1e8))
      let change = u.logScaledBessel(order: order + 1) - u.logScaledBessel(order: order)
      let share = change.applying(.exp)
      let first = DoubleDouble(1) - u * share
      return (first.head, (first * 2 - share * Double(2 * order + 1)).head)
    }
    let (largest, least) = (moments(real.lower), moments(real.upper))
    let mean = Enclosure(
      from: real.upper > 1e8 ? 0 : DirectedRounding.below(least.first, relativeError: 1e-9),
      to: real.lower < -1e8 ? 2 : DirectedRounding.above(largest.first, relativeError: 1e-9))
    let second = real.lower < -1e8 ? 4 : largest.second
    let variance = DirectedRounding.above(second, relativeError: 1e-9) - mean.lower * mean.lower
    return PositiveTransform.logarithm(
      real: real.applying(.logScaledBessel(order: order)), imaginary: -imaginary, mean: mean,
      variance: max(0, DirectedRounding.above(variance, relativeError: 1e-9)))
  }
}
