// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// gnuplot, as it is found on PATH and run.
struct Gnuplot {
  /// Why there is no picture.
  enum Failure: ExitStatusError, CustomStringConvertible {
    /// It is not on PATH.
    case missing
    /// It could not be started.
    case notStarted(path: String, reason: String)
    /// It ended with an error, or drew nothing.
    case failed(path: String, complaint: String)

    var description: String {
      switch self {
      case .missing:
        "gnuplot is not on PATH; get it with 'apt install gnuplot-nox', 'dnf install gnuplot' or "
          + "'brew install gnuplot', or have the script written with --script"
      case .notStarted(let path, let reason): "\(path) cannot be run: \(reason)"
      case .failed(let path, let complaint):
        "\(path) failed" + (complaint.isEmpty ? " and did not say why" : ": \(complaint)")
      }
    }

    /// 69, a service that is unavailable, where gnuplot is missing; else 2: a picture could not be had.
    var exitStatus: Int32 { if case .missing = self { 69 } else { 2 } }
  }

  private let url: URL

  /// Finds gnuplot in the absolute directories of PATH.
  init() throws(Failure) {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let candidates = path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/gnuplot" }
    var isDirectory: ObjCBool = false
    guard
      let found = candidates.first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
          && FileManager.default.fileExists(atPath: $0, isDirectory: &isDirectory)
          && !isDirectory.boolValue
      })
    else { throw .missing }
    url = URL(fileURLWithPath: found)
  }

  /// Runs a script, and returns what it prints.
  func draw(_ script: String) throws(Failure) -> Data {
    let process = Process()
    process.executableURL = url
    // Without the user's own settings: the picture is the same everywhere.
    process.arguments = ["-d"]
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)
    do {
      try process.run()
    } catch {
      throw .notStarted(path: url.path, reason: error.localizedDescription)
    }
    // All three at once: a pipe holds 64 KiB, and a process that has filled one waits.
    let complaint = PipeReader(errors.fileHandleForReading)
    let feeder = Thread {
      let handle = input.fileHandleForWriting
      // Where gnuplot has ended early, it says why on standard error.
      try? handle.write(contentsOf: Data(script.utf8))
      try? handle.close()
    }
    feeder.start()
    let picture = (try? output.fileHandleForReading.readToEnd()) ?? Data()
    let words = complaint.finish()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0, !picture.isEmpty
    else {
      let lines = String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      throw .failed(
        path: url.path, complaint: lines.filter { !$0.isEmpty }.joined(separator: "; "))
    }
    return picture
  }
}

/// Reads a pipe to its end on a thread of its own.
private final class PipeReader: @unchecked Sendable {
  // Written by the thread before the signal, read after it.
  private var data = Data()
  private let done = DispatchSemaphore(value: 0)

  init(_ handle: FileHandle) {
    Thread.detachNewThread { [self] in
      data = (try? handle.readToEnd()) ?? Data()
      done.signal()
    }
  }

  func finish() -> Data {
    done.wait()
    return data
  }
}
