// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `Scripts/setup` on machines that lack this or that: `tools` is all that is in PATH.
struct SetupTests {
  /// Runs the script with some commands of the machine, and some that only say what they were asked.
  private static func run(with tools: [String], stubs: [String: String]) async throws -> CommandRun
  {
    let scratch = try ScratchDirectory()
    let links = tools.map { "ln -s \"$(command -v \($0))\" tools/\($0)" }
    let scripts = stubs.map {
      "printf '#!/bin/sh\\n%s\\n' '\($0.value)' >tools/\($0.key) && chmod +x tools/\($0.key)"
    }
    let line =
      (["mkdir tools"] + links + scripts).joined(separator: " && ")
      + " && PATH=$PWD/tools /bin/sh '\(PackageRoot.url.path)/Scripts/setup'"
    return try await scratch.shell(line)
  }

  static let pkgConfig = ["pkg-config": "exit 0"]

  @Test func doesNothingWhereNothingIsMissing() async throws {
    let run = try await SetupTests.run(
      with: [], stubs: SetupTests.pkgConfig.merging(["gnuplot": "exit 0"]) { $1 })
    #expect(run.status == 0)
    #expect(run.output == "" && run.errors == "")
  }

  @Test func warnsWhereGnuplotCannotBeInstalled() async throws {
    let failing = ["apt-get": "exit 100", "sudo": "exec \"$@\""]
    let run = try await SetupTests.run(
      with: ["id", "env"], stubs: SetupTests.pkgConfig.merging(failing) { $1 })
    #expect(run.status == 0)
    #expect(run.output == "")
    #expect(run.errors.contains("setup: warning: gnuplot could not be installed"))
  }

  @Test func failsWhereGSLCannotBeInstalled() async throws {
    let run = try await SetupTests.run(with: ["id"], stubs: ["gnuplot": "exit 0"])
    #expect(run.status == 1)
    #expect(run.output == "")
    #expect(run.errors.contains("GSL 2.7 or later and pkg-config are missing"))
  }

  /// Every package that is missing is asked for, and what the package manager prints stays off
  /// standard output.
  @Test func asksForWhatIsMissing() async throws {
    let run = try await SetupTests.run(
      with: ["id", "env"], stubs: ["apt-get": "echo asked: \"$@\"", "sudo": "exec \"$@\""])
    #expect(run.status != 0)
    #expect(run.output == "")
    #expect(run.errors.contains("libgsl-dev pkg-config"))
  }
}
