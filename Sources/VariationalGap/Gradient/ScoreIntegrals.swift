// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The gradient of the ELBO by the parameters η of q, under the integral sign.
///
/// With the scores s = ∂ log q/∂η and w = log p(x, z) − log q(z),
///
/// ```text
/// ∂ELBO/∂η = E_q[s·w] = E_q[(s − E_q[s])·(w − c)]
/// ```
///
/// for any c, where the support of q does not depend on η: E_q[s] = 0. With c = ELBO nothing large
/// cancels. A truncated q has the score of its base less its mean under q, which takes an integral of
/// its own.
///
/// Source: Ranganath, Gerrish and Blei, "Black box variational inference" (2014), equation 2.
struct ScoreIntegrals {
  private let member: FamilyMember
  private let logDensity: Formula
  private let logWeight: Formula
  private let places: [Int]
  private(set) var evaluations = 0
  /// What the bounds rest on.
  private(set) var errorKind = ErrorKind.proven

  /// - Throws: ``InferenceError/argument(_:value:requirement:)`` where the support of q depends on its
  ///   parameters.
  init(_ member: FamilyMember, logJoint: Formula) throws(InferenceError) {
    guard !member.family.hasVariableSupport else {
      throw .argument(
        "q", value: "\(member), whose support depends on its parameters",
        requirement: "of a family with a fixed support")
    }
    self.init(member, places: Array(member.parameters.indices), logJoint: logJoint)
  }

  /// By some parameters, which the support does not depend on.
  init(_ member: FamilyMember, places: [Int], logJoint: Formula) {
    (self.member, self.places) = (member, places)
    logDensity = member.distribution.formula
    logWeight = logJoint - logDensity
  }

  /// ∂ELBO/∂η for each of the parameters.
  ///
  /// - Parameter elbo: c; its error only matters where q is truncated.
  mutating func gradient(
    elbo: Estimate, workspace: inout Workspace
  ) throws(InferenceError) -> [Estimate] {
    var gradient: [Estimate] = []
    let weight = logWeight - .number(elbo.value)
    for place in places {
      let quantity = "∂ELBO/∂\(member.family.parameters[place].name)"
      let score = member.family.scores[place].setting(member.parameters)
      let scale = member.distribution.typicalSize(of: score) ?? 1
      let scaled = score / .number(scale)
      var centre = Estimate(0, error: 0)
      if member.truncation != nil {
        centre = try expectation(of: scaled, quantity, workspace: &workspace)
      }
      let centred = scaled - .number(centre.value)
      let value = try expectation(of: centred * weight, quantity, workspace: &workspace)
      let component = scale * value.value
      guard component.isFinite else { throw .overflow(quantity: quantity) }
      gradient.append(
        Estimate(
          component, error: scale * (value.error + centre.error * elbo.error) + component.ulp))
    }
    return gradient
  }

  private mutating func expectation(
    of function: Formula, _ quantity: String, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let expectation = try Expectation(
      of: function, under: logDensity, on: member.distribution.support, quantity,
      workspace: &workspace)
    evaluations += expectation.evaluations
    errorKind = min(errorKind, expectation.errorKind)
    return expectation.value
  }
}

extension Distribution {
  /// The size of a function where there is mass; `nil` where it is 0, or not finite.
  func typicalSize(of function: Formula) -> Double? {
    [0.1, 0.3, 0.5, 0.7, 0.9].map { abs(function(DoubleDouble(quantile($0))).head) }
      .filter { $0 > 1e-300 && $0.isFinite }.max()
  }
}
