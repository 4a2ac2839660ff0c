// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// A count x of a Poisson distribution whose mean is gamma distributed with shape α and rate β: ``negativeBinomial`` of
  /// mean α/β and inverse dispersion α.
  public static let negativeBinomialRate = Family(
    ofCounts: "neg_binomial", "a negative binomial distribution", .positive("alpha", "shape"),
    .positive("beta", "inverse scale"),
    intervals: {
      .negativeBinomialCounts(shape: (0, "alpha"), family: $0, logProbability: $1) { p in
        -p[1].applying(.log)
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
