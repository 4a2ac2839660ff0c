// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// x successes of n, each with probability 1/(1 + e^−α): log of n over x
  /// − x log(1 + e^−α) − (n − x) log(1 + e^α).
  public static let binomialLogit = Family(
    ofCounts: "binomial_logit", "a binomial distribution", .init("n", .count, "number of trials"),
    .real("alpha", "log odds"),
    intervals: { .counts(to: { $0[0] }, of: [0], family: $0, logProbability: $1) }
  ) { x, p in
    let (n, alpha) = (p[0], p[1])
    return Formula.logBinomial(
      n, x, logs: (alpha.logOfInverseLogit, alpha.logOfOneMinusInverseLogit)
    ) {
      .betaKernel($0, $1, of: (alpha.applying(.inverseLogit), (-alpha).applying(.inverseLogit)))
    }.restricted(toCount: x).restricted(toCount: n - x)
  }
}
