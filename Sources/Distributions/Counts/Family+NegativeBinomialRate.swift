// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// A count x of a Poisson distribution whose mean is gamma distributed with shape α and rate β: ``negativeBinomial`` of
  /// mean α/β and inverse dispersion α.
  public static let negativeBinomialRate = Family(
    ofCounts: "neg_binomial", "a negative binomial distribution", .positive("alpha", "shape"),
    .positive("beta", "inverse scale"),
    intervals: {
      .counts(shape: (0, "alpha"), family: $0, logProbability: $1) { k, p in
        .lowerBeta(.number(k), p[0], logOdds: -p[1].applying(.log))
      } lower: { k, p in
        .lowerBeta(p[0], .number(k + 1), logOdds: p[1].applying(.log))
      }
    }
  ) { x, p in
    let (alpha, beta) = (p[0], p[1])
    let coefficient = x == 0 ? 0 : alpha.logGammaIncrement(x) - .logFactorial(x)
    // α log(β/(1 + β)) − x log(1 + β).
    return
      (coefficient - alpha * (1 / beta).applying(.logOnePlus)
      - beta.applying(.logOnePlus).times(count: x)).restricted(toCount: x)
  }
}
