// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// The number x of failures before the first success, each of probability θ: log θ + x log(1 − θ).
  public static let geometric = Family(
    ofCounts: "geometric", "a geometric distribution, of failures before a success",
    .init("theta", .probability, "probability"),
    intervals: {
      .counts(family: $0, logProbability: $1) { k, p in
        .number(k) * p[0].logOfOneMinus
      } lower: { k, p in
        (.number(k + 1) * p[0].logOfOneMinus).logOfOneMinusExp
      }
    }
  ) { x, p in
    (p[0].applying(.log) + p[0].logOfOneMinus.times(count: x)).restricted(toCount: x)
  }
}
