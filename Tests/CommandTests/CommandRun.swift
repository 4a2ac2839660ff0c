// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// `gapcheck`, run as a process: what it printed, and how it ended.
struct CommandRun: Sendable {
  let output: String
  let errors: String
  let status: Int32

  /// Runs the built command to its end.
  ///
  /// Both pipes are read while it runs: a pipe holds 64 KiB, and a process that has filled one waits.
  ///
  /// - Parameters:
  ///   - arguments: what follows `gapcheck` on the command line.
  ///   - input: what it finds on standard input.
  ///   - environment: variables set besides those of this process.
  ///   - directory: where it runs; by default where the tests do.
  init(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    in directory: URL? = nil
  ) async throws {
    try await self.init(
      executable: Command.url(), arguments: arguments, input: input, environment: environment,
      directory: directory)
  }

  /// Runs a line of shell in which `"$GAPCHECK"` is the built command.
  init(shell line: String, input: String = "", in directory: URL? = nil) async throws {
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

/// Lets a few processes run at a time.
///
/// Tests run all at once, and hundreds of processes with three pipes each bring Foundation's
/// `Process.run()`, which walks over all open files, to read past the end of its list.
private actor ProcessGate {
  static let shared = ProcessGate()

  private var free = 8
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}

/// A file that is gone when nobody refers to it any more. A process reads its standard input from one,
/// for then nobody has to write into a pipe that it may not read.
final class TemporaryFile: Sendable {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  init(holding data: Data) throws {
    try data.write(to: url)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }
}

/// Where the command and the pages are.
enum Command {
  /// The root of the package.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The executable that was built together with these tests: the one beside the test bundle,
  /// wherever `--scratch-path` put it.
  static func url() throws -> URL {
    let places =
      CommandLine.arguments + Bundle.allBundles.map(\.bundlePath) + [
        Bundle.main.executablePath ?? ""
      ]
    for place in places where place.contains(".xctest") {
      var directory = URL(fileURLWithPath: place)
      for _ in 0..<5 {
        directory.deleteLastPathComponent()
        let candidate = directory.appendingPathComponent("gapcheck")
        let kind = try? candidate.resourceValues(forKeys: [.isRegularFileKey])
        if kind?.isRegularFile == true { return candidate }
      }
    }
    throw NotBuilt(places: places)
  }

  struct NotBuilt: Error {
    let places: [String]
  }
}
