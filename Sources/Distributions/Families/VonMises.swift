// SPDX-License-Identifier: GPL-3.0-or-later

/// The von Mises distribution with density exp(κ cos(z − μ))/(2π I₀(κ)) on an angle z from μ − π to μ + π.
public struct VonMises: ParametricDistribution {
  /// −2κ sin²(½(x − μ)) − log 2π − log(exp(−κ) I₀(κ)). An observation is taken modulo 2π.
  public static let family = Family(
    of: VonMises.self, "von_mises", "a von Mises distribution",
    .real("mu", "location"), .positive("kappa", "concentration")
  ) { x, p in
    let sine = (0.5 * (x - p[0])).applying(.sine)
    let density =
      -2 * p[1] * sine.applying(.square) - .constant(DoubleDouble.halfLogTwoPi * 2)
      - p[1].applying(.logScaledBessel(order: 0))
    return x == .latent
      ? density.restricted(toPositive: x - (p[0] - .constant(.pi)))
        .restricted(toPositive: (p[0] + .constant(.pi)) - x) : density
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// μ.
  public var location: Double { values[0] }

  /// κ.
  public var concentration: Double { values[1] }

  /// (μ − π, μ + π), rounded outwards: the formula knows the true ends.
  public var support: Interval {
    func end(_ half: DoubleDouble) -> Enclosure { Enclosure(DoubleDouble(location) + half) }
    return Interval(uncheckedLower: end(-.pi).lower, upper: end(.pi).upper)
  }

  /// μ.
  public var mean: Double { location }

  /// μ.
  public var mode: Double { location }

  /// A positive limit.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// A positive limit.
  public var upperTail: Tail { .powerLaw(exponent: 0) }
}
