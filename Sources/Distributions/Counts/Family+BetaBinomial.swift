// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// x successes of n, each with a probability that is beta distributed: log of n over x
  /// + log B(x + α, n − x + β) − log B(α, β), by increments of log Γ.
  public static let betaBinomial = Family(
    ofCounts: "beta_binomial", "a beta-binomial distribution",
    .init("n", .count, "number of trials"), .positive("alpha", "first shape"),
    .positive("beta", "second shape"),
    intervals: { .counts(to: { $0[0] }, of: [0], family: $0, logProbability: $1) }
  ) { x, p in
    let (n, alpha, beta) = (p[0], p[1], p[2])
    let rest = n - x
    return
      ((rest + 1).logGammaIncrement(x) - .logFactorial(x) + alpha.logGammaIncrement(x)
      + beta.logGammaIncrement(rest) - (alpha + beta).logGammaIncrement(n))
      .restricted(toCount: x).restricted(toCount: rest)
  }
}
