// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
import Quadrature

/// Learning the free parameters of a model from groups of observations, each with a latent of its own:
///
/// ```text
/// maximise Σ log p(x; θ) = Σ log ∫ p(x | z; θ) p(z; θ) dz
/// ```
///
/// over θ, the sum over the groups. It is called type-II maximum likelihood, empirical Bayes, or the maximum of the marginal
/// likelihood. A `?` in the prior or in a likelihood is a free parameter.
///
/// ```swift
/// let problem = try LearningProblem(
///   prior: "gamma(?, ?)", likelihood: "poisson(z)", groups: [[3], [0], [7], [1]])
/// let result = try problem.maximizeLikelihood()
/// ```
public struct LearningProblem: Sendable {
  /// p(z), of which parameters may be free.
  public let prior: FreeMember

  /// p(x | z) of a row, of which numbers may be free; the k-th with the k-th rows of each group.
  public let likelihoods: [FreeLikelihood]

  /// The free parameters: those of the prior, then those of the likelihoods.
  ///
  /// Their names are as in `prior_alpha`, `likelihood_sigma`, or `likelihood2_sigma` where there are several.
  public let parameters: [FreeParameter]

  /// Groups with the same observations.
  struct Group: Sendable {
    let rows: [ObservedRows]
    var count = 1.0
  }

  /// The different groups, in the order in which they come.
  let distinct: [Group]

  /// Which of the different groups each group is.
  let places: [Int]

  /// How many groups there are.
  public var groupCount: Int { places.count }

  /// How many different ones.
  public var distinctCount: Int { distinct.count }

  /// How many rows there are.
  public let rowCount: Int

  /// Makes a problem of rows of tables.
  ///
  /// - Parameters:
  ///   - prior: p(z).
  ///   - likelihoods: p(x | z) of a row.
  ///   - groups: of each group its observations, one of `ObservedRows` for each likelihood; under which likelihood they
  ///     were made does not matter.
  /// - Throws: ``InferenceError`` where no parameter is free, no likelihood has z, there is no observation, or there are
  ///   not as many rows as likelihoods.
  public init(
    prior: FreeMember, likelihoods: [FreeLikelihood], groups: [[ObservedRows]]
  ) throws(InferenceError) {
    (self.prior, self.likelihoods) = (prior, likelihoods)
    var parameters = prior.parameters.map {
      FreeParameter(name: "prior_\($0.name)", domain: $0.domain)
    }
    for (index, likelihood) in likelihoods.enumerated() {
      let prefix = likelihoods.count == 1 ? "likelihood" : "likelihood\(index + 1)"
      parameters += likelihood.parameters.map {
        FreeParameter(name: "\(prefix)_\($0.name)", domain: $0.domain)
      }
    }
    guard !parameters.isEmpty else {
      throw .argument(
        "a parameter to learn", value: "none", requirement: "marked by ?, as in gamma(?, 1)")
    }
    if let fixed = parameters.first(where: { $0.domain == .count }) {
      throw .argument(fixed.name, value: "?", requirement: "a number: it is a whole one")
    }
    guard likelihoods.contains(where: \.hasLatent) else {
      throw .argument(
        "the likelihood", value: likelihoods.map { "\($0)" }.joined(separator: ", "),
        requirement: "one with z in it: without z the observations say nothing of the prior")
    }
    guard groups.allSatisfy({ $0.count == likelihoods.count }) else {
      throw .argument(
        "the rows of a group",
        value: "\(groups.first { $0.count != likelihoods.count }?.count ?? 0)",
        requirement: "as many as likelihoods, \(likelihoods.count)")
    }
    guard groups.contains(where: { $0.contains { $0.count > 0 } }) else {
      throw .model(.noObservation)
    }
    self.parameters = parameters
    var known: [GroupKey: Int] = [:]
    var (distinct, places): ([Group], [Int]) = ([], [])
    for rows in groups {
      let place = known[GroupKey(rows)] ?? distinct.count
      if place == distinct.count {
        known[GroupKey(rows)] = place
        distinct.append(Group(rows: rows))
      } else {
        distinct[place].count += 1
      }
      places.append(place)
    }
    (self.distinct, self.places) = (distinct, places)
    rowCount = groups.reduce(0) { $0 + ($1.map(\.count).max() ?? 0) }
  }

