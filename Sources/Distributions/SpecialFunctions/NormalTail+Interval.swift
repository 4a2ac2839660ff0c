// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

extension NormalTail {
  /// log P(a < z < b) for the standard normal distribution; −∞ unless a < b.
  package static func logProbability(from a: Double, to b: Double) -> Double {
    logProbability(from: DoubleDouble(a), to: DoubleDouble(b)).value.head
  }

  /// log P(a < z < b) for the standard normal distribution; −∞ unless a < b.
  ///
  /// The ends come as sums of two doubles, since far in a tail the probability depends on them more
  /// than a double can tell. The error does not exceed 2e-15 + 2⁻⁹⁶ |log P|.
  package static func logProbability(from a: DoubleDouble, to b: DoubleDouble) -> LogProbability {
    let width = b.head.isInfinite || a.head.isInfinite ? b.head - a.head : (b - a).head
    guard width > 0 else { return .impossible }
    let value = logMass(from: a, to: b, width: width)
    return LogProbability(value, error: 2e-15 + 0x1p-96 * abs(value.head))
  }

  private static func logMass(
    from a: DoubleDouble, to b: DoubleDouble, width: Double
  ) -> DoubleDouble {
    // By symmetry in the upper tail, where both ends have the accurate form.
    if a.head < 0 && b.head <= 0 { return logMass(from: -b, to: -a, width: width) }
    if a.head < 0 {
      let outside = exponential(logUpperTail(-a)) + exponential(logUpperTail(b))
      // Between ends on both sides of 0 the difference of the error functions is a sum.
      return outside < 0.5
        ? DoubleDouble(Double.log(onePlus: -outside))
        : .log(0.5 * (erf(b.head) + erf(-a.head)))
    }
    // How far log φ falls from a to b.
    let fall = width * (a.head + width / 2)
    if fall < 1 {
      return logDensity(a) + .log(width) + .log(meanRatio(from: a.head, width: width))
    }
    let (near, far) = (logUpperTail(a), logUpperTail(b))
    guard far.head > -.infinity else { return near }
    return near + logarithm(oneMinusExpOfMinus: (near - far).head)
  }

  private static func erf(_ t: Double) -> Double { Double.erf(t * 0.5.squareRoot()) }

  /// The mean of φ(z)/φ(a) over a < z < a + w, where φ falls by less than a factor e: there the
  /// difference of two tails cancels, the more the narrower the interval.
  ///
  /// With s = z − a the ratio is Σ cₖ sᵏ, the generating function of Hermite's polynomials:
  ///
  /// ```text
  /// exp(−as − ½s²) = Σ cₖ sᵏ,    cₖ₊₁ = −(a cₖ + cₖ₋₁)/(k + 1),    ∫₀ʷ ds/w = Σ cₖ wᵏ/(k + 1)
  /// ```
  private static func meanRatio(from a: Double, width: Double) -> Double {
    let (linear, quadratic) = (a * width, width * width)
    var (previous, current) = (0.0, 1.0)
    var sum = 1.0
    // Since aw < 1 and w² < 2, the coefficients of exp(x + x²) bound the terms: the rest is below
    // 1e-20.
    for k in 1...48 {
      (previous, current) = (current, -(linear * current + quadratic * previous) / Double(k))
      sum += current / Double(k + 1)
    }
    return sum
  }
}
