// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// The quantities of a model and a q with one effort.
struct Evaluation {
  let model: CertifiedModel
  let integral: ProvenIntegral
  let numbers: ExactNumbers
  /// log q(z), but for the normaliser of a truncation.
  let logFamily: Formula?
  let family: FamilyMember?

  fileprivate init(_ model: CertifiedModel, _ effort: Refinement.Effort, q: FamilyMember?) {
    var numbers = model.numbers
    logFamily = q.map { numbers.logDensity(of: $0) }
    (self.model, self.numbers, family) = (model, numbers, q)
    integral = ProvenIntegral(
      numbers: numbers.values, precision: effort.precision, goal: effort.goal,
      budget: effort.budget)
  }

  var field: Precision { integral.precision }

  /// How many bits of a result are wanted.
  var goal: Int { integral.goal }

  /// How long may be computed.
  var budget: Budget { integral.budget }

  private var support: Support { Support(model.support) }

  /// ∫ of the joint density as its formula stands.
  func mass() throws -> Ball {
    if model.isNormalised, model.truncatedPrior == nil { return .one }
    return try integral(exp: model.logJoint, over: support)
  }

  /// ∫ of the joint density up to a point.
  func mass(upTo z: Ball) throws -> Ball {
    try integral(exp: model.logJoint, over: Support(support.lower, z))
  }

  /// log of the prior's mass inside its truncation.
  func logPriorMass() throws -> Ball {
    guard let prior = model.truncatedPrior else { return .zero }
    return field.log(try integral(exp: prior, over: support))
  }

  func logEvidence() throws -> Ball {
    if model.isNormalised { return .zero }
    return field.difference(field.log(try mass()), try logPriorMass())
  }

  /// E_q[log q − log joint], both as their formulas stand, and log of q's mass.
  private func comparison() throws -> (expectation: Ball, logMass: Ball) {
    guard let logFamily else { return (.zero, .zero) }
    try requireInside()
    let mass = try familyMass()
    return (try mean(of: logFamily - model.logJoint, mass: mass), field.log(mass))
  }

  /// Refuses a q with mass where the joint density has none.
  func requireInside() throws {
    guard let family, model.support.contains(family.distribution.support) else {
      throw CertificateError.infinite(
        isPositive: true, "q has mass outside of the support of the model")
    }
  }

  /// The mass of q as its formula stands: 1 where it is not truncated.
  func familyMass() throws -> Ball {
    guard let logFamily, let family, family.truncation != nil else { return .one }
    return try integral(exp: logFamily, over: Support(family.distribution.support))
  }

  /// E_q[f], +∞ where f is undefined for want of mass; `mass` is that of q.
  func mean(of function: Formula, mass: Ball) throws -> Ball {
    guard let logFamily, let family else { return .zero }
    let total = try integral(
      exp: logFamily, times: function, over: Support(family.distribution.support))
    return field.quotient(total, mass)
  }

  func elbo() throws -> Ball {
    try negative {
      let (expectation, logMass) = try comparison()
      return field.sum(field.difference(expectation, logMass), try logPriorMass())
    }
  }

  /// −a, also of what is infinite.
  func negative(_ a: () throws -> Ball) throws -> Ball {
    do {
      return field.negative(try a())
    } catch CertificateError.infinite(let isPositive, let text) {
      throw CertificateError.infinite(isPositive: !isPositive, text)
    }
  }

  /// Whether a log density on the support of the model is that of q.
  func isOfFamily(_ density: Formula) -> Bool {
    logFamily == density && family?.distribution.support == model.support
  }

  func divergence() throws -> Ball {
    if isOfFamily(model.logJoint) { return .zero }
    let (expectation, logMass) = try comparison()
    let logMassOfJoint = field.log(try mass())
    return field.sum(logMassOfJoint, field.difference(expectation, logMass))
  }

  func mean() throws -> Ball {
    let total = try integral(exp: model.logJoint, times: .latent, over: support)
    return field.quotient(total, try integral(exp: model.logJoint, over: support))
  }

  func standardDeviation() throws -> Ball {
    let mean: Ball
    do {
      mean = try self.mean()
    } catch CertificateError.infinite {
      throw CertificateError.nonexistent("the mean is infinite")
    }
    let centre = mean.midpoint
    var numbers = self.numbers
    let square = (Formula.latent - numbers.leaf(centre)).applying(.square)
    let integral = integral.with(numbers)
    let total = try integral(exp: model.logJoint, times: square, over: support)
    let moment = field.quotient(total, try integral(exp: model.logJoint, over: support))
    let offset = field.apply(.square, field.difference(mean, centre))
    return field.squareRoot(field.difference(moment, offset))
  }
}

extension CertifiedModel {
  /// The quantities with one effort.
  func evaluation(_ effort: Refinement.Effort, q: FamilyMember? = nil) throws -> Evaluation {
    Evaluation(self, effort, q: q)
  }
}
