// SPDX-License-Identifier: GPL-3.0-or-later

/// Series and continued fractions for the values of ``TailIntegral``, in 31 digits.
enum TailSeries {
  private static let one = DoubleDouble(1)
  /// As many terms are enough for the largest shapes.
  private static let mostTerms = 1_000_000

  /// log(1 − eᵗ), t < 0.
  private static func complement(_ t: DoubleDouble) -> DoubleDouble {
    t.head < 0 ? (-t).logarithm.logInverseCloglog : DoubleDouble(t.head == 0 ? -.infinity : .nan)
  }

  // MARK: Gamma

  static func lowerGamma(_ a: DoubleDouble, _ t: DoubleDouble) -> DoubleDouble {
    guard t.head >= 0 else { return DoubleDouble(.nan) }
    guard t.head < .infinity else { return DoubleDouble(-.infinity) }
    if t.head < a.head + 1 { return lowerGammaSeries(a, t) }
    let whole = a.logGamma
    let upper = a * t.logarithm - t - whole + upperGammaFraction(a, t)
    return whole - a * t.logarithm + complement(upper)
  }

  static func upperGamma(
    _ a: DoubleDouble, _ width: DoubleDouble, _ t: DoubleDouble
  ) -> DoubleDouble {
    guard width.head < .infinity else { return upperGamma(a, t) }
    guard t.head >= 0 else { return DoubleDouble(.nan) }
    guard t.head < .infinity else { return DoubleDouble(-.infinity) }
    let growth = a * width.logOnePlus
    if width.head < 0.5, t.head * width.head < 2, growth.head < 2 {
      return gammaIntervalSeries(a, width, t)
    }
    let end = t * (one + width)
    if t.head * (1 + 0.5 * width.head) > a.head {
      let near = upperGamma(a, t)
      return near + complement(growth - t * width + upperGamma(a, end) - near)
    }
    let far = growth + lowerGamma(a, end)
    return t + far + complement(lowerGamma(a, t) - far)
  }

  /// log ∫ Σ cₖ uᵏ du, (k + 1) cₖ₊₁ = (a − 1 − t − k) cₖ − t cₖ₋₁, since (1 + u) f′ = (a − 1 − t(1 + u)) f.
  private static func gammaIntervalSeries(
    _ a: DoubleDouble, _ width: DoubleDouble, _ t: DoubleDouble
  ) -> DoubleDouble {
    let first = a - one - t
    return powerSeries(width) { k, current, previous in
      ((first - DoubleDouble(k)) * current - t * previous) / DoubleDouble(k + 1)
    }
  }

  /// log Σ cₖ wᵏ⁺¹/(k + 1) with c₀ = 1, of which cₖ₊₁ is known from k, cₖ and cₖ₋₁.
  private static func powerSeries(
    _ width: DoubleDouble,
    _ next: (_ k: Double, _ current: DoubleDouble, _ previous: DoubleDouble) -> DoubleDouble
  ) -> DoubleDouble {
    var (previous, current) = (DoubleDouble(0), one)
    var (power, sum) = (width, width)
    var small = 0
    for k in 0..<400 {
      (previous, current) = (current, next(Double(k), current, previous))
      power = power * width
      let term = current * power / DoubleDouble(Double(k + 2))
      sum = sum + term
      small = term.head.magnitude < 1e-34 * sum.head ? small + 1 : 0
      if small > 2 { break }
    }
    return sum.logarithm
  }

  private static func upperGamma(_ a: DoubleDouble, _ t: DoubleDouble) -> DoubleDouble {
    guard t.head >= 0 else { return DoubleDouble(.nan) }
    if t.head == 0 { return DoubleDouble(.infinity) }
    guard t.head < .infinity else { return DoubleDouble(-.infinity) }
    if t.head >= a.head + 1 { return upperGammaFraction(a, t) }
    let (whole, power) = (a.logGamma, a * t.logarithm)
    return whole - power + t + complement(power - whole + lowerGammaSeries(a, t))
  }

  /// −t + log Σ tⁿ/(a(a + 1)…(a + n)), whose terms are positive.
  private static func lowerGammaSeries(_ a: DoubleDouble, _ t: DoubleDouble) -> DoubleDouble {
    var term = one / a
    var sum = term
    for n in 1..<mostTerms {
      term = term * t / (a + DoubleDouble(Double(n)))
      sum = sum + term
      if term.head < 1e-34 * sum.head { break }
    }
    return sum.logarithm - t
  }

  /// log of Γ(a, t) eᵗ/tᵃ as a continued fraction, for t ≥ a + 1: Lentz's evaluation.
  private static func upperGammaFraction(_ a: DoubleDouble, _ t: DoubleDouble) -> DoubleDouble {
    var b = t + one - a
    var c = DoubleDouble(1e300)
    var d = one / b
    var (value, convergence) = (d, Convergence())
    // What is left out is 1/t² of the whole; the reciprocal of a number like 1e300 has half of its digits.
    guard t.head < 1e100 else { return value.logarithm }
    for n in 1..<mostTerms {
      let k = DoubleDouble(Double(n))
      let numerator = -(k * (k - a))
      b = b + DoubleDouble(2)
      d = one / nonzero(numerator * d + b)
      c = nonzero(b + numerator / c)
      let factor = c * d
      value = value * factor
      if convergence.isOver(at: factor) { break }
    }
    return value.logarithm
  }

  /// The end of a continued fraction: a factor that is 1, or comes no nearer to it for rounding.
  private struct Convergence {
    private var change = Double.infinity

