// SPDX-License-Identifier: GPL-3.0-or-later

/// A family of distributions under its name in Stan, continuous or of counts.
///
/// ```swift
/// public static let family = Family(
///   of: Gamma.self, "gamma", "a gamma distribution",
///   .positive("alpha", "shape"), .positive("beta", "rate")
/// ) { x, p in … }
/// ```
///
/// A family of the library stands in its own file, and has one line in ``Families``.
public struct Family: Sendable {
  /// log p(x) from x and the parameters, in their order; right inside the support, −∞ outside it.
  public typealias LogDensity = @Sendable (_ x: Formula, _ parameters: [Formula]) -> Formula

  /// Stan's name, or one in its manner.
  public let name: String

  /// What a member is called in words, as in "an exponential distribution".
  public let title: String

  /// The parameters, in Stan's order.
  public private(set) var parameters: [Parameter]

  /// Whether the last parameter may be repeated, in ascending order, as the cut points of ordered outcomes.
  public let isRepeated: Bool

  /// What follows from the parameters and has a domain too, such as the last weight of a mixture.
  let implied: [Implied]

  /// What follows from the parameters of a family.
  struct Implied: Sendable {
    let parameter: Parameter
    let value: @Sendable (_ parameters: [Formula]) -> Formula
  }

  /// What no two families share: the name, or that and what the family is made of.
  let identity: String

  /// How probable intervals are; `nil` where that is not known.
  let intervals: IntervalProbability?

  private let member: (@Sendable (Values) throws(DistributionError) -> any Distribution)?
  private let density: LogDensity

  /// Describes a family of distributions on the line.
  ///
  /// - Parameters:
  ///   - type: what a member is.
  ///   - name: Stan's name.
  ///   - title: what a member is called in words, with its article.
  ///   - parameters: the parameters, in Stan's order.
  ///   - logDensity: log p(x).
  public init<Member: ParametricDistribution>(
    of type: Member.Type, _ name: String, _ title: String, _ parameters: Parameter...,
    logDensity: @escaping LogDensity
  ) {
    self.init(
      of: type, name, title, parameters, intervals: nil, logDensity: logDensity)
  }

  /// The same with the probabilities of intervals.
  init<Member: ParametricDistribution>(
    of type: Member.Type, _ name: String, _ title: String, _ parameters: Parameter...,
    intervals: IntervalProbability, logDensity: @escaping LogDensity
  ) {
    self.init(
      of: type, name, title, parameters, intervals: intervals, logDensity: logDensity)
  }

  private init<Member: ParametricDistribution>(
    of type: Member.Type, _ name: String, _ title: String, _ parameters: [Parameter],
    intervals: IntervalProbability?, logDensity: @escaping LogDensity
  ) {
    self.init(
      name: name, identity: name, title: title, parameters: parameters, intervals: intervals,
      logDensity: logDensity
    ) { values throws(DistributionError) in try Member(values: values) }
  }

  /// Describes a family of counts, which has its probabilities alone.
  ///
  /// - Parameters:
  ///   - name: Stan's name.
  ///   - title: what a member is called in words, with its article.
  ///   - parameters: the parameters, in Stan's order.
  ///   - isRepeated: whether the last parameter may be repeated, in ascending order.
  ///   - logProbability: log P(x).
  public init(
    ofCounts name: String, _ title: String, _ parameters: Parameter..., isRepeated: Bool = false,
    logProbability: @escaping LogDensity
  ) {
    self.init(
      name: name, identity: name, title: title, parameters: parameters, isRepeated: isRepeated,
      logDensity: logProbability, member: nil)
  }

  /// The same with the probabilities of intervals, made of the family's name and log P(x).
  init(
    ofCounts name: String, _ title: String, _ parameters: Parameter..., isRepeated: Bool = false,
    intervals: (_ family: String, _ logProbability: @escaping LogDensity) -> IntervalProbability,
    logProbability: @escaping LogDensity
  ) {
    self.init(
      name: name, identity: name, title: title, parameters: parameters, isRepeated: isRepeated,
      intervals: intervals(name, logProbability), logDensity: logProbability, member: nil)
  }

  /// Describes a family that is made of others.
  init(
    name: String, identity: String, title: String, parameters: [Parameter],
    isRepeated: Bool = false, implied: [Implied] = [], intervals: IntervalProbability? = nil,
    logDensity: @escaping LogDensity,
    member: (@Sendable (Values) throws(DistributionError) -> any Distribution)?
  ) {
    (self.name, self.identity, self.title) = (name, identity, title)
    (self.parameters, self.isRepeated) = (parameters, isRepeated)
    (self.implied, self.member, self.intervals) = (implied, member, intervals)
    density = logDensity
  }

  /// Whether x has to be a whole number from 0.
  public var isDiscrete: Bool { member == nil }

  /// log p(x); −∞ outside the support.
  ///
  /// - Parameters:
  ///   - x: where.
  ///   - parameters: numbers or formulas, in the order of ``parameters`` and as many.
  public func logDensity(of x: Formula, _ parameters: [Formula]) -> Formula {
    density(x, parameters)
  }

  /// The member with these parameters.
  ///
  /// - Throws: ``DistributionError`` for a parameter outside its domain, for too many or too few, or for a
  ///   family of counts.
  public func callAsFunction(_ parameters: [Double]) throws(DistributionError) -> any Distribution {
    let values = try values(parameters)
    guard let member else {
      throw DistributionError(
        parameter: "the family of a distribution on the line", value: name,
        requirement: "continuous")
    }
    return try member(values)
  }
}

extension Family {
  /// Whether the support of a member depends on its parameters, as that of uniform(alpha, beta).
  public var hasVariableSupport: Bool { logDensity.isCutOffByParameter }

  /// log q(z) as a formula of z and the parameters.
  public var logDensity: Formula { density(.latent, parameters.indices.map { .parameter($0) }) }

  /// The scores ∂ log q(z)/∂η, one for each parameter η, as formulas of z and the parameters.
  public var scores: [Formula] {
    parameters.indices.map { logDensity.derivative(by: .parameter($0)) }
  }

  /// Each parameter with its argument, and what follows from them and has a domain too.
  func checked(_ arguments: [Formula]) -> [(parameter: Parameter, argument: Formula)] {
    Array(zip(parameters, arguments)) + implied.map { ($0.parameter, $0.value(arguments)) }
  }
}

extension Family {
  /// The family with as many parameters as there are arguments, where its last one may be repeated; else as it is.
  func taking(_ count: Int) -> Family {
    guard isRepeated, let last = parameters.last, count > parameters.count else { return self }
    var family = self
    let fixed = parameters.count - 1
    family.parameters =
      parameters.dropLast()
      + (1...(count - fixed)).map { Parameter("\(last.name)\($0)", last.domain, last.label) }
    return family
  }
}

extension Family: Hashable {
  /// By the name, and by what a family is made of.
  public static func == (a: Family, b: Family) -> Bool { a.identity == b.identity }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}

extension Family: CustomStringConvertible {
  /// As in "normal(mu, sigma)".
  public var description: String {
    "\(name)(\(parameters.map(\.name).joined(separator: ", "))\(isRepeated ? ", ..." : ""))"
  }
}
