// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Foundation
import Quadrature
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
      place of a slider that takes more than 5 s says so; where --seconds are
      not enough for all places, the sliders stop at fewer. Of groups there is
      a table with their totals, and a slider says which of them is shown.

      Examples:
        gapcheck report --theta 1 --x 0.3 --output report.html
        gapcheck report --prior 'normal(0, 1)' --data rows.csv --x y \\
          --likelihood 'bernoulli_logit(w*z)' --family normal --output report.html
        gapcheck report --prior 'gamma(2, 1)' --likelihood 'poisson(z)' \\
          --data counts.csv --x count --group site --family gamma \\
          --output report.html

      Exit status: 0, 1 if a verdict fails, 2 if a number could not be had, 64
      for wrong usage, 65 for a table that cannot be read, 74 if the output
      cannot be written. The page is written with status 1 too.
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var groups: GroupingOptions

  @OptionGroup var q: TargetOptions

  @OptionGroup var tolerance: ToleranceOptions

  @Option(help: "The file to write (default: standard output).", completion: .file())
  var output: String?

  @OptionGroup var timeout: TimeoutOptions

  @Option(
    help: "The seconds of processor time that all places of the sliders have together, at most.")
  var seconds = "4"

  func validate() throws {
    _ = try NumberArgument.positive(seconds, "--seconds")
    guard output != "" else { throw ValidationError("--output must be a path, got nothing") }
    if let output, PlotTerminal(ofFile: output) != nil {
      throw ValidationError(
        "--output is a page, as in report.html, got \(output); 'gapcheck plot' draws pictures")
    }
    _ = try q.target(of: model)
    _ = try groups.grouping(of: model.data.data)
  }

  func run() async throws {
    let (target, tolerance) = (try q.target(of: self.model), try tolerance.value())
    let seconds = try NumberArgument.positive(seconds, "--seconds")
    let member =
      if case .member = target { try q.family.familyMember() } else { nil as FamilyMember? }
    let grouping = try groups.grouping(of: model.data.data)
    let model = grouping == .none ? try self.model.model() : nil
    try await Failure.exits {
      let file = try output.map { name throws(OutputFile.Failure) in try OutputTarget(name) }
      Interruption.leaves(file, isResumable: false)
      let hasData = self.model.data.isGiven
      let (check, groups): (CheckReport, ReportGroups?)
      let start = ProcessorTime.seconds
      if let model {
        groups = nil
        check = try timeout.within(hasData: hasData) {
          try CheckReport(model, for: target, tolerance: tolerance, hasParts: true)
        }
      } else if let path = self.model.data.data, let target {
        let all = try ReportGroups(
          try self.model.dataModel(of: path, grouping: grouping),
          called: self.groups.group ?? "row",
          for: target, tolerance: tolerance, timeout: timeout)
        groups = all
        check = try timeout.within(hasData: true) {
          try all.check(for: target, tolerance: tolerance)
        }
      } else {
        throw ValidationError("groups need --q or --family")
      }
      // What is left of the time is that of the sliders.
      let left = try timeout.seconds(hasData: hasData).map { $0 - (ProcessorTime.seconds - start) }
      let contents = try await ReportContents(
        check, groups: groups, member: member,
        workers: ProcessInfo.processInfo.activeProcessorCount, seconds: seconds, left: left,
        isBesideText: output == nil)
      let page = ReportPage(contents: contents, commandLine: TypedCommand.text)
      try OutputFile.write(Array(page.html.utf8), to: file)
      if groups == nil, !check.isComplete { throw Failure.incomplete(check.missing) }
      guard contents.exitStatus == 0 else { throw ExitCode(contents.exitStatus) }
    }
  }
}
