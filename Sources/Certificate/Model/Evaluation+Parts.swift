// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

extension Evaluation {
  /// log of q's mass inside its truncation.
  func logFamilyMass() throws -> Ball { field.log(try familyMass()) }

  /// E_q[f] for a logarithm f, −∞ where q has mass that f's density has not.
  private func mean(ofLog logarithm: Formula) throws -> Ball {
    try negative { try mean(of: -logarithm, mass: try familyMass()) }
  }

  /// E_q[log p(x | z)].
  func expectedLogLikelihood(_ factors: CertifiedModel.Factors) throws -> Ball {
    try mean(ofLog: factors.likelihood)
  }

  /// E_q[log p(z)].
  func expectedLogPrior(_ factors: CertifiedModel.Factors) throws -> Ball {
    field.difference(try meanInside(ofLog: factors.prior), try logPriorMass())
  }

  /// KL(q‖prior), as one integral.
  func priorDivergence(_ factors: CertifiedModel.Factors) throws -> Ball {
    guard let logFamily, !isOfFamily(factors.prior) else { return .zero }
    try requireInside()
    let mass = try familyMass()
    return field.sum(
      try mean(of: logFamily - factors.prior, mass: mass),
      field.difference(try logPriorMass(), field.log(mass)))
  }

  /// E_q[log p(x, z)].
  func expectedLogJoint() throws -> Ball {
    field.difference(try meanInside(ofLog: model.logJoint), try logPriorMass())
  }

  /// E_q[f] for a logarithm f that is −∞ outside of the support of the model.
  private func meanInside(ofLog logarithm: Formula) throws -> Ball {
    try negative {
      try requireInside()
      return try mean(of: -logarithm, mass: try familyMass())
    }
  }

  /// H(q).
  func entropy() throws -> Ball {
    guard let logFamily else { return .zero }
    let mass = try familyMass()
    return field.sum(try mean(of: -logFamily, mass: mass), field.log(mass))
  }

  /// E[log p(x, z) − log q(z)] under the posterior, both as their formulas stand, and log of the integral of the
  /// first.
  private func forwardComparison() throws -> (expectation: Ball, logMass: Ball) {
    guard let logFamily, let family else { return (.zero, .zero) }
    let inner = family.distribution.support
    try requireMassInside(inner)
    guard let common = model.support.intersection(inner) else {
      throw CertificateError.undecided("q has no mass where p(x, z) has any")
    }
    let mass = try evidence(over: Support(common))
    let total = try integral(
      exp: model.logJoint, times: model.logJoint - logFamily, over: Support(common))
    return (field.quotient(total, mass), field.log(mass))
  }

  /// The integral of the joint density over a part of the line, of a posterior that has to exist.
  private func evidence(over part: Support) throws -> Ball {
    do {
      return try integral(exp: model.logJoint, over: part)
    } catch CertificateError.infinite {
      throw CertificateError.nonexistent("log p(x) is infinite")
    }
  }

  /// Refuses a posterior with mass outside of an interval.
  private func requireMassInside(_ inner: Interval) throws {
    let whole = model.support
    let sides = [
      (whole.lower, min(inner.lower, whole.upper)), (max(inner.upper, whole.lower), whole.upper),
    ]
    for (lower, upper) in sides where lower < upper {
      let missed = try evidence(over: Support(Ball(lower), Ball(upper)))
      if missed.isZero { continue }
      guard missed.isPositive else {
        throw CertificateError.undecided(
          "whether the posterior has mass outside of \(inner) was not decided")
      }
      throw CertificateError.infinite(
        isPositive: true, "the posterior puts mass on \(whole), q only on \(inner)")
    }
  }

  /// KL(posterior‖q).
  func forwardDivergence() throws -> Ball {
    let (expectation, logMass) = try forwardComparison()
    return field.sum(field.difference(expectation, logMass), try logFamilyMass())
  }

  /// E[log w] under the posterior.
  func evidenceUpperBound() throws -> Ball {
    let (expectation, _) = try forwardComparison()
    return field.sum(
      expectation, field.difference(try logFamilyMass(), try logPriorMass()))
  }

  /// KL(q‖posterior) + KL(posterior‖q).
  func jeffreys() throws -> Ball { field.sum(try forwardDivergence(), try divergence()) }
}
