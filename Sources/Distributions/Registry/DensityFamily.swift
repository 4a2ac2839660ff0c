// SPDX-License-Identifier: GPL-3.0-or-later

/// A family of distributions of an observation, continuous or discrete, by its log density alone:
/// what a likelihood such as `normal(2*z + 1, 0.5)` is made of.
public struct DensityFamily: Sendable {
  /// What values a parameter can take.
  public enum Domain: Sendable, Hashable {
    /// Any finite number.
    case real
    /// Positive and finite.
    case positive
    /// From 0 to 1.
    case probability
    /// A whole number from 0.
    case count
  }

  /// A parameter of the family.
  public struct Parameter: Sendable, Hashable {
    /// Stan's name.
    public let name: String
    /// What values it can take.
    public let domain: Domain

    /// Describes a parameter.
    public init(_ name: String, _ domain: Domain) {
      self.name = name
      self.domain = domain
    }
  }

  /// log p(x) from x and the parameters, in their order; −∞ outside the support.
  public typealias LogDensity = @Sendable (_ x: Formula, _ parameters: [Formula]) -> Formula

  /// Stan's name, or one in its manner.
  public let name: String

  /// The parameters, in Stan's order.
  public let parameters: [Parameter]

  /// Whether x has to be a whole number from 0.
  public let isDiscrete: Bool

  /// log p(x).
  public let logDensity: LogDensity

  /// Describes a family.
  public init(
    name: String, parameters: [Parameter], isDiscrete: Bool = false,
    logDensity: @escaping LogDensity
  ) {
    self.name = name
    self.parameters = parameters
    self.isDiscrete = isDiscrete
    self.logDensity = logDensity
  }
}

extension DensityFamily: CustomStringConvertible {
  /// As in "normal(mu, sigma)".
  public var description: String {
    "\(name)(\(parameters.map(\.name).joined(separator: ", ")))"
  }
}
