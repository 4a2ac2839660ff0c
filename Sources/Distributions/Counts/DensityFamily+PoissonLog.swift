// SPDX-License-Identifier: GPL-3.0-or-later

extension DensityFamily {
  /// The Poisson distribution with mean e^α, a count x: xα − e^α − log x!.
  public static let poissonLog = DensityFamily(
    name: "poisson_log", parameters: [.init("alpha", .real)], isDiscrete: true
  ) { x, p in
    let plain = p[0].times(count: x) - p[0].applying(.exp) - .logFactorial(x)
    let distance = (p[0] - x.applying(.log)).applying(.expMinusOne)
    let kernel = Formula.gammaKernel(shape: x, distance: distance)
    return (kernel.map { $0 - x.applying(.log) } ?? plain).restricted(toCount: x)
  }
}
