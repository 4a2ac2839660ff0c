// SPDX-License-Identifier: GPL-3.0-or-later

extension DensityFamily {
  /// x successes of n, each with probability 1/(1 + e^−α): log of n over x
  /// − x log(1 + e^−α) − (n − x) log(1 + e^α).
  public static let binomialLogit = DensityFamily(
    name: "binomial_logit", parameters: [.init("n", .count), .init("alpha", .real)],
    isDiscrete: true
  ) { x, p in
    let (n, alpha) = (p[0], p[1])
    return Formula.logBinomial(
      n, x, logs: (alpha.logOfInverseLogit, alpha.logOfOneMinusInverseLogit)
    ) {
      .betaKernel($0, $1, of: (alpha.applying(.inverseLogit), (-alpha).applying(.inverseLogit)))
    }.restricted(toCount: x).restricted(toCount: n - x)
  }
}
