// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// 1 with probability 1/(1 + e^−α), else 0: −x log(1 + e^−α) − (1 − x) log(1 + e^α).
  public static let bernoulliLogit = Family(
    ofCounts: "bernoulli_logit", "a Bernoulli distribution", .real("alpha", "log odds"),
    intervals: { .counts(to: { _ in 1 }, family: $0, logProbability: $1) }
  ) { x, p in
    (p[0].logOfInverseLogit.times(count: x) + p[0].logOfOneMinusInverseLogit.times(count: 1 - x))
      .restricted(toCount: x).restricted(toCount: 1 - x)
  }
}
