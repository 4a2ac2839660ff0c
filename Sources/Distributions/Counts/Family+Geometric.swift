// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// The number x of failures before the first success, each of probability θ: log θ + x log(1 − θ).
  public static let geometric = Family(
    ofCounts: "geometric", "a geometric distribution, of failures before a success",
    .init("theta", .probability, "probability")
  ) { x, p in
    (p[0].applying(.log) + p[0].logOfOneMinus.times(count: x)).restricted(toCount: x)
  }
}
