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
  /// Of those where the objective says something of every parameter, if there are any: a prior that is a point beside the
  /// likelihoods, as normal(0, 1) is where observations are of 1e8, may be higher, and leads nowhere.
  ///
  /// - Throws: ``InferenceError/noEvidence(reason:)`` where none has a value.
  func coordinates() throws(InferenceError) -> LearningCoordinates {
    var found: [(coordinates: LearningCoordinates, value: Double)] = []
    for likelihood in likelihoodStarts {
      let bulk = bulk(of: likelihood)
      for member in problem.prior.likeliest(for: bulk.points, on: line.support) {
        let values = problem.prior.places.map { member.parameters[$0] } + likelihood
        guard let value = value(at: values) else { continue }
        found.append((coordinates(values, spread: bulk.spread), value))
      }
    }
    found.sort { $0.value > $1.value }
    guard let best = found.first else {
      throw .noEvidence(
        reason: "no values of the parameters were found from which to start")
    }
    return (found.first { !isFlat(around: $0.coordinates, $0.value) } ?? best).coordinates
  }

  private func value(at values: [Double]) -> Double? {
    let stride = max(1, problem.distinct.count / LearningStart.mostGroups)
    return line.logEvidence(at: values, stride: stride)?.value
  }

  /// Whether the objective is the same to either side of a point in some coordinate.
  private func isFlat(around coordinates: LearningCoordinates, _ value: Double) -> Bool {
    coordinates.origin.indices.contains { index in
      [-0.7, 0.7].allSatisfy { side in
        var place = coordinates.origin.map { _ in 0.0 }
        place[index] = side
        guard let moved = self.value(at: coordinates.values(at: place)) else { return false }
        return abs(moved - value) < 1e-7 * max(1, abs(value))
      }
    }
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
        Window.Peak(from: LearningLine.starts, widest: LearningLine.widest, plain).map { peak in
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
