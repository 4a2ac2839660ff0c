// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// `gapcheck grade`: an answer to the exercise sheet, judged.
struct Grade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judges an answer to the exercise sheet, and names the mistake if it is known.",
    discussion: """
      The problems, and what is answered:
        1a   yes or no: is there a phi for which the ELBO is log p(x)?
        1b   the ELBO, a formula in theta, phi and x, up to a constant
        1c   its derivatives by theta and by phi, two formulas
        max  the best theta and the best phi, two formulas in x > 0
        2a   T(eps) ~ Exp(phi) for eps ~ Exp(1), a formula in eps and phi
        2b   S(u) ~ Exp(phi) for u ~ U(0, 1), a formula in u and phi
        3    KL of two products, a number, with --q and --p

      m is x - theta, log the natural logarithm, pi is pi. A wrong answer gets
      a point where it differs. A number is right to the digits it has.

      Examples:
        gapcheck grade 1a no
        gapcheck grade 1c '1/theta - 1/phi' '2/phi^3 - m/phi^2'
        gapcheck grade 3 --q 'exponential(2)' --p 'exponential(1)' 0.193

      Exit status: 0 if the answer is right, 1 if it is wrong, 64 if it cannot
      be read, 74 if the output cannot be written.
      """)

  @Argument(help: "The problem: 1a, 1b, 1c, max, 2a, 2b or 3.")
  var problem: String

  @Argument(help: "The answer, in quotes: a word, a formula, two formulas, or a number.")
  var answer: [String]

  @OptionGroup var products: ProductOptions

  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard SheetProblem(name: problem) != nil else {
      throw ValidationError(
        "the problem must be one of "
          + SheetProblem.allCases.map(\.rawValue).joined(separator: ", ") + ", got '\(problem)'")
    }
    if !products.isEmpty { _ = try products.pairs() }
  }

  func run() throws {
    guard let problem = SheetProblem(name: self.problem) else { return try validate() }
    let pairs = products.isEmpty ? [] : try products.pairs()
    let grade = try Failure.exits { try problem.grade(answer, pairs: pairs) }
    try output.format.write(
      grade.parts, GradeReport.fields(problem),
      text: GradeReport.text(grade, output.style).joined(separator: "\n"))
    if !grade.isRight { throw ExitCode(1) }
  }
}

extension SheetError: ExitStatusError {
  var exitStatus: Int32 { 64 }
}
