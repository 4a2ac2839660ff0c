// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The options that say what the model is.
struct ModelOptions: ParsableArguments {
  @OptionGroup var texts: ModelTextOptions

  @OptionGroup var data: DataOptions

  /// Reads everything but a file, which is read once.
  func validate() throws {
    if !data.isGiven { _ = try model() } else { _ = try dataTerms() }
  }

  /// The model.
  ///
  /// - Throws: `ValidationError`; `ExitCode` once standard error says what is wrong with a file.
  func model() throws -> Model {
    if let path = data.data {
      return try Failure.exits { try dataModel(of: path, grouping: .none).model(of: 0) }
    }
    guard data.weight == nil else { throw ValidationError("--weight is a column of --data") }
    try check()
    guard let logJoint = texts.logJoint, let support = texts.support else {
      return try priorAndLikelihood()
    }
    let interval = try SpecArgument.interval(support, "--support")
    let observations = try texts.x.map { try values($0, of: "--log-joint") } ?? []
    guard observations.count <= 1 else {
      throw ValidationError(
        "--log-joint takes at most one --x, got \(observations.count); put the others into the formula"
      )
    }
    Note.exponential(in: logJoint, "--log-joint")
    do throws(InferenceError) {
      return try Model(
        logJoint: logJoint, support: interval, observation: observations.first)
    } catch .model(.formula(let error)) {
      throw ValidationError("--log-joint \(error)\(SpecArgument.listing(error))")
    } catch {
      throw ValidationError("--log-joint: \(error)")
    }
  }

  /// The model of each group of rows in a file.
  ///
  /// - Throws: `ValidationError`, `DataFileError`.
  func dataModel(of path: String, grouping: GroupingOptions.Grouping) throws -> DataModel {
    try DataModel.models(
      of: path, [(prior(), dataTerms())], weight: data.weight, grouping: grouping)[0]
  }

  /// The model, and another one of the same data.
  ///
  /// - Throws: as ``model()``.
  func models(with other: ModelOptions) throws -> (Model, Model) {
    guard let path = data.data else { return (try model(), try other.model()) }
    return try Failure.exits {
      let models = try DataModel.models(
        of: path, [(prior(), dataTerms()), (other.prior(), other.dataTerms())],
        weight: data.weight, grouping: .none)
      return (try models[0].model(of: 0), try models[1].model(of: 0))
    }
  }

  /// Each likelihood with its observations, as they are typed.
  private func dataTerms() throws -> [DataModel.Term] {
    try check()
    _ = try prior()
    let needsColumn = data.logLikelihoods.isEmpty
    guard !needsColumn || !texts.observations.isEmpty else {
      throw ValidationError("name the column of the observations with --x")
    }
    return densities.enumerated().map { DataModel.Term(density: $1, x: observation($0)) }
  }

  private func check() throws {
    guard texts.logJoint == nil else {
      guard !data.isGiven else {
        throw ValidationError(
          "--log-joint is a whole model, and has no rows: with --data give --prior, and the log "
            + "likelihood of a row with --log-likelihood")
      }
      guard data.logLikelihoods.isEmpty else {
        throw ValidationError("--log-joint is a whole model: give it without --log-likelihood")
      }
      return try texts.check()
    }
    try texts.checkDensity()
    guard data.logLikelihoods.isEmpty || texts.likelihoods.isEmpty else {
      throw ValidationError("--log-likelihood stands for --likelihood: give one of them")
    }
    let (count, observations) = (densities.count, texts.observations.count)
    let needsAll = count > 1 && data.logLikelihoods.isEmpty
    guard observations == count || (observations == 0 && !needsAll) else {
      throw ValidationError(
        "\(count) \(count == 1 ? "likelihood needs one --x" : "likelihoods need \(count) times --x, the first with the first"), "
          + "got \(observations); several observations of one are --x 0.3,1.2")
    }
  }

  /// Each likelihood.
  private var densities: [DataModel.Density] {
    guard data.logLikelihoods.isEmpty else {
      return data.logLikelihoods.map { .logLikelihood($0) }
    }
    return (texts.likelihoods.isEmpty ? ["normal(z, 1)"] : texts.likelihoods)
      .map { .likelihood($0) }
  }

