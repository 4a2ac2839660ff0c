// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// An error that says with which status it ends the program.
protocol ExitStatusError: Error {
  var exitStatus: Int32 { get }
}

/// What ends a subcommand: standard error says why, and the exit status which kind it is.
enum Failure {
  /// Runs a computation.
  ///
  /// - Throws: `ExitCode`: 64 where what was asked for makes no model, the error's own status where it has
  ///   one, else 2; 0 where the reader of the output has what it wanted.
  static func exits<Result>(_ compute: () throws -> Result) throws -> Result {
    do {
      return try compute()
    } catch {
      throw reported(error)
    }
  }

  /// The same of a computation that waits.
  static func exits<Result>(_ compute: () async throws -> Result) async throws -> Result {
    do {
      return try await compute()
    } catch {
      throw reported(error)
    }
  }

  /// What ends a subcommand whose result lacks numbers: standard error says why.
  ///
  /// - Parameter reasons: the name of each that is missing, and why.
  static func incomplete(_ reasons: [(name: String, reason: String)]) -> ExitCode {
    // What several have in common is said once.
    var names: [(reason: String, names: [String])] = []
    for (name, reason) in reasons {
      if let place = names.firstIndex(where: { $0.reason == reason }) {
        names[place].names.append(name)
      } else {
        names.append((reason, [name]))
      }
    }
    let text = names.map { "\($0.names.joined(separator: ", ")): \($0.reason)" }
    StandardError.write("gapcheck: \(text.joined(separator: "; "))")
    return ExitCode(2)
  }

  private static func reported(_ error: any Error) -> any Error {
    let status: Int32
    switch error {
    case OutputFile.Failure.closedPipe: return ExitCode.success
    case is ExitCode, is ValidationError: return error
    case let error as any ExitStatusError: status = error.exitStatus
    case InferenceError.model: status = 64
    default: status = 2
    }
    var text = "\(error)"
    if case InferenceError.timeLimit = error { text += "; --timeout SECONDS allows more" }
    StandardError.write("gapcheck: \(text)")
    return ExitCode(status)
  }
}
