// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// The Poisson distribution with mean e^α, a count x: xα − e^α − log x!.
  public static let poissonLog = Family(
    ofCounts: "poisson_log", "a Poisson distribution", .real("alpha", "logarithm of the mean"),
    intervals: {
      .poissonCounts(family: $0, logProbability: $1) { p in (p[0].applying(.exp), p[0]) }
    }
  ) { x, p in
    let plain = p[0].times(count: x) - p[0].applying(.exp) - .logFactorial(x)
    let distance = (p[0] - x.applying(.log)).applying(.expMinusOne)
    let kernel = Formula.gammaKernel(shape: x, distance: distance)
    return (kernel.map { $0 - x.applying(.log) } ?? plain).restricted(toCount: x)
  }
}
