// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
import Quadrature

extension LearningProblem {
  /// The largest Σ ELBO over the free parameters and a q for each group: variational learning.
  ///
  /// As ``maximizeLikelihood()``: the search has no bounds, what it ends at has. How far the maximiser is also counts how far
  /// each q may be from its best.
  ///
  /// - Parameters:
  ///   - q: the members that each q is one of, with at least one free parameter.
  ///   - likelihood: where Σ log p(x) is largest, to start from; `nil` to start from moments.
  /// - Throws: ``InferenceError``; ``InferenceError/infinite(quantity:reason:)`` where q has mass that the prior has not.
  public func maximizeElbo(
    q: FreeMember, from likelihood: LearningResult? = nil
  ) throws(InferenceError) -> LearningResult {
    guard !q.places.isEmpty else {
      throw .argument(
        "q", value: "\(q)", requirement: "one with free parameters, as in gamma(?, ?)")
    }
    guard prior.support.contains(q.support) else {
      throw .infinite(
        quantity: "KL(q‖posterior)",
        reason: "\(q) puts mass on \(q.support), the prior only on \(prior.support)")
    }
    let sum = try LearningElbo(self, q)
    let objective: ([Double]) -> QuasiNewton.Sample? = { sum.elbo(at: $0) }
    if let result = try limit(of: likelihood, sum) { return result }
    var coordinates = try LearningStart(LearningLine(self)).coordinates()
    if let likelihood, likelihood.isAttained {
      coordinates = coordinates.moved(to: likelihood.parameters.map(\.value))
    }
    guard let end = ascent(coordinates, sum.line, objective).result() else { throw noMembers(q) }
    let values = coordinates.values(at: end.point)
    let found = try elbo(at: values, sum)
    let outcome = outcome(of: end, found.value, coordinates, sum.line)
    let parameters = parameterBounds(
      values,
      zip(found.gradient, sum.slack(at: values, found.slopes)).map {
        Estimate($0.value, error: $0.error + 2 * $1)
      },
      outcome == .attained ? end.curvature : nil, coordinates)
    return LearningResult(
      outcome: outcome.shown(by: parameters), parameters: parameters, value: found.value,
      gradient: found.gradient, errorKind: found.errorKind,
      members: found.members, evaluations: found.evaluations)
  }

  /// The best q of each group, in their order; none for maximum likelihood.
  public func members(of result: LearningResult) -> [FamilyMember] {
    places.compactMap { result.members.indices.contains($0) ? result.members[$0] : nil }
  }

  /// The limit of Σ log p(x) as that of Σ ELBO: it is never larger, and where each q follows the prior to a point it is
  /// the same; `nil` where it is none, or the q do not follow.
  private func limit(
    of likelihood: LearningResult?, _ sum: LearningElbo
  ) throws(InferenceError) -> LearningResult? {
    guard let likelihood, case .notAttained(let limit) = likelihood.outcome, limit.point != nil
    else { return nil }
    let values = likelihood.parameters.map(\.value)
    guard let value = sum.elbo(at: values)?.value, value >= limit.supremum.value - 1e-6 else {
      return nil
    }
    let found = try elbo(at: values, sum)
    return LearningResult(
      outcome: likelihood.outcome, parameters: likelihood.parameters, value: found.value,
      gradient: found.gradient, errorKind: found.errorKind, members: found.members,
      evaluations: found.evaluations)
  }

  private func noMembers(_ q: FreeMember) -> InferenceError {
    .noBestMember(reason: "no member of \(q) with a finite KL was found for each group")
  }

  /// Σ ELBO and its gradient with bounds, each group with its best q, and the gradient by the free parameters of that.
  private func elbo(
    at values: [Double], _ objective: LearningElbo
  ) throws(InferenceError) -> (
    value: Estimate, gradient: [Estimate], errorKind: ErrorKind, evaluations: Int,
    members: [FamilyMember], slopes: [[Estimate]]
  ) {
    let member = try prior(at: values)
    let priorScores = try centredScores(of: member)
    guard objective.elbo(at: values) != nil, let members = objective.members else {
      throw noMembers(objective.q)
    }
    return try Workspace.lent { workspace throws(InferenceError) in
      var sum = EstimateSum()
      var gradient = values.map { _ in EstimateSum() }
      var slopes: [[Estimate]] = []
      var (errorKind, evaluations) = (ErrorKind.proven, 0)
      for (group, q) in zip(distinct, members) {
        let model = try Model(
          prior: member.distribution, rows: try rows(of: group, at: values))
        let gap = try model.posterior(workspace: &workspace)
          .gap(of: q.distribution, workspace: &workspace)
        guard let elbo = gap.elbo.estimate else {
          throw .infinite(quantity: "the ELBO of \(q)", reason: gap.elbo.reason ?? "")
        }
        sum.add(group.count * elbo)
        errorKind = min(errorKind, gap.errorKind)
        evaluations += gap.evaluations
        var integrals = ScoreIntegrals(q, places: objective.q.places, logJoint: model.logJoint)
        slopes.append(try integrals.gradient(elbo: elbo, workspace: &workspace))
        evaluations += integrals.evaluations
        let scores = try priorScores.scores + likelihoodScores(of: group, at: values)
        for (index, score) in scores.enumerated() {
          let mean = try Expectation(
            of: score, under: q.distribution.formula, on: q.distribution.support,
            "∂ELBO/∂\(parameters[index].name)", workspace: &workspace)
          gradient[index].add(group.count * mean.value)
          errorKind = min(errorKind, mean.errorKind)
          evaluations += mean.evaluations
        }
      }
      for (index, error) in priorScores.errors.enumerated() {
        gradient[index].add(Estimate(0, error: Double(groupCount) * error))
      }
      return (sum.total, gradient.map(\.total), errorKind, evaluations, members, slopes)
    }
  }
}

extension LearningCoordinates {
  /// The same around another point.
  func moved(to values: [Double]) -> LearningCoordinates {
    LearningCoordinates(domains: domains, origin: values, scales: scales)
  }
}
