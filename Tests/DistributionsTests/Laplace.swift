// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// The Laplace distribution ½ exp(−|z|): a family without an exponent, as a user may write one.
struct Laplace: Distribution {
  let support = Interval.real
  let mean = 0.0
  let variance = 2.0
  let mode = 0.0
  let entropy = 1.6931471805599453

  var formula: Formula { -Formula.latent.applying(.magnitude) - .constant(.log(2)) }
  let lowerTail = Tail.stretched(coefficient: 1, order: 1)
  let upperTail = Tail.stretched(coefficient: 1, order: 1)

  func logDensity(_ z: Double) -> Double { -abs(z) - log(2) }

  func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    LogProbability(DoubleDouble(logProbability(from: a, to: b)), error: 2e-15)
  }

  private func logProbability(from a: Double, to b: Double) -> Double {
    guard a < b else { return -.infinity }
    if b <= 0 { return logProbability(from: -b, to: -a) }
    if a < 0 { return log1p(-0.5 * exp(a) - 0.5 * exp(-b)) }
    return -a - log(2) + log(-expm1(a - b))
  }

  func quantile(_ p: Double) -> Double { p < 0.5 ? log(2 * p) : -log(2 * (1 - p)) }
}
