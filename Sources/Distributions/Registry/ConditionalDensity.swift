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
      throw .notFinite(value, of: .value(x), likelihood: text)
    }
    return formula
  }

  /// log P(lower ≤ x ≤ upper | z) as a formula in z: the likelihood of a censored observation. Of counts the ends are
  /// rounded inwards.
  ///
  /// It is right where ``violations(at:)`` has none.
  ///
  /// - Parameters:
  ///   - lower: −∞ for none.
  ///   - upper: ∞ for none.
  /// - Throws: ``ObservationError`` for ends that are not in order, an interval that no z makes possible, as far as that
  ///   can be seen without z, or a family whose distribution function is not known.
  public func logProbability(
    from lower: Double, to upper: Double
  ) throws(ObservationError) -> Formula {
    let observation = Observation.interval(from: lower, to: upper)
    let interval = try family.interval(observation, likelihood: text)
    let formula: Formula
    do throws(IntervalProblem) {
      formula = try family.logProbability(
        from: interval.lower.map(Formula.number), to: interval.upper.map(Formula.number), arguments)
    } catch {
      throw .interval(observation, likelihood: text, error)
    }
    if let value = formula.constantValue?.head, !value.isFinite {
      throw .notFinite(value, of: observation, likelihood: text)
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
        ? nil : ParameterViolation(parameter, argument, value: value, at: z)
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

extension Family {
  /// The ends of an interval that x was seen in; `nil` for an infinite one, and of counts for one below 0. Those of counts
  /// are rounded inwards.
  ///
  /// - Throws: ``ObservationError`` for ends that are not in order, or that no count lies between.
  package func interval(
    _ observation: Observation, likelihood: String
  ) throws(ObservationError) -> (lower: Double?, upper: Double?) {
    guard case .interval(var lower, var upper) = observation, lower <= upper, lower < .infinity,
      upper > -.infinity
    else { throw .notAnInterval(observation) }
    guard isDiscrete || lower < upper else { throw .point(observation) }
    if isDiscrete {
      (lower, upper) = (lower.rounded(.up), upper.rounded(.down))
      guard lower <= upper, upper >= 0 else {
        throw .impossible(observation, likelihood: likelihood)
      }
      if lower <= 0 { lower = -.infinity }
    }
    return (lower > -.infinity ? lower : nil, upper < .infinity ? upper : nil)
  }
}
