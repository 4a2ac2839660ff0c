// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Foundation
import VariationalGap

/// `gapcheck report`: a page with numbers and figures that move.
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "One self-contained HTML page: numbers, figures that sliders move, audit, conditions.",
    discussion: """
      Any model and q as in check, also of the rows of --data. The sliders move
      a parameter of q, or all observations together, around what was asked
      for; every number that they show was computed. The page needs no network
      and no other file; without JavaScript it shows what was asked for. A
      place of a slider that takes more than 5 s says so.

      Examples:
        gapcheck report --theta 1 --x 0.3 --output report.html
        gapcheck report --prior 'normal(0, 1)' --data rows.csv --x y \\
          --likelihood 'bernoulli_logit(w*z)' --family normal --output report.html

      Exit status: 0, 1 if a verdict fails, 2 if a number could not be had, 64
      for wrong usage, 65 for a table that cannot be read, 74 if the output
      cannot be written. The page is written with status 1 too.
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var q: TargetOptions

  @OptionGroup var tolerance: ToleranceOptions

  @Option(help: "The file to write (default: standard output).", completion: .file())
  var output: String?

  func validate() throws {
    guard output != "" else { throw ValidationError("--output must be a path, got nothing") }
    _ = try q.target(of: model)
  }

  func run() async throws {
    let (target, tolerance) = (try q.target(of: self.model), try tolerance.value())
    let member =
      if case .member = target { try q.family.familyMember() } else { nil as FamilyMember? }
    let model = try self.model.model()
    try await Failure.exits {
      let file = try output.map { name throws(OutputFile.Failure) in try OutputTarget(name) }
      let interruption = Interruption(target: file, isResumable: false)
      defer { withExtendedLifetime(interruption) {} }
      let contents = try await ReportContents(
        model, for: target, member: member, tolerance: tolerance,
        workers: ProcessInfo.processInfo.activeProcessorCount)
      let page = ReportPage(contents: contents, commandLine: TypedCommand.text)
      try OutputFile.write(Array(page.html.utf8), to: file)
      if !contents.check.isComplete { throw ExitCode(2) }
      if !contents.check.record.verdictsHold { throw ExitCode(1) }
    }
  }
}
