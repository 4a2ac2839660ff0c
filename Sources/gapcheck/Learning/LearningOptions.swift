// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The options of `maximize` that say what is learned from which groups of observations.
struct LearningOptions: ParsableArguments {
  @OptionGroup var texts: ModelTextOptions

  @OptionGroup var data: DataOptions

  @OptionGroup var groups: GroupingOptions

  @OptionGroup var q: FamilyTextOptions

  @OptionGroup var best: BestFamilyOptions

  /// Whether a model is given, so that it is not the exercise's.
  var isModel: Bool {
    texts.priorText != nil || !texts.likelihoods.isEmpty || !data.logLikelihoods.isEmpty
      || data.weight != nil || groups.isGiven || q.text != nil || best.name != nil
      || texts.logJoint != nil || texts.support != nil
  }

  /// Refuses options that do not go together, and reads all but a file.
  ///
  /// - Throws: `ValidationError`.
  func check() throws {
    guard texts.logJoint == nil else {
      throw ValidationError(
        "--log-joint is a whole model: to learn one give --prior and --likelihood, with ? for what is free"
      )
    }
    try texts.checkDensity()
    _ = try prior()
    _ = try family()
    guard data.logLikelihoods.isEmpty || texts.likelihoods.isEmpty else {
      throw ValidationError("--log-likelihood stands for --likelihood: give one of them")
    }
    _ = try groups.grouping()
    guard data.isGiven || (groups.group == nil && data.weight == nil) else {
      throw ValidationError("\(groups.group == nil ? "--weight" : "--group") is a column of --data")
    }
    let (count, observations) = (specs.count, texts.observations.count)
    guard observations == count || (observations == 0 && !data.logLikelihoods.isEmpty) else {
      throw ValidationError(
        "\(count) \(count == 1 ? "likelihood needs one --x" : "likelihoods need \(count) times --x, the first with the first"), "
          + "got \(observations)")
    }
    guard data.isGiven || !groups.eachRow || count == 1 else {
      throw ValidationError("--each-row with several likelihoods is about the rows of --data")
    }
    guard try prior().spec.count + specs.reduce(0, { $0 + $1.count }) > 0 else {
      throw ValidationError(
        "mark what is to be learned by ?, as in --prior 'gamma(?, 1)' or --likelihood 'normal(z, ?)'"
      )
    }
    guard !data.isGiven else { return }
    do {
      _ = try problem()
    } catch let error as InferenceError {
      throw ValidationError("\(error)")
    }
  }

  /// Each likelihood as it is typed.
  var specs: [FreeSpec] {
    guard data.logLikelihoods.isEmpty else { return data.logLikelihoods.map { FreeSpec($0) } }
    return (texts.likelihoods.isEmpty ? ["normal(z, 1)"] : texts.likelihoods).map { FreeSpec($0) }
  }

  private var areFormulas: Bool { !data.logLikelihoods.isEmpty }

  private func prior() throws -> FreeMember {
    guard let text = texts.priorText else {
      throw ValidationError("give the prior with --prior, as in 'gamma(?, ?)'")
    }
    return try LearningOptions.named(texts.priorOption) { try FreeMember(text) }
  }

  /// What q is one of; `nil` where none is asked for.
  func family() throws -> FreeMember? {
    try q.check(bestOf: best.name)
    if let name = best.name {
      let family = try SpecArgument.family(name, "--family")
      let marks = family.parameters.map { _ in "?" }.joined(separator: ", ")
      return try LearningOptions.named("--family") { try FreeMember("\(family.name)(\(marks))") }
    }
    guard let text = q.text else { return nil }
    let member = try LearningOptions.named(q.option) { try FreeMember(text) }
    guard !member.places.isEmpty else {
      throw ValidationError(
        "\(q.option) must have a ? for what is found for each group, as in gamma(?, ?), got \(text)"
      )
    }
    return member
  }

  /// The problem, and the names of its groups.
  ///
  /// - Throws: `ValidationError`, `DataFileError`, `InferenceError`.
  func problem() throws -> (problem: LearningProblem, names: [String]) {
    let prior = try prior()
    var (found, names): ([[ObservedRows]], [String]) = ([], [])
    if let path = data.data {
      let filled = specs.map { spec in spec.setting((0..<spec.count).map { _ in 1.0 }) }
      let terms = filled.enumerated().map { index, text in
        DataModel.Term(
          density: areFormulas ? .logLikelihood(text) : .likelihood(text),
          x: texts.observations.dropFirst(index).first)
      }
      let any = try prior.member(prior.parameters.map { _ in 0.5 }).distribution
      let model = try DataModel.models(
        of: path, [(any, terms)], weight: data.weight,
        grouping: groups.grouping())[0]
      for index in 0..<model.groupCount {
        found.append(try model.model(of: index).rows)
        names.append(model.name(of: index))
      }
    } else {
      // What is wrong with a ? is said before what is wrong with the observations.
      for spec in specs {
        _ = try LearningOptions.named(areFormulas ? "--log-likelihood" : "--likelihood") {
          try FreeLikelihood(spec.text, isFormula: areFormulas)
        }
      }
      let rows = try specs.enumerated().map { index, spec in
        try observed(texts.observations.dropFirst(index).first, under: spec)
      }
      found = groups.eachRow ? rows[0].map { [$0] } : [rows.map { $0[0] }]
      names = found.indices.map { "\($0 + 1)" }
    }
    let columns = found.first?.map(\.columnNames) ?? []
    let likelihoods = try zip(specs, columns).map { spec, columns in
      try LearningOptions.named(areFormulas ? "--log-likelihood" : "--likelihood") {
        try FreeLikelihood(spec.text, isFormula: areFormulas, columns: columns)
      }
    }
    return (
      try LearningProblem(prior: prior, likelihoods: likelihoods, groups: found), names
    )
  }

  /// Numbers on the command line as the rows of one group, or of one each.
  private func observed(_ x: String?, under spec: FreeSpec) throws -> [ObservedRows] {
    let text = spec.setting((0..<spec.count).map { _ in 1.0 })
    let values = try x.map { try ModelOptions.observations($0) } ?? [0]
    let parts = groups.eachRow ? values.map { [$0] } : [values]
    do {
      if areFormulas {
        if let interval = values.first(where: { $0.value == nil }) {
          throw ModelOptions.densityAlone("--log-likelihood", "\(interval)")
        }
        let formula = try SpecArgument.logLikelihood(text, "--log-likelihood")
        return try parts.map {
          try ObservedRows(
            of: $0.compactMap(\.value), logLikelihood: formula, text: text, named: x)
        }
      }
      let density = try SpecArgument.likelihood(text, "--likelihood")
      return try parts.map { try ObservedRows(of: $0, under: density, named: x) }
    } catch let error as RowError {
      let shown = (try? LikelihoodSpec.parse(text))?.text ?? text
      throw ValidationError("--x: \(error.reason.replacing(shown, with: spec.text))")
    }
  }

  private static func named<Value>(_ name: String, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch {
      throw ValidationError("\(name) \(error)")
    }
  }
}
