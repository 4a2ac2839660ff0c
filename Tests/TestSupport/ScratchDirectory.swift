// SPDX-License-Identifier: GPL-3.0-or-later

package import Foundation

/// A directory that is gone when nobody refers to it any more.
package final class ScratchDirectory: Sendable {
  package let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  package init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The names of what is in it.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  package func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// Runs a line of shell in it, in which `"$GAPCHECK"` is the built command.
  package func shell(_ line: String, input: String = "") async throws -> CommandRun {
    try await CommandRun(shell: line, input: input, in: url)
  }

  /// Runs the command in it.
  package func run(_ arguments: [String]) async throws -> CommandRun {
    try await CommandRun(arguments, in: url)
  }
}
