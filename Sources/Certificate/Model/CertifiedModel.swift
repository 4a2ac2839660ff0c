// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// A model with a one-dimensional latent whose numbers are exact: what a ``Certificate`` is about.
public struct CertifiedModel: Sendable {
  /// log p(x, z), but for the normaliser of a truncated prior.
  let logJoint: Formula
  /// log p(z) and log p(x | z), the first but for the normaliser of a truncated prior; `nil` of what was given as
  /// one.
  let factors: Factors?
  /// Where the joint density may be positive.
  let support: Interval
  /// log p(z) without its normaliser, where the prior is truncated.
  let truncatedPrior: Formula?
  /// The numbers of the formulas.
  let numbers: ExactNumbers
  /// Whether it is a density in z without an observation, whose integral is 1.
  let isNormalised: Bool
  /// As many digits can be proven: of the probabilities of intervals shapes and counts stand in the formula in 31
  /// digits, and so does what is made of the degrees of freedom of a noncentral t distribution.
  public private(set) var mostDigits = 1000

  /// The logarithms of prior and likelihood.
  struct Factors {
    let prior: Formula
    let likelihood: Formula
  }

  /// p(x, z) = p(z) Π p(xᵢ | z), from a prior, a likelihood and observations.
  ///
  /// - Throws: `ObservationError` for an observation that the likelihood cannot have.
  public init(
    prior: FamilyMember, likelihood: ConditionalDensity, observations: [Observation]
  ) throws(ObservationError) {
    var numbers = ExactNumbers()
    var terms: [Formula] = []
    let exact = LikelihoodSpec.exactArguments(of: likelihood)
    let arguments = (exact?.formulas ?? likelihood.arguments).map {
      numbers.lifting($0, numbers: exact?.numbers ?? [])
    }
    var counts: [Observation: Int] = [:]
    for x in observations { counts[x, default: 0] += 1 }
    for (x, count) in counts.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      let factor = numbers.leaf(Double(count))
      switch x {
      case .value(let value): _ = try likelihood.logDensity(of: value)
      case .interval(let lower, let upper):
        _ = try likelihood.logProbability(from: lower, to: upper)
      }
      let term = try numbers.logLikelihood(
        of: x, under: likelihood, arguments, constants: likelihood.arguments)
      terms.append(factor * term)
    }
    self.init(prior, likelihood: terms, numbers)
    if likelihood.family.isTruncated || likelihood.family.hasFixedParameter
      || observations.contains(where: { $0.value == nil })
    {
      mostDigits = CertifiedModel.digitsOfIntervals
    }
  }

  private static let digitsOfIntervals = 25

  /// p(x, z) = p(z) Π p(xᵢ | z)^wᵢ, from a prior and observations in the rows of tables.
  ///
  /// Each row is a part of its own, but for those that are equal: a few thousand are many.
  public init(prior: FamilyMember, rows: [ObservedRows]) {
    var numbers = ExactNumbers()
    var terms: [Formula] = []
    for observed in rows { terms += numbers.terms(of: observed) }
    self.init(prior, likelihood: terms, numbers)
    let isLimited = rows.contains {
      guard let family = $0.likelihood?.family else { return !$0.censored.isEmpty }
      return family.isTruncated || family.hasFixedParameter || !$0.censored.isEmpty
    }
    if isLimited {
      mostDigits = CertifiedModel.digitsOfIntervals
    }
  }

  /// A joint density by its logarithm; constants that the formula has folded have 31 digits.
  public init(logJoint: Formula, support: Interval) {
    var numbers = ExactNumbers()
    let formula = numbers.lifting(logJoint)
    self.init(
      logJoint: formula, factors: nil, support: support, truncatedPrior: nil, numbers: numbers,
      isNormalised: false)
  }

  /// A joint density by its logarithm as text, in which every number is the double nearest to it, and
  /// what is made of numbers has all of its digits.
  ///
  /// - Parameters:
  ///   - logJoint: a formula in z, and in x where there is one.
  ///   - support: where the joint density may be positive.
  ///   - x: the observation.
  /// - Throws: `FormulaError` for a text that is no such formula.
  public init(logJoint: String, support: Interval, observation x: Double? = nil)
    throws(FormulaError)
  {
    var names: [String: Formula] = ["z": .latent]
    names["x"] = x.map { .number($0) }
    let exact = try Formula.parseExactly(logJoint, names: names)
    var numbers = ExactNumbers()
    let formula = numbers.lifting(exact.formula, numbers: exact.numbers)
    self.init(
      logJoint: formula, factors: nil, support: support, truncatedPrior: nil, numbers: numbers,
      isNormalised: false)
  }

  /// A distribution: the ELBO of a q is −KL(q‖p).
  public init(_ distribution: FamilyMember) {
    var numbers = ExactNumbers()
    let density = numbers.logDensity(of: distribution)
    self.init(
      logJoint: density, factors: nil, support: distribution.distribution.support,
      truncatedPrior: distribution.truncation == nil ? nil : density, numbers: numbers,
      isNormalised: true)
    if distribution.family.hasFixedParameter { mostDigits = CertifiedModel.digitsOfIntervals }
  }

  /// - Parameters:
  ///   - likelihood: the terms of log p(x | z).
  ///   - numbers: those of the terms.
  private init(_ prior: FamilyMember, likelihood terms: [Formula], _ numbers: ExactNumbers) {
    var numbers = numbers
    let logPrior = numbers.logDensity(of: prior)
    self.init(
      logJoint: .total(of: [logPrior] + terms),
      factors: Factors(prior: logPrior, likelihood: .total(of: terms)),
      support: prior.distribution.support,
      truncatedPrior: prior.truncation == nil ? nil : logPrior, numbers: numbers,
      isNormalised: false)
    if prior.family.hasFixedParameter { mostDigits = CertifiedModel.digitsOfIntervals }
  }

  private init(
    logJoint: Formula, factors: Factors?, support: Interval, truncatedPrior: Formula?,
    numbers: ExactNumbers, isNormalised: Bool
  ) {
    (self.logJoint, self.factors, self.support) = (logJoint, factors, support)
    (self.truncatedPrior, self.numbers, self.isNormalised) = (truncatedPrior, numbers, isNormalised)
  }
}

