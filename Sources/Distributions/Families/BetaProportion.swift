// SPDX-License-Identifier: GPL-3.0-or-later

/// The beta distribution in its mean μ and a precision κ: ``Beta`` of shapes μκ and (1 − μ)κ.
public struct BetaProportion: EquivalentDistribution {
  /// (μκ − 1) log x + ((1 − μ)κ − 1) log(1 − x) − log B(μκ, (1 − μ)κ).
  public static let family = Family(
    of: BetaProportion.self, "beta_proportion", "a beta distribution",
    .init("mu", .probability, "mean"), .positive("kappa", "precision"),
    intervals: .beta(shapes: [0, 1]) { ($0[0] * $0[1], (1 - $0[0]) * $0[1]) }
  ) { x, p in
    Beta.family.logDensity(of: x, [p[0] * p[1], (1 - p[0]) * p[1]])
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// The beta distribution that it is, but for the rounding of its shapes.
  public let equivalent: Beta

  /// Makes the member with these parameters.
  ///
  /// - Throws: ``DistributionError`` for μ = 0 or 1, where all mass is at an end, or a shape that is no positive finite
  ///   double.
  public init(values: Family.Values) throws(DistributionError) {
    guard values[0] > 0, values[0] < 1 else {
      throw DistributionError(
        parameter: "the mean of a beta distribution", value: "\(values[0])",
        requirement: "above 0 and below 1")
    }
    self.values = values
    let shapes = [values[0] * values[1], (1 - values[0]) * values[1]]
    equivalent = Beta(values: try Beta.family.values(shapes))
  }

  /// μ.
  public var mean: Double { values[0] }

  /// κ.
  public var precision: Double { values[1] }
}
