// SPDX-License-Identifier: GPL-3.0-or-later

/// The result of a Monte Carlo integration.
public struct MonteCarloEstimate: Sendable, Hashable {
  /// The approximation of the integral.
  public var value: Double

  /// The estimated standard deviation of the value. It is no bound: of honest estimates one in
  /// three is off by more than one standard error, one in 16 000 by more than four.
  public var standardError: Double

  /// How often the integrand was evaluated.
  public var evaluations: Int

  /// How well the iterations of VEGAS agree, χ² per degree of freedom; `nil` for the other methods.
  ///
  /// It is near 1 where the values and errors of the iterations are consistent; much above it, the
  /// standard error is too small and more calls are needed.
  public var chiSquaredPerDegreeOfFreedom: Double?

  /// Makes a result.
  public init(
    value: Double, standardError: Double, evaluations: Int,
    chiSquaredPerDegreeOfFreedom: Double? = nil
  ) {
    self.value = value
    self.standardError = standardError
    self.evaluations = evaluations
    self.chiSquaredPerDegreeOfFreedom = chiSquaredPerDegreeOfFreedom
  }
}

extension MonteCarloEstimate: CustomStringConvertible {
  /// "value ± standard error", with the cost and, from VEGAS, the consistency.
  public var description: String {
    let consistency = chiSquaredPerDegreeOfFreedom.map { ", χ²/dof \($0)" } ?? ""
    return "\(value) ± \(standardError) (\(evaluations) evaluations\(consistency))"
  }
}
