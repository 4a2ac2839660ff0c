// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// `gapcheck exercise`: the sheet, with the command that answers each problem.
struct ExerciseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exercise",
    abstract:
      "The exercise sheet: each problem, its answer with a number, and the commands for it.",
    discussion: """
      The model is z ~ Exp(theta), x | z ~ N(z, 1), q = Exp(phi), rates, not
      means. Formulas and numbers stand together; your own answer is judged by
      gapcheck grade, which says where a wrong one differs.

      Examples:
        gapcheck exercise
        gapcheck grade 2a 'eps/phi'

      Exit status: 0, 2 if a number could not be had, 64 for wrong usage, 74
      if the output cannot be written.
      """)

  func run() throws {
    let report = try Failure.exits { try ExerciseReport() }
    try StandardOutput.write(report.text(.ofStandardOutput()).joined(separator: "\n"))
  }
}
