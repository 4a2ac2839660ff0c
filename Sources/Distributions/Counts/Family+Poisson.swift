// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// The Poisson distribution with mean λ, a count x: x log λ − λ − log x!.
  public static let poisson = Family(
    ofCounts: "poisson", "a Poisson distribution", .positive("lambda", "mean"),
    intervals: {
      .poissonCounts(family: $0, logProbability: $1) { p in (p[0], p[0].applying(.log)) }
    }
  ) { x, p in
    let plain = p[0].applying(.log).times(count: x) - p[0] - .logFactorial(x)
    let kernel = p[0].gammaKernel(shape: x, times: 1)
    return (kernel.map { $0 - x.applying(.log) } ?? plain).restricted(toCount: x)
  }
}
