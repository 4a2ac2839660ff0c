// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The options that say what the model is.
struct ModelOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "The rate of an exponential prior: --prior 'exponential(theta)'."
  )
  var theta: String?

  @Option(
    parsing: .unconditional, help: "The prior, as in 'normal(0, 1)' or 'gamma(2, 1) T[0, 5]'.")
  var prior: String?

  @Option(
    parsing: .unconditional,
    help: "The likelihood, as in 'poisson(exp(z))' (default: 'normal(z, 1)').")
  var likelihood: String?

  @Option(parsing: .unconditional, help: "The observation, or several of one latent: 0.3,1.2,0.7.")
  var x: String?

  @Option(
    parsing: .unconditional,
    help: "Instead of prior and likelihood the log joint density, as in '-z - 0.5*(x - z)^2'.")
  var logJoint: String?

  @Option(
    parsing: .unconditional,
    help: "Where the joint density of --log-joint may be positive, as in 0..inf.")
  var support: String?

  func validate() throws {
    _ = try model()
  }

  /// The model.
  ///
  /// - Throws: `ValidationError`.
  func model() throws -> FormulaModel {
    guard let logJoint else { return try priorAndLikelihood() }
    for (name, value) in [("--prior", prior), ("--theta", theta), ("--likelihood", likelihood)]
    where value != nil {
      throw ValidationError("--log-joint is a whole model: give it without \(name)")
    }
    guard let support else {
      throw ValidationError("--log-joint needs its --support, as in --support 0..inf")
    }
    let interval = try SpecArgument.interval(support, "--support")
    let observations = try observations() ?? []
    guard observations.count <= 1 else {
      throw ValidationError(
        "--log-joint takes at most one --x, got \(observations.count); put the others into the formula"
      )
    }
    do throws(InferenceError) {
      return try FormulaModel(
        logJoint: logJoint, support: interval, observation: observations.first)
    } catch .model(.formula(let error)) {
      throw ValidationError("--log-joint \(error)")
    } catch {
      throw ValidationError("--log-joint: \(error)")
    }
  }

  private func priorAndLikelihood() throws -> FormulaModel {
    guard support == nil else {
      throw ValidationError(
        "--support goes with --log-joint; a prior has its own, and is cut with T[lower, upper]")
    }
    guard theta == nil || prior == nil else {
      throw ValidationError("--theta is short for --prior 'exponential(theta)': give one of them")
    }
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
      return try FormulaModel(prior: prior, likelihood: likelihood, observations: observations)
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

/// The options that say what q is.
struct FamilyOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "The rate of an exponential q: --q 'exponential(phi)'.")
  var phi: String?

  @Option(name: .customLong("q"), parsing: .unconditional, help: "q, as in 'gamma(2, 1)'.")
  var family: String?

  func validate() throws {
    _ = try member()
  }

  /// q; `nil` where none is given.
  ///
  /// - Throws: `ValidationError`.
  func member() throws -> (any Distribution)? {
    guard phi == nil || family == nil else {
      throw ValidationError("--phi is short for --q 'exponential(phi)': give one of them")
    }
    if let phi { return try Exponential(rate: try NumberArgument.positive(phi, "--phi")) }
    return try family.map { try SpecArgument.distribution($0, "--q") }
  }

  /// q with its family and parameters.
  ///
  /// - Throws: `ValidationError`, also where none is given.
  func familyMember() throws -> FamilyMember {
    _ = try member()
    if let phi {
      let rate = try NumberArgument.positive(phi, "--phi")
      return try FamilyMember(of: Exponential.family, parameters: [rate])
    }
    guard let family else { throw ValidationError("give q with --phi or --q") }
    do throws(DistributionSpecError) {
      return try DistributionSpec.member(family)
    } catch {
      throw ValidationError("--q \(error)")
    }
  }
}

extension FormulaModel {
  /// θ and x, where the model is that of the exercise sheet: it has an engine of its own.
  var exercise: (theta: Double, x: Double)? {
    guard isExerciseModel, let prior = prior as? Exponential, let x = observations.first else {
      return nil
    }
    return (prior.rate, x)
  }
}
