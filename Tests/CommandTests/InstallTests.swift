// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// The scripts that write the manual, install the command and remove it, run on the command that was
/// built with these tests: for them `swift` only says where it is, and nothing is missing.
struct InstallTests {
  /// A line of shell with `"$ROOT"` the package, and a `swift` that builds nothing.
  private static func run(_ line: String, in directory: URL) async throws -> CommandRun {
    let setup = """
      ROOT='\(PackageRoot.url.path)'
      mkdir -p tools
      printf '#!/bin/sh\\ncase "$*" in *--show-bin-path*) dirname "$GAPCHECK" ;; esac\\n' >tools/swift
      printf '#!/bin/sh\n' >tools/gnuplot
      chmod +x tools/swift tools/gnuplot
      PATH=$PWD/tools:$PATH

      """
    return try await CommandRun(shell: setup + line, in: directory)
  }

  /// Everything below a directory, but for the tools of the test.
  private static func tree(_ directory: URL) throws -> Set<String> {
    let all = try #require(FileManager.default.enumerator(atPath: directory.path))
    return Set(all.compactMap { $0 as? String }.filter { !$0.hasPrefix("tools") })
  }

  @Test(arguments: ["prefix", "a prefix/of two", "$PWD/absolute"])
  func leavesNothingBehind(_ prefix: String) async throws {
    let scratch = try ScratchDirectory()
    let install = try await InstallTests.run(
      "\"$ROOT/Scripts/install\" \"\(prefix)\"", in: scratch.url)
    #expect(install.status == 0, "\(install.errors)")
    let place = prefix.replacing("$PWD/", with: "")
    let installed = try InstallTests.tree(scratch.url)
    for file in [
      "bin/gapcheck", "share/man/man1/gapcheck.1", "share/man/man1/gapcheck-sweep.1",
      "share/bash-completion/completions/gapcheck", "share/zsh/site-functions/_gapcheck",
      "share/fish/vendor_completions.d/gapcheck.fish",
    ] {
      #expect(installed.contains(place + "/" + file), "\(file)")
    }
    let version = try await InstallTests.run(
      "\"\(prefix)/bin/gapcheck\" --version", in: scratch.url)
    #expect(version.output.hasPrefix("gapcheck "))

    // A second time, it is as if it were the first.
    let again = try await InstallTests.run(
      "\"$ROOT/Scripts/install\" \"\(prefix)\"", in: scratch.url)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try InstallTests.tree(scratch.url) == installed)

    let uninstall = try await InstallTests.run(
      "\"$ROOT/Scripts/uninstall\" \"\(prefix)\"", in: scratch.url)
    #expect(uninstall.status == 0, "\(uninstall.errors)")
    #expect(try InstallTests.tree(scratch.url) == [])
  }

  @Test func keepsWhatWasThereBefore() async throws {
    let scratch = try ScratchDirectory()
    let run = try await InstallTests.run(
      """
      mkdir -p bin share/man/man1 share/zsh && touch bin/other
      "$ROOT/Scripts/install" . && touch share/fish/another && "$ROOT/Scripts/uninstall" .
      """, in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      try InstallTests.tree(scratch.url) == [
        "bin", "bin/other", "share", "share/man", "share/man/man1", "share/zsh", "share/fish",
        "share/fish/another",
      ])
  }

  @Test func saysWhereNothingIsInstalled() async throws {
    let scratch = try ScratchDirectory()
    let run = try await InstallTests.run(#""$ROOT/Scripts/uninstall" ."#, in: scratch.url)
    #expect(run.status == 1)
    #expect(run.output == "")
    #expect(run.errors.contains("not installed in ."))
  }

  /// The kinds of plot.
  private static let plots = [
    "bounds", "densities", "factorize", "gap", "surface", "sweep", "weights",
  ]

  @Test func theManualHasAPageForEachSubcommand() async throws {
    let scratch = try ScratchDirectory()
    let words = try await CompletionTests.Vocabulary.read()
    let run = try await InstallTests.run(
      #""$ROOT/Scripts/manual-pages" "$GAPCHECK" pages"#, in: scratch.url)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(
      try InstallTests.tree(scratch.url)
        == Set(
          ["pages", "pages/gapcheck.1"] + words.subcommands.map { "pages/gapcheck-\($0).1" }
            + InstallTests.plots.map { "pages/gapcheck-plot-\($0).1" }))
    for kind in InstallTests.plots {
      let page = try String(
        contentsOf: scratch.url.appendingPathComponent("pages/gapcheck-plot-\(kind).1"),
        encoding: .utf8)
      #expect(page.contains(".SH EXAMPLES\n") && page.contains("\\-\\-theme"), "\(kind)")
      // Two examples of each.
      #expect(page.split(separator: "gapcheck plot \(kind) ").count >= 3, "\(kind)")
    }
    for (name, options) in words.options {
      let page = try String(
        contentsOf: scratch.url.appendingPathComponent("pages/gapcheck-\(name).1"), encoding: .utf8)
      for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "\"EXIT STATUS\""] {
        #expect(page.contains(".SH \(section)\n"), "\(name): \(section)")
      }
      for option in options {
        #expect(page.contains(option.replacing("-", with: "\\-")), "\(name): \(option)")
      }
    }
  }
}
