// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// What ends a subcommand whose numbers could not be had.
enum Failure {
  /// Runs a computation; where it fails, standard error says why.
  ///
  /// - Throws: `ExitCode` 64 where what was asked for makes no model, else 2.
  static func exits<Result>(_ compute: () throws -> Result) throws -> Result {
    do {
      return try compute()
    } catch InferenceError.model(let error) {
      StandardError.write("gapcheck: \(error)")
      throw ExitCode(64)
    } catch {
      StandardError.write("gapcheck: \(error)")
      throw ExitCode(2)
    }
  }
}
