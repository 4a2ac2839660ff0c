// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension CountPair {
  /// The terms of the expansion: up to the derivative of this order, which bounds the rest.
  private static let order = 16

  /// KL(q‖p) = E_q[T], T(k) = log(q(k)/p(k)), by Taylor's expansion of T around the mean μ of q:
  ///
  /// ```text
  /// T(μ) + Σ T⁽ʲ⁾(μ) E[(k − μ)ʲ]/j!,   j = 2 … 15
  /// ```
  ///
  /// T is linear but for log Γ(a(k)) with a(k) = k + φ or n − k + 1. Where a(k) ≥ a(μ)/2 its derivative of order 16 is at
  /// most ψ⁽¹⁵⁾(a(μ)/2); that a(k) is less has a probability below exp(−a²/8v), for a the mean of k or n − k and v the
  /// larger of it and the variance, since no lower tail is heavier than the normal one (cumulants are positive; for the binomial, Chernoff).
  /// With an exponent above 1000 even T times it is nothing.
  ///
  /// - Returns: `nil` where the bulk is not that narrow.
  var byMoments: Estimate? {
    let (mean, variance) = (q.mean, q.variance)
    guard mean.isFinite, variance > 1e6, variance < 1e35 else { return nil }
    var sum = logRatio(at: mean)
    let slope = step(at: mean.head.rounded(.down))
    sum.error += 1e-29 * (2 + mean.head * (slope.size + slope.error))
    if q.growth == p.growth { return sum.estimate }
    // A power of 2, whose powers are exact.
    let scale = variance.squareRoot().binade
    let (moments, sizes) = moments(scale: scale)
    for (law, sign) in [(q, 1.0), (p, -1.0)] {
      let (shape, near, direction): (DoubleDouble, Double, Double)
      switch law.growth {
      case .constant: continue
      case .falling(let n):
        shape = DoubleDouble(n) - mean + DoubleDouble(1)
        (near, direction) = (shape.head, -1)
      case .rising(let phi):
        shape = mean + DoubleDouble(phi)
        (near, direction) = (mean.head, 1)
      }
      // Of n − k the share that is q's own.
      let own = if case .falling(let n) = q.growth, direction < 0 { n - mean.head } else { near }
      guard own * own > 8000 * max(own, variance), shape.head >= 1e6 else { return nil }
      let ratio = DoubleDouble(scale) / shape
      var power = ratio
      for j in 2..<CountPair.order {
        power = power * ratio
        let m = Double(j - 1)
        // |ψ⁽ᵐ⁾(a)| aᵐ/(m − 1)!, up to (m + 5)⁶/(30240 a⁶).
        let inverse = DoubleDouble(1) / shape
        let square = inverse * inverse
        let series =
          DoubleDouble(1) + inverse * (m / 2)
          + square * (DoubleDouble(m * (m + 1)) / DoubleDouble(12))
          - square * square * (m * (m + 1) * (m + 2) * (m + 3) / 720)
        let factor = shape * power * series / DoubleDouble(Double(j) * m)
        // ψ⁽ᵐ⁾ has the sign (−1)ᵐ⁺¹; log Γ(n − k + 1) stands below, and falls with k.
        let signed = direction > 0 && j.isMultiple(of: 2) ? sign : -sign
        sum =
          sum
          + BoundedDouble(
            value: factor * moments[j] * signed,
            error: 1e-27 * factor.head * sizes[j])
      }
      let last = (power * ratio).head
      sum.error +=
        0x1.2p15 * shape.head * last * sizes[CountPair.order] / (15 * 16)
    }
    return sum.estimate
  }

  /// E[((k − μ)/scale)ʲ] of q for j up to ``order``, and what the same sums are without their signs.
  ///
  /// From E[k f(k)] = s E[g(k) f(k + 1)] for f(k) = (k − μ)ʲ.
  private func moments(scale: Double) -> (values: [DoubleDouble], sizes: [Double]) {
    let dispersion = q.dispersion
    let mixed =
      switch q.growth {
      case .constant: DoubleDouble(0)
      case .falling: -q.scale
      case .rising: q.scale
      }
    var (values, sizes) = ([DoubleDouble(1), DoubleDouble(0)], [1.0, 0.0])
    for j in 1..<CountPair.order {
      var (sum, size, binomial) = (DoubleDouble(0), 0.0, 1.0)
      // Powers of the scale, from that of (k − μ)⁰ on.
      for i in 0..<j {
        let weight = Double(
          sign: .plus, exponent: (i - j - 1) * Int(scale.exponent), significand: 1)
        let own = q.mean * weight
        let next = mixed * (weight * scale)
        sum = sum + (own * values[i] + next * values[i + 1]) * binomial
        size += binomial * (own.head * sizes[i] + next.head.magnitude * sizes[i + 1])
        binomial = binomial * Double(j - i) / Double(i + 1)
      }
      values.append(sum / dispersion)
      sizes.append(size / dispersion.head)
    }
    return (values, sizes)
  }
}
