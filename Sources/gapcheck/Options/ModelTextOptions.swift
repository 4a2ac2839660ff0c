// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The options that say what the model is, as they are typed: of one model, of the cells of a sweep, or of
/// every row of a table.
struct ModelTextOptions: ParsableArguments {
  @Option(help: "The rate of an exponential prior: --prior 'exponential(theta)'.")
  var theta: String?

  @Option(
    help:
      "The prior, as in 'normal(0, 1)' or 'gamma(2, 1) T[0, 5]'; 'gapcheck families' lists what there is.",
    completion: CompletionScript.densities)
  var prior: String?

  @Option(
    name: .customLong("likelihood"),
    help:
      "The likelihood, as in 'poisson(exp(z))' or 'normal(z, 1) T[0, ]' (default: 'normal(z, 1)'); several, each with its --x. 'gapcheck functions' lists what formulas may call.",
    completion: CompletionScript.families)
  var likelihoods: [String] = []

  @Option(
    name: .customLong("x"),
    help:
      "The observation, or several of one latent: 0.3,1.2,2..inf, where an interval is censored; in a sweep an axis.",
    completion: ColumnCompletion.ofData)
  var observations: [String] = []

  @Option(
    help: "Instead of prior and likelihood the log joint density, as in '-z - 0.5*(x - z)^2'.")
  var logJoint: String?

  @Option(help: "Where the joint density of --log-joint may be positive, as in 0..inf.")
  var support: String?

  /// The likelihood, where one at most is asked for.
  var likelihood: String? { likelihoods.last }

  /// The observation, where one at most is asked for.
  var x: String? { observations.last }

  /// The prior's spec, however it was given.
  var priorText: String? { prior ?? theta.map { "exponential(\($0))" } }

  /// The option that the prior was given by.
  var priorOption: String { prior == nil ? "--theta" : "--prior" }

  /// Refuses options that do not go together.
  ///
  /// - Throws: `ValidationError`.
  func check() throws {
    for (name, values) in [("--likelihood", likelihoods), ("--x", observations)]
    where values.count > 1 {
      throw ValidationError("\(name) is given \(values.count) times: give it once here")
    }
    try checkDensity()
  }

  /// Refuses options that do not go together, but for several likelihoods, each with its observations.
  ///
  /// - Throws: `ValidationError`.
  func checkDensity() throws {
    guard theta == nil || prior == nil else {
      throw ValidationError("--theta is short for --prior 'exponential(theta)': give one of them")
    }
    if logJoint == nil {
      guard support == nil else {
        throw ValidationError(
          "--support goes with --log-joint; a prior has its own, and is cut with T[lower, upper]")
      }
      return
    }
    for (name, value) in [("--prior", prior), ("--theta", theta), ("--likelihood", likelihood)]
    where value != nil {
      throw ValidationError("--log-joint is a whole model: give it without \(name)")
    }
    guard support != nil else {
      throw ValidationError("--log-joint needs its --support, as in --support 0..inf")
    }
  }
}