  /// Makes a problem of observations.
  ///
  /// - Parameters:
  ///   - prior: p(z), as `DistributionSpec` reads it, with `?`.
  ///   - likelihood: p(x | z), as `LikelihoodSpec` reads it, with `?`.
  ///   - groups: the observations of each group.
  /// - Throws: ``InferenceError``, for texts or observations that make none.
  public init(
    prior: String, likelihood: String, groups: [[Observation]]
  ) throws(InferenceError) {
    let (member, density): (FreeMember, FreeLikelihood)
    do throws(FreeSpecError) {
      (member, density) = (try FreeMember(prior), try FreeLikelihood(likelihood))
    } catch {
      throw .model(.free(error))
    }
    let any = try density.placeholder()
    let rows = try groups.map { observations throws(InferenceError) in
      do throws(RowError) {
        return [try ObservedRows(of: observations, under: any)]
      } catch {
        throw .model(.row(error))
      }
    }
    try self.init(prior: member, likelihoods: [density], groups: rows)
  }

  /// What makes groups equal.
  private struct GroupKey: Hashable {
    let columns: [[[Double]]]
    let weights: [[Double]]
    let censored: [[Int: Observation]]

    init(_ rows: [ObservedRows]) {
      // Of an interval there is no number in its column, which is not equal to itself.
      columns = rows.map { rows in
        rows.columns.map { $0.map { $0.isNaN ? 0 : $0 } }
      }
      (weights, censored) = (rows.map(\.weights), rows.map(\.censored))
    }
  }
}

extension FreeLikelihood {
  /// The likelihood with some numbers, for rows to be made under.
  fileprivate func placeholder() throws(InferenceError) -> ConditionalDensity {
    do throws(SpecError) {
      return try LikelihoodSpec.parse(spec.setting(parameters.map { _ in 0.5 }), columns: columns)
    } catch {
      throw .model(.likelihood(error))
    }
  }
}

extension LearningProblem {
  /// The values of the parameters of the prior, and of each likelihood.
  func parts(of values: [Double]) -> (prior: [Double], likelihoods: [[Double]]) {
    var rest = values[prior.parameters.count...]
    let parts = likelihoods.map { likelihood in
      defer { rest = rest.dropFirst(likelihood.parameters.count) }
      return Array(rest.prefix(likelihood.parameters.count))
    }
    return (Array(values.prefix(prior.parameters.count)), parts)
  }

  /// Whether a likelihood has a free number.
  var hasFreeLikelihood: Bool { likelihoods.contains { !$0.parameters.isEmpty } }

  /// The prior at some values.
  ///
  /// - Throws: ``InferenceError/distribution(_:)`` for a value outside of its domain.
  func prior(at values: [Double]) throws(InferenceError) -> FamilyMember {
    do throws(DistributionError) {
      return try prior.member(parts(of: values).prior)
    } catch {
      throw .distribution(error)
    }
  }

  /// The observations of a group at some values of the parameters.
  func rows(of group: Group, at values: [Double]) throws(InferenceError) -> [ObservedRows] {
    var rows: [ObservedRows] = []
    for (likelihood, (own, values)) in zip(
      likelihoods, zip(group.rows, parts(of: values).likelihoods))
    {
      rows.append(try LearningProblem.typed { try likelihood.observed(own, values) })
    }
    return rows
  }

  /// ∂ log p(x | z)/∂θ of a group for the free numbers of the likelihoods, as formulas in z.
  func likelihoodScores(
    of group: Group, at values: [Double]
  ) throws(InferenceError) -> [Formula] {
    var scores: [Formula] = []
    for (likelihood, (own, values)) in zip(
      likelihoods, zip(group.rows, parts(of: values).likelihoods))
    where !values.isEmpty {
      scores += try LearningProblem.typed { try likelihood.scores(own, values) }
    }
    return scores
  }

  /// ∂ log p(z)/∂θ for the free parameters of the prior, as formulas in z; those of a truncated prior before truncation.
  func priorScores(of member: FamilyMember) -> [Formula] {
    prior.places.map { member.family.scores[$0].setting(member.parameters) }
  }

  /// Runs a computation with the errors of rows and specs as those of a model.
  private static func typed<Value>(_ compute: () throws -> Value) throws(InferenceError) -> Value {
    do {
      return try compute()
    } catch let error as RowError {
      throw .model(.row(error))
    } catch let error as FreeSpecError {
      throw .model(.free(error))
    } catch {
      throw .argument(
        "the likelihood", value: "\(error)", requirement: "one that the rows can have")
    }
  }
}
