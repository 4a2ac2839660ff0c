// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport

/// Whether gnuplot is there to draw with.
enum GnuplotOnPath {
  static let isThere = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }

  /// What gnuplot says of a script on standard error.
  static func complaints(of script: String) async throws -> String {
    try await ScratchDirectory().shell("gnuplot -d > /dev/null", input: script).errors
  }
}
