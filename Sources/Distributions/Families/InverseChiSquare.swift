// SPDX-License-Identifier: GPL-3.0-or-later

/// The inverse χ² distribution of ν degrees of freedom: ``InverseGamma`` of shape ν/2 and scale ½.
public struct InverseChiSquare: EquivalentDistribution {
  /// (ν/2) log ½ − log Γ(ν/2) − (ν/2 + 1) log x − 1/(2x).
  public static let family = Family(
    of: InverseChiSquare.self, "inv_chi_square", "an inverse chi-square distribution",
    .positive("nu", "number of degrees of freedom"),
    intervals: .gamma(isFalling: true) { p in
      0.5 * p[0]
    } standardized: { x, p in
      0.5 / x
    } logarithm: { x, p in
      -x.applying(.log) - .constant(.log(2))
    }
  ) { x, p in
    InverseGamma.family.logDensity(of: x, [0.5 * p[0], 0.5])
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// The same distribution in other parameters.
  public let equivalent: InverseGamma

  /// Makes the member with these parameters.
  public init(values: Family.Values) {
    self.values = values
    equivalent = InverseGamma(values: InverseGamma.family.values(unchecked: [values[0] / 2, 0.5]))
  }

  /// ν.
  public var degreesOfFreedom: Double { values[0] }
}
