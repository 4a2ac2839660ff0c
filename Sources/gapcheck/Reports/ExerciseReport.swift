// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// What `exercise` shows: the problems of the sheet at θ = 1, x = 0.3, φ = 2.
struct ExerciseReport {
  private let problems: [(problem: SheetProblem, numbers: String, commands: [String])]

  /// Computes the numbers.
  ///
  /// - Throws: `InferenceError`.
  init() throws {
    let exercise = try Exercise(theta: 1, x: 0.3)
    let best = try exercise.optimum()
    let q = try Exponential(rate: 2)
    let form = exercise.closedForm
    let one = try Exponential(rate: 1)
    let largest = ExerciseClosedForm(prior: one, observation: 2).elbo(one)
    let pair = ("exponential(2)", "exponential(1)")
    let divergence = try KullbackLeibler.divergence(from: q, to: one)
    func digits(_ value: Double) -> String { String(format: "%.10g", value) }
    problems = [
      (
        .tightness,
        "the least gap, at φ* = \(digits(best.rate.value)), is \(digits(best.minimumGap.value))",
        ["gapcheck --theta 1 --x 0.3", "gapcheck grade 1a no"]
      ),
      (
        .elbo, "= \(digits(form.elbo(q).value))",
        ["gapcheck --theta 1 --x 0.3 --phi 2", "gapcheck grade 1b FORMULA"]
      ),
      (
        .gradient,
        "= \(digits(form.elboGradientTheta(q).value)) and \(digits(form.elboGradientPhi(q).value))",
        ["gapcheck gradient --theta 1 --x 0.3 --phi 2", "gapcheck grade 1c FORMULA FORMULA"]
      ),
      (
        .maximum, "at x = 2: θ = φ = 1, and ELBO = \(digits(largest.value))",
        ["gapcheck maximize --x 2", "gapcheck grade max FORMULA FORMULA"]
      ),
      (
        .exponentialNoise, "T(1) = \(digits(1 / q.rate))",
        ["gapcheck sample --phi 2 --from exponential", "gapcheck grade 2a FORMULA"]
      ),
      (
        .uniformNoise, "S(0.5) = \(digits(q.quantile(0.5)))",
        ["gapcheck sample --phi 2 --from uniform", "gapcheck grade 2b FORMULA"]
      ),
      (
        .products, "KL(\(pair.0)‖\(pair.1)) = \(digits(divergence.value))",
        [
          "gapcheck factorize --q '\(pair.0)' --p '\(pair.1)' --q …",
          "gapcheck grade 3 --q '\(pair.0)' --p '\(pair.1)' NUMBER",
        ]
      ),
    ]
  }

  func text(_ style: TextStyle) -> [String] {
    let title =
      "z ~ exponential(θ), x | z ~ normal(z, 1), q = exponential(φ); numbers at θ = 1, x = 0.3, φ = 2"
    return style.paragraph(title, indent: 2)
      + problems.flatMap { problem, numbers, commands in
        let name = problem.rawValue + String(repeating: " ", count: 5 - problem.rawValue.count)
        return [""] + style.paragraph(problem.question, after: name, indent: 5)
          + [problem.answer, numbers].flatMap { style.paragraph($0, after: "     ", indent: 7) }
          + commands.map { "     $ \($0)" }
      }
  }
}
