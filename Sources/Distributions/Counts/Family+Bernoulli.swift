// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// 1 with probability θ, else 0: x log θ + (1 − x) log(1 − θ).
  public static let bernoulli = Family(
    ofCounts: "bernoulli", "a Bernoulli distribution", .init("theta", .probability, "probability"),
    intervals: { .counts(to: { _ in 1 }, family: $0, logProbability: $1) }
  ) { x, p in
    (p[0].applying(.log).times(count: x) + p[0].logOfOneMinus.times(count: 1 - x))
      .restricted(toCount: x).restricted(toCount: 1 - x)
  }
}
