// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension Distribution {
  /// The logarithm of what the density integrates to: 0 where it is known to be 1.
  ///
  /// A truncated density has the error of its normaliser in every number that is made of it; a density of
  /// one's own may have constants that are rounded.
  ///
  /// - Throws: ``InferenceError/distribution(_:)`` with the mass where that is not 1.
  func logMass(workspace: inout Workspace) throws(InferenceError) -> Estimate {
    guard normalization != .exact else { return Estimate(0, error: 0) }
    var mass = Estimate(.infinity, error: 0)
    do throws(InferenceError) {
      let integral = try Expectation(
        of: formula, on: support, quantity: "the mass of \(self)", workspace: &workspace)
      let scale = exponential(integral.peak)
      mass = Estimate(scale * integral.value.value, error: scale * integral.value.error)
    } catch .infinite {}
    guard abs(mass.value - 1) <= mass.error + 1e-6 else {
      throw .distribution(
        DistributionError(
          parameter: "the mass of the density of \(self)", value: "\(mass.value)", requirement: "1")
      )
    }
    return Estimate(
      logarithm(mass.value), error: mass.error < 0.5 ? 2 * mass.error : .infinity)
  }

  /// Refuses a density of which is not known that it integrates to 1, unless it does.
  ///
  /// - Throws: ``InferenceError/distribution(_:)`` with the mass.
  func checkMass(workspace: inout Workspace) throws(InferenceError) {
    if normalization == .unknown { _ = try logMass(workspace: &workspace) }
  }
}
