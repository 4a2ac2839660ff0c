// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// Σ ELBO over the groups, each with a q of its own at its best, as a function of the parameters of the model.
///
/// Where each q is at its best, the gradient is that with the q held fixed: Σ E_q[∂ log p(x, z)/∂θ].
final class LearningElbo {
  let line: LearningLine
  let q: FreeMember
  /// The q of each group.
  private var states: [State?]

  /// The best q so far, and what leads to the next.
  private struct State {
    let coordinates: LearningCoordinates
    var point: [Double]
    var curvature: PositiveMatrix?
    var place: Double
  }

  init(_ problem: LearningProblem, _ q: FreeMember) throws(InferenceError) {
    line = try LearningLine(problem, on: q.support)
    self.q = q
    states = problem.distinct.map { _ in nil }
  }

  /// The best q of each group found last; `nil` where there is none.
  var members: [FamilyMember]? {
    let found = states.compactMap { state in
      state.flatMap { try? q.member($0.coordinates.values(at: $0.point)) }
    }
    return found.count == states.count ? found : nil
  }

  /// Σ ELBO and its gradient by the parameters of the model; `nil` where there is none.
  func elbo(at values: [Double]) -> QuasiNewton.Sample? {
    guard let prior = line.prior(at: values) else { return nil }
    let own = prior.means.count
    var sum = 0.0
    var gradient = values.map { _ in 0.0 }
    for (index, group) in line.problem.distinct.enumerated() {
      guard let likelihood = line.likelihood(of: index, at: values) else { return nil }
      let model = Target(prior: prior.density, likelihood: likelihood.density)
      guard let best = best(of: index, model) else { return nil }
      sum += group.count * best.value
      let means = best.nodes.means(of: prior.scores.estimates(at: best.nodes.points), count: own)
      for place in 0..<own { gradient[place] += group.count * (means[place] - prior.means[place]) }
      guard let scores = likelihood.scores else { continue }
      let more = best.nodes.means(
        of: scores.estimates(at: best.nodes.points), count: values.count - own)
      for (place, mean) in more.enumerated() { gradient[own + place] += group.count * mean }
    }
    guard sum.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
    return QuasiNewton.Sample(value: sum, gradient: gradient)
  }

  /// What the gradient by the parameters of the model would change by if each q were moved to its best: by a step of
  /// Newton's method, of which the gradient is known with a bound, times the mixed second derivatives.
  ///
  /// The nodes that guided the search cannot tell: where they leave out a tail of E_q[log p(x, z)], the q that they call
  /// best is another one.
  ///
  /// - Parameter gradients: of each group, ∂ELBO/∂η by the free parameters of its q.
  func slack(at values: [Double], _ gradients: [[Estimate]]) -> [Double] {
    let unknown = values.map { _ in Double.infinity }
    var slack = values.map { _ in 0.0 }
    guard let prior = line.prior(at: values), gradients.count == states.count else {
      return unknown
    }
    for (index, group) in line.problem.distinct.enumerated() {
      guard let likelihood = line.likelihood(of: index, at: values), let state = states[index]
      else { return unknown }
      let target = Target(prior: prior.density, likelihood: likelihood.density)
      let slopes = state.coordinates.slopes(at: state.coordinates.values(at: state.point))
      let largest = zip(gradients[index], slopes).map { (abs($0.value) + $0.error) * abs($1) }
      guard let steps = curvature(state, target)?.bound(of: largest),
        let mixed = LearningAscent.derivatives(
          at: state.point,
          of: { point in
            self.sample(point, state.coordinates, near: state.place, target).map { sample in
              let own = sample.nodes.means(
                of: prior.scores.estimates(at: sample.nodes.points), count: prior.means.count)
              let more = likelihood.scores.map {
                sample.nodes.means(
                  of: $0.estimates(at: sample.nodes.points), count: values.count - own.count)
              }
              return own + (more ?? [])
            }
          })
      else { return unknown }
      for (step, column) in zip(steps, mixed) {
        for place in slack.indices { slack[place] += group.count * abs(column[place]) * step }
      }
    }
    return slack
  }

  /// log p(x, z) on the line.
  private struct Target {
    let prior: FormulaProgram
    let likelihood: FormulaProgram

    func values(at points: [Double]) -> [Double] {
      zip(prior.estimates(at: points), likelihood.estimates(at: points)).map { $0 + $1 }
    }
  }

  /// The ELBO of a q, and its gradient by the coordinates.
  private struct Sample {
    let value: Double
    let gradient: [Double]
    let nodes: LineIntegral

    /// The negative, which is minimised.
    var descent: QuasiNewton.Sample {
      QuasiNewton.Sample(value: -value, gradient: gradient.map { -$0 })
    }
  }

