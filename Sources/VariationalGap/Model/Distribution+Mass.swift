// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

extension Distribution {
  /// What the density integrates to, by the code that the evidence is computed with.
  ///
  /// - Parameter workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``; ``InferenceError/infinite(quantity:reason:)`` where it has no finite
  ///   integral.
  public func massAudit(workspace: inout Workspace) throws(InferenceError) -> MassAudit {
    let integral = try Expectation(
      of: formula, on: support, quantity: "the mass of \(self)", workspace: &workspace)
    let scale = exponential(integral.peak)
    return MassAudit(
      mass: Estimate(
        scale * integral.value.value,
        error: scale * (integral.value.error + 4 * .ulpOfOne * integral.value.value)),
      errorKind: integral.errorKind)
  }

  /// The logarithm of what the density integrates to: 0 where it is known to be 1.
  ///
  /// A truncated density has the error of its normaliser in every number that is made of it; a density of
  /// one's own may have constants that are rounded.
  ///
  /// - Throws: ``InferenceError/distribution(_:)`` with the mass where that is not 1.
  func logMass(workspace: inout Workspace) throws(InferenceError) -> Estimate {
    guard normalization != .exact else { return Estimate(0, error: 0) }
    let mass: Estimate
    // What constants of one's own are rounded to; what is not proven may be off by more.
    var allowed = 1e-10
    do throws(InferenceError) {
      let audit = try massAudit(workspace: &workspace)
      mass = audit.mass
      if normalization == .rounded || !audit.errorKind.isVerified { allowed = 1e-6 }
    } catch .infinite {
      mass = Estimate(.infinity, error: 0)
    }
    guard abs(mass.value - 1) <= mass.error + allowed else {
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

  /// What is to be taken off log p(z), so that it integrates to 1, with a bound on what is left; and
  /// whether the mass was found to be 1.
  ///
  /// - Throws: as ``logMass(workspace:)``.
  func audited(
    workspace: inout Workspace
  ) throws(InferenceError) -> (logMass: Estimate, isVerified: Bool) {
    guard normalization == .exact else { return (try logMass(workspace: &workspace), true) }
    // What comes out as 1 by chance alone is as good as proven to be.
    if let density = SmoothDensity(formula, on: support),
      let mass = SmoothEvidence.estimate(of: density), abs(mass - 1) < 1e-9
    {
      return (Estimate(0, error: 0), true)
    }
    guard let audit = try? massAudit(workspace: &workspace) else {
      return (Estimate(0, error: 0), false)
    }
    // Of what is missing from 1 nobody knows how likely it makes the observations.
    let isWhole = audit.verdict.isYes
    return (Estimate(0, error: isWhole ? 0 : .infinity), isWhole)
  }
}
