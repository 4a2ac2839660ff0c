// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import VariationalGap

/// What the rows of a batch are, and what is computed for them.
struct BatchRows: Sendable {
  /// What the command line gives, by the input that it stands for: it holds for every row, and is not
  /// read.
  let given: BatchGiven

  /// What rows may be.
  let kinds: [BatchKind]

  /// What a row is that does not say so.
  private(set) var usual: BatchKind

  /// The inputs that a table must have, in the order in which they are looked for.
  let needed: [BatchInput]

  /// Whether a row has to be looked at for what it is.
  private let isMixed: Bool

  /// Rows of a table.
  ///
  /// - Parameter names: the names of its columns.
  init(given: BatchGiven, names: [String]) {
    let columns = Set(BatchInput.allCases.filter { names.contains($0.name) })
    let inputs = columns.union(given.keys)
    func has(_ some: BatchInput...) -> Bool { inputs.isSuperset(of: some) }
    let hasModel = has(.prior) || has(.logJoint)
    let hasCommand = columns.contains(.command)
    let kinds = BatchKind.allCases.filter { kind in
      switch kind {
      case .model: hasModel && has(.q)
      case .posterior: hasModel && !has(.q) || hasCommand && (hasModel || has(.theta, .x))
      case .pair: has(.q, .p)
      case .exercise: given.isEmpty && has(.theta, .x, .phi)
      }
    }
    self.given = given
    usual = kinds.first ?? BatchRows.nearest(to: inputs, given: given)
    self.kinds = kinds.isEmpty ? [usual] : kinds
    isMixed = hasCommand || kinds.count > 1
    needed = self.kinds.flatMap { kind -> [BatchInput] in
      switch kind {
      case .model, .posterior:
        let model: [BatchInput] =
          has(.logJoint)
          ? [.logJoint, .support] : [hasModel || kind == .model ? .prior : .theta, .x]
        return kind == .model ? model + [.q] : model
      case .pair: return [.q, .p]
      case .exercise: return [.theta, .x, .phi]
      }
    }
  }

  /// Rows each of which may be anything.
  init(given: BatchGiven) {
    self.given = given
    (kinds, needed, isMixed) = (BatchKind.allCases, [], true)
    usual = BatchRows.nearest(to: Set(given.keys), given: given)
  }

  /// Rows each of which may be anything.
  ///
  /// - Parameter first: the first of them: those that do not say what they are, are what it is.
  init(given: BatchGiven, first: (some BatchRow)?) {
    self.init(given: given)
    let inputs = BatchInput.allCases.filter { given[$0] != nil || first?.has($0) ?? false }
    usual = BatchRows.nearest(to: Set(inputs), given: given)
    usual = first.flatMap(kind) ?? usual
  }

  /// The results that rows may have.
  func results(areNested: Bool) -> [RecordColumn] {
    let some = Set(kinds.flatMap { $0.results(areNested: areNested, parts: given.parts) })
    return RecordColumn.allCases.filter(some.contains)
  }

  /// Names and types of a table of these rows.
  ///
  /// - Parameters:
  ///   - names: the columns that it has already.
  ///   - areNested: whether it is JSON.
  func schema(of names: [String], areNested: Bool) -> TableSchema {
    let results = results(areNested: areNested)
    let numbers: [BatchInput] = kinds == [.exercise] ? [.theta, .x, .phi] : [.theta, .phi]
    func type(of name: String) -> ColumnType {
      if let result = results.first(where: { $0.name == name }) {
        return result.type(areNested: areNested)
      }
      return numbers.contains { $0.name == name } ? .number : .text
    }
    let missing = results.map(\.name).filter { !names.contains($0) }
    return TableSchema(columns: (names + missing).map { ($0, type(of: $0)) })
  }

  /// What inputs come closest to that describe nothing.
  private static func nearest(
    to inputs: Set<BatchInput>, given: BatchGiven
  ) -> BatchKind {
    if inputs.contains(.p), inputs.isDisjoint(with: [.theta, .phi]) { return .pair }
    return inputs.contains(.q) || !given.isEmpty ? .model : .exercise
  }

