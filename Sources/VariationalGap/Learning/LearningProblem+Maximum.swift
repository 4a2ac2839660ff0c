// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension LearningProblem {
  /// The largest Σ log p(x) over the free parameters: type-II maximum likelihood.
  ///
  /// The search goes by sums over nodes, whose values and gradients have no bounds. What it ends at is integrated with bounds:
  /// the value, which is that at the parameters printed, and the gradient by Fisher's identity,
  ///
  /// ```text
  /// ∂ log p(x)/∂θ = E[∂ log p(x, z)/∂θ | x]
  /// ```
  ///
  /// From it and the second derivatives follows how far the maximiser is. That no other maximum is higher is not shown.
  ///
  /// - Throws: ``InferenceError``, where an integral fails or a prior or likelihood is none.
  public func maximizeLikelihood() throws(InferenceError) -> LearningResult {
    let line = try LearningLine(self)
    let objective: ([Double]) -> QuasiNewton.Sample? = { line.logEvidence(at: $0) }
    let start = try LearningStart(line).coordinates()
    guard let end = ascent(start, line, objective).result() else {
      throw .noEvidence(reason: "Σ log p(x) has no value at the parameters to start from")
    }
    let values = start.values(at: end.point)
    let found = try evidence(at: values)
    let outcome = outcome(of: end, found.value, start, line)
    let parameters = parameterBounds(
      values, found.gradient, outcome == .attained ? end.curvature : nil, start)
    return LearningResult(
      outcome: outcome.shown(by: parameters), parameters: parameters, value: found.value,
      gradient: found.gradient, errorKind: found.errorKind, members: [],
      evaluations: found.evaluations)
  }

  /// The way up an objective, which ends where the prior has contracted to a point.
  func ascent(
    _ start: LearningCoordinates, _ line: LearningLine,
    _ objective: @escaping ([Double]) -> QuasiNewton.Sample?
  ) -> LearningAscent {
    LearningAscent(
      objective: objective, coordinates: start,
      isOver: { values in
        guard let point = LearningLimit(line: line, values: values).point(),
          let value = objective(values)?.value
        else { return false }
        return point.value.value >= value - 1e-6
      })
  }

  /// How a search ended.
  ///
  /// - Parameter value: the objective there, with its bound.
  func outcome(
    of end: LearningAscent.Result, _ value: Estimate, _ coordinates: LearningCoordinates,
    _ line: LearningLine
  ) -> LearningResult.Outcome {
    var direction: [Double]?
    if case .open(let way) = end.end { direction = way }
    let values = coordinates.values(at: end.point)
    var isMaximum = false
    if case .maximum = end.end { isMaximum = true }
    // A maximum that is lower by more than rounding is one: q that do not follow the prior never come near the limit.
    if let point = LearningLimit(line: line, values: values).point(),
      !isMaximum || value.value >= point.value.value - 1e-9 * max(1, abs(value.value)),
      value.lowerBound <= (point.value.error.isFinite ? point.value.upperBound : point.value.value)
    {
      return .notAttained(
        LearningResult.Limit(
          ways: ways(direction, from: end.point, coordinates), supremum: point.value,
          point: point.z))
    }
    switch end.end {
    case .maximum: return .attained
    case .unfinished: return .notConverged
    case .flat: return .notUnique
    case .unbounded(let direction):
      return .notAttained(
        LearningResult.Limit(
          ways: ways(direction, from: end.point, coordinates),
          supremum: Estimate(.infinity, error: .infinity), point: nil))
    case .open(let direction):
      return .notAttained(
        LearningResult.Limit(
          ways: ways(direction, from: end.point, coordinates),
          supremum: Estimate(value.value, error: .infinity), point: nil))
    }
  }

  /// Which parameters a direction takes to their ends.
  private func ways(
    _ direction: [Double]?, from point: [Double], _ coordinates: LearningCoordinates
  ) -> [LearningResult.Way] {
    let moved = direction ?? point
    let most = moved.reduce(0) { max($0, abs($1)) }
    return parameters.indices.filter { abs(moved[$0]) > 0.1 * most }.map { index in
      LearningResult.Way(
        parameter: parameters[index].name,
        end: coordinates.end(of: index, rising: moved[index] > 0))
    }
  }

  /// How far the maximiser may be from some parameters: two steps of Newton's method, and rounding.
  func parameterBounds(
    _ values: [Double], _ gradient: [Estimate], _ curvature: PositiveMatrix?,
    _ coordinates: LearningCoordinates
  ) -> [Estimate] {
    let slopes = coordinates.slopes(at: values)
    let own = zip(gradient, slopes).map { $0.value * $1 }
    guard let curvature, let step = curvature.solution(of: own) else {
      return values.map { Estimate($0, error: .infinity) }
    }
    let uncertainty = curvature.bound(of: zip(gradient, slopes).map { abs($0.error * $1) })
    return values.indices.map { index in
      let error = 2 * (abs(step[index]) + uncertainty[index]) * abs(slopes[index])
      return Estimate(values[index], error: error + values[index].ulp)
    }
  }

  /// Σ log p(x) and its gradient with bounds.
  func evidence(
    at values: [Double]
  ) throws(InferenceError) -> (
    value: Estimate, gradient: [Estimate], errorKind: ErrorKind, evaluations: Int
  ) {
    let member = try prior(at: values)
    let priorScores = try centredScores(of: member)
    return try Workspace.lent { workspace throws(InferenceError) in
      var sum = EstimateSum()
      var gradient = values.map { _ in EstimateSum() }
      var (errorKind, evaluations) = (ErrorKind.proven, 0)
      for group in distinct {
        let model = try Model(
          prior: member.distribution, rows: try rows(of: group, at: values))
        let posterior = try model.posterior(workspace: &workspace)
        sum.add(group.count * posterior.logEvidence)
        errorKind = min(errorKind, posterior.errorKind)
        evaluations += posterior.evaluations
        let scores = try priorScores.scores + likelihoodScores(of: group, at: values)
        for (index, score) in scores.enumerated() {
          let mean = try posterior.expectation(of: score, workspace: &workspace)
          gradient[index].add(group.count * (mean.estimate ?? mean.bounded))
        }
      }
      for (index, error) in priorScores.errors.enumerated() {
        gradient[index].add(Estimate(0, error: Double(groupCount) * error))
      }
      return (sum.total, gradient.map(\.total), errorKind, evaluations)
    }
  }

  /// The scores of the prior, of a truncated one less their means under it, and the errors of these.
  func centredScores(
    of member: FamilyMember
  ) throws(InferenceError) -> (scores: [Formula], errors: [Double]) {
    let scores = priorScores(of: member)
    guard member.truncation != nil else { return (scores, scores.map { _ in 0 }) }
    return try Workspace.lent { workspace throws(InferenceError) in
      let means = try scores.map { score throws(InferenceError) in
        try Expectation(
          of: score, under: member.distribution.formula, on: member.distribution.support,
          "E[∂ log p(z)/∂θ]", workspace: &workspace
        ).value
      }
      return (zip(scores, means).map { $0 - .number($1.value) }, means.map(\.error))
    }
  }
}
