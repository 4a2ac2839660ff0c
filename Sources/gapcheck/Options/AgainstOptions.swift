// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The options that say what a model is compared with: another model of the same data. What they leave out is
/// that of the first model.
struct AgainstOptions: ParsableArguments {
  @Option(
    help: "The prior of the second model, as in 'normal(0, 1)' (default: that of the first).",
    completion: CompletionScript.densities)
  var againstPrior: String?

  @Option(
    name: .customLong("against-likelihood"),
    help:
      "The likelihood of the second model (default: that of the first); several as --likelihood.",
    completion: CompletionScript.families)
  var againstLikelihoods: [String] = []

  @Option(
    name: .customLong("against-log-likelihood"),
    help: "Instead of --against-likelihood: log p(x | z) of an observation, as --log-likelihood.")
  var againstLogLikelihoods: [String] = []

  @Option(help: "Instead of them the log joint density of the second model, as --log-joint.")
  var againstLogJoint: String?

  @Option(help: "Where the joint density of --against-log-joint may be positive, as in 0..inf.")
  var againstSupport: String?

  /// Whether there is no second model.
  var isEmpty: Bool { given.isEmpty }

  /// The options that are given, but for the prefix.
  private var given: [String] {
    [
      ("prior", againstPrior == nil), ("likelihood", againstLikelihoods.isEmpty),
      ("log-likelihood", againstLogLikelihoods.isEmpty), ("log-joint", againstLogJoint == nil),
      ("support", againstSupport == nil),
    ].compactMap { $1 ? nil : $0 }
  }

  /// Whether the second model is a log joint density, which has nothing of the first.
  private var isWhole: Bool { againstLogJoint != nil || againstSupport != nil }

  /// The second model's options, of the data of the first.
  func options(besides first: ModelOptions) -> ModelOptions {
    var options = first
    (options.texts.logJoint, options.texts.support) = (againstLogJoint, againstSupport)
    if isWhole || againstPrior != nil {
      (options.texts.prior, options.texts.theta) = (againstPrior, nil)
    }
    if isWhole || !againstLikelihoods.isEmpty || !againstLogLikelihoods.isEmpty {
      options.texts.likelihoods = againstLikelihoods
      options.data.logLikelihoods = againstLogLikelihoods
    }
    return options
  }

  /// Runs what reads the second model: errors name the options that it was given by.
  func naming<Result>(_ read: () throws -> Result) throws -> Result {
    do {
      return try read()
    } catch let error as ValidationError {
      let all = ["prior", "likelihood", "log-likelihood", "log-joint", "support"]
      let message = (isWhole ? all : given).reduce(error.message) {
        $0.replacingOccurrences(of: "--\($1)", with: "--against-\($1)")
      }
      throw ValidationError("of the second model: \(message)")
    }
  }
}
