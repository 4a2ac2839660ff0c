// SPDX-License-Identifier: GPL-3.0-or-later

package import Foundation

/// `gapcheck`, run as a process: what it printed, and how it ended.
package struct CommandRun: Sendable {
  package let output: String
  package let errors: String
  package let status: Int32

  /// Runs the built command to its end.
  ///
  /// Both pipes are read while it runs: a pipe holds 64 KiB, and a process that has filled one waits.
  ///
  /// - Parameters:
  ///   - arguments: what follows `gapcheck` on the command line.
  ///   - input: what it finds on standard input.
  ///   - environment: variables set besides those of this process.
  ///   - directory: where it runs; by default where the tests do.
  package init(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    in directory: URL? = nil
  ) async throws {
    try await self.init(
      executable: Command.url(), arguments: arguments, input: input, environment: environment,
      directory: directory)
  }

  /// Runs a line of shell in which `"$GAPCHECK"` is the built command.
  package init(shell line: String, input: String = "", in directory: URL? = nil) async throws {
    try await self.init(
      executable: URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", line], input: input,
      environment: ["GAPCHECK": try Command.url().path], directory: directory)
  }

  private init(
    executable: URL, arguments: [String], input: String, environment: [String: String],
    directory: URL?
  ) async throws {
    await ProcessGate.shared.enter()
    do {
      self = try await CommandRun.run(executable, arguments, input, environment, directory)
    } catch {
      await ProcessGate.shared.leave()
      throw error
    }
    await ProcessGate.shared.leave()
  }

  private static func run(
    _ executable: URL, _ arguments: [String], _ input: String, _ environment: [String: String],
    _ directory: URL?
  ) async throws -> CommandRun {
    let process = Process()
    let (input, output, errors) = (Data(input.utf8), Pipe(), Pipe())
    process.executableURL = executable
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = directory }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = errors
    let file = try TemporaryFile(holding: input)
    process.standardInput = try FileHandle(forReadingFrom: file.url)
    try process.run()
    async let printed = text(of: output)
    async let complained = text(of: errors)
    let texts = try await (printed, complained)
    // Both pipes are at their end: this waits no longer than the process takes to exit.
    process.waitUntilExit()
    let status = process.terminationStatus
    return CommandRun(
      output: texts.0, errors: texts.1,
      status: process.terminationReason == .exit ? status : 128 + status)
  }

  private init(output: String, errors: String, status: Int32) {
    self.output = output
    self.errors = errors
    self.status = status
  }

  /// Everything that comes out of a pipe, read on a thread that may block.
  private static func text(of pipe: Pipe) async throws -> String {
    let handle = pipe.fileHandleForReading
    let data = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try handle.readToEnd() ?? Data() })
      }
    }
    return String(decoding: data, as: UTF8.self)
  }
}

extension CommandRun {
  /// The output in one line: where lines are broken is of no matter.
  package var words: String {
    output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The output as CSV.
  package var table: CSVTable { CSVTable(output) }

  /// The lines of the output as JSON objects.
  package func objects() throws -> [[String: JSONValue]] {
    try output.split(separator: "\n").map {
      try JSONDecoder().decode([String: JSONValue].self, from: Data($0.utf8))
    }
  }
}