  private func sample(
    _ point: [Double], _ coordinates: LearningCoordinates, near place: Double, _ target: Target
  ) -> Sample? {
    let values = coordinates.values(at: point)
    guard point.allSatisfy({ abs($0) < LearningAscent.farthest }),
      let member = try? q.member(values)
    else { return nil }
    let density = FormulaProgram(line.support.densityOnLine(member.distribution.formula))
    guard let nodes = LineIntegral(of: [density], on: line.support, from: place) else { return nil }
    let weights = zip(target.values(at: nodes.points), nodes.logDensities).map { $0 - $1 }
    var value = 0.0
    for (share, weight) in zip(nodes.shares, weights) where share > 0 { value += share * weight }
    guard value.isFinite else { return nil }
    let scores = FormulaProgram(
      q.places.map { line.support.onLine(member.family.scores[$0].setting(member.parameters)) })
    let own = scores.estimates(at: nodes.points)
    let means = nodes.means(of: own, count: q.places.count)
    let slopes = coordinates.slopes(at: values)
    let gradient = q.places.indices.map { index in
      var sum = 0.0
      for (node, share) in nodes.shares.enumerated() where share > 0 {
        let score = own[index * nodes.points.count + node] - means[index]
        sum += share * score * (weights[node] - value)
      }
      return sum * slopes[index]
    }
    guard gradient.allSatisfy(\.isFinite) else { return nil }
    return Sample(value: value, gradient: gradient, nodes: nodes)
  }

  // MARK: The best q of a group

  private func best(of index: Int, _ target: Target) -> Sample? {
    if let state = states[index], let sample = improved(state, of: index, target) { return sample }
    guard let state = start(of: index, target) else { return nil }
    return improved(state, of: index, target)
  }

  /// By the second derivatives known from before, which are made anew where they lead too slowly.
  private func improved(_ start: State, of index: Int, _ target: Target) -> Sample? {
    var state = start
    guard var sample = sample(state.point, state.coordinates, near: state.place, target) else {
      return nil
    }
    var (isFresh, hasDescended) = (false, false)
    for _ in 0..<60 {
      let size = QuasiNewton.norm(sample.gradient)
      guard size > 1e-15 * max(1, abs(sample.value)) else { break }
      if let step = state.curvature?.solution(of: sample.gradient) {
        let factor = min(1, 0.7 / QuasiNewton.norm(step))
        let place = zip(state.point, step).map { $0 + factor * $1 }
        if let next = self.sample(place, state.coordinates, near: sample.nodes.peak, target),
          QuasiNewton.norm(next.gradient) < 0.3 * size || (factor < 1 && next.value > sample.value)
        {
          (state.point, sample, isFresh) = (place, next, false)
          continue
        }
        // What is left is rounding, or too little for new second derivatives to matter.
        guard size > 1e-10 * max(1, abs(sample.value)) else { break }
      }
      if isFresh {
        guard !hasDescended else { break }
        state.point = descended(state, target)
        guard let next = self.sample(state.point, state.coordinates, near: state.place, target)
        else { return nil }
        (sample, hasDescended) = (next, true)
      }
      (state.curvature, isFresh) = (self.curvature(state, target), true)
    }
    state.place = sample.nodes.peak
    states[index] = state
    return sample
  }

  /// Minus the second derivatives of the ELBO by the coordinates.
  private func curvature(_ state: State, _ target: Target) -> PositiveMatrix? {
    LearningAscent.derivatives(at: state.point) { point in
      sample(point, state.coordinates, near: state.place, target)?.descent.gradient
    }.flatMap { PositiveMatrix(symmetrizing: $0) }
  }

  /// Where a quasi-Newton method ends.
  private func descended(_ state: State, _ target: Target) -> [Double] {
    QuasiNewton.minimum(from: state.point) { point in
      self.sample(point, state.coordinates, near: state.place, target)?.descent
    }?.point ?? state.point
  }

  /// The best of the members that are likeliest for the posterior, after a descent.
  private func start(of index: Int, _ target: Target) -> State? {
    guard let posterior = line.posterior(of: index, target.prior, target.likelihood) else {
      return nil
    }
    let points = posterior.quantiles(41)
    let spread = line.support.quartiles(of: points).spread
    let peak = posterior.peak
    var best: (state: State, value: Double)?
    for member in q.likeliest(for: points, on: line.support) {
      let values = q.places.map { member.parameters[$0] }
      let state = State(
        coordinates: q.coordinates(around: values, spread: spread), point: values.map { _ in 0 },
        curvature: nil, place: peak)
      guard let sample = sample(state.point, state.coordinates, near: peak, target) else {
        continue
      }
      if best.map({ sample.value > $0.value }) ?? true { best = (state, sample.value) }
    }
    guard var state = best?.state else { return nil }
    state.point = descended(state, target)
    return state
  }
}

extension LineIntegral {
  /// Points that as much of the mass lies between.
  func quantiles(_ count: Int) -> [Double] {
    var (sum, next) = (0.0, 0.5)
    var found: [Double] = []
    for (share, point) in zip(shares, points) {
      sum += share
      while found.count < count, sum * Double(count) >= next {
        found.append(point)
        next += 1
      }
    }
    return found
  }
}
