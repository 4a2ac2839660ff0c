// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// Answers to the sheet: the right ones in any spelling, and wrong ones with a point and the mistake.
struct GradeTests {
  private static let product = [
    "--q", "exponential(2)", "--p", "exponential(1)", "--q", "normal(0, 1)", "--p", "normal(1, 2)",
  ]

  /// Answers that are right, and what has to be said of them.
  static let right: [([String], String)] = [
    (["1a", "no"], "right: there is none"),
    (["1a", "No, log q is linear and the log posterior is not"], "quadratic"),
    (["1a", "never"], "right"), (["1a", "There is no such phi"], "right"),
    (
      ["1b", "-0.5*log(2*pi) - x^2/2 - 1/phi^2 + (x - theta)/phi + log(theta) - log(phi) + 1"],
      "right"
    ),
    (["1b", "1 - ½*log(2*π) − ½*x² − 1/φ² + m/φ + ln(θ/φ)"], "right"),
    (
      ["1b", "-1/phi^2 + (x - theta)/phi + log(theta) - log(phi)"],
      "right, up to a constant: the ELBO has 1 − ½ log 2π − ½x² more"
    ),
    (
      ["1b", "ELBO = 1 - x^2/2 - phi^-2 + x/phi - theta/phi + log(theta/phi)"],
      "up to a constant: the ELBO has −½ log 2π more"
    ),
    (["1b", "7.25 - 1/phi^2 + m/phi - log(phi/theta)"], "at x = 0.3 more"),
    // As the sheet prints it.
    (
      ["1b", "ELBO = −½ log 2π − ½x² − 1/φ² + (x − θ)/φ + log θ − log φ + 1"],
      "right"
    ),
    // A constant with a letter; products without a sign, where they can be read in one way.
    (["1b", "-(1/phi^2) + m/phi + log(theta) - log(phi) + c"], "up to a constant"),
    (["1b", "-φ⁻² + (x−θ)φ⁻¹ + ln(θ/φ) + const"], "up to a constant"),
    (["1b", "(1/2)(2 - x^2 - log(2pi)) + (x - theta)(1/phi) - φ⁻² + log(θ/φ)"], "right"),
    (["1c", "θ⁻¹ − φ⁻¹", "2φ^-3 − (x−θ)φ^-2 − φ^-1"], "∂ELBO/∂φ: right"),
    (["1c", "1/theta - 1/phi", "2/phi^3 - (x - theta)/phi^2 - 1/phi"], "∂ELBO/∂φ: right"),
    (["1c", "-1/phi + 1/theta", "-1/phi - m/phi^2 + 2*phi^-3"], "∂ELBO/∂θ: right"),
    (["1C", "(1/theta - 1/phi, (2 - m*phi - phi^2)/phi^3)"], "∂ELBO/∂φ: right"),
    (["max", "2/x", "2/x"], "φ: right"), (["1", "(2/x, 2/x)"], "φ: right"),
    (["maximum", "theta = 2/x; phi = 2/x"], "θ: right"),
    (["max", "θ = φ = 2/x"], "φ: right"),
    (["max", "θ* = φ* = 2/x"], "φ: right"), (["max", "2/x and 2/x"], "φ: right"),
    (["1a", "nope"], "right"), (["1a", "It cannot be tight."], "right"),
    (["1b", "log[θ/φ] + [x − θ] ÷ φ − 1/φ² + const."], "up to a constant"),
    (["1c", "1/theta - 1/phi and 2/phi^3 - m/phi^2 - 1/phi"], "∂ELBO/∂φ: right"),
    (["2b", "-ln{1-u} ÷ φ"], "right"),
    (["2a", "eps/phi"], "right"), (["2a", "2eps/(2phi)"], "right"),
    (["2a", "T(eps) = epsilon*phi^-1"], "right"),
    (["2a", "-log(1 - exp(-eps))/phi"], "falls with ε"),
    (["2a", "eps phi^-1"], "right"), (["2a", "φ⁻¹ε"], "right"),
    (["2b", "-(1/phi)ln(1-u)"], "right"), (["2b", "-log(1 - U)/phi"], "right"),
    (["2b", "-log(1 - u)/phi"], "with u for 1 − u it is right as well"),
    (["2b", "-log(u)/phi"], "with 1 − u for u it is right as well"),
    (["2b", "log(1/u)/phi"], "right"), (["2b", "-log1p(-u)/phi"], "right"),
    // |1 − 2u| is uniform, and so is u with its halves in another order.
    (["2b", "-log(abs(1-2*u))/phi"], "right: another function than the sheet's"),
    (["2b", "-log(u < 0.5 ? 2*u : 2*u - 1)/phi"], "the same distribution"),
    (["2b", "-log(u < 0.3 ? u + 0.7 : u - 0.3)/phi"], "the same distribution"),
    (["2a", "-log(abs(1 - 2*exp(-eps)))/phi"], "the same distribution"),
    (["3"] + product + ["≈ 0.6363"], "right"),
    (["3", "--q", "exponential(2)", "--p", "exponential(1)", "0.2"], "it is 0.19314718"),
    (["3"] + product + ["0.6363"], "right"), (["3"] + product + ["0.64"], "right"),
    (["3"] + product + ["log(2) - 1/2 + log(2) + 2/8 - 1/2 + 0"], "right"),
    (["3", "--q", "normal(0, 1)", "--p", "exponential(1)", "inf"], "right: in dimension 1"),
  ]

