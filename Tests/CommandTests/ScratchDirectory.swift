// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A directory that is gone when nobody refers to it any more.
final class ScratchDirectory: Sendable {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The names of what is in it.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// Runs a line of shell in it, in which `"$GAPCHECK"` is the built command.
  func shell(_ line: String, input: String = "") async throws -> CommandRun {
    try await CommandRun(shell: line, input: input, in: url)
  }

  /// Runs the command in it.
  func run(_ arguments: [String]) async throws -> CommandRun {
    try await CommandRun(arguments, in: url)
  }
}
