// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// Formulas and numbers that begin with a minus, as they are typed: behind their option.
struct LeadingMinusTests {
  static let real = ["--support", "-inf..inf", "--q", "normal(0, 1)"]
  static let positive = ["--support", "0..inf", "--q", "exponential(2)"]

  /// What works, and says the same as with an equals sign, which leaves nothing to guess.
  @Test(arguments: [
    ["check", "--log-joint", "-z^4 + z"] + real, ["--log-joint", "-z^4 + z"] + real,
    ["--log-joint", "-0.5*z^2 - exp(z)"] + real, ["--log-joint", "-.5*z"] + positive,
    ["--log-joint", "--z - z^2"] + real, ["--log-joint", "---z"] + positive,
    ["--log-joint", "--z", "--support", "-1..0", "--q", "uniform(-1, 0)"],
    ["posterior", "--log-joint", "-z^4", "--support", "-1..1"],
    ["--theta", "1", "--x", "-3"], ["check", "--theta", "1", "--x", "-.3e1", "--phi", "2"],
    ["--prior", "normal(0, 1)", "--likelihood", "normal(-z, 1)", "--x", "-1,-2"] + real.suffix(2),
    ["sweep", "--theta", "1", "--x", "-3..3:3", "--phi", "best"],
    ["sweep", "--log-joint", "-z^4 + x*z", "--x", "-1,1"] + real,
    ["plot", "surface", "--x", "-1", "--script"], ["maximize", "--x", "-2"],
    ["factorize", "--q", "normal(0, 1)", "--p", "normal(0, 1)", "--q", "normal(0, 1)", "--p"]
      + ["normal(1, 1)", "--correlation", "-0.5"],
  ])
  func aValueIsTakenAsItIsTyped(_ arguments: [String]) async throws {
    var joined: [String] = []
    for argument in arguments {
      if let option = joined.last, option.hasPrefix("--"), !option.contains("=") {
        joined[joined.count - 1] = "\(option)=\(argument)"
      } else {
        joined.append(argument)
      }
    }
    let (typed, explicit) = (try await CommandRun(arguments), try await CommandRun(joined))
    #expect(typed.output == explicit.output && typed.status == explicit.status)
    #expect(typed.status != 64 && typed.errors == "", "\(typed.errors)")
    #expect(!typed.output.contains("USAGE"))
  }

  static let joint = ["check", "--log-joint"]

  /// What does not work is an error that shows it, and never the help.
  @Test(
    arguments: [
      (
        joint + ["-0.5*theta^2"] + positive,
        "'-0.5*theta^2', character 6: nothing is called 'theta'"
      ),
      (joint + ["-h*z"] + positive, "'-h*z', character 2: nothing is called 'h'"),
      (joint + ["-help"] + positive, "'-help', character 2: nothing is called 'help'"),
      (joint + ["-z="] + positive, "--log-joint '-z=', character 3"),
      (joint + ["-z", "--support", "-h..1"], "--support '-h..1', character 2"),
      (["--theta", "-1", "--x", "0.3"], "--theta must be a positive finite number, got -1"),
      (["--theta", "1", "--x", "--3"], "--x must be a finite number, got --3"),
      (["--theta", "1", "--x", "-"], "--x must be a finite number, got -"),
      (["--theta", "1", "--x", "-help"], "--x must be a finite number, got -help"),
      (["--theta", "1", "--x", "--phi", "2"], "Missing value for '--x <x>'"),
      (["--x", "0.3", "--theta"], "Missing value for '--theta <theta>'"),
      (["--prior", "-normal(0, 1)", "--x", "0"], "--prior '-normal(0, 1)', character 1"),
      (["--theta", "1", "--x", "1", "--tolerance", "-1"], "--tolerance must be a positive finite"),
      (["kl", "--q", "-h", "--p", "normal(0, 1)"], "Missing value for '--q <q>'"),
      (["sweep", "--theta", "1", "--x", "1", "--phi", "1", "--jobs", "-1"], "1 to 1024, got -1"),
      (["sample", "--phi", "1", "--count", "-5"], "--count must be at least 1, got -5"),
      (["sample", "--phi", "1", "--test", "-5"], "does not take any value, but '-5'"),
    ] as [([String], String)])
  func anErrorIsAnError(_ arguments: [String], _ complaint: String) async throws {
    let run = try await CommandRun(arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(complaint), "\(run.errors)")
  }

  @Test(arguments: [["-h"], ["check", "-h"], ["--theta", "1", "-h"], ["plot", "gap", "-h"]])
  func theHelpIsWhatAsksForIt(_ arguments: [String]) async throws {
    let run = try await CommandRun(arguments)
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: gapcheck"))
  }
}