  /// What a row is: what its command says, or else what it describes; `nil` where its command is none.
  func kind(of row: some BatchRow) -> BatchKind? {
    guard isMixed else { return usual }
    let hasModel = has(.prior, row) || has(.logJoint, row)
    let hasQ = has(.q, row)
    guard row.has(.command), let command = row.single(of: .command) else {
      let kind: BatchKind
      if hasModel {
        kind = hasQ ? .model : .posterior
      } else if hasQ, has(.p, row) {
        kind = .pair
      } else {
        kind = given.isEmpty && (row.has(.theta) || row.has(.phi)) ? .exercise : usual
      }
      return kinds.contains(kind) ? kind : usual
    }
    switch command.trimmingCharacters(in: .whitespaces) {
    case "check": return hasModel || hasQ || !given.isEmpty ? .model : .exercise
    case "posterior": return .posterior
    case "kl": return .pair
    default: return nil
    }
  }

  private func has(_ input: BatchInput, _ row: some BatchRow) -> Bool {
    given[input] != nil || row.has(input)
  }

  private func text(_ input: BatchInput, _ row: some BatchRow) -> String? {
    given[input] ?? row.text(of: input)
  }

  private func parsed(_ text: String) throws -> any Distribution {
    Note.ambiguousNormal(in: text)
    return try DistributionSpec.parse(text)
  }

  private func law(_ text: String) throws -> DistributionLaw {
    Note.ambiguousNormal(in: text)
    return try DistributionSpec.law(text)
  }

  /// The numbers of a row; a failure is a record too.
  ///
  /// - Parameters:
  ///   - row: the row.
  ///   - kind: what it is.
  ///   - worker: who computes it.
  func record(of row: some BatchRow, _ kind: BatchKind?, by worker: GapWorker) -> ResultRecord {
    do throws(Missing) {
      switch kind {
      case .exercise: return point(row, by: worker)
      case .pair:
        let (q, p) = (try distribution(.q, row), try distribution(.p, row))
        return worker.divergence(
          q: { try law(q) }, p: { try law(p) })
      case .model:
        let (q, texts) = (try distribution(.q, row), try model(row))
        return worker.record(texts.model, .texts(texts)) { try parsed(q) }
      case .posterior:
        let texts = try model(row)
        return worker.summary(texts.model, .texts(texts))
      case nil:
        return .invalid(
          "command must be check, kl or posterior, got '\(row.single(of: .command) ?? "")'")
      }
    } catch {
      return .invalid("\(error)")
    }
  }

  /// What a row lacks, and has to have.
  struct Missing: Error, CustomStringConvertible {
    let what: String

    var description: String { "\(what), got nothing" }
  }

  private func distribution(
    _ input: BatchInput, _ row: some BatchRow
  ) throws(Missing) -> String {
    guard let text = text(input, row) else {
      throw Missing(what: "\(input.name) must be a distribution")
    }
    return text
  }

  /// What the model of a row is.
  func model(_ row: some BatchRow) throws(Missing) -> ModelTexts {
    let x = text(.x, row).flatMap { $0 == "null" ? nil : $0 } ?? ""
    // Of the exercise sheet's model the prior may stand for its rate.
    let prior = text(.prior, row) ?? row.text(of: .theta).map { "exponential(\($0))" }
    if let formula = text(.logJoint, row), has(.logJoint, row) || prior == nil {
      guard let support = text(.support, row) else {
        throw Missing(what: "log_joint and support must be there")
      }
      return ModelTexts(density: .logJoint(formula, support: support), x: x)
    }
    guard let prior else { throw Missing(what: "prior and likelihood must be there") }
    let likelihood = text(.likelihood, row) ?? "normal(z, 1)"
    return ModelTexts(density: .prior(prior, likelihood: likelihood), x: x)
  }

  private func point(_ row: some BatchRow, by worker: GapWorker) -> ResultRecord {
    let texts = (
      theta: row.single(of: .theta), x: row.single(of: .x), phi: row.single(of: .phi)
    )
    func number(_ text: String?) -> Double {
      // Nearly every cell is a number as it stands.
      text.flatMap {
        Double(notation: $0) ?? Double(notation: $0.trimmingCharacters(in: .whitespaces))
      } ?? .nan
    }
    func invalid(_ name: String, _ text: String?, _ requirement: String) -> ResultRecord {
      .invalid("\(name) must be \(requirement), got \(text.map { "'\($0)'" } ?? "nothing")")
    }
    let (theta, x, phi) = (number(texts.theta), number(texts.x), number(texts.phi))
    guard theta > 0, theta.isFinite else {
      return invalid("theta", texts.theta, "a positive finite number")
    }
    guard x.isFinite else { return invalid("x", texts.x, "a finite number") }
    guard phi > 0, phi.isFinite else {
      return invalid("phi", texts.phi, "a positive finite number")
    }
    return worker.record(theta: theta, x: x, phi: phi)
  }
}
