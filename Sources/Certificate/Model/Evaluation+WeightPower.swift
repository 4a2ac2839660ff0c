// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

extension Evaluation {
  /// log(E_q[wˢ])/s with w = p(x, z)/q(z), for s ≠ 0.
  func logMean(ofWeightTo s: Ball) throws -> Ball {
    guard let logFamily, let family else { return .zero }
    let nowhere = CertificateError.infinite(
      isPositive: false, "q has no mass where p(x, z) has any")
    guard let common = model.support.intersection(family.distribution.support) else {
      throw nowhere
    }
    let rest = field.difference(.one, s)
    var numbers = self.numbers
    let exponent = numbers.leaf(s) * model.logJoint + numbers.leaf(rest) * logFamily
    let total: Ball
    do {
      if s.isNegative { try requireWeights() }
      total = try integral.with(numbers)(exp: exponent, over: Support(common))
    } catch CertificateError.infinite(_, let text) {
      let power = s.smallInteger.map { "\($0)" } ?? "\(s.double)"
      throw CertificateError.infinite(
        isPositive: s.isPositive, "E_q[w^\(power)] is infinite: \(text)")
    }
    if total.isZero { throw nowhere }
    let priorPart = field.product(s, try logPriorMass())
    let familyPart = field.product(rest, try logFamilyMass())
    let log = field.difference(field.log(total), field.sum(priorPart, familyPart))
    return field.quotient(log, s)
  }

  /// Refuses a q with mass where w is 0.
  private func requireWeights() throws {
    guard let logFamily, let family else { return }
    try requireInside()
    try integral.requireNumber(
      model.logJoint, under: logFamily, over: Support(family.distribution.support))
  }
}
