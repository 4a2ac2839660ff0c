// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The options of the subcommands that stream rows.
struct StreamOptions: ParsableArguments {
  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  @Option(help: "The number of workers (default: all cores).")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs must be from 1 to 1024, got \(jobs)")
    }
  }

  /// Opens the output; `linesDone` is how many lines a resumed file holds.
  func open(
    parameters: String, resuming: Bool, linesDone: inout Int
  ) throws(OutputFile.Failure) -> OutputFile {
    guard let output else { return OutputFile() }
    let (partial, note) = (OutputFile.partial(output), OutputFile.parameters(output))
    if resuming, FileManager.default.fileExists(atPath: partial) {
      guard (try? String(contentsOfFile: note, encoding: .utf8)) == parameters else {
        throw .otherParameters(path: partial)
      }
      return try OutputFile(resuming: output, lines: &linesDone)
    }
    let file = try OutputFile(path: output)
    do {
      try parameters.write(toFile: note, atomically: true, encoding: .utf8)
    } catch {
      throw .system(path: note, reason: error.localizedDescription)
    }
    return file
  }

  /// Turns a failure of the output into words and an exit status.
  static func reportingFailures(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch OutputFile.Failure.closedPipe {
      // The reader has what it wanted.
    } catch let failure as OutputFile.Failure {
      StandardError.write("gapcheck: \(failure)")
      throw ExitCode(74)
    }
  }
}
