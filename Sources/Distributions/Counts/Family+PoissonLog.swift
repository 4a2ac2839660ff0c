// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// The Poisson distribution with mean e^α, a count x: xα − e^α − log x!.
  public static let poissonLog = Family(
    ofCounts: "poisson_log", "a Poisson distribution", .real("alpha", "logarithm of the mean"),
    intervals: {
      .counts(family: $0, logProbability: $1) { k, p in
        k == 1
          ? p[0].applying(.logInverseCloglog)
          : .lowerGamma(.number(k), p[0].applying(.exp), log: p[0])
      } lower: { k, p in
        .upperGamma(.number(k + 1), p[0].applying(.exp), log: p[0])
      }
    }
  ) { x, p in
    let plain = p[0].times(count: x) - p[0].applying(.exp) - .logFactorial(x)
    let distance = (p[0] - x.applying(.log)).applying(.expMinusOne)
    let kernel = Formula.gammaKernel(shape: x, distance: distance)
    return (kernel.map { $0 - x.applying(.log) } ?? plain).restricted(toCount: x)
  }
}
