// SPDX-License-Identifier: GPL-3.0-or-later

package import Foundation

/// The files of the package.
package enum PackageRoot {
  /// Its directory.
  package static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file, by its path from there.
  package static func file(_ path: String) -> URL { url.appendingPathComponent(path) }

  /// What a file holds.
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: file(path), encoding: .utf8)
  }

  /// The paths of the files in a directory and below it.
  package static func files(under path: String, endingIn ending: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: file(path).path)
      .filter { $0.hasSuffix(ending) }.map { "\(path)/\($0)" }.sorted()
  }
}
