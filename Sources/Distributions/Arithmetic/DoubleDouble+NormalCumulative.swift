// SPDX-License-Identifier: GPL-3.0-or-later

// The standard normal distribution in 31 digits: the relative error is below 1e-29. With density φ, cumulative
// distribution function Φ, and R(x) = (1 − Φ(x))/φ(x), Mills' ratio.

extension DoubleDouble {
  /// log Φ(t), which does not underflow: about −½t² far to the left.
  var logNormalCumulative: DoubleDouble {
    if head >= 0 { return (-DoubleDouble.upperTail(self)).logOnePlus }
    return NormalTail.logDensity(self) + (-self).millsRatio.logarithm
  }

  /// log(Φ(t)/φ(t)), whose terms do not cancel on the left.
  var logNormalRatio: DoubleDouble {
    head >= 0 ? logNormalCumulative - NormalTail.logDensity(self) : (-self).millsRatio.logarithm
  }

  /// t φ(t)/Φ(t).
  var scaledNormalHazard: DoubleDouble { head == 0 ? self : self * (-logNormalRatio).exponential }

  /// t + φ(t)/Φ(t), about −1/t far to the left.
  var normalMean: DoubleDouble {
    guard head < 0 else { return self + (-logNormalRatio).exponential }
    let x = -self
    guard x.head >= DoubleDouble.asymptoticStart else {
      return DoubleDouble(1) / x.millsRatio - x
    }
    // x(1 − S)/S with S = xR.
    let rest = x.asymptoticRest
    return -(x * rest) / (DoubleDouble(1) + rest)
  }

  /// erf t, accurate near 0.
  var errorFunction: DoubleDouble {
    guard head.magnitude < 1 else {
      let size = (head < 0 ? -self : self) * DoubleDouble.squareRootOfTwo
      let value = DoubleDouble(1) - DoubleDouble.upperTail(size) * 2
      return head < 0 ? -value : value
    }
    // 2/√π exp(−t²) Σ 2ᵏ t^(2k+1)/(2k + 1)!!, whose terms have one sign.
    let double = self * self * 2
    var (term, sum, k) = (self, self, 1.0)
    while term.head.magnitude > 1e-33 * sum.head.magnitude {
      term = term * double / DoubleDouble(2 * k + 1)
      sum = sum + term
      k += 1
    }
    return DoubleDouble.twoOverRootPi * (-(self * self)).exponential * sum
  }

  /// √2.
  package static let squareRootOfTwo = DoubleDouble(
    normalizing: 0x1.6a09e667f3bcdp+0, -0x1.bdd3413b26456p-54)
  /// log(2/√π).
  static let logTwoOverRootPi = DoubleDouble(2).logarithm - logPi * 0.5
  private static let twoOverRootPi = logTwoOverRootPi.exponential

  /// 1 − Φ(t), for t ≥ 0.
  private static func upperTail(_ t: DoubleDouble) -> DoubleDouble {
    let density = NormalTail.logDensity(t).exponential
    return density.head == 0 ? DoubleDouble(0) : density * t.millsRatio
  }

  /// R(x), for x ≥ 0; NaN for NaN.
  private var millsRatio: DoubleDouble {
    guard head < DoubleDouble.asymptoticStart else { return asymptoticMillsRatio }
    guard head >= 0 else { return DoubleDouble(.nan) }
    let node = (head * 4).rounded()
    let series = DoubleDouble.millsSeries[Int(node)]
    let step = self - DoubleDouble(node / 4)
    return series.prefix(25).reversed().reduce(DoubleDouble(0)) { $0 * step + $1 }
  }

  private var asymptoticMillsRatio: DoubleDouble {
    (DoubleDouble(1) + asymptoticRest) / self
  }

  /// xR(x) − 1 = Σ (−1)ᵏ (2k − 1)!!/x^(2k) from k = 1 on, whose terms from x = 12 on become as small as exp(−72).
  ///
  /// Source: *NIST Handbook of Mathematical Functions*, 7.12.1.
  private var asymptoticRest: DoubleDouble {
    let inverse = DoubleDouble(1) / self
    let square = inverse * inverse
    var (term, sum) = (DoubleDouble(1), DoubleDouble(0))
    for k in 0..<72 {
      term = term * square * -Double(2 * k + 1)
      sum = sum + term
      if !(term.head.magnitude > 1e-34 * sum.head.magnitude) { break }
    }
    return sum
  }

  private static let asymptoticStart = 12.0

  /// The coefficients of Taylor's series of R at 0, ¼, …, 12.
  ///
  /// From R′ = xR − 1 follows (n + 1) cₙ₊₁ = x cₙ + cₙ₋₁. Each node's R is the series at the next one, in which
  /// all terms are positive; what is wrong there is damped by exp(−x/4).
  private static let millsSeries: [[DoubleDouble]] = {
    var series: [[DoubleDouble]] = []
    var ratio = DoubleDouble(asymptoticStart).asymptoticMillsRatio
    for node in (0...Int(4 * asymptoticStart)).reversed() {
      let x = Double(node) / 4
      var coefficients = [ratio, ratio * x - DoubleDouble(1)]
      for n in 1..<32 {
        let next = coefficients[n] * x + coefficients[n - 1]
        coefficients.append(next / DoubleDouble(Double(n + 1)))
      }
      series.append(coefficients)
      ratio = coefficients.reversed().reduce(DoubleDouble(0)) { $0 * -0.25 + $1 }
    }
    return series.reversed()
  }()
}
