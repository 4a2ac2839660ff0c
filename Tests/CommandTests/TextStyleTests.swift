// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What text looks like: digits, lines, colours.
struct TextStyleTests {
  static let point = ["--theta", "1", "--x", "0.3"]
  static let counts = ["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3,1,4"]
  /// Every report.
  static let reports: [[String]] = [
    point, point + ["--phi", "2"], counts + ["--family", "lognormal"],
    [
      "--prior", "mixture(0.5, normal(-3, 1), 0.5, normal(3, 1))", "--x", "0.3,1.2", "--q",
      "normal(0, 1)",
    ],
    ["gradient"] + point + ["--phi", "2", "--variances"],
    ["bounds"] + counts + ["--q", "lognormal(0.5, 0.5)", "--alpha", "2,-1", "--steps", "2"],
    ["weights", "--theta", "1", "--x", "2", "--phi", "0.8", "--samples", "1000"],
    [
      "factorize", "--q", "student_t(3, 0.25, 1.75)", "--p", "student_t(4.5, 1.25, 2.75)", "--q",
      "normal(0, 1)", "--p", "normal(1, 2)",
    ],
    ["certify"] + point + ["--phi", "2"], ["certify"] + point + ["--phi", "2", "--digits", "30"],
    ["certify"] + point + ["--phi", "0..inf"],
    ["compare", "--prior", "cauchy(0, 1)", "--x", "1.3", "--null", "0"],
    ["divergences", "--q", "gamma(2, 1)", "--p", "lognormal(0, 1)"],
    ["kl", "--q", "cauchy(0, 1)", "--p", "normal(0, 1)"],
    ["kl", "--q", "gamma(2, 1)", "--p", "gamma(3, 2)"],
    ["maximize", "--x", "2"], ["maximize", "--x", "-2"],
    ["sample", "--phi", "2", "--count", "1000", "--test"],
    ["posterior", "--prior", "normal(0, 1)", "--likelihood", "normal(z^2, 0.1)", "--x", "4"],
    ["exercise"], ["grade", "2a", "eps"], ["grade", "1c", "1/theta - 1/phi", "2/phi^3"],
    ["families"], ["functions"],
  ]

  @Test(arguments: reports) func aLineHasEightyColumns(_ arguments: [String]) async throws {
    let run = try await CommandRun(arguments, environment: ["COLUMNS": "200"])
    let wide = run.output.split(separator: "\n").filter { $0.count > 80 }
    #expect(run.status <= 1 && run.errors == "" && wide == [], "\(run.errors)")
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test(arguments: reports) func aNarrowTerminalHasTheSameWords(_ arguments: [String]) async throws
  {
    let run = try await CommandRun(arguments)
    let text = try await CommandRun.inTerminal(
      arguments, columns: 50, environment: ["NO_COLOR": "1"])
    // What has no blank is not broken, and a block repeats the names of columns.
    let wide = text.split(separator: "\n").filter {
      $0.count > 50 && !$0.contains("$ ") && $0.contains(/\S +\S/)
    }
    #expect(wide.allSatisfy { ($0.split(separator: " ").map(\.count).max() ?? 0) > 30 }, "\(wide)")
    func words(_ text: String) -> Set<String> {
      Set(text.split { $0.isWhitespace || $0 == ":" }.map(String.init))
    }
    #expect(words(text).isSuperset(of: words(run.output)), "\(text)")
  }

  @Test func columnsSaysHowWideATerminalIs() async throws {
    let wide = try await CommandRun.inTerminal(
      TextStyleTests.point, columns: 50, environment: ["COLUMNS": "300"])
    #expect(wide.contains("the two sides differ by 3.8e-17, their bounds allow 8.7e-15\n"))
  }

  @Test func verdictsHaveColourOnATerminalAlone() async throws {
    let right = ["grade", "2a", "eps/phi"]
    for (arguments, text) in [
      (TextStyleTests.point, "[\u{1B}[32myes\u{1B}[0m] log p(x)"),
      (right, "\u{1B}[32mright\u{1B}[0m"), (["grade", "2a", "eps"], "\u{1B}[31mwrong\u{1B}[0m"),
    ] {
      #expect(try await CommandRun.inTerminal(arguments, columns: 80).contains(text))
    }
    for plain in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
      let text = try await CommandRun.inTerminal(
        TextStyleTests.point, columns: 80, environment: plain)
      #expect(text == (try await CommandRun(TextStyleTests.point)).output)
    }
    // An empty NO_COLOR asks for nothing.
    let colored = try await CommandRun.inTerminal(
      TextStyleTests.point, columns: 80, environment: ["NO_COLOR": ""])
    #expect(colored.contains("\u{1B}[32m"))
  }

  @Test func allDigitsAreThereWhereTheyAreAskedFor() async throws {
    let record = try await CheckTests.json(TextStyleTests.point)
    let full = try await CommandRun(TextStyleTests.point + ["--digits", "full"])
    for name in ["log_evidence", "elbo", "kl", "phi_star"] {
      let value = try #require(record[name]?.number)
      #expect(full.output.contains("\(value) "), "\(name)")
    }
    let wrong = try await CommandRun(TextStyleTests.point + ["--digits", "5"])
    #expect(wrong.status == 64 && wrong.errors.contains("'rounded' and 'full'"), "\(wrong.errors)")
    let json = try await CommandRun(
      TextStyleTests.point + ["--digits", "full", "--format", "csv"])
    let plain = try await CommandRun(TextStyleTests.point + ["--format", "csv"])
    #expect(json.output == plain.output && json.status == 0)
  }

  @Test func theBestMemberSaysWhyItsGradientIsNotZero() async throws {
    let best = try await CommandRun(TextStyleTests.point)
    #expect(best.output.contains("the φ of q is φ* rounded to a double"))
    let other = try await CommandRun(TextStyleTests.point + ["--phi", "2"])
    #expect(!other.output.contains("rounded to a double"))
  }
}
