// SPDX-License-Identifier: GPL-3.0-or-later

/// The scaled inverse χ² distribution of ν degrees of freedom and scale s: ``InverseGamma`` of shape ν/2 and scale νs²/2.
public struct ScaledInverseChiSquare: EquivalentDistribution {
  /// (ν/2) log(νs²/2) − log Γ(ν/2) − (ν/2 + 1) log x − νs²/(2x).
  public static let family = Family(
    of: ScaledInverseChiSquare.self, "scaled_inv_chi_square",
    "a scaled inverse chi-square distribution",
    .positive("nu", "number of degrees of freedom"), .positive("sigma", "scale"),
    intervals: .gamma(isFalling: true) { p in
      0.5 * p[0]
    } standardized: { x, p in
      0.5 * p[0] / x * p[1].applying(.square)
    } logarithm: { x, p in
      (0.5 * p[0] / x).applying(.log) + 2 * p[1].applying(.log)
    }
  ) { x, p in
    InverseGamma.family.logDensity(of: x, [0.5 * p[0], 0.5 * p[0] * p[1].applying(.square)])
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// The inverse gamma distribution that it is, but for the rounding of νs²/2.
  public let equivalent: InverseGamma

  /// Makes the member with these parameters.
  ///
  /// - Throws: ``DistributionError`` where νs²/2 is no positive finite double.
  public init(values: Family.Values) throws(DistributionError) {
    self.values = values
    let scale = values[0] / 2 * values[1] * values[1]
    guard scale > 0, scale.isFinite else {
      throw DistributionError(
        parameter: "nu sigma^2/2 of a scaled inverse chi-square distribution", value: "\(scale)",
        requirement: "a positive finite number")
    }
    equivalent = InverseGamma(
      values: InverseGamma.family.values(unchecked: [values[0] / 2, scale]))
  }

  /// ν.
  public var degreesOfFreedom: Double { values[0] }

  /// s.
  public var scale: Double { values[1] }
}
