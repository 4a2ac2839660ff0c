// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// `gapcheck families`: what a prior, a q and a likelihood can be.
struct FamiliesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "families",
    abstract: "The families that --prior, --q and --likelihood know, with their parameters.",
    discussion: """
      Names and parameters are Stan's. Capitals and underscores do not matter,
      and aliases are accepted. The parameters stand in this order, or have
      names, as in 'normal(sigma=2, mu=0)'. A family of counts can be a
      likelihood only.

      Examples:
        gapcheck families
        gapcheck families --format csv

      Exit status: 0, 64 for wrong usage, 74 if the output cannot be written.
      """)

  @Option(help: "The format of the output: text, json, ndjson or csv.")
  var format = ResultFormat.text

  func run() throws {
    try format.write(
      Families.all, FamiliesCommand.fields,
      text: Families.all.map(FamiliesCommand.text).joined(separator: "\n\n"))
  }

  private static let fields: [Field<Family>] = [
    Field("family") { .text($0.name) },
    Field("parameters") { .list($0.parameters.map { .text($0.name) }) },
    Field("domains") { .list($0.parameters.map { .text($0.domain.rawValue) }) },
    Field("support") { .text($0.supportInWords) },
    Field("kind") { .text($0.isDiscrete ? "counts" : "continuous") },
    Field("summary") { .text($0.summary) },
    Field("aliases") { .list($0.aliases.map(FieldValue.text)) },
  ]

  private static func text(_ family: Family) -> String {
    let domains = family.parameters.map { "\($0.name): \($0.domain)" }
    let aliases = family.aliases.isEmpty ? [] : ["also " + family.aliases.joined(separator: ", ")]
    let details =
      [family.summary] + (domains.isEmpty ? [] : [domains.joined(separator: "; ")]) + aliases
    let style = TextStyle.ofStandardOutput()
    let lines =
      style.paragraph("\(family) on \(family.supportInWords)", indent: 4)
      + details.flatMap { style.paragraph($0, after: "  ", indent: 4) }
    return lines.joined(separator: "\n")
  }
}
