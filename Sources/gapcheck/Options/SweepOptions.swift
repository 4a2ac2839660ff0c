// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// The options that say what the cells of a sweep are.
struct SweepOptions: ParsableArguments {
  @OptionGroup var model: ModelTextOptions

  @OptionGroup var family: FamilyTextOptions

  @OptionGroup var best: BestFamilyOptions

  @OptionGroup var reference: ReferenceTextOptions

  @OptionGroup var parts: PartsOptions

  /// What the options say, as it was written.
  var description: String {
    let values = [
      ("theta", model.theta), ("prior", model.prior), ("likelihood", model.likelihood),
      ("x", model.x), ("phi", family.phi), ("q", family.family), ("family", best.name),
      ("log-joint", model.logJoint), ("support", model.support), ("p", reference.text),
    ]
    return
      (values.compactMap { name, value in value.map { "--\(name) \($0)" } }
      + (parts.isAsked ? ["--parts"] : [])).joined(separator: " ")
  }

  /// The grid: that of the exercise sheet's model where the options describe it.
  ///
  /// - Throws: `ValidationError`.
  func grid() throws -> SweepGrid {
    try reference.check(with: model, bestOf: best.name)
    try model.check()
    try family.check(bestOf: best.name)
    guard family.text != nil || best.name != nil else {
      throw ValidationError(
        "give q with --phi or --q" + (reference.text == nil ? ", or its family with --family" : ""))
    }
    if let p = reference.text {
      guard !parts.isAsked else { throw ValidationError("--p has no ELBO: leave out --parts") }
      return try SweepGrid(q: member(), p: MemberTemplate(p, name: "--p"))
    }
    let observation = try model.x.map { try ObservationAxis($0) }
    if let logJoint = model.logJoint, let support = model.support {
      guard observation?.hasIntervals != true else {
        throw ModelOptions.densityAlone("--log-joint", model.x ?? "")
      }
      return try SweepGrid(
        density: .logJoint(
          logJoint, support: try SpecArgument.interval(support, "--support"), text: support),
        x: observation, target: try target(), parts: parts.columns)
    }
    guard let observation else { throw ValidationError("give the observation with --x") }
    if !observation.hasIntervals, let theta = rate(model.theta, of: model.prior), isUnitNormal,
      let phi = rate(family.phi, of: family.family)
    {
      return try SweepGrid(
        theta: Axis(theta, name: model.priorOption, isPositive: true), x: observation.axis,
        phi: phi == "best" ? nil : Axis(phi, name: family.option, isPositive: true),
        parts: parts.columns)
    }
    guard let prior = model.priorText else {
      throw ValidationError("give the prior with --theta or --prior, or the model with --log-joint")
    }
    return try SweepGrid(
      density: .prior(
        MemberTemplate(prior, name: model.priorOption),
        likelihood: LikelihoodTemplate(model.likelihood ?? "normal(z, 1)", name: "--likelihood")),
      x: observation, target: try target(), parts: parts.columns)
  }

  private func target() throws -> SweepGrid.Target {
    if let name = best.name { return .best(try SpecArgument.family(name, "--family")) }
    return .member(try member())
  }

  private func member() throws -> MemberTemplate {
    guard family.phi != "best" else {
      throw ValidationError(
        "--phi best is for the exercise sheet's model: exponential prior, normal(z, 1)")
    }
    return try MemberTemplate(family.text ?? "", name: family.option)
  }

  /// The rate, or its axis, of an exponential distribution; `nil` where it is another.
  private func rate(_ rate: String?, of spec: String?) -> String? {
    if let rate { return rate }
    guard let spec, let template = try? SpecTemplate(spec, name: ""),
      template.family == "exponential", template.isPlain, let rate = template.firstArgument
    else { return nil }
    return SpecTemplate.compact(rate)
  }

  private var isUnitNormal: Bool {
    guard let likelihood = model.likelihood else { return true }
    guard let parsed = try? LikelihoodSpec.parse(likelihood) else { return false }
    return parsed.family.name == "normal" && parsed.arguments == [.latent, 1]
  }
}
