// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

extension ExerciseRecord {
  /// The record of a point whose numbers could not be had: an overflow leaves infinities, anything
  /// else no numbers at all; the reason is kept.
  ///
  /// - Parameters:
  ///   - theta: the rate θ of the prior.
  ///   - x: the observation.
  ///   - phi: the rate φ of q.
  ///   - logEvidence: log p(x), where that could be had.
  ///   - failure: why the rest could not.
  public init(
    theta: Double, x: Double, phi: Double, logEvidence: Estimate? = nil, failure: InferenceError
  ) {
    let missing = Estimate(.nan, error: .nan)
    func infinite(_ sign: Double) -> Estimate { Estimate(sign * .infinity, error: .infinity) }
    let isInfinite: Bool
    switch failure {
    case .overflow:
      status = .overflow
      isInfinite = logEvidence != nil
    case .infinite:
      status = .infinite
      isInfinite = true
    case .quadrature:
      status = .notConverged
      isInfinite = false
    case .model, .noEvidence, .noBestMember, .distribution, .argument:
      status = .invalid
      isInfinite = false
    }
    self.theta = theta
    self.x = x
    self.phi = phi
    self.logEvidence = logEvidence ?? missing
    elbo = isInfinite ? infinite(-1) : missing
    gap = isInfinite ? infinite(1) : missing
    divergence = isInfinite ? infinite(1) : missing
    elboGradientTheta = missing
    elboGradientPhi = missing
    identity = .cannotTell(reason: failure.description)
    evaluations = 0
    reason = failure.description
  }
}

extension ExerciseRecord {
  /// The record of a point that could not be read.
  public init(theta: Double, x: Double, phi: Double, invalid reason: String) {
    self.init(theta: theta, x: x, phi: phi, failure: .noEvidence(reason: reason))
    self.reason = reason
  }
}
