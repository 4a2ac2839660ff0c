// SPDX-License-Identifier: GPL-3.0-or-later

package import Quadrature

extension TimeLimit {
  /// Ends a computation whose time is over.
  ///
  /// - Throws: ``InferenceError/timeLimit(seconds:)``.
  package static func check() throws(InferenceError) {
    if let exceeded { throw .timeLimit(seconds: exceeded.seconds) }
  }
}
