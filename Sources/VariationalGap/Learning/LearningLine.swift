// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The groups of a ``LearningProblem`` on one line: log p(x | z) of each as a function of the coordinate t of the support, and
/// its scores.
final class LearningLine {
  let problem: LearningProblem
  let support: Interval
  /// The likelihood of each group, where it has no free number: the same all the time.
  private let fixed: [FormulaProgram]?
  /// Where each group was last found.
  private var places: [Double?]

  /// - Parameter support: a part of that of the prior, which is all of it by default.
  init(_ problem: LearningProblem, on part: Interval? = nil) throws(InferenceError) {
    self.problem = problem
    support = part ?? problem.prior.support
    places = problem.distinct.map { _ in nil }
    guard !problem.hasFreeLikelihood else {
      fixed = nil
      return
    }
    let (support, none) = (support, problem.prior.parameters.map { _ in 0.0 })
    fixed = try problem.distinct.map { group throws(InferenceError) in
      FormulaProgram(
        support.onLine(.total(of: try problem.rows(of: group, at: none).map(\.logLikelihood))))
    }
  }

  /// log p(x | z) of a group as a function of t, and its scores; `nil` where some rows cannot be had.
  func likelihood(
    of index: Int, at values: [Double], hasScores: Bool = true
  ) -> (density: FormulaProgram, scores: FormulaProgram?)? {
    if let fixed { return (fixed[index], nil) }
    let group = problem.distinct[index]
    guard let rows = try? problem.rows(of: group, at: values) else { return nil }
    let density = FormulaProgram(support.onLine(.total(of: rows.map(\.logLikelihood))))
    guard hasScores else { return (density, nil) }
    guard let scores = try? problem.likelihoodScores(of: group, at: values) else { return nil }
    return (density, FormulaProgram(scores.map(support.onLine)))
  }

  /// The posterior of a group on the line.
  func posterior(
    of index: Int, _ prior: FormulaProgram, _ likelihood: FormulaProgram
  ) -> LineIntegral? {
    let integral = LineIntegral(of: [prior, likelihood], on: support, from: places[index])
    places[index] = integral?.peak
    return integral
  }

  static let starts: [Double] = [0, -1, 1, -2, 2, -4, 4, -8, 8, -20, 20, -60, 60, -300, 300]

  /// A likelihood may be as wide as observations are large, in whatever unit they come.
  static let widest = 1e60

  /// The prior at some parameters on the line, and its scores less their means where it is truncated; `nil` where there is
  /// none.
  func prior(
    at values: [Double]
  ) -> (member: FamilyMember, density: FormulaProgram, scores: FormulaProgram, means: [Double])? {
    guard let member = try? problem.prior(at: values) else { return nil }
    let density = FormulaProgram(support.densityOnLine(member.distribution.formula))
    let scores = FormulaProgram(problem.priorScores(of: member).map(support.onLine))
    var means = problem.prior.places.map { _ in 0.0 }
    if member.truncation != nil, !means.isEmpty {
      guard let own = LineIntegral(of: [density], on: support) else { return nil }
      means = own.means(of: scores.estimates(at: own.points), count: means.count)
    }
    return (member, density, scores, means)
  }
}

extension LearningLine {
  /// Σ log p(x) over the groups and its gradient by the parameters; `nil` where there is none.
  ///
  /// By Fisher's identity ∂ log p(x)/∂θ = E[∂ log p(x, z)/∂θ | x]: the same nodes give both.
  ///
  /// - Parameter stride: every so many groups are taken, to look around with.
  func logEvidence(at values: [Double], stride: Int = 1) -> QuasiNewton.Sample? {
    guard let prior = prior(at: values), isDefined(at: values, prior.member) else { return nil }
    let own = prior.means.count
    var sum = 0.0
    var gradient = values.map { _ in 0.0 }
    for index in Swift.stride(from: 0, to: problem.distinct.count, by: stride) {
      let group = problem.distinct[index]
      guard let likelihood = likelihood(of: index, at: values),
        let posterior = posterior(of: index, prior.density, likelihood.density)
      else { return nil }
      sum += group.count * posterior.logMass
      let means = posterior.means(of: prior.scores.estimates(at: posterior.points), count: own)
      for place in 0..<own { gradient[place] += group.count * (means[place] - prior.means[place]) }
      guard let scores = likelihood.scores else { continue }
      let more = posterior.means(
        of: scores.estimates(at: posterior.points), count: values.count - own)
      for (place, mean) in more.enumerated() { gradient[own + place] += group.count * mean }
    }
    guard sum.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
    return QuasiNewton.Sample(value: sum, gradient: gradient)
  }

  /// Whether the arguments of the likelihoods are what they have to be where the prior has its bulk: of a number inside of a
  /// formula, as in poisson(? + z), that depends on its value.
  private func isDefined(at values: [Double], _ member: FamilyMember) -> Bool {
    guard problem.likelihoods.contains(where: { !$0.areWhole }), let group = problem.distinct.first,
      let rows = try? problem.rows(of: group, at: values)
    else { return true }
    return [0.05, 0.5, 0.95].allSatisfy { p in
      let z = member.distribution.quantile(p)
      return rows.allSatisfy { $0.violations(at: z).isEmpty }
    }
  }
}
