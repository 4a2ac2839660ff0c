// SPDX-License-Identifier: GPL-3.0-or-later

extension DensityFamily {
  /// x successes of n, each with probability θ: log of n over x + x log θ + (n − x) log(1 − θ).
  public static let binomial = DensityFamily(
    name: "binomial", parameters: [.init("n", .count), .init("theta", .probability)],
    isDiscrete: true
  ) { x, p in
    let (n, theta) = (p[0], p[1])
    return Formula.logBinomial(
      n, x, logs: (theta.applying(.log), theta.logOfOneMinus), kernel: theta.betaKernel
    ).restricted(toCount: x).restricted(toCount: n - x)
  }
}
