// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// The options that say what the cells of a sweep are.
struct SweepOptions: ParsableArguments {
  @Option(help: "The rate of an exponential prior: an axis.")
  var theta: String?

  @Option(help: "The prior, as in 'gamma(2, 0.1..10:5)'.")
  var prior: String?

  @Option(help: "The likelihood, as in 'normal(z, 0.5..2:4)' (default: 'normal(z, 1)').")
  var likelihood: String?

  @Option(help: "The observation: an axis.")
  var x: String?

  @Option(help: "The rate of an exponential q: an axis, or 'best'.")
  var phi: String?

  @Option(name: .customLong("q"), help: "q, as in 'gamma(1..5:50, 2)'.")
  var family: String?

  @Option(
    name: .customLong("family"),
    help: "Instead of q its family, as in 'gamma': its best member in every cell.")
  var familyName: String?

  @OptionGroup var joint: LogJointOptions

  /// What the options say, as it was written.
  var description: String {
    let values = [
      ("theta", theta), ("prior", prior), ("likelihood", likelihood), ("x", x), ("phi", phi),
      ("q", family), ("family", familyName), ("log-joint", joint.logJoint),
      ("support", joint.support),
    ]
    return values.compactMap { name, value in value.map { "--\(name) \($0)" } }
      .joined(separator: " ")
  }

  /// The grid: that of the exercise sheet's model where the options describe it.
  ///
  /// - Throws: `ValidationError`.
  func grid() throws -> SweepGrid {
    try ModelConflicts.check(
      theta: theta, prior: prior, likelihood: likelihood, joint: joint)
    try ModelConflicts.check(phi: phi, q: family, family: familyName)
    guard phi != nil || family != nil || familyName != nil else {
      throw ValidationError("give q with --phi or --q, or its family with --family")
    }
    let observation = try x.map { try Axis($0, name: "--x", isPositive: false) }
    if let logJoint = joint.logJoint, let support = joint.support {
      return try SweepGrid(
        density: .logJoint(
          logJoint, support: try SpecArgument.interval(support, "--support"), text: support),
        x: observation, target: try target())
    }
    guard let observation else { throw ValidationError("give the observation with --x") }
    if let theta = rate(theta, of: prior), isUnitNormal, let phi = rate(phi, of: family) {
      return try SweepGrid(
        theta: Axis(theta, name: self.theta == nil ? "--prior" : "--theta", isPositive: true),
        x: observation,
        phi: phi == "best"
          ? nil : Axis(phi, name: self.phi == nil ? "--q" : "--phi", isPositive: true))
    }
    guard let prior = prior ?? theta.map({ "exponential(\($0))" }) else {
      throw ValidationError("give the prior with --theta or --prior, or the model with --log-joint")
    }
    return try SweepGrid(
      density: .prior(
        MemberTemplate(prior, name: self.prior == nil ? "--theta" : "--prior"),
        likelihood: LikelihoodTemplate(likelihood ?? "normal(z, 1)", name: "--likelihood")),
      x: observation, target: try target())
  }

  private func target() throws -> SweepGrid.Target {
    if let familyName { return .best(try SpecArgument.family(familyName, "--family")) }
    guard phi != "best" else {
      throw ValidationError(
        "--phi best is for the exercise sheet's model: exponential prior, normal(z, 1)")
    }
    return .member(
      try MemberTemplate(
        family ?? "exponential(\(phi ?? ""))", name: family == nil ? "--phi" : "--q"))
  }

  /// The rate, or its axis, of an exponential distribution; `nil` where it is another.
  private func rate(_ rate: String?, of spec: String?) -> String? {
    if let rate { return rate }
    guard let spec, let template = try? SpecTemplate(spec, name: ""),
      template.family == "exponential", template.isPlain
    else { return nil }
    return SpecTemplate.compact(template.firstArgument)
  }

  private var isUnitNormal: Bool {
    guard let likelihood else { return true }
    guard let parsed = try? LikelihoodSpec.parse(likelihood) else { return false }
    return parsed.family.name == "normal" && parsed.arguments == [.latent, 1]
  }
}
