// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Foundation
import VariationalGap

/// `gapcheck report`: a page with numbers and pictures.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One self-contained HTML page: numbers, audit, pictures, conditions.",
    discussion: """
      For the model of the exercise, --theta and one --x, at the best phi
      without --phi, with four pictures. For any other, also of the rows of
      --data, with numbers of the posterior and a picture of the densities; q
      as in check. The page needs no network, no other file and no script;
      gnuplot draws its pictures.

      Examples:
        gapcheck report --theta 1 --x 0.3 --output report.html
        gapcheck report --prior 'normal(0, 1)' --data rows.csv --x y \\
          --likelihood 'bernoulli_logit(w*z)' --family normal --output report.html

      Exit status: 0, 1 if a verdict fails, 2 if a number could not be had or
      gnuplot failed, 64 for wrong usage, 65 for a table that cannot be read,
      69 if gnuplot is missing, 74 if the output cannot be written. The page is written with status 1 too.
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var q: TargetOptions

  @OptionGroup var tolerance: ToleranceOptions

  @Option(help: "The file to write (default: standard output).")
  var output: String?

  func validate() throws {
    guard output != "" else { throw ValidationError("--output must be a path, got nothing") }
    _ = try q.target(of: model)
  }

  func run() throws {
    let (member, tolerance) = (try q.target(of: self.model), try tolerance.value())
    let model = try self.model.model()
    try Failure.exits {
      let target = try output.map { name throws(OutputFile.Failure) in try OutputTarget(name) }
      let gnuplot = try Gnuplot()
      let interruption = Interruption(target: target, isResumable: false)
      defer { withExtendedLifetime(interruption) {} }
      let contents = try ReportContents(model, for: member, tolerance: tolerance)
      let pictures = try contents.pictures.map { picture in
        let file = try gnuplot.draw(picture.script.text(for: .svg))
        guard
          let element = InlineSVG.element(
            String(decoding: file, as: UTF8.self), prefix: picture.name, label: picture.caption)
        else { throw gnuplot.drewNothing }
        return element
      }
      let page = ReportPage(
        contents: contents, commandLine: TypedCommand.text, pictures: pictures)
      try OutputFile.write(Array(page.html.utf8), to: target)
      if !contents.check.isComplete { throw ExitCode(2) }
      if !contents.check.record.verdictsHold { throw ExitCode(1) }
    }
  }
}
