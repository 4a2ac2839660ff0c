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

  /// Why the result should not be believed; `nil` where nothing speaks against it: that next to all values are 0, that
  /// the iterations of VEGAS disagree, or that the standard error is larger than the value.
  public var suspicion: Suspicion?

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

extension MonteCarloEstimate {
  /// χ² per degree of freedom beyond which the iterations of VEGAS disagree: one honest result in 400 is.
  private static let largestConsistentChiSquared = 4.0

  /// The result, doubted where its numbers say so.
  ///
  /// - Parameter nonzero: how many of the values were not 0.
  func doubted(nonzero: Int) -> MonteCarloEstimate {
    var doubted = self
    if nonzero <= 2 {
      doubted.suspicion = .nearlyAllZero(nonzero: nonzero, of: evaluations)
    } else if let chiSquared = chiSquaredPerDegreeOfFreedom,
      chiSquared > MonteCarloEstimate.largestConsistentChiSquared
    {
      doubted.suspicion = .inconsistentIterations(chiSquaredPerDegreeOfFreedom: chiSquared)
    } else if standardError > abs(value) {
      doubted.suspicion = .errorExceedsValue
    }
    return doubted
  }
}

extension MonteCarloEstimate: CustomStringConvertible {
  /// "value ± standard error", with the cost, from VEGAS the consistency, and the suspicion.
  public var description: String {
    let consistency = chiSquaredPerDegreeOfFreedom.map { ", χ²/dof \($0)" } ?? ""
    let doubt = suspicion.map { "; suspicious: \($0)" } ?? ""
    return "\(value) ± \(standardError) (\(evaluations) evaluations\(consistency)\(doubt))"
  }
}
