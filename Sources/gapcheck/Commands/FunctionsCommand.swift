// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Foundation

/// `gapcheck functions`: what formulas may call.
struct FunctionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "functions",
    abstract: "The functions that formulas know, as in --likelihood and --log-joint.",
    discussion: """
      Besides them a formula has numbers, z, pi(), e(), parentheses and
      + - * / ^, where ** is ^.

      Examples:
        gapcheck functions
        gapcheck functions --format json

      Exit status: 0, 64 for wrong usage, 74 if the output cannot be written.
      """)

  @Option(help: "The format of the output: text, json, ndjson or csv.")
  var format = ResultFormat.text

  func run() throws {
    try format.write(
      FormulaFunction.all, FunctionsCommand.fields,
      text: FormulaFunction.all.map(FunctionsCommand.text).joined(separator: "\n"))
  }

  private static let fields: [Field<FormulaFunction>] = [
    Field("function") { .text($0.name) },
    Field("parameters") { .text($0.arguments) },
    Field("domain") { .text($0.domain.isEmpty ? nil : $0.domain) },
    Field("summary") { .text($0.summary) },
    Field("aliases") { .list($0.aliases.map(FieldValue.text)) },
  ]

  private static func text(_ function: FormulaFunction) -> String {
    let width = FormulaFunction.all.map(\.description.count).max() ?? 0
    let first = function.description.padding(toLength: width + 2, withPad: " ", startingAt: 0)
    let domain = function.domain.isEmpty ? "" : ", for \(function.domain)"
    let aliases =
      function.aliases.isEmpty ? "" : "; also \(function.aliases.joined(separator: ", "))"
    return TextStyle.ofStandardOutput()
      .paragraph("\(function.summary)\(domain)\(aliases)", after: first, indent: width + 2)
      .joined(separator: "\n")
  }
}
