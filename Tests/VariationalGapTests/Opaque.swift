// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A distribution that keeps its natural parameters to itself, or has another log density.
struct Opaque<Base: Distribution>: Distribution {
  let base: Base
  let formula: Formula

  /// - Parameter formula: log q; by default that of the base with a term that is 0, and no polynomial: that the
  ///   density is quadratic is not to be seen.
  init(base: Base, formula: Formula? = nil) {
    self.base = base
    self.formula =
      formula ?? .sum(base.formula, .product(.number(0), .function(.inverseLogit, .latent)))
  }

  var support: Interval { base.support }
  func logDensity(_ z: Double) -> Double { formula(DoubleDouble(z)).head }
  var lowerTail: Tail { base.lowerTail }
  var upperTail: Tail { base.upperTail }
  var mean: Double { base.mean }
  var variance: Double { base.variance }
  var mode: Double { base.mode }
  var entropy: Double { base.entropy }
  func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    base.boundedLogProbability(from: a, to: b)
  }
  func quantile(_ p: Double) -> Double { base.quantile(p) }
  var exponent: QuadraticExponent? { nil }
  var reparameterization: Reparameterization? { base.reparameterization }
}
