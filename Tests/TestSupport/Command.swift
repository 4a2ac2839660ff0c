// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Where the command is.
enum Command {
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
