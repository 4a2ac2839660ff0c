// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension Distribution {
  /// Refuses a density that does not integrate to 1, unless it is known to.
  ///
  /// - Throws: ``InferenceError/distribution(_:)`` with the mass.
  func checkMass(workspace: inout Workspace) throws(InferenceError) {
    guard !isNormalized else { return }
    let mass: Estimate
    // What its constants are rounded to; and what is not proven may be off by more.
    var allowed = 1e-10
    do throws(InferenceError) {
      let integral = try Expectation(
        of: formula, on: support, quantity: "the mass of \(self)", workspace: &workspace)
      let scale = exponential(integral.peak)
      mass = Estimate(scale * integral.value.value, error: scale * integral.value.error)
      if !integral.errorKind.isVerified { allowed = 1e-6 }
    } catch .infinite {
      mass = Estimate(.infinity, error: 0)
    }
    guard abs(mass.value - 1) <= mass.error + allowed else {
      throw .distribution(
        DistributionError(
          parameter: "the mass of the density of \(self)", value: "\(mass.value)", requirement: "1")
      )
    }
  }
}