extension ExactNumbers {
  /// log p(z) of a family's member with its parameters as leaves, but for those that have to be numbers; a truncation
  /// leaves the normaliser as it is.
  mutating func logDensity(of member: FamilyMember) -> Formula {
    let parameters = member.parameters.enumerated().map {
      member.family.isFixed($0.offset) ? .number($0.element) : sharedLeaf($0.element)
    }
    return member.family.logDensity(of: .latent, parameters)
  }
}

extension ExactNumbers {
  /// log p(x | z) or log P(a ≤ x ≤ b | z) with its numbers as leaves, but for counts and shapes, which the probability of
  /// an interval depends on.
  ///
  /// - Parameters:
  ///   - arguments: the likelihood's, with their numbers as leaves.
  ///   - constants: the same as they are.
  fileprivate mutating func logLikelihood(
    of x: Observation, under likelihood: ConditionalDensity, _ arguments: [Formula],
    constants: [Formula]
  ) throws(ObservationError) -> Formula {
    let family = likelihood.family
    var mixed = arguments
    for place in family.intervalNumbers where mixed.indices.contains(place) {
      mixed[place] = constants[place]
    }
    if let value = x.value {
      let known = arguments.indices.map { family.isFixed($0) ? constants[$0] : arguments[$0] }
      return family.logDensity(of: leaf(value), family.isTruncated ? mixed : known)
    }
    let ends = try family.interval(x, likelihood: likelihood.text)
    func end(_ value: Double?) -> Formula? {
      value.map { family.isDiscrete ? .number($0) : leaf($0) }
    }
    do throws(IntervalProblem) {
      return try family.logProbability(from: end(ends.lower), to: end(ends.upper), mixed)
    } catch {
      throw .interval(x, likelihood: likelihood.text, error)
    }
  }
}

extension ExactNumbers {
  /// wᵢ log p(xᵢ | z) of the rows that count, equal ones once with their number.
  fileprivate mutating func terms(of rows: ObservedRows) -> [Formula] {
    var counts: [Row: Int] = [:]
    var order: [Row] = []
    for index in rows.weights.indices where rows.weights[index] > 0 {
      let row = Row(
        x: rows.censored[index] ?? .value(rows.columns[0][index]),
        cells: rows.columns.dropFirst().map { $0[index] }, weight: rows.weights[index])
      if counts[row] == nil { order.append(row) }
      counts[row, default: 0] += 1
    }
    let cells = [DoubleDouble](repeating: DoubleDouble(0), count: rows.columns.count)
    let exact = rows.exactText(after: cells)
    let formulas = exact?.formulas ?? rows.likelihood?.arguments ?? [rows.term]
    let literals = exact?.numbers.dropFirst(cells.count) ?? []
    return order.map { row in
      let values = [row.x.value ?? 0] + row.cells
      let parts = formulas.map {
        lifting($0, numbers: values.map { DoubleDouble($0) } + literals)
      }
      let factor = leaf(Double(counts[row] ?? 1)) * leaf(row.weight)
      guard let likelihood = rows.likelihood else { return factor * parts[0] }
      let constants = likelihood.arguments.map { $0.setting(values) }
      // The rows have been looked at before.
      let term = try? logLikelihood(of: row.x, under: likelihood, parts, constants: constants)
      return factor * (term ?? .number(.nan))
    }
  }

  /// A row of a table.
  private struct Row: Hashable {
    let x: Observation
    let cells: [Double]
    let weight: Double
  }
}

extension ObservedRows {
  /// The formulas of the text with each number as a parameter: the likelihood's arguments, or the log
  /// likelihood.
  fileprivate func exactText(
    after values: [DoubleDouble]
  ) -> (formulas: [Formula], numbers: [DoubleDouble])? {
    if let likelihood {
      return LikelihoodSpec.exactArguments(of: likelihood, columns: columnNames, after: values)
    }
    let names = Formula.names(ofColumns: columnNames, observation: "x")
    guard let exact = try? Formula.parseExactly(text, names: names, after: values) else {
      return nil
    }
    return ([exact.formula], exact.numbers)
  }
}

extension Family {
  /// Whether a parameter has to be a number, which the density is made for.
  fileprivate func isFixed(_ place: Int) -> Bool {
    parameters.indices.contains(place) && parameters[place].isFixed
  }

  fileprivate var hasFixedParameter: Bool { parameters.contains(where: \.isFixed) }
}
