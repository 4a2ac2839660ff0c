// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Every subcommand of the exercise: quiet when it works, and clear about wrong usage.
struct UsageTests {
  static let pair = ["--q", "normal(0, 1)", "--p", "normal(1, 2)"]

  /// A command line that works, and is fast.
  static let good: [[String]] = [
    ["maximize", "--x", "2"],
    ["gradient", "--theta", "1", "--x", "0.3", "--phi", "2", "--samples", "100"],
    ["sample", "--phi", "2", "--count", "10"],
    ["sample", "--phi", "2", "--count", "10", "--test"],
    ["factorize"] + pair,
    ["kl"] + pair,
    ["divergences"] + pair,
    ["posterior", "--prior", "normal(0, 1)", "--x", "-3"],
    ["bounds", "--theta", "1", "--x", "2", "--phi", "0.8"],
    ["weights", "--theta", "1", "--x", "2", "--phi", "0.8", "--samples", "100"],
    ["compare", "--prior", "normal(0, 1)", "--x", "-3", "--null", "0"],
    ["posterior", "--prior", "normal(0, 1)", "--x", "-3", "--grid", "3"],
    ["check", "--prior", "normal(0, 1)", "--x", "-3,1", "--q", "normal(0, 1)"],
  ]

  @Test(arguments: good)
  func successIsSilentOnStandardError(_ arguments: [String]) async throws {
    let run = try await CommandRun(arguments)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.hasSuffix("\n") && !run.output.hasSuffix("\n\n"))
  }

  private static func quoted(_ arguments: [String]) -> String {
    arguments.map { "'\($0)'" }.joined(separator: " ")
  }

  @Test(arguments: good)
  func aClosedPipeEndsItQuietly(_ arguments: [String]) async throws {
    let line = #""$GAPCHECK" "# + UsageTests.quoted(arguments)
    let run = try await CommandRun(shell: line + #" | :; (trap "" PIPE; "# + line + ") | :")
    #expect(run.output == "")
    #expect(run.errors == "")
  }

  @Test(arguments: good)
  func saysSoWhenTheOutputIsClosed(_ arguments: [String]) async throws {
    let run = try await CommandRun(
      shell: #""$GAPCHECK" "# + UsageTests.quoted(arguments) + " >&-")
    #expect(run.status == 74)
    #expect(run.errors.contains("standard output cannot be written"))
  }

  @Test(arguments: [
    "check", "maximize", "gradient", "sample", "factorize", "kl", "posterior", "compare", "bounds",
    "weights", "divergences",
  ])
  func helpIsASCII(_ name: String) async throws {
    let run = try await CommandRun([name, "--help"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.contains("USAGE: gapcheck \(name)"))
    #expect(run.output.unicodeScalars.filter { !$0.isASCII }.map(\.description) == [])
  }

  /// A command line, and what the message has to contain.
  struct Bad: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let complaint: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: [String], _ complaint: String) {
      (self.arguments, self.complaint) = (arguments, complaint)
    }
  }

  static let gradient = ["gradient", "--theta", "1", "--x", "0.3", "--phi", "2"]
  static let sample = ["sample", "--phi", "2"]
  static let factorize = ["factorize"] + pair

  private static func shown(_ value: String) -> String { value.isEmpty ? "nothing" : value }

  static let badRates: [Bad] = ["0", "-1", "nan", "inf", "two", "1e400", ""].flatMap { value in
    let complaint = " must be a positive finite number, got \(shown(value))"
    return [
      Bad(["gradient", "--theta", value, "--x", "0", "--phi", "2"], "--theta" + complaint),
      Bad(["gradient", "--theta", "1", "--x", "0", "--phi", value], "--phi" + complaint),
      Bad(["sample", "--phi", value], "--phi" + complaint),
    ]
  }

  static let badObservations: [Bad] = ["nan", "-inf", "two", ""].flatMap { value in
    let complaint = "--x must be a finite number, got \(shown(value))"
    return [
      Bad(["maximize", "--x", value], complaint),
      Bad(["gradient", "--theta", "1", "--phi", "1", "--x", value], complaint),
    ]
  }

  static let badCorrelations: [Bad] = ["1", "-1", "1.5", "nan", "half", ""].map { value in
    let complaint = "--correlation must be a number between -1 and 1, got \(shown(value))"
    return Bad(factorize + pair + ["--correlation", value], complaint)
  }

  static let badFormats: [Bad] = [["maximize", "--x", "2"], gradient, sample, factorize]
    .map { Bad($0 + ["--format", "xml"], "xml") }

  static let badSeeds: [Bad] = [gradient, sample, factorize].flatMap { line in
    ["-1", "1.5", "one", "18446744073709551616"].map { Bad(line + ["--seed", $0], "'\($0)'") }
  }

  static let badOthers: [Bad] = [
    Bad(["maximize"], "--x"),
    Bad(["maximize", "--x", "2", "--column", "x"], "--column"),
    Bad(["maximize", "--data"], "--data"),
    Bad(["gradient", "--theta", "1", "--x", "0"], "--phi"),
    Bad(gradient + ["--samples", "1"], "--samples must be at least 2, got 1"),
    Bad(gradient + ["--samples", "-5"], "--samples must be at least 2, got -5"),
    Bad(gradient + ["--samples", "many"], "'many'"),
    Bad(["sample"], "--phi"),
    Bad(sample + ["--count", "0"], "--count must be at least 1, got 0"),
    Bad(sample + ["--count", "1e3"], "'1e3'"),
    Bad(sample + ["--count", "1", "--test"], "--test needs a --count of at least 2, got 1"),
    Bad(
      sample + ["--count", "1000000000000", "--test"],
      "--test keeps all samples in memory: --count must be at most 10000000, got 1000000000000"),
    Bad(sample + ["--from", "normal"], "must be uniform or exponential, got normal"),
    Bad(sample + ["--format", "json"], "--format json needs --test"),
    Bad(sample + ["--format", "text"], "--format text needs --test"),
    Bad(["factorize"], "got 0"),
    Bad(["factorize", "--q", "normal(0, 1)"], "got 1 --q and 0 --p"),
    Bad(
      ["factorize", "--q", "expn(2)", "--p", "exponential(1)"],
      "--q 'expn(2)', character 1: no family is called 'expn'; did you mean exponential?"),
    Bad(
      ["factorize", "--q", "exponential(2)", "--p", "exponential(-1)"],
      "--p 'exponential(-1)', character 13"),
    Bad(["factorize"] + Array(repeating: pair, count: 11).flatMap { $0 }, "got 11"),
    Bad(factorize + ["--correlation", "0.5"], "--correlation needs at least 2 normal --q, got 1"),
    Bad(factorize + ["--calls", "9999"], "--calls must be from 10000 to 2147483647, got 9999"),
    Bad(factorize + ["--calls", "lots"], "'lots'"),
    Bad(gradient + ["--sample", "5"], "--sample"),
  ]

  static let prior = ["--prior", "normal(0, 1)"]
  static let joint = ["--log-joint", "-z^2", "--support", "-inf..inf"]

  /// Without the name of the subcommand: `check` and `posterior` read the model alike.
  static let badModels: [Bad] = [
    Bad([], "give the prior with --theta or --prior, or the model with --log-joint"),
    Bad(prior, "give the observation with --x"),
    Bad(prior + ["--theta", "1", "--x", "1"], "--theta is short for --prior"),
    Bad(
      ["--prior", "normal(1, 0)", "--x", "1"],
      "--prior 'normal(1, 0)', character 11: the standard deviation of a normal distribution must be"
    ),
    Bad(
      ["--prior", "normal", "--x", "1"],
      "--prior 'normal', character 7: the parameters are missing, as in normal(mu, sigma)"),
    Bad(
      prior + ["--likelihood", "normal(y, 1)", "--x", "1"],
      "--likelihood 'normal(y, 1)', character 8: nothing is called 'y'"),
    Bad(
      prior + ["--likelihood", "binomial(2.5, z)", "--x", "1"],
      "--likelihood 'binomial(2.5, z)', character 10"),
    Bad(prior + ["--x", "1,two"], "--x must be a finite number, got two"),
    Bad(prior + ["--x", "1,"], "commas alone between them, as in 3,1,4, got 1,"),
    Bad(prior + ["--x", "1, 2"], "commas alone between them, as in 3,1,4, got 1, 2"),
    Bad(prior + ["--x", "1,inf"], "--x must be a finite number, got inf"),
    Bad(
      prior + ["--likelihood", "poisson(exp(z))", "--x", "1,0.5"],
      "--x: x must be a whole number from 0 under poisson(exp(z)), got 0.5"),
    Bad(
      prior + ["--likelihood", "bernoulli_logit(z)", "--x", "2"],
      "--x: no z can give x = 2.0 under bernoulli_logit(z)"),
    Bad(prior + ["--x", "1", "--support", "0..1"], "--support goes with --log-joint"),
    Bad(["--log-joint", "-z^2"], "--log-joint needs its --support"),
    Bad(joint + prior, "--log-joint is a whole model: give it without --prior"),
    Bad(joint + ["--theta", "1"], "--log-joint is a whole model: give it without --theta"),
    Bad(
      joint + ["--likelihood", "normal(z, 1)"],
      "--log-joint is a whole model: give it without --likelihood"),
    Bad(joint + ["--x", "1,2"], "--log-joint takes at most one --x, got 2"),
    Bad(
      ["--log-joint", "-z^", "--support", "0..1"],
      "--log-joint '-z^', character 4: a number, a name, a function or '(' has to stand here"),
    Bad(
      ["--log-joint", "-(x - z)^2", "--support", "0..1"],
      "--log-joint: the log joint density '-(x - z)^2' names x"),
    Bad(["--log-joint", "-z^2", "--support", "0"], "--support '0', character 2: '..' is missing"),
    Bad(["--log-joint", "-z^2", "--support", "1..0"], "--support '1..0', character 1"),
  ]

  static let badFamilies: [Bad] = [
    Bad(prior + ["--x", "1"], "this model has no best q in closed form: give q with --q"),
    Bad(["--theta", "1", "--x", "1,2"], "give q with --q"),
    Bad(
      prior + ["--x", "1", "--q", "normal(0, 1)", "--phi", "1"],
      "--phi is short for --q 'exponential(phi)': give one of them"),
    Bad(
      prior + ["--x", "1", "--q", "gauss(0, 1)"],
      "--q 'gauss(0, 1)', character 1: no family is called 'gauss'"),
    Bad(
      ["posterior", "--theta", "1", "--x", "1", "--q", "exponential(1)"],
      "--q and --phi go with --grid"),
    Bad(["posterior", "--theta", "1", "--x", "1", "--grid", "1"], "from 2 to 1000000, got 1"),
    Bad(["posterior", "--theta", "1", "--x", "1", "--grid", "-5"], "from 2 to 1000000, got -5"),
    Bad(["posterior", "--theta", "1", "--x", "1", "--grid", "2.5"], "got 2.5"),
    Bad(["posterior", "--theta", "1", "--x", "1", "--grid", ""], "got nothing"),
    Bad(
      ["posterior", "--theta", "1", "--x", "1", "--grid", "5", "--format", "json"],
      "--grid writes CSV"),
    Bad(
      ["posterior", "--theta", "1", "--x", "1", "--tolerance", "0"],
      "--tolerance must be a positive finite number, got 0"),
    Bad(["kl", "--q", "normal(0, 1)"], "--p"),
    Bad(["kl", "--p", "normal(0, 1)"], "--q"),
    Bad(
      ["kl", "--q", "normal(0, 1)", "--p", "normal(0, -1)"], "--p 'normal(0, -1)', character 11"),
    Bad(
      ["kl", "--q", "normal(0, 1) T", "--p", "normal(0, 1)"], "--q 'normal(0, 1) T', character 15"),
    Bad(
      ["kl"] + pair + ["--tolerance", "x"], "--tolerance must be a positive finite number, got x"),
    // The prior allows negative z: this is seen once the model is computed.
    Bad(
      prior + ["--likelihood", "poisson(z)", "--x", "1", "--q", "exponential(1)"],
      "lambda = z must be a positive finite number wherever the prior has mass; it allows z = -"),
  ]

  @Test(
    arguments: badRates + badObservations + badCorrelations + badFormats + badSeeds + badOthers
      + badModels + badModels.map { Bad(["posterior"] + $0.arguments, $0.complaint) }
      + badFamilies + PlotTests.wrongUsage + ReportTests.wrongUsage + WeightsTests.wrongUsage
      + DivergencesCommandTests.wrongUsage)
  func wrongUsageIsExplained(_ bad: Bad) async throws {
    let run = try await CommandRun(bad.arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(bad.complaint), "\(run.errors)")
  }
}
