// SPDX-License-Identifier: GPL-3.0-or-later

package import Foundation

/// A file that is gone when nobody refers to it any more. A process reads its standard input from one,
/// for then nobody has to write into a pipe that it may not read.
package final class TemporaryFile: Sendable {
  package let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  package init(holding data: Data) throws {
    try data.write(to: url)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }
}