  @Test(arguments: right.indices)
  func isRight(_ index: Int) async throws {
    let (answer, note) = GradeTests.right[index]
    let run = try await CommandRun(["grade"] + answer)
    #expect(run.status == 0 && run.output.contains("right"), "\(run.output)\(run.errors)")
    #expect(run.output.contains(note) && !run.output.contains("wrong"), "\(run.output)")
  }

  /// Answers that are wrong, with a value that differs, and the mistake where it is a known one.
  static let wrong: [([String], String, String)] = [
    (
      ["1a", "yes"],
      "at theta = 1, x = 0.3, phi = 1.806880228 the gap would be 0, where\n    0.03027653907",
      "quadratic"
    ),
    (
      ["1b", "-1/(2*phi^2) + m/phi + log(theta) - log(phi)"],
      "where -1.257085714 is right", "E[z²] is 2/φ²"
    ),
    (["1b", "-phi^2 + m*phi + log(theta) - log(phi)"], "where -1.257085714 is right", "its mean"),
    (["1b", "-1/phi^2 + m/phi + log(theta)"], "theta = 1, x = 0.3, phi = 2", "log φ is forgotten"),
    (["1b", "1/phi^2 - m/phi - log(theta) + log(phi)"], "phi = 2", "−ELBO"),
    (["1b", "-1/phi^2 + x/phi + log(theta) - log(phi)"], "phi = 2", "θ/φ is forgotten"),
    (["1b", "-1/phi^2 + x/phi"], "phi = 2", "KL(q‖prior) is missing"),
    (
      ["1b", "-1/phi^2 + (x+theta)/phi - log(theta) + log(phi)"], "phi = 2", "KL(q‖prior) is added"
    ),
    (
      ["1b", "log(theta) - log(phi) + (x - theta)/phi^2 - 1/phi^2"], "it is",
      "x/φ is divided by φ once too often"
    ),
    (
      ["1c", "1/theta - 1/phi", "2/phi^3 - m/phi - 1/phi"], "it is",
      "is multiplied by φ once too often"
    ),
    (["1a", "ja"], "the gap would be 0", "there is none"),
    (["1b", "log(x - 5)"], "it is no number", "wrong"),
    (["1b", "sin(x)*theta"].map { $0.replacing("sin(x)", with: "x") }, "it is 0.3", "wrong"),
    (["1c", "1/theta + 1/phi", "2/phi^3 - m/phi^2 - 1/phi"], "it is 1.5, where 0.5", "sign"),
    (["1c", "1/theta - 1/phi", "1/phi^3 - m/phi^2 - 1/phi"], "it is -0.2, where -0.075", "E[z²]"),
    (["1c", "2/phi^3 - m/phi^2 - 1/phi", "1/theta - 1/phi"], "where 0.5", "comes first"),
    (["max", "1/x", "1/x"], "at x = 2 it is 0.5, where 1 is right", "E[z²]"),
    (["max", "2/x", "x/2"], "θ: right", "rates"),
    (["2a", "phi*eps"], "it is 1, where 0.25 is right", "its mean is 1/φ"),
    (["2b", "log(1 - u)/phi"], "where 0.1438410362 is right", "the sign"),
    (["2b", "-phi*log(u)"], "u = 0.25", "its mean is 1/φ"),
    (["2b", "1 - exp(-phi*u)"], "u = 0.25", "the inverse of F"),
    // Of sums each summand, or what differs depends on; of samples how they are distributed.
    (["1b", "log(theta) - log(phi) - theta/phi - 1/phi^2"], "phi = 2", "x/φ is forgotten: E_q"),
    (["1b", "log(theta) - log(phi) + m/phi"], "phi = 2", "1/φ² is forgotten"),
    (["1b", "log(theta) - log(phi) + m/phi - 1/phi"], "phi = 2", "1/φ² is multiplied by φ"),
    (["1b", "log(theta) - log(phi) + m/phi - 1/(phi + 1)"], "phi = 2", "depends on φ alone"),
    (["max", "2*x", "3/x"], "at x = 2 it is 4, where 1", "upside down"),
    (["max", "2/x", "3/x"], "θ: right", "the factor: at θ = φ"),
    (["max", "2/x^2", "7"], "at x = 2", "x is not in it"),
    (["2a", "3*eps/phi"], "eps = 0.5", "at φ = 2 this is a sample of Exp(0.667)"),
    (
      ["1b", "log(theta) + 2*log(phi) + x/phi - theta/phi - 2/phi^2"], "phi = 2",
      "1/φ² has a factor 2 too many"
    ),
    (["2a", "eps/phi + 1"], "eps = 0.5", "no sample is below 1, and those of Exp(φ) begin at 0"),
    (["2a", "log(eps)/phi"], "eps = 0.5", "of the samples are negative"),
    (["2a", "e/phi"], "eps = 0.5", "Euler's number"),
    (["2b", "exp(-u)/phi"], "u = 0.25", "no sample is below"),
    (
      ["1c", "1/theta - 1/phi", "2/phi^3 + x/phi^2 + theta/phi^2"], "wrong",
      "forgotten: the derivative of −log φ"
    ),
    (["2b", "u^2/phi"], "u = 0.25", "no sample is above 0.5, and those"),
    (["2b", "(log(u))^2/phi"], "u = 0.25", "of the samples lie below the median of Exp(φ)"),
    (["2b", "-log(phi*u)"], "u = 0.25", "outside of the logarithm"),
    // Nearly: the density of exp(−φS) is 1/1.001, or not 1 on a tenth of its values.
    (["2b", "-log(abs(1-2*u))/(1.001*phi)"], "u = 0.25", "wrong"),
    (["2b", "-log(u < 0.1 ? 10*u^2 : u)/phi"], "u = 0.25", "wrong"),
    (["3"] + product + ["-0.6363"], "it is -0.6363, where 0.6362943611", "the sign"),
    (["3"] + product + ["0.318"], "where 0.6362943611", "the mean of the KLs"),
    (["3"] + product + ["2.136"], "where 0.6362943611", "the constants −1 and −½"),
    (["3"] + product + ["1.636"], "where 0.6362943611", "the −1 is forgotten"),
    (["3"] + product + ["0.918"], "where 0.6362943611", "in bits"),
    (["3", "--q", "normal(0, 1)", "--p", "exponential(1)", "0.5"], "where inf is right", "wrong"),
  ]

