// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import VariationalGap

/// A model as texts: a row of a table.
struct ModelTexts: Sendable, Hashable {
  /// Prior and likelihood, or a log joint density with its support.
  enum Density: Sendable, Hashable {
    case prior(String, likelihood: String)
    case logJoint(String, support: String)
  }

  let density: Density
  /// The observations, separated by commas; empty for none.
  let x: String

  /// How many bytes they are.
  var length: Int {
    let (first, second) =
      switch density {
      case .prior(let prior, let likelihood): (prior, likelihood)
      case .logJoint(let formula, let support): (formula, support)
      }
    return first.utf8.count + second.utf8.count + x.utf8.count
  }

  /// The model.
  func model() throws -> Model {
    let observations = try x.split(separator: ",", omittingEmptySubsequences: false)
      .filter { !(x.isEmpty && $0.isEmpty) }
      .map { part in
        do throws(ObservationNotationError) {
          return try Observation(notation: String(part))
        } catch {
          throw Failure.observation(error)
        }
      }
    switch density {
    case .prior(let prior, let likelihood):
      Note.ambiguousNormal(in: prior)
      Note.ambiguousNormal(in: likelihood)
      return try Model(
        prior: try DistributionSpec.parse(prior), likelihood: try LikelihoodSpec.parse(likelihood),
        observations: observations)
    case .logJoint(let text, let support):
      guard observations.count <= 1 else { throw Failure.observationCount(observations.count) }
      let x = observations.first
      if let x, x.value == nil { throw Failure.interval(x) }
      return try Model(
        logJoint: text, support: try IntervalSpec.parse(support), observation: x?.value)
    }
  }

  /// Why the texts are no model, besides the errors of their parsers.
  enum Failure: Error, CustomStringConvertible {
    case observation(ObservationNotationError)
    case interval(Observation)
    case observationCount(Int)

    var description: String {
      switch self {
      case .observation(let error): "x \(error)"
      case .interval(let x):
        "a log joint density has no probability of an interval: x must be a number, got \(x)"
      case .observationCount(let count): "a log joint density takes at most one x, got \(count)"
      }
    }
  }
}
