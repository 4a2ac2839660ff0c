// SPDX-License-Identifier: GPL-3.0-or-later

extension DensityFamily {
  /// 1 with probability θ, else 0: x log θ + (1 − x) log(1 − θ).
  public static let bernoulli = DensityFamily(
    name: "bernoulli", parameters: [.init("theta", .probability)], isDiscrete: true
  ) { x, p in
    (p[0].applying(.log).times(count: x) + p[0].logOfOneMinus.times(count: 1 - x))
      .restricted(toCount: x).restricted(toCount: 1 - x)
  }
}
