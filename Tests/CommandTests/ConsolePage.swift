// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// A page of the documentation, with the sessions that it shows:
///
///     ```console
///     $ gapcheck --theta 1 --x -1e200
///     gapcheck: log p(x, z) is too large for a double
///     $ echo $?
///     2
///     ```
///
/// A command goes on where its line ends with a backslash. What follows, up to the next `$` or the end
/// of the block, is what it prints, on both outputs. An exit status other than 0 has to be shown.
struct ConsolePage: Sendable {
  /// Relative to the root of the package.
  let name: String
  private var lines: [String]

  /// A block of commands.
  struct Session: Sendable, CustomTestStringConvertible {
    let page: String
    /// The lines within the fence, counted from 0.
    let lines: Range<Int>
    let commands: [Step]
    var testDescription: String { "\(page), line \(lines.lowerBound)" }
  }

  /// A command, and what the page says that it prints.
  struct Step: Sendable {
    var command: [String]
    var output: [String] = []

    /// The commands that are run: gapcheck, alone or in a pipe, and the question how it ended.
    var isRun: Bool {
      asksForStatus || (command.first ?? "").contains(#/^(.*\| *)?gapcheck /#)
    }
    var asksForStatus: Bool { command == ["echo $?"] }
  }

  init(_ name: String) throws {
    self.name = name
    lines = try PackageRoot.text(name)
      .components(separatedBy: "\n")
  }

  /// README.md and every page in docs.
  static func all() throws -> [ConsolePage] {
    let pages = try FileManager.default.contentsOfDirectory(
      atPath: PackageRoot.file("docs").path)
    return try (["README.md"] + pages.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" })
      .map(ConsolePage.init)
  }

  var sessions: [Session] {
    var sessions: [Session] = []
    var start: Int?
    for (index, line) in lines.enumerated() {
      if start == nil, line == "```console" {
        start = index + 1
      } else if let first = start, line == "```" {
        sessions.append(
          Session(page: name, lines: first..<index, commands: steps(lines[first..<index])))
        start = nil
      }
    }
    return sessions
  }

  private func steps(_ lines: ArraySlice<String>) -> [Step] {
    var steps: [Step] = []
    var goesOn = false
    for line in lines {
      if line.hasPrefix("$ ") {
        steps.append(Step(command: [String(line.dropFirst(2))]))
        goesOn = line.hasSuffix("\\")
      } else if goesOn {
        steps[steps.count - 1].command.append(line)
        goesOn = line.hasSuffix("\\")
      } else if !steps.isEmpty {
        steps[steps.count - 1].output.append(line)
      }
    }
    return steps
  }

  /// Writes the page with these sessions in place of its own.
  mutating func write(_ sessions: [Session]) throws {
    for session in sessions.reversed() {
      let text = session.commands.flatMap { ["$ " + $0.command[0]] + $0.command[1...] + $0.output }
      lines.replaceSubrange(session.lines, with: text)
    }
    try Data(lines.joined(separator: "\n").utf8)
      .write(to: PackageRoot.file(name), options: .atomic)
  }
}

extension ConsolePage.Session {
  /// The session with what its commands print now, and the commands that ended with a status other
  /// than 0 which it does not show.
  func run() async throws -> (session: ConsolePage.Session, unshown: [String]) {
    var steps = commands
    var unshown: [String] = []
    var status: Int32 = 0
    for index in steps.indices where steps[index].isRun {
      if steps[index].asksForStatus {
        steps[index].output = ["\(status)"]
        continue
      }
      let line = steps[index].command.joined(separator: "\n")
      let run = try await CommandRun(
        shell: "cd '\(PackageRoot.url.path)'\n" + #"gapcheck() { "$GAPCHECK" "$@"; }"#
          + "\nexec 2>&1\n" + line)
      var output = run.output.components(separatedBy: "\n")
      if output.last == "" { output.removeLast() }
      steps[index].output = output
      status = run.status
      let isShown = index + 1 < steps.count && steps[index + 1].asksForStatus
      if status != 0, !isShown { unshown.append("\(line): exit status \(status)") }
    }
    return (ConsolePage.Session(page: page, lines: lines, commands: steps), unshown)
  }
}
