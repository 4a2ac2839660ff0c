// SPDX-License-Identifier: GPL-3.0-or-later

extension DensityFamily {
  /// A count x with mean μ and variance μ + μ²/φ: log(Γ(x + φ)/(x! Γ(φ))) − φ log(1 + μ/φ)
  /// − x log(1 + φ/μ).
  ///
  /// Written with log(1 + …), so that nothing is lost where φ is far from μ and the distribution is
  /// almost Poisson's, or almost all at 0. Where φ depends on z and reaches 1e12 and more, the
  /// difference of two log Γ loses as many digits as they have before the point.
  public static let negativeBinomial = DensityFamily(
    name: "neg_binomial_2", parameters: [.init("mu", .positive), .init("phi", .positive)],
    isDiscrete: true
  ) { x, p in
    let (mu, phi) = (p[0], p[1])
    let coefficient = x == 0 ? 0 : phi.logRisingFactorial(x) - .logFactorial(x)
    let failures = phi * (mu / phi).applying(.logOnePlus)
    let successes = (phi / mu).applying(.logOnePlus).times(count: x)
    return (coefficient - failures - successes).restricted(toCount: x)
  }
}

extension Formula {
  /// log Γ(self + n)/Γ(self), the logarithm of self · (self + 1) · … · (self + n − 1).
  ///
  /// For a large number, the difference of two Stirling series, with log Γ(y) = (y − ½) log y − y
  /// + ½ log 2π + s(y): n log y + (y + n − ½) log(1 + n/y) − n + s(y + n) − s(y), in which no term
  /// is larger than n log y. The first term of s that is left out is below 1e-45 from y = 1e6.
  fileprivate func logRisingFactorial(_ n: Formula) -> Formula {
    guard let value = constantValue, value.head >= 1e6 else {
      return (self + n).applying(.logGamma) - applying(.logGamma)
    }
    let growth = (self + n - 0.5) * (n / self).applying(.logOnePlus) - n
    return n * applying(.log) + growth + (self + n).stirlingCorrection - stirlingCorrection
  }

  /// s(y) = 1/(12y) − 1/(360y³) + 1/(1260y⁵) − … (Abramowitz and Stegun 6.1.41).
  private var stirlingCorrection: Formula {
    let inverse = 1 / self
    let square = inverse.applying(.square)
    return inverse * (1 - square * (1 - square * 2 / 7) / 30) / 12
  }
}
