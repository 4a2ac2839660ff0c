// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The options that say what the model is.
struct ModelOptions: ParsableArguments {
  @Option(help: "The rate of an exponential prior: --prior 'exponential(theta)'.")
  var theta: String?

  @Option(help: "The prior, as in 'normal(0, 1)' or 'gamma(2, 1) T[0, 5]'.")
  var prior: String?

  @Option(help: "The likelihood, as in 'poisson(exp(z))' (default: 'normal(z, 1)').")
  var likelihood: String?

  @Option(help: "The observation, or several of one latent: 0.3,1.2,0.7.")
  var x: String?

  @OptionGroup var joint: LogJointOptions

  func validate() throws {
    _ = try model()
  }

  /// The model.
  ///
  /// - Throws: `ValidationError`.
  func model() throws -> Model {
    try ModelConflicts.check(
      theta: theta, prior: prior, likelihood: likelihood, joint: joint)
    guard let logJoint = joint.logJoint, let support = joint.support else {
      return try priorAndLikelihood()
    }
    let interval = try SpecArgument.interval(support, "--support")
    let observations = try observations() ?? []
    guard observations.count <= 1 else {
      throw ValidationError(
        "--log-joint takes at most one --x, got \(observations.count); put the others into the formula"
      )
    }
    do throws(InferenceError) {
      return try Model(
        logJoint: logJoint, support: interval, observation: observations.first)
    } catch .model(.formula(let error)) {
      throw ValidationError("--log-joint \(error)")
    } catch {
      throw ValidationError("--log-joint: \(error)")
    }
  }

  private func priorAndLikelihood() throws -> Model {
    let prior: any Distribution
    if let theta {
      prior = try Exponential(rate: try NumberArgument.positive(theta, "--theta"))
    } else if let text = self.prior {
      prior = try SpecArgument.distribution(text, "--prior")
    } else {
      throw ValidationError("give the prior with --theta or --prior, or the model with --log-joint")
    }
    let likelihood = try SpecArgument.likelihood(self.likelihood ?? "normal(z, 1)", "--likelihood")
    guard let observations = try observations() else {
      throw ValidationError("give the observation with --x")
    }
    do throws(InferenceError) {
      return try Model(prior: prior, likelihood: likelihood, observations: observations)
    } catch {
      throw ValidationError("--x: \(error)")
    }
  }

  private func observations() throws -> [Double]? {
    try x?.split(separator: ",", omittingEmptySubsequences: false).map {
      try NumberArgument.finite(String($0), "--x")
    }
  }
}
