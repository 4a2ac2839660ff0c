// SPDX-License-Identifier: GPL-3.0-or-later

extension DensityFamily {
  /// 1 with probability 1/(1 + e^−α), else 0: −x log(1 + e^−α) − (1 − x) log(1 + e^α).
  public static let bernoulliLogit = DensityFamily(
    name: "bernoulli_logit", parameters: [.init("alpha", .real)], isDiscrete: true
  ) { x, p in
    (p[0].logOfInverseLogit.times(count: x) + p[0].logOfOneMinusInverseLogit.times(count: 1 - x))
      .restricted(toCount: x).restricted(toCount: 1 - x)
  }
}
