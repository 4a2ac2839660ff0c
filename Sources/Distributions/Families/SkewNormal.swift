// SPDX-License-Identifier: GPL-3.0-or-later

/// The skew normal distribution with density 2 φ(t) Φ(αt)/ω, t = (z − ξ)/ω.
public struct SkewNormal: ParametricDistribution {
  /// −½t² + log Φ(αt) + log 2 − ½ log 2π − log ω.
  public static let family = Family(
    of: SkewNormal.self, "skew_normal", "a skew normal distribution",
    .real("xi", "location"), .positive("omega", "scale"), .real("alpha", "slant")
  ) { x, p in
    let t = (x - p[0]) / p[1]
    return -0.5 * t.applying(.square) + (p[2] * t).applying(.logNormalCumulative)
      + .constant(.log(2) - .halfLogTwoPi) - p[1].applying(.log)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// ξ.
  public var location: Double { values[0] }

  /// ω.
  public var scale: Double { values[1] }

  /// α.
  public var slant: Double { values[2] }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// δ√(2/π), δ = α/√(1 + α²): the mean of t.
  private var shift: Double {
    slant / hypotenuse(1, slant) * (2 / Double.pi).squareRoot()
  }

  /// ξ + ωδ√(2/π).
  public var mean: Double { location + scale * shift }

  /// ω²(1 − 2δ²/π).
  public var variance: Double { scale * scale * (1 - shift * shift) }

  /// exp(−½t²), and where Φ(αt) falls exp(−½(1 + α²)t²).
  public var lowerTail: Tail { tail(slant) }

  /// exp(−½t²), and where Φ(αt) falls exp(−½(1 + α²)t²).
  public var upperTail: Tail { tail(-slant) }

  private func tail(_ slant: Double) -> Tail {
    let growth = slant > 0 ? 1 + slant * slant : 1
    return .stretched(coefficient: 0.5 * growth / (scale * scale), order: 2)
  }
}
