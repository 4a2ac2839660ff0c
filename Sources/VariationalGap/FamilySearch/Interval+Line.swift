// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

// A coordinate t without ends for every support: z = t, z = end ± exp(±t), or z between two ends by the
// logistic function of t. In formulas log z is t then, as far as doubles of t reach.

extension Interval {
  /// z as a formula in t.
  var pointOnLine: Formula {
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): .latent
    case (true, false): .number(lower) + Formula.latent.applying(.exp)
    case (false, true): .number(upper) - (-Formula.latent).applying(.exp)
    case (true, true):
      .number(lower) + .number(upper - lower) * Formula.latent.applying(.inverseLogit)
    }
  }

  /// log dz/dt.
  private var logSlopeOnLine: Formula {
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): 0
    case (true, false): .latent
    case (false, true): -.latent
    case (true, true):
      .number(logarithm(upper - lower)) - Formula.latent.applying(.softplus)
        - (-Formula.latent).applying(.softplus)
    }
  }

  /// A function of z inside the interval, as one of t.
  func onLine(_ formula: Formula) -> Formula { unrestricted(formula).substituting(pointOnLine) }

  /// A log density without parameters, as that of t: also where z = exp(t) leaves the doubles.
  func posteriorOnLine(_ logDensity: Formula) -> Formula {
    guard self == .positive else { return densityOnLine(logDensity) }
    let line = Enclosure(from: -.infinity, to: .infinity)
    return unrestricted(logDensity).inLogarithm(over: line) + .latent
  }

  /// The log density of t, given that of z.
  func densityOnLine(_ logDensity: Formula) -> Formula { onLine(logDensity) + logSlopeOnLine }

  /// t of a z.
  func coordinate(of z: Double) -> Double {
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): z
    case (true, false): logarithm(z - lower)
    case (false, true): -logarithm(upper - z)
    case (true, true): logarithm(z - lower) - logarithm(upper - z)
    }
  }

  /// The formula without the conditions that hold all over the interval, and by rounding may not at its ends.
  private func unrestricted(_ formula: Formula) -> Formula {
    switch formula {
    case .restricted(let a, positive: .latent) where lower >= 0: unrestricted(a)
    case .restricted(let a, positive: .difference(.constant(let end), .latent))
    where upper <= end.head:
      unrestricted(a)
    case .restricted(let a, let condition): .restricted(unrestricted(a), positive: condition)
    case .sum, .difference, .product, .quotient, .negative: formula.mappingParts(unrestricted)
    default: formula
    }
  }
}
