// SPDX-License-Identifier: GPL-3.0-or-later

/// Observations of one latent in the rows of a table, each with its weight and, where the likelihood names
/// columns, with the covariates of its row.
///
/// ```swift
/// let table = try DataTable([("y", [0, 1, 1]), ("w", [-0.3, 0.2, 1.4])])
/// let likelihood = try LikelihoodSpec.parse("bernoulli_logit(-0.5 + w*z)", columns: table.names)
/// let rows = try ObservedRows(of: [0, 1, 1], under: likelihood, columns: table)
/// ```
public struct ObservedRows: Sendable {
  /// Σ wᵢ log p(xᵢ | z) over the rows as a formula in z.
  ///
  /// Terms gather into sufficient statistics in 31 digits where they can; what does not gather is a
  /// ``RowSum``.
  public let logLikelihood: Formula

  /// How many rows there are.
  public let count: Int

  /// The likelihood of a row, or its logarithm where it has no name, as it was written.
  public let text: String

  /// What the observations are called, such as the name of their column; `nil` where they have no name.
  public let name: String?

  /// The likelihood of a row; `nil` where it has no name.
  public let likelihood: ConditionalDensity?

  /// The names of the columns that the text may use.
  package let columnNames: [String]

  /// log p(x | z) of one row: a formula in z, in x as the first parameter, and the table's columns as
  /// those that follow.
  package let term: Formula

  /// The values of each parameter of ``term``, one a row; no number where an x is censored.
  package let columns: [[Double]]

  /// The intervals of the rows whose x is censored.
  package let censored: [Int: Observation]

  /// What the log likelihood of each row is multiplied with.
  package let weights: [Double]

  /// Makes the observations of a likelihood.
  ///
  /// - Parameters:
  ///   - observed: x of each row.
  ///   - likelihood: p(x | z) of a row; its arguments may name columns of the table.
  ///   - columns: the table whose columns the likelihood was read with; `nil` for one without.
  ///   - weights: what the log likelihood of each row is multiplied with, finite and from 0; 1 by default.
  ///   - name: what the observations are called.
  /// - Throws: ``RowError`` for the first row that the likelihood cannot have.
  public init(
    of observed: [Double], under likelihood: ConditionalDensity, columns: DataTable? = nil,
    weights: [Double]? = nil, named name: String? = nil
  ) throws(RowError) {
    try self.init(
      of: observed, censored: [:], under: likelihood, columns: columns, weights: weights,
      named: name)
  }

  /// Makes observations of a likelihood of which some are censored.
  ///
  /// - Parameters:
  ///   - observed: what is known of x in each row.
  ///   - likelihood: p(x | z) of a row; its arguments may name columns of the table.
  ///   - columns: the table whose columns the likelihood was read with; `nil` for one without.
  ///   - weights: what the log likelihood of each row is multiplied with, finite and from 0; 1 by default.
  ///   - name: what the observations are called.
  /// - Throws: ``RowError`` for the first row that the likelihood cannot have.
  @_disfavoredOverload
  public init(
    of observed: [Observation], under likelihood: ConditionalDensity, columns: DataTable? = nil,
    weights: [Double]? = nil, named name: String? = nil
  ) throws(RowError) {
    var censored: [Int: Observation] = [:]
    for (row, x) in observed.enumerated() where x.value == nil { censored[row] = x }
    try self.init(
      of: observed.map { $0.value ?? .nan }, censored: censored, under: likelihood,
      columns: columns, weights: weights, named: name)
  }

  /// - Parameters:
  ///   - observed: x of each row; anything where it is censored.
  ///   - censored: the intervals of the rows whose x is censored.
  package init(
    of observed: [Double], censored: [Int: Observation], under likelihood: ConditionalDensity,
    columns: DataTable?, weights: [Double]?, named name: String?
  ) throws(RowError) {
    var observed = observed
    for row in censored.keys where observed.indices.contains(row) { observed[row] = .nan }
    let table = [observed] + (columns?.columns ?? [])
    let family = likelihood.family
    for row in observed.indices where censored[row] == nil {
      let x = observed[row]
      guard x.isFinite else { throw RowError(row, .notFinite(x)) }
      guard !family.isDiscrete || Family.Domain.count.contains(x) else {
        throw RowError(row, .notACount(x, likelihood: likelihood.text))
      }
    }
    for (parameter, argument) in family.checked(likelihood.arguments)
    where !argument.hasLatent && argument.hasParameter {
      for row in observed.indices {
        let value = argument.value(inRow: row, of: table)
        guard parameter.domain.contains(value.head) else {
          throw RowError(
            row,
            ParameterViolation(
              parameter, argument, value: value.head, columns: columns?.names ?? []))
        }
      }
    }
    try self.init(
      term: family.logDensity(of: .parameter(0), likelihood.arguments), likelihood: likelihood,
      text: likelihood.text, name: name, observed, censored, columns, weights)
  }

