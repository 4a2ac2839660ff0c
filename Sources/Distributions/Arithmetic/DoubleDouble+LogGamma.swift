// SPDX-License-Identifier: GPL-3.0-or-later

extension DoubleDouble {
  /// log Γ(t) for t > 0, NaN elsewhere.
  ///
  /// The error is below 1e-29 of the value and, next to the zeros at 1 and 2, below 1e-30.
  ///
  /// Source: Stirling's series, *NIST Handbook of Mathematical Functions*, 5.11.1, at t ≥ 16, where 20
  /// terms leave 1e-34; below, Γ(t + 1) = t Γ(t) leads there.
  package var logGamma: DoubleDouble {
    guard head > 0 else { return DoubleDouble(.nan) }
    if self == DoubleDouble(1) || self == DoubleDouble(2) { return DoubleDouble(0) }
    if head < 0.5 { return (self + DoubleDouble(1)).logGamma - logarithm }
    if head >= 16 { return stirling }
    var t = self
    var product = DoubleDouble(1)
    while t.head < 16 {
      product = product * t
      t = t + DoubleDouble(1)
    }
    return t.stirling - product.logarithm
  }

  /// (t − ½)(log t − 1) − ½ + ½ log 2π + r(t), for t ≥ 16.
  private var stirling: DoubleDouble {
    let main = (self - DoubleDouble(0.5)) * (logarithm - DoubleDouble(1))
    guard main.isFinite else { return DoubleDouble(main.head) }
    return main + (.halfLogTwoPi - DoubleDouble(0.5) + stirlingSeries)
  }

  /// r(t) = log Γ(t) − ((t − ½) log t − t + ½ log 2π), Stirling's remainder, for t > 0: about 1/(12t). The
  /// absolute error is below 1e-29, and from t = 16 on the relative one.
  var stirlingRemainder: DoubleDouble {
    if head >= 16 { return stirlingSeries }
    return logGamma - ((self - DoubleDouble(0.5)) * logarithm - self + .halfLogTwoPi)
  }

  /// ψ(t) = (log Γ)′(t) for t > 0, NaN elsewhere: the error is below 1e-29 max(1, |value|).
  ///
  /// Source: *NIST Handbook of Mathematical Functions*, 5.11.2, where t ≥ 16; below, ψ(t + 1) = ψ(t) + 1/t leads there.
  var digamma: DoubleDouble {
    guard head > 0 else { return DoubleDouble(.nan) }
    guard head.isFinite else { return self }
    var (t, shift) = (self, DoubleDouble(0))
    while t.head < 16 {
      shift = shift + DoubleDouble(1) / t
      t = t + DoubleDouble(1)
    }
    return t.logarithm - DoubleDouble(0.5) / t - t.digammaSeries - shift
  }

  /// ψ(a) − ψ(b) for a and b above 0, in which nothing cancels where they are large:
  ///
  /// ```text
  /// log(1 + (a − b)/b) + (a − b)/(2ab) − (s(a) − s(b))
  /// ```
  static func digammaDifference(_ a: DoubleDouble, _ b: DoubleDouble) -> DoubleDouble {
    let step = a - b
    guard a.head >= 16, b.head >= 16, abs(step.head) < b.head else { return a.digamma - b.digamma }
    return (step / b).logOnePlus + step / b * 0.5 / a - (a.digammaSeries - b.digammaSeries)
  }

  /// s(t) = 1/(12t²) − 1/(120t⁴) + …, for t ≥ 16.
  private var digammaSeries: DoubleDouble {
    let inverse = DoubleDouble(1) / self
    let square = inverse * inverse
    return DoubleDouble.digammaCoefficients.reduce(DoubleDouble(0)) { $0 * square + $1 } * square
  }

  /// Those of ψ's series, the last one first.
  private static let digammaCoefficients: [DoubleDouble] = {
    let coefficients = shortStirlingCoefficients.map { DoubleDouble($0) } + stirlingCoefficients
    return coefficients.enumerated().map { index, coefficient in
      coefficient * Double(2 * (coefficients.count - index) - 1)
    }
  }()

  /// log Γ(t + step) − log Γ(t) for t > 0 and step ≥ 0, in which nothing cancels: the error is below
  /// 1e-29 max(1, |value|).
  ///
  /// For step < t, from the difference of two of Stirling's series,
  ///
  /// ```text
  /// s log t + t (log(1 + s/t) − s/t) + (s − ½) log(1 + s/t) + r(t + s) − r(t)
  /// ```
  package func logGammaIncrement(_ step: DoubleDouble) -> DoubleDouble {
    let sum = self + step
    guard head >= 16, step.head < head else { return sum.logGamma - logGamma }
    let ratio = step / self
    return step * logarithm + self * ratio.logOnePlusMinus
      + (step - DoubleDouble(0.5)) * ratio.logOnePlus
      + (sum.stirlingSeries - stirlingSeries)
  }

  /// 1/(12t) − 1/(360t³) + …, for t ≥ 16.
  private var stirlingSeries: DoubleDouble {
    let inverse = DoubleDouble(1) / self
    let square = inverse * inverse
    // From the seventh term on, at most 1e-18, a double is enough.
    var double = 0.0
    for coefficient in DoubleDouble.shortStirlingCoefficients {
      double = double * square.head + coefficient
    }
    var sum = DoubleDouble(double)
    for coefficient in DoubleDouble.stirlingCoefficients { sum = sum * square + coefficient }
    return sum * inverse
  }

  /// B₂ₖ/(2k(2k − 1)) for k from 20 to 7.
  private static let shortStirlingCoefficients: [Double] = [
    -0x1.6800b7bc07a8dp43,
    0x1.43779bc9d4025p38,
    -0x1.445119d9e466fp33,
    0x1.6d29a0f6433b8p28,
    -0x1.d1089b142d357p23,
    0x1.51a2089a6e11ap19,
    -0x1.1a198ae1c4ab8p15,
    0x1.12234e81b4e82p11,
    -0x1.39b2525cccc1bp7,
    0x1.ace44322ce006p3,
    -0x1.6476701181f3ap0,
    0x1.6fe96381e068p-3,
    -0x1.e4286cb0f5398p-6,
    0x1.a41a41a41a41ap-8,
  ]

  /// B₂ₖ/(2k(2k − 1)) for k from 6 to 1.
  private static let stirlingCoefficients = [
    DoubleDouble(head: -0x1.f6ab0d9993c7dp-10, tail: 0x1.f82553c999b0ep-64),
    DoubleDouble(head: 0x1.b951e2b18ff23p-11, tail: 0x1.5c3a9ce01b952p-65),
    DoubleDouble(head: -0x1.3813813813814p-11, tail: 0x1.fb1fb1fb1fb2p-65),
    DoubleDouble(head: 0x1.a01a01a01a01ap-11, tail: 0x1.a01a01a01a01ap-71),
    DoubleDouble(head: -0x1.6c16c16c16c17p-9, tail: 0x1.f49f49f49f49fp-64),
    DoubleDouble(head: 0x1.5555555555555p-4, tail: 0x1.5555555555555p-58),
  ]
}