    mutating func isOver(at factor: DoubleDouble) -> Bool {
      let last = change
      change = (factor - one).head.magnitude
      return !(change > 1e-30) || (change < 1e-29 && change >= last)
    }
  }

  private static func nonzero(_ value: DoubleDouble) -> DoubleDouble {
    value.head.magnitude < 1e-290 ? DoubleDouble(1e-290) : value
  }

  // MARK: Beta

  /// A function of the odds t.
  static func lowerBeta(_ a: DoubleDouble, _ b: DoubleDouble, _ t: DoubleDouble) -> DoubleDouble {
    guard t.head >= 0 else { return DoubleDouble(.nan) }
    guard t.head < .infinity else { return DoubleDouble(-.infinity) }
    let log = t.logOnePlus
    let share = t / (one + t)
    if share.head < (a.head + 1) / (a.head + b.head + 2) {
      return betaFraction(a, b, share).logarithm - a.logarithm - (a + b) * log
    }
    let whole = logBeta(a, b)
    let power = a * t.logarithm
    let upper =
      power - (a + b) * log - whole - b.logarithm + betaFraction(b, a, one / (one + t)).logarithm
    return whole - power + complement(upper)
  }

  /// log B(a, b).
  private static func logBeta(_ a: DoubleDouble, _ b: DoubleDouble) -> DoubleDouble {
    let (small, large) = a.head < b.head ? (a, b) : (b, a)
    return small.logGamma - large.logGammaIncrement(small)
  }

  /// I(x; a, b) a B(a, b)/(xᵃ (1 − x)ᵇ), Lentz's evaluation.
  private static func betaFraction(
    _ a: DoubleDouble, _ b: DoubleDouble, _ x: DoubleDouble
  ) -> DoubleDouble {
    let sum = a + b
    var c = one
    var d = one / nonzero(one - sum * x / (a + one))
    var (value, convergence) = (d, Convergence())
    for n in 1..<mostTerms {
      let m = DoubleDouble(Double(n))
      let place = a + m * 2
      let even = m * (b - m) * x / ((place - one) * place)
      d = one / nonzero(one + even * d)
      c = nonzero(one + even / c)
      value = value * (c * d)
      let odd = -((a + m) * (sum + m) * x) / (place * (place + one))
      d = one / nonzero(one + odd * d)
      c = nonzero(one + odd / c)
      let factor = c * d
      value = value * factor
      if convergence.isOver(at: factor) { break }
    }
    return value
  }

  // MARK: Student

  static func student(_ freedom: DoubleDouble, _ t: DoubleDouble) -> DoubleDouble {
    if t.head == 0 { return -DoubleDouble(2).logarithm }
    if t.head > 0 {
      let upper = student(freedom, -t)
      return (-upper.exponential).logOnePlus
    }
    guard t.head > -.infinity else { return t }
    let (half, size) = (freedom * 0.5, -t)
    let logOdds = freedom.logarithm - size.logarithm * 2
    // Next to 0 F(t) is ½ + t p(0).
    guard logOdds.head < 160 else {
      let density =
        half.logGammaIncrement(DoubleDouble(0.5)) - (freedom.logarithm + DoubleDouble.logPi) * 0.5
      return (DoubleDouble(0.5) + t * density.exponential).logarithm
    }
    let b = DoubleDouble(0.5)
    return half * logOdds + lowerBeta(half, b, logOdds.exponential) - logBeta(half, b)
      - DoubleDouble(2).logarithm
  }

  static func studentInterval(
    _ freedom: DoubleDouble, _ width: DoubleDouble, _ t: DoubleDouble
  ) -> DoubleDouble {
    let end = t + width
    guard t.isFinite, end.isFinite else { return DoubleDouble(t.head.isNaN ? .nan : -.infinity) }
    // From the other end by symmetry, so that the density falls.
    if (t + end).head < 0 { return studentInterval(freedom, width, -end) }
    let scale = freedom + t * t
    let slope = (freedom.head + 1) * t.head.magnitude / scale.head
    if width.head < 0.25 * scale.head.squareRoot(), width.head * slope < 2, scale.isFinite {
      // (ν + (t + v)²) p′ = −(ν + 1)(t + v) p.
      let factor = freedom + one
      let sum = powerSeries(width) { k, current, previous in
        -(t * (factor + DoubleDouble(2 * k)) * current
          + (factor + DoubleDouble(k - 1)) * previous) / (scale * DoubleDouble(k + 1))
      }
      let density = TailIntegral.logDensity(freedom, at: .constant(t)).constantValue
      return sum + (density ?? DoubleDouble(.nan))
    }
    let near = student(freedom, -t)
    return near + complement(student(freedom, -end) - near)
  }

  // MARK: Normal

  static func normalInterval(_ width: DoubleDouble, _ t: DoubleDouble) -> DoubleDouble {
    if t.head == .infinity { return DoubleDouble(-.infinity) }
    if t.head == -.infinity { return DoubleDouble(.infinity) }
    let end = t * width + width * width * 0.5
    // From the end where the density is larger.
    if t.head < -0.5 * width.head { return normalInterval(width, -t - width) - end }
    if width.head * (t.head + width.head) < 2 {
      // exp(−tv − ½v²) = Σ cₖ vᵏ.
      return powerSeries(width) { k, current, previous in
        -(t * current + previous) / DoubleDouble(k + 1)
      }
    }
    let near = (-t).logNormalRatio
    return near + complement((-t - width).logNormalRatio - near - end)
  }
}
