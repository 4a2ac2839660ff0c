// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `--timeout`: a command that takes long ends, with what is known by then.
struct TimeoutTests {
  private static let model = [
    "--prior", "gamma(2, 1) T[0.5, ]", "--likelihood", "student_t(4, z, 1)", "--x", "1,2,3",
  ]
  /// A model that takes a minute and more.
  private static let slow = [
    "--prior", "mixture(0.5, weibull(2, 1), 0.5, exp_mod_normal(0, 1, 1))", "--likelihood",
    "chi_square(exp(z))", "--x", "2e6",
  ]

  /// Every command that computes the numbers of a latent.
  private static let commands: [[String]] = [
    ["check"] + model + ["--q", "gumbel(2, 1)"], ["check"] + model + ["--family", "gamma"],
    ["posterior"] + model, ["bounds"] + model + ["--q", "lognormal(0, 1)"],
    ["weights"] + model + ["--q", "lognormal(0, 1)"],
    ["gradient"] + model + ["--q", "lognormal(0, 1)"], ["compare"] + model + ["--null", "1"],
    ["report"] + model + ["--q", "gumbel(2, 1)"],
    ["divergences", "--q", "beta(2, 3)", "--p", "logit_normal(0, 1)"],
    ["kl", "--q", "beta(2, 3)", "--p", "logit_normal(0, 1)"],
    [
      "factorize", "--q", "gumbel(1, 2)", "--p", "logistic(2, 1)", "--q", "gumbel(1, 3)", "--p",
      "cauchy(1, 1)",
    ],
    [
      "maximize", "--prior", "gamma(?, 2)", "--likelihood", "poisson(z)", "--x", "3,1",
      "--each-row",
    ],
    ["plot", "densities", "--script"] + model,
    ["plot", "weights", "--script"] + model + ["--q", "gumbel(2, 1)"],
    ["plot", "gap", "--script"] + model + ["--q", "gumbel(2, 0.1..1:9)"],
    ["plot", "bounds", "--script"] + model + ["--q", "gumbel(2, 1)"],
  ]

  @Test(arguments: commands)
  func whatTakesTooLongSaysSo(_ arguments: [String]) async throws {
    let run = try await CommandRun(arguments + ["--timeout", "1e-9"])
    #expect(run.status == 2, "\(run)")
    #expect(
      run.errors.hasPrefix("gapcheck: not done in 1e-09 s of processor time; --timeout"),
      "\(run.errors)")
    #expect(run.output == "")
  }

  /// Whenever the time is over: a bound is as it is without a limit, or there is none.
  @Test(arguments: ["3e-3", "0.03", "0.1", "0.2", "0.4"])
  func boundsThatAreKnownAreShown(_ seconds: String) async throws {
    let arguments =
      ["bounds"] + Self.model + ["--q", "lognormal(0, 1)", "--format", "csv"]
    let whole = try await CommandRun(arguments).output.split(separator: "\n")
    let run = try await CommandRun(arguments + ["--timeout", seconds])
    guard run.status != 0 else {
      #expect(run.output.split(separator: "\n") == whole)
      return
    }
    #expect(
      run.status == 2
        && run.errors.contains("not done in \(seconds == "3e-3" ? "0.003" : seconds) s"))
    for line in run.output.split(separator: "\n") where !line.contains(",timeout,") {
      #expect(whole.contains(line), "\(line)")
    }
  }

  /// Whenever the time is over: a number of a posterior likewise.
  @Test(arguments: ["3e-3", "0.03", "0.1", "0.2"])
  func numbersThatAreKnownAreShown(_ seconds: String) async throws {
    for command in [["posterior"], ["check", "--q", "gumbel(2, 1)"]] {
      let arguments = command + Self.model + ["--format", "csv"]
      let whole = CSVTable(try await CommandRun(arguments).output)
      let run = try await CommandRun(arguments + ["--timeout", seconds])
      #expect(run.status == 0 || run.status == 2, "\(run)")
      guard let row = CSVTable(run.output).rows.first else { continue }
      for (name, cell) in row.members where Double(cell) != nil && name != "evaluations" {
        #expect(cell == whole.rows.first?[name], "\(name)")
      }
      if run.status == 2 { #expect(run.output.contains(",timeout,")) }
    }
  }

  /// The draws need quantiles, which are looked for: there are none once the time is over.
  @Test(arguments: ["0.1", "0.3", "0.6"])
  func drawsAreWholeOrMissing(_ seconds: String) async throws {
    let run = try await CommandRun(
      ["gradient", "--variances", "--samples", "2000", "--timeout", seconds] + Self.model
        + ["--q", "gamma(2, 1)"])
    #expect(run.status == 0 || run.status == 2, "\(run)")
  }

  @Test func aSlowModelEndsByItself() async throws {
    let run = try await CommandRun(
      shell: "ulimit -t 20; exec \"$GAPCHECK\" check --timeout 1 --q 'normal(0, 1)' "
        + Self.slow.map { "'\($0)'" }.joined(separator: " "))
    #expect(run.status == 2 && run.errors.contains("not done in 1 s"), "\(run)")
  }

  /// Of groups each has the time.
  @Test func aGroupThatTakesLongHasItsStatus() async throws {
    let run = try await CommandRun(
      shell: "printf 'x,g\\n1,a\\n2,c\\n' | "
        + "\"$GAPCHECK\" posterior --prior 'gamma(2, 1)' --likelihood 'normal(z, 1)' --data - --x x "
        + "--group g --timeout 1e-9 --format ndjson")
    let rows = try run.objects()
    #expect(run.status == 2)
    #expect(rows.count == 2 && rows.allSatisfy { $0["status"] == .text("timeout") }, "\(run)")
  }

  @Test(arguments: ["0", "-1", "soon", "inf"])
  func aTimeIsAPositiveNumber(_ seconds: String) async throws {
    for arguments in Self.commands {
      let run = try await CommandRun(arguments + ["--timeout=\(seconds)"])
      #expect(run.status == 64)
      #expect(run.errors.contains("--timeout must be a positive finite number"), "\(run.errors)")
    }
  }
}
