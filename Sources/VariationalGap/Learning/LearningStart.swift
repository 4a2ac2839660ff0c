// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Where learning starts: the prior that is likeliest for where the likelihoods of some groups lie.
struct LearningStart {
  private let problem: LearningProblem
  private let line: LearningLine
  /// As many groups are looked at.
  private static let mostGroups = 64

  init(_ line: LearningLine) { (self.line, problem) = (line, line.problem) }

  /// Coordinates around the best of several starts.
  ///
  /// - Throws: ``InferenceError/noEvidence(reason:)`` where none has a value.
  func coordinates() throws(InferenceError) -> LearningCoordinates {
    var best: (coordinates: LearningCoordinates, value: Double)?
    let stride = max(1, problem.distinct.count / LearningStart.mostGroups)
    for likelihood in likelihoodStarts {
      let bulk = bulk(of: likelihood)
      for member in problem.prior.likeliest(for: bulk.points, on: line.support) {
        let values = problem.prior.places.map { member.parameters[$0] } + likelihood
        guard let sample = line.logEvidence(at: values, stride: stride)
        else { continue }
        if best.map({ sample.value > $0.value }) ?? true {
          best = (coordinates(values, spread: bulk.spread), sample.value)
        }
      }
    }
    guard let best else {
      throw .noEvidence(
        reason: "no values of the parameters were found from which to start")
    }
    return best.coordinates
  }

  private func coordinates(_ values: [Double], spread: Double) -> LearningCoordinates {
    let own = problem.prior.parameters.count
    return LearningCoordinates(
      domains: problem.parameters.map(\.domain), origin: values,
      scales: values.indices.map { $0 < own ? spread : observedSpread })
  }

  // MARK: Numbers of the likelihoods

  /// The standard deviation of all x; 1 where that is 0.
  private var observedSpread: Double {
    let x = problem.distinct.flatMap { group in
      group.rows.flatMap { $0.columns[0].filter(\.isFinite) }
    }
    let mean = x.reduce(0, +) / Double(max(1, x.count))
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, x.count))
    let spread = variance.squareRoot()
    return spread > 0 && spread.isFinite ? spread : 1
  }

  private var likelihoodStarts: [[Double]] {
    let domains = problem.parameters.dropFirst(problem.prior.parameters.count).map(\.domain)
    guard !domains.isEmpty else { return [[]] }
    let sizes = Set([1, observedSpread, 0.1 * observedSpread]).sorted()
    return sizes.map { size in
      domains.map { domain in
        switch domain {
        case .positive, .nonzero: size
        case .probability: 0.5
        case .real, .count: 0
        }
      }
    } + (domains.contains(.real) ? [domains.map { $0 == .probability ? 0.5 : 1 }] : [])
  }

  // MARK: The prior

  /// Where the likelihoods of groups lie: three points for each, on the line, and about their standard deviation as z.
  private func bulk(of likelihood: [Double]) -> (points: [Double], spread: Double) {
    let count = problem.distinct.count
    let every = max(1, count / LearningStart.mostGroups)
    let values = problem.prior.parameters.map { _ in 0.0 } + likelihood
    var points: [Double] = []
    for index in stride(from: 0, to: count, by: every) {
      guard let program = line.likelihood(of: index, at: values, hasScores: false)?.density else {
        continue
      }
      func plain(_ t: Double) -> Double { program.estimate(at: t) }
      // Where the likelihood says nothing on a side, t stays within reach of doubles.
      func kept(_ t: Double) -> Double { plain(t) - logarithm(onePlus: t * t / 25) * 2 }
      let isBell =
        Window.Peak(from: LearningLine.starts, plain).map { peak in
          [-1.0, 1].allSatisfy { peak.reach(to: 37, side: $0, plain) != nil }
        } ?? false
      let density = isBell ? plain : kept
      guard
        let integral = LineIntegral(
          from: LearningLine.starts, greatestStep: line.support.greatestStepOnLine,
          density: density, all: { $0.map(density) })
      else { continue }
      points += integral.quartiles
    }
    if points.isEmpty { points = [0] }
    return (points, line.support.quartiles(of: points).spread)
  }
}