  /// Makes the observations of a log likelihood that has no name.
  ///
  /// - Parameters:
  ///   - logLikelihood: log p(x | z) of a row: a formula in z, in x as the first parameter, and in the
  ///     columns, in their order, as those that follow.
  ///   - text: how it was written.
  ///   - observed: x of each row.
  ///   - columns: the table.
  ///   - weights: what the log likelihood of each row is multiplied with, finite and from 0; 1 by default.
  ///   - name: what the observations are called.
  /// - Throws: ``RowError`` for the first row whose density is 0, or no number, for every z.
  public init(
    of observed: [Double], logLikelihood: Formula, text: String, columns: DataTable? = nil,
    weights: [Double]? = nil, named name: String? = nil
  ) throws(RowError) {
    try self.init(
      term: logLikelihood, likelihood: nil, text: text, name: name, observed, [:], columns, weights)
  }

  private init(
    term: Formula, likelihood: ConditionalDensity?, text: String, name: String?,
    _ observed: [Double], _ censored: [Int: Observation], _ table: DataTable?,
    _ weights: [Double]?
  ) throws(RowError) {
    count = observed.count
    (self.term, self.likelihood, self.text, self.name) = (term, likelihood, text, name)
    (columnNames, self.censored) = (table?.names ?? [], censored)
    columns = [observed] + (table?.columns ?? [])
    self.weights = weights ?? [Double](repeating: 1, count: count)
    let exact = censored.isEmpty ? nil : observed.indices.filter { censored[$0] == nil }
    func cells(_ column: [Double]) -> [Double] { exact.map { $0.map { column[$0] } } ?? column }
    var parts: [Formula] = []
    if exact?.isEmpty != true {
      let (own, counts) = (columns.map(cells), cells(self.weights))
      do throws(GatheredRows.Problem) {
        parts.append(try GatheredRows(columns: own, weights: counts).sum(of: term))
      } catch {
        let row = exact.map { $0[error.row] } ?? error.row
        throw RowError(row, .notFinite(error.value, of: .value(observed[row]), likelihood: text))
      }
    }
    if let likelihood, !censored.isEmpty {
      parts += try CensoredRows(censored, columns: columns, weights: self.weights)
        .sums(under: likelihood)
    }
    logLikelihood = .total(of: parts)
  }

  /// What at this z is outside its domain in some row; none where the formula means something.
  public func violations(at z: Double) -> [ParameterViolation] {
    guard let likelihood else { return [] }
    return likelihood.family.checked(likelihood.arguments).compactMap { parameter, argument in
      guard argument.hasLatent else { return nil }
      for row in argument.hasParameter ? columns.first?.indices ?? 0..<0 : 0..<min(1, count) {
        let value = argument.value(inRow: row, of: columns, at: DoubleDouble(z)).head
        if !parameter.domain.contains(value) {
          return ParameterViolation(
            parameter, argument, value: value, at: z, values: [0] + columns.map { $0[row] },
            columns: columnNames)
        }
      }
      return nil
    }
  }
}

/// A row of a table that a likelihood cannot have.
public struct RowError: Error, Sendable, Hashable {
  /// Which row, from 0.
  public let row: Int

  /// What is wrong with it.
  public let problem: Problem

  /// What is wrong with a row.
  public enum Problem: Sendable, Hashable {
    /// With its observation.
    case observation(ObservationError)
    /// With an argument of the likelihood.
    case argument(ParameterViolation)
  }

  init(_ row: Int, _ error: ObservationError) {
    (self.row, problem) = (row, .observation(error))
  }

  init(_ row: Int, _ violation: ParameterViolation) {
    (self.row, problem) = (row, .argument(violation))
  }
}

extension RowError: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right, without the row.
  public var reason: String {
    switch problem {
    case .observation(let error): error.description
    case .argument(let violation): violation.description
    }
  }

  /// The row, from 1, and what was wrong with it.
  public var description: String { "row \(row + 1): \(reason)" }
}