  @Test(arguments: wrong.indices)
  func isWrong(_ index: Int) async throws {
    let (answer, place, mistake) = GradeTests.wrong[index]
    let run = try await CommandRun(["grade"] + answer)
    #expect(run.status == 1 && run.output.contains("wrong"), "\(run.output)\(run.errors)")
    #expect(run.output.contains(place) && run.output.contains(mistake), "\(run.output)")
  }

  /// Answers that cannot be read, and what the message says.
  @Test(arguments: [
    (["4", "x"], "one of 1a, 1b, 1c, max, 2a, 2b, 3"), (["1a", "perhaps"], "yes or no"),
    (["1c", "1/theta"], "two answers"), (["2a", "1/2eps"], "character 4"),
    (["1b", "log phi/theta"], "in parentheses"), (["1a", "there is"], "yes or no"),
    (["1b", "\\frac{1}{\\phi}"], "LaTeX is not read"), (["2b", "-1/φ ln(u)"], "before 'l'"),
    (["1b", "x^-2y + c"], "character 5"),
    (["3"] + product + ["0,6363"], "behind a point, as in 0.6363"),
    (["2b", "log(z)"], "nothing is called 'z'"), (["3", "0.3"], "--q 'exponential(2)'"),
    (["2a", "eps/phi", "eps/phi"], "one answer, got 2"), (["1b", ""], "got 0"),
    (["1b", "((((("], "has to stand here"),
    (
      ["1b", String(repeating: "(", count: 3000) + "x" + String(repeating: ")", count: 3000)],
      "deep"
    ), (["2a", "--q", "normal(0, 1)", "eps"], "as many --p"),
  ])
  func cannotBeRead(_ answer: [String], _ message: String) async throws {
    let run = try await CommandRun(["grade"] + answer)
    #expect(run.status == 64 && run.output == "", "\(run.output)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count <= 3)
  }

  /// Of a number whose exponent no integer holds.
  @Test func anExponentMayBeOfAnySize() async throws {
    let run = try await CommandRun(
      ["grade", "3"] + GradeTests.product + ["0.5e-9223372036854775808"])
    #expect(run.status == 64 && run.errors.contains("no double is as near to 0"), "\(run.errors)")
  }

  @Test func jsonHasWhatTheTextHas() async throws {
    let run = try await CommandRun(["grade", "2a", "phi*eps", "--format", "ndjson"])
    #expect(run.status == 1)
    let value = try #require(try run.objects().first)
    #expect(value["right"] == .flag(false) && value["given"]?.number == 1)
    #expect(value["truth"]?.number == 0.25 && value["at"] == .text("eps = 0.5, phi = 2"))
  }
}
