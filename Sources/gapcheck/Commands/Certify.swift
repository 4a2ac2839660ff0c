// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Certificate
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck certify`: the numbers proven by ball arithmetic, and the engine judged by them.
struct Certify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Enclosures of all numbers, proven by ball arithmetic; are the bounds right?",
    discussion: """
      Each number lies between the two that are printed: integrals are done in
      balls with FLINT, tails are bounded by formula. The engine's value with
      its bound is confirmed, refuted, or not decided.

      Of a q also the parts of the ELBO, KL the other way round and EUBO; with
      --alpha and --order Renyi's bounds and CUBO, as in 'gapcheck bounds'.

      With --phi A..B, or a parameter of --q as a range, a lower bound of the
      gap is proven for every q of the range; its ends may be 0 and inf.

      Exit status: 0, 1 if a bound is refuted or the gap of a range is not
      shown to be positive, 2 if a number could not be enclosed, 64 for wrong
      usage, 65 for a table that cannot be read, 74 if input or output fails.

      Examples:
        gapcheck certify --theta 1 --x 0.3 --phi 2 --digits 30
        gapcheck certify --theta 1 --x 0.3 --phi 0..inf
        gapcheck certify --prior 'gamma(2, 1)' --likelihood 'poisson(z)' \\
          --x 3,1 --q 'gamma(0.1..100, 3)'
        gapcheck certify --theta 1 --x 2 --phi 0.8 --alpha 0.5,2 --order 2
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup(title: "One parameter of q may be a range, as in 0..inf") var family:
    FamilyTextOptions

  @Option(help: "The orders of Renyi's bound, as in 0.5,2,-1; 0 and 1 are limits.")
  var alpha: String?

  @Option(help: "The orders of CUBO, positive, as in 2.")
  var order: String?

  @Option(help: "How many significant digits are proven, from 1 to 1000.")
  var digits = 15

  @OptionGroup var timeout: TimeoutOptions

  @Option(help: "The format of the output: text, json, ndjson or csv.")
  var format = ResultFormat.text

  /// The q that is asked about.
  private enum Family {
    case none
    case member(FamilyMember)
    case range(ParameterRange)
  }

  private func question() throws -> Family {
    try family.check()
    guard let text = family.text else { return .none }
    let option = family.option
    if let range = try ParameterRange(text, option) { return .range(range) }
    if let phi = family.phi { _ = try NumberArgument.positive(phi, option) }
    return .member(try SpecArgument.member(text, option))
  }

  /// The bounds on log p(x) that are asked for, EUBO always.
  private func bounds() throws -> [EvidenceBound.Kind] {
    let renyi = try alpha.map { try NumberArgument.list($0, "--alpha", NumberArgument.finite) }
    let chi = try order.map { try NumberArgument.list($0, "--order", NumberArgument.positive) }
    return [.eubo] + (renyi ?? []).map { .renyi(order: $0) } + (chi ?? []).map { .cubo(order: $0) }
  }

  func validate() throws {
    let question = try question()
    _ = try bounds()
    for (name, value) in [("--alpha", alpha), ("--order", order)] where value != nil {
      switch question {
      case .member: break
      case .none: throw ValidationError("\(name) is about a q: give one with --q or --phi")
      case .range: throw ValidationError("\(name) takes a q without a range in it")
      }
    }
    guard (1...1000).contains(digits) else {
      throw ValidationError("--digits must be from 1 to 1000, got \(digits)")
    }
  }

  func run() throws {
    let known = try model.model()
    let certified = try model.certified(known)
    guard digits <= certified.mostDigits else {
      throw ValidationError(
        "--digits must be at most \(certified.mostDigits) with intervals, noncentral_t or a truncated likelihood, got \(digits)"
      )
    }
    let certificate = Certificate(of: certified, digits: digits, seconds: .infinity)
    switch try question() {
    case .range(let range):
      let least = try within {
        certificate.leastGap(
          of: range.family, parameters: range.parameters, varying: range.index, over: range.range)
      }
      switch least {
      case .notDecided(let reason):
        StandardError.write("gapcheck: nothing was proven: \(Certify.advised(reason))")
        throw ExitCode(2)
      case .proven(let proof):
        let report = LeastGapReport(model: known, family: range, proof: proof)
        try format.write(report, report.fields) { $0.text(.ofStandardOutput()) }
        if !report.isPositive { throw ExitCode(1) }
      }
    case .none: try compare(known, certificate, nil)
    case .member(let member): try compare(known, certificate, member)
    }
  }

  private func compare(
    _ model: Model, _ certificate: Certificate, _ member: FamilyMember?
  ) throws {
    let kinds = try bounds()
    let report = try within {
      // The proofs come after it, and have what it leaves.
      let engine = try TimeLimit.within(seconds: TimeLimit.left / 2) {
        try EngineNumbers(model, member, kinds)
      }
      return CertificateReport(
        model, certificate: certificate, engine: engine, family: member, kinds)
    }
    try format.write(report, report.fields) { $0.text(.ofStandardOutput()) }
    if report.isRefuted { throw ExitCode(1) }
    if !report.isComplete {
      throw Failure.incomplete(report.missing.map { ($0.name, Certify.advised($0.reason)) })
    }
  }

  private func within<Value>(_ compute: () throws -> Value) throws -> Value {
    try Failure.exits { try timeout.within(hasData: model.data.isGiven, compute) }
  }

  /// What was missing, and what to do about it.
  private static func advised(_ reason: String) -> String {
    reason == Certificate.timeIsOver ? "\(reason); --timeout SECONDS allows more" : reason
  }
}

extension ModelOptions {
  /// As many rows are proven.
  private static let mostRows = 4000

  /// The same model with its numbers exact.
  ///
  /// - Throws: `ValidationError`.
  func certified(_ model: Model) throws -> CertifiedModel {
    if let text = model.logJointText {
      do throws(FormulaError) {
        return try CertifiedModel(
          logJoint: text, support: model.support, observation: model.observations.first?.value)
      } catch {
        throw ValidationError("--log-joint \(error)\(SpecArgument.listing(error))")
      }
    }
    let member = try SpecArgument.member(texts.priorText ?? "", "--prior")
    guard let likelihood = model.likelihood as? ConditionalDensity else {
      let count = model.rows.map(\.count).reduce(0, +)
      guard count <= ModelOptions.mostRows else {
        throw ValidationError(
          "certify takes at most \(ModelOptions.mostRows) rows, each a part of the proof, got \(count)"
        )
      }
      return CertifiedModel(prior: member, rows: model.rows)
    }
    do throws(ObservationError) {
      return try CertifiedModel(
        prior: member, likelihood: likelihood, observations: model.observations)
    } catch {
      throw ValidationError("--x: \(error)")
    }
  }
}
