// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What shells complete: every subcommand, and every option of each.
struct CompletionTests {
  /// The subcommands and options that the help texts name.
  struct Vocabulary {
    let subcommands: [String]
    /// The long options of each subcommand, as `--name`.
    let options: [String: [String]]

    static func read() async throws -> Vocabulary {
      let root = try await CommandRun(["--help"])
      let list = try #require(root.output.split(separator: "SUBCOMMANDS:\n").last)
      let subcommands = list.split(separator: "\n").compactMap { line in
        line.prefixMatch(of: #/  ([a-z][a-z-]*) /#).map { String($0.1) }
      }
      var options: [String: [String]] = [:]
      for name in subcommands {
        let help = try await CommandRun(["help", name])
        let list = try #require(help.output.split(separator: "OPTIONS:\n").last)
        options[name] = list.split(separator: "\n").compactMap { line in
          line.prefixMatch(of: #/  (?:-[a-z], )?(--[a-z-]+)/#).map { String($0.1) }
        }
      }
      return Vocabulary(subcommands: subcommands, options: options)
    }
  }

  @Test func theHelpNamesSubcommandsAndOptions() async throws {
    let words = try await Vocabulary.read()
    #expect(words.subcommands.count >= 7)
    #expect(words.options["check"]?.contains("--theta") == true)
    #expect(words.options["sweep"]?.contains("--resume") == true)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func theScriptHoldsEveryWord(_ shell: String) async throws {
    let words = try await Vocabulary.read()
    let run = try await CommandRun(["--generate-completion-script", shell])
    #expect(run.status == 0)
    #expect(run.errors == "")
    for (name, options) in words.options {
      #expect(run.output.contains(name), "\(name)")
      for option in options {
        // fish writes an option without its dashes.
        let word = shell == "fish" ? "-l '\(option.dropFirst(2))'" : option
        #expect(run.output.contains(word), "\(name) \(option)")
      }
    }
  }

  /// The words that bash offers after a line, by the script itself.
  private static func offered(after words: [String]) async throws -> Set<String> {
    let line = words.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      source <("$GAPCHECK" --generate-completion-script bash)
      gapcheck() { "$GAPCHECK" "$@"; }
      COMP_WORDS=(\(line)); COMP_CWORD=\(words.count - 1)
      COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
      _gapcheck gapcheck "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let run = try await CommandRun(
      shell: "bash -c \"$(cat)\"", input: script)
    #expect(run.errors == "")
    return Set(run.output.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// Only a bash of this century has the syntax of the script: macOS ships 3.2.
  static let hasBash = FileManager.default.fileExists(atPath: "/bin/bash") && !isMacOS

  #if os(macOS)
    static let isMacOS = true
  #else
    static let isMacOS = false
  #endif

  @Test(.enabled(if: hasBash)) func bashOffersSubcommandsAndOptions() async throws {
    let words = try await Vocabulary.read()
    let atRoot = try await CompletionTests.offered(after: ["gapcheck", ""])
    #expect(atRoot.isSuperset(of: words.subcommands))
    for (name, options) in words.options {
      let offered = try await CompletionTests.offered(after: ["gapcheck", name, "--"])
      #expect(offered.isSuperset(of: options), "\(name): \(offered)")
    }
    #expect(
      try await CompletionTests.offered(after: ["gapcheck", "sweep", "--format", ""])
        == ["csv", "ndjson", "json"])
  }

  /// Options without a subcommand are those of check.
  @Test(.enabled(if: hasBash)) func bashOffersWhatCheckHasWithoutItsName() async throws {
    let words = try await Vocabulary.read()
    let check = try #require(words.options["check"])
    #expect(try await CompletionTests.offered(after: ["gapcheck", "--"]).isSuperset(of: check))
    #expect(try await CompletionTests.offered(after: ["gapcheck", "--the"]) == ["--theta"])
    #expect(
      try await CompletionTests.offered(after: ["gapcheck", "--theta", "1", "--format", "c"])
        == ["csv"])
  }

  @Test(.enabled(if: hasBash)) func bashOffersTheNamesOfFamilies() async throws {
    for line in [
      ["check", "--family"], ["kl", "--q"], ["--prior"], ["compare", "--against-prior"],
    ] {
      let offered = try await CompletionTests.offered(after: ["gapcheck"] + line + ["student"])
      #expect(offered == ["student_t"], "\(line)")
    }
    #expect(
      try await CompletionTests.offered(after: ["gapcheck", "--likelihood", "pois"]).contains(
        "poisson"))
  }

  @Test(.enabled(if: hasBash)) func bashOffersTheColumnsOfTheFile() async throws {
    let file = try TemporaryFile(holding: Data("count,site,size of it\n1,a,2\n".utf8))
    let data = ["--data", file.url.path]
    for line in [["check"] + data, [], ["maximize", "--prior", "gamma(?, 1)"] + data] {
      let all = line.isEmpty ? data : line
      #expect(
        try await CompletionTests.offered(after: ["gapcheck"] + all + ["--x", "c"]) == ["count"])
      #expect(
        try await CompletionTests.offered(after: ["gapcheck"] + all + ["--group", "s"]).contains(
          "site"))
    }
    #expect(
      try await CompletionTests.offered(after: [
        "gapcheck", "plot", "sweep", file.url.path, "--field", "co",
      ]) == ["count"])
    // Numbers of the command line are nobody's columns.
    #expect(try await CompletionTests.offered(after: ["gapcheck", "check", "--x", ""]) == [])
    #expect(
      try await CompletionTests.offered(after: ["gapcheck", "--data", "/nowhere", "--x", ""]) == [])
  }

  /// As the script says it, where the shell is not there to be asked.
  @Test(arguments: ["bash", "zsh", "fish"])
  func theScriptKnowsTheDefaultSubcommand(_ shell: String) async throws {
    let run = try await CommandRun(["--generate-completion-script", shell])
    #expect(run.output.contains("# Without a subcommand it is check."))
  }
}
