// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The options of the subcommands that stream rows.
struct StreamOptions: ParsableArguments {
  @Option(
    help: "Write to this file instead of standard output.", completion: .file())
  var output: String?

  @Option(help: "The number of workers (default: all cores).")
  var jobs: Int?

  @Option(
    help: "An infinite number in JSON: null, as what is missing, or text, \"Infinity\".")
  var infinity = InfinityFormat.null

  /// The number of workers.
  var workerCount: Int { jobs ?? min(1024, ProcessInfo.processInfo.activeProcessorCount) }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs must be from 1 to 1024, got \(jobs)")
    }
    guard output != "" else { throw ValidationError("--output must be a path, got nothing") }
  }

  /// The file of `--output`, if there is one.
  func target() throws(OutputFile.Failure) -> OutputTarget? {
    guard let output else { return nil }
    return try OutputTarget(output)
  }

  /// Opens the output.
  ///
  /// - Parameters:
  ///   - parameters: everything that the bytes depend on.
  ///   - accepts: where an unfinished file is to be resumed: sees its complete lines, until it does not
  ///     accept one.
  func open(
    parameters: String, resuming accepts: ((ArraySlice<UInt8>) -> Bool)? = nil
  ) throws(OutputFile.Failure) -> OutputFile {
    guard let target = try target() else { return OutputFile() }
    if target.isDevice { return try OutputFile(target) }
    if let accepts, target.hasPartial {
      let note = try? String(contentsOfFile: target.parameters, encoding: .utf8)
      // It ends with a line break: what is torn has none.
      guard let note, note.hasSuffix("\n") else {
        throw .damagedNote(path: target.partial, note: target.parameters)
      }
      guard note == parameters else { throw .otherParameters(path: target.partial) }
      return try OutputFile(resuming: target, accepts: accepts)
    }
    let file = try OutputFile(target)
    try OutputFile.writeNote(parameters, of: target)
    return file
  }
}
