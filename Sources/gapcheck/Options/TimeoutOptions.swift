// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Quadrature
import VariationalGap

/// How long the numbers of a latent may take.
struct TimeoutOptions: ParsableArguments {
  /// Where nothing is said: long enough for nearly all models, short enough for who waits. Code that is not optimized takes some
  /// fifteen times as long.
  static let standard: Double = {
    #if DEBUG
      120
    #else
      8
    #endif
  }()

  @Option(
    name: .customLong("timeout"),
    help: ArgumentHelp(
      "How many seconds of processor time the numbers may take, of groups those of each (default: 8; any with --data).",
      valueName: "seconds"))
  var text: String?

  func validate() throws {
    _ = try given()
  }

  private func given() throws -> Double? {
    try text.map { try NumberArgument.positive($0, "--timeout") }
  }

  /// In seconds; `nil` for any time, since that of the rows of a file grows with their number.
  ///
  /// - Throws: `ValidationError`.
  func seconds(hasData: Bool = false) throws -> Double? {
    try given() ?? (hasData ? nil : TimeoutOptions.standard)
  }

  /// Computes under the limit. What comes of it may be unfinished: whether the time is over is asked inside.
  ///
  /// - Throws: what `compute` throws, and `ValidationError`.
  func within<Value>(hasData: Bool = false, _ compute: () throws -> Value) throws -> Value {
    guard let seconds = try seconds(hasData: hasData) else { return try compute() }
    return try TimeLimit.within(seconds: seconds) {
      do {
        return try compute()
      } catch {
        // What was given up for that may say anything.
        try TimeLimit.check()
        throw error
      }
    }
  }

  /// Computes what is of no use unfinished.
  ///
  /// - Throws: what `compute` throws, `InferenceError` where the time is over, and `ValidationError`.
  func whole<Value>(hasData: Bool = false, _ compute: () throws -> Value) throws -> Value {
    try within(hasData: hasData) {
      let value = try compute()
      try TimeLimit.check()
      return value
    }
  }

  /// The same, and ends the command where it cannot be had.
  ///
  /// - Throws: `ExitCode`, once standard error says why.
  func exits<Value>(hasData: Bool = false, _ compute: () throws -> Value) throws -> Value {
    try Failure.exits { try whole(hasData: hasData, compute) }
  }
}
