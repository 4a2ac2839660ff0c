// SPDX-License-Identifier: GPL-3.0-or-later

/// The Cauchy distribution with density 1/(πσ(1 + ((z − μ)/σ)²)).
public struct Cauchy: SymmetricDistribution {
  /// −log(1 + ((x − μ)/σ)²) − log σ − log π.
  public static let family = Family(
    of: Cauchy.self, "cauchy", "a Cauchy distribution",
    .real("mu", "location"), .positive("sigma", "scale"),
    intervals: .cauchy { x, p in
      (x - p[0]) / p[1]
    } width: { a, b, p in
      (b - a) / p[1]
    }
  ) { x, p in
    -((x - p[0]) / p[1]).applying(.square).applying(.logOnePlus) - p[1].applying(.log)
      - .constant(.logPi)
  }

  /// ε of μ = 0 and scale 1.
  public static let noise = BaseNoise.cauchy

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// −log(1 + ((z − μ)/σ)²) − log σ − log π.
  public func logDensity(_ z: Double) -> Double {
    CauchyTail.logKernel(standardized(z)) - logarithm(scale) - DoubleDouble.logPi.head
  }

  /// NaN: undefined.
  public var mean: Double { .nan }

  /// NaN: undefined.
  public var variance: Double { .nan }

  /// log 4πσ.
  public var entropy: Double { logarithm(4 * Double.pi) + logarithm(scale) }

  /// log(½ − arctan(t)/π).
  func logUpperTail(_ t: Double) -> DoubleDouble { DoubleDouble(CauchyTail.logUpperTail(t)) }

  /// z⁻².
  public var upperTail: Tail { .powerLaw(exponent: 2) }
}
