// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// What the pages show is what happens, character for character.
///
/// The last digits depend on exp, log and erf of the system's mathematical library: the pages were made with glibc 2.36 on
/// x86-64. Numbers with a bound may differ from those on the page by that bound, and by nothing more. The version of GSL
/// that a page shows is that of the machine it was made on.
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
        agrees(withThisGSL(shown.output), printed.output),
        "\(session.testDescription): Scripts/refresh-docs would mend this. \(command)")
    }
    #expect(unshown == [])
  }

  /// Whether lines are the same, but for the last digits of numbers with a bound.
  private func agrees(_ shown: [String], _ printed: [String]) -> Bool {
    shown.count == printed.count && zip(shown, printed).allSatisfy(agrees)
  }

  private func agrees(_ shown: String, _ printed: String) -> Bool {
    if shown == printed { return true }
    let bounded = /(-?[0-9][0-9.]*(?:e[-+]?[0-9]+)?) ± ([0-9][0-9.]*(?:e[-+]?[0-9]+)?)/
    let (old, new) = (shown.matches(of: bounded), printed.matches(of: bounded))
    guard old.count == new.count,
      shown.replacing(bounded, with: "±") == printed.replacing(bounded, with: "±")
    else { return false }
    return zip(old, new).allSatisfy { old, new in
      guard let a = Double(old.1), let b = Double(new.1), let error = Double(old.2),
        let other = Double(new.2)
      else { return false }
      return abs(a - b) <= max(error, other) && max(error, other) <= 1.5 * min(error, other)
    }
  }

  @Test func onlyLastDigitsMayDiffer() {
    #expect(agrees("a  208.3631344651849 ± 5e-13  1", "a  208.3631344651850 ± 5e-13  1"))
    #expect(!agrees("a  208.3631344651849 ± 5e-13  1", "a  208.3631344661849 ± 5e-13  1"))
    #expect(!agrees("a  208.3631344651849 ± 5e-13  1", "a  208.3631344651849 ± 5e-13  2"))
    #expect(!agrees("a  1 ± 5e-13", "a  1 ± 5e-12") && !agrees("a  1", "a  2"))
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
