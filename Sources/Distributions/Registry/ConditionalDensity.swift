// SPDX-License-Identifier: GPL-3.0-or-later

/// p(x | z) of a family whose arguments are formulas in the latent z, such as
/// `normal(2*z + 1, 0.5)`: what ``LikelihoodSpec`` reads.
public struct ConditionalDensity: Sendable {
  /// The family.
  public let family: Family

  /// The family's arguments, in their order and as many.
  public let arguments: [Formula]

  /// The spec, as it was written.
  public let text: String

  package init(family: Family, arguments: [Formula], text: String) {
    self.family = family
    self.arguments = arguments
    self.text = text
  }

  /// log p(x | z) as a formula in z.
  ///
  /// It is right where ``violations(at:)`` has none.
  ///
  /// - Throws: ``ObservationError`` for an x that is not finite, that is no count where the family
  ///   is of counts, or that no z makes possible, as far as that can be seen without z.
  public func logDensity(of x: Double) throws(ObservationError) -> Formula {
    guard x.isFinite else { throw .notFinite(x) }
    guard !family.isDiscrete || Family.Domain.count.contains(x) else {
      throw .notACount(x, likelihood: text)
    }
    let formula = family.logDensity(of: .number(x), arguments)
    if let value = formula.constantValue?.head, !value.isFinite {
      throw value == -.infinity
        ? .impossible(x, likelihood: text) : .undefined(x, likelihood: text, value: value)
    }
    return formula
  }

  /// Whether there is no violation at any z inside of a support, where that is seen at a glance: every argument is z
  /// itself or a number.
  package func isDefined(on support: Interval) -> Bool {
    family.checked(arguments).allSatisfy { parameter, argument in
      if let value = argument.constantValue { return parameter.domain.contains(value.head) }
      guard argument == .latent else { return false }
      return switch parameter.domain {
      case .real: true
      case .positive: support.lower >= 0
      case .probability: support.lower >= 0 && support.upper <= 1
      case .nonzero: support.lower >= 0 || support.upper <= 0
      case .count: false
      }
    }
  }

  /// The arguments that at this z are not what their parameters can be.
  public func violations(at z: Double) -> [ParameterViolation] {
    family.checked(arguments).compactMap { parameter, argument in
      let value = argument(DoubleDouble(z)).head
      return parameter.domain.contains(value)
        ? nil : ParameterViolation(parameter, argument, value: value)
    }
  }
}

extension ConditionalDensity: Hashable {
  /// By the family and the arguments, however they were written.
  public static func == (a: ConditionalDensity, b: ConditionalDensity) -> Bool {
    a.family == b.family && a.arguments == b.arguments
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(family)
    hasher.combine(arguments)
  }
}

extension ConditionalDensity: CustomStringConvertible {
  /// The spec, as it was written.
  public var description: String { text }
}