  /// The k-th --x, which is that of the k-th likelihood; `nil` where there are fewer.
  private func observation(_ index: Int) -> String? {
    texts.observations.dropFirst(index).first
  }

  private func prior() throws -> any Distribution {
    if let theta = texts.theta {
      return try Exponential(rate: try NumberArgument.positive(theta, "--theta"))
    }
    guard let text = texts.prior else {
      throw ValidationError("give the prior with --theta or --prior, or the model with --log-joint")
    }
    return try SpecArgument.distribution(text, "--prior")
  }

  private func priorAndLikelihood() throws -> Model {
    let (prior, densities) = (try prior(), densities)
    if densities.count == 1, case .likelihood(let text) = densities[0] {
      let likelihood = try SpecArgument.likelihood(text, "--likelihood")
      guard let x = texts.x else { throw ValidationError("give the observation with --x") }
      let observations = try ModelOptions.observations(x)
      if !likelihood.family.isDiscrete { Note.decimalComma(in: x) }
      do throws(InferenceError) {
        return try Model(prior: prior, likelihood: likelihood, observations: observations)
      } catch {
        throw ValidationError("--x: \(error)")
      }
    }
    let rows = try densities.enumerated().map { try observed(observation($0), under: $1) }
    return try Model(prior: prior, rows: rows)
  }

  /// Observations on the command line.
  private func observed(_ x: String?, under density: DataModel.Density) throws -> ObservedRows {
    do {
      switch density {
      case .likelihood(let text):
        let values: [Observation] = try x.map { try ModelOptions.observations($0) } ?? []
        return try ObservedRows(
          of: values, under: try SpecArgument.likelihood(text, "--likelihood"), named: x)
      case .logLikelihood(let text):
        let values = try x.map { try self.values($0, of: "--log-likelihood") }
        let formula = try SpecArgument.logLikelihood(text, "--log-likelihood")
        guard values != nil || formula.parameters.isEmpty else {
          throw ValidationError("--log-likelihood names x: give the observation with --x")
        }
        return try ObservedRows(of: values ?? [0], logLikelihood: formula, text: text, named: x)
      }
    } catch let error as RowError {
      throw ValidationError("--x: \(error.reason)")
    }
  }

  /// Numbers and intervals with commas between them.
  static func observations(_ text: String) throws -> [Observation] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    if let first = parts.first, parts.count == 1, isFile(first) {
      throw ValidationError(
        "--x is a number, got \(text): a file of observations is --data \(first), and --x its column"
      )
    }
    guard parts.count == 1 || !parts.contains(""), !parts.contains(where: isTorn) else {
      throw ValidationError(
        "--x takes several numbers with commas alone between them, as in 3,1,4, got \(text)")
    }
    return try parts.map(observation)
  }

  /// Whether a text is the name of a table.
  private static func isFile(_ text: String) -> Bool {
    ["csv", "tsv", "txt", "json", "ndjson", "jsonl"].contains {
      text.lowercased().hasSuffix(".\($0)")
    }
  }

  /// Whether a text is a part of numbers between spaces or brackets.
  private static func isTorn(_ text: String) -> Bool {
    // A function is no list.
    !text.contains("..") && text.contains { $0.isWhitespace || "[](){};".contains($0) }
      && text.wholeMatch(of: /[A-Za-z][A-Za-z0-9]*\(.*\)/) == nil
  }

  /// A number or an interval.
  static func observation(_ text: String) throws -> Observation {
    guard text.contains("..") || Double.isRounded(whole: text) else {
      return .value(try NumberArgument.finite(text, "--x"))
    }
    do throws(ObservationNotationError) {
      return try Observation(notation: text)
    } catch {
      throw ValidationError("--x \(error)")
    }
  }

  /// What is said of an interval where only a density is known.
  static func densityAlone(_ option: String, _ x: String) -> ValidationError {
    ValidationError("\(option) has a density alone: an interval needs --likelihood, got --x \(x)")
  }

  /// Observations of a formula, which has no probability of an interval.
  private func values(_ text: String, of option: String) throws -> [Double] {
    try ModelOptions.observations(text).map { observation in
      guard let value = observation.value else {
        throw ModelOptions.densityAlone(option, "\(observation)")
      }
      return value
    }
  }
}
