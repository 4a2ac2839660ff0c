// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// A count x with mean μ and variance μ + μ²/φ: log(Γ(x + φ)/(x! Γ(φ))) − φ log(1 + μ/φ)
  /// − x log(1 + φ/μ).
  ///
  /// Written with log(1 + …), so that nothing is lost where φ is far from μ and the distribution is
  /// almost Poisson's, or almost all at 0. Where φ depends on z and reaches 1e12 and more, the
  /// difference of two log Γ loses as many digits as they have before the point.
  public static let negativeBinomial = Family(
    ofCounts: "neg_binomial_2", "a negative binomial distribution", .positive("mu", "mean"),
    .positive("phi", "inverse dispersion"),
    intervals: {
      .negativeBinomialCounts(shape: (1, "phi"), family: $0, logProbability: $1) { p in
        p[0].applying(.log) - p[1].applying(.log)
      }
    }
  ) { x, p in
    let (mu, phi) = (p[0], p[1])
    let coefficient = x == 0 ? 0 : phi.logGammaIncrement(x) - .logFactorial(x)
    let failures = phi * (mu / phi).applying(.logOnePlus)
    let successes = (phi / mu).applying(.logOnePlus).times(count: x)
    let kernel = Formula.betaKernel(x, phi, of: (mu / (mu + phi), phi / (mu + phi)))
    return (kernel.map { $0 - x.applying(.log) } ?? coefficient - failures - successes)
      .restricted(toCount: x)
  }
}
