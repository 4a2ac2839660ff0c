// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// The parameters of a member, each in its domain, and the log density that they make: what a member
  /// of a family consists of.
  public struct Values: Sendable, Hashable {
    /// The parameters, in the family's order.
    public let parameters: [Double]

    /// log p(z), right inside the support.
    public let formula: Formula

    /// A parameter by its place in the family's order; NaN where there is none.
    public subscript(index: Int) -> Double {
      parameters.indices.contains(index) ? parameters[index] : .nan
    }
  }

  /// The values that make a member.
  ///
  /// - Throws: ``DistributionError`` for the first parameter that is outside its domain, or for too many or
  ///   too few.
  public func values(_ values: [Double]) throws(DistributionError) -> Values {
    guard values.count == parameters.count else {
      throw DistributionError(
        parameter: "the number of parameters of \(self)", value: "\(values.count)",
        requirement: "\(parameters.count)")
    }
    for (index, value) in values.enumerated() { _ = try checked(value, index) }
    return self.values(unchecked: values)
  }

  /// The values that make a member, from parameters that are known to lie in their domains.
  func values(unchecked values: [Double]) -> Values {
    Values(parameters: values, formula: logDensity(of: .latent, values.map(Formula.number)))
  }

  /// A parameter as it is, if it lies in its domain.
  ///
  /// - Throws: ``DistributionError``.
  func checked(_ value: Double, _ index: Int) throws(DistributionError) -> Double {
    let parameter = parameters[index]
    guard parameter.domain.contains(value) else {
      throw DistributionError(
        parameter: "the \(parameter.label) of \(title)", value: "\(value)",
        requirement: parameter.domain.description)
    }
    return value
  }
}
