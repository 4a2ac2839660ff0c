// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// What the pages show is what happens, character for character.
///
/// The last digits depend on exp, log and erf of the system's mathematical library: the pages were made
/// with glibc on x86-64. Elsewhere a difference there is no defect; here it is one. GSL 2.7.1 and 2.8 give the
/// same doubles; the version that a page shows is that of the machine it was made on.
/// `Scripts/refresh-docs` writes what the commands print now into the pages.
struct ConsolePageTests {
  static let refreshes = ProcessInfo.processInfo.environment["GAPCHECK_REFRESH_DOCS"] != nil

  @Test(.enabled(if: !refreshes), arguments: try ConsolePage.all().flatMap(\.sessions))
  func thePageShowsWhatHappens(_ session: ConsolePage.Session) async throws {
    #expect(!session.commands.isEmpty)
    let (now, unshown) = try await session.run()
    for (shown, printed) in zip(session.commands, now.commands) {
      let command = shown.command.joined(separator: "\n")
      #expect(
        withThisGSL(shown.output) == printed.output,
        "\(session.testDescription): Scripts/refresh-docs would mend this. \(command)")
    }
    #expect(unshown == [])
  }

  /// Output of another machine with the version of GSL that is on this one.
  private func withThisGSL(_ lines: [String]) -> [String] {
    lines.map { $0.replacing(/("gsl_version":"|\(GSL )[0-9.]+/) { "\($0.1)\(GSL.version)" } }
  }

  /// The exercise has every subcommand that answers a part of the sheet.
  @Test(arguments: ["", "maximize ", "gradient ", "sample ", "factorize "])
  func theExerciseUsesTheCommand(_ name: String) throws {
    let commands = try ConsolePage("docs/exercise.md").sessions.flatMap(\.commands)
    let prefix = "gapcheck \(name.isEmpty ? "--" : name)"
    #expect(commands.contains { $0.isRun && $0.command[0].hasPrefix(prefix) })
  }

  @Test(.enabled(if: refreshes)) func refresh() async throws {
    for var page in try ConsolePage.all() {
      var sessions: [ConsolePage.Session] = []
      for session in page.sessions { sessions.append(try await session.run().session) }
      if !sessions.isEmpty { try page.write(sessions) }
    }
  }
}
