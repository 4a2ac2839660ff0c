// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Whether gnuplot is there to draw with.
enum GnuplotOnPath {
  static let isThere = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }
}
