// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// x successes of n, each with probability θ: log of n over x + x log θ + (n − x) log(1 − θ).
  public static let binomial = Family(
    ofCounts: "binomial", "a binomial distribution", .init("n", .count, "number of trials"),
    .init("theta", .probability, "probability"),
    intervals: { .counts(to: { $0[0] }, of: [0], family: $0, logProbability: $1) }
  ) { x, p in
    let (n, theta) = (p[0], p[1])
    return Formula.logBinomial(
      n, x, logs: (theta.applying(.log), theta.logOfOneMinus), kernel: theta.betaKernel
    ).restricted(toCount: x).restricted(toCount: n - x)
  }
}
