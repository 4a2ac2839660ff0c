// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The options that say what the model is.
struct ModelOptions: ParsableArguments {
  @OptionGroup var texts: ModelTextOptions

  func validate() throws {
    _ = try model()
  }

  /// The model.
  ///
  /// - Throws: `ValidationError`.
  func model() throws -> Model {
    try texts.check()
    guard let logJoint = texts.logJoint, let support = texts.support else {
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
    if let theta = texts.theta {
      prior = try Exponential(rate: try NumberArgument.positive(theta, "--theta"))
    } else if let text = texts.prior {
      prior = try SpecArgument.distribution(text, "--prior")
    } else {
      throw ValidationError("give the prior with --theta or --prior, or the model with --log-joint")
    }
    let likelihood = try SpecArgument.likelihood(texts.likelihood ?? "normal(z, 1)", "--likelihood")
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
    try texts.x?.split(separator: ",", omittingEmptySubsequences: false).map {
      try NumberArgument.finite(String($0), "--x")
    }
  }
}
