// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What `--output` names, symbolic links followed: a link stays a link, and its file is replaced.
struct OutputTarget: Sendable {
  /// The path, with no link at its end.
  let path: String

  /// Whether it is a device or a pipe: there is nothing to rename, and nothing to resume.
  let isDevice: Bool

  /// - Throws: ``OutputFile/Failure``, where the path is a directory, or a file that cannot be there.
  init(_ name: String) throws(OutputFile.Failure) {
    var status = stat()
    let exists = stat(name, &status) == 0
    let kind = status.st_mode & S_IFMT
    guard !exists || kind != S_IFDIR else { throw .system(path: name, code: EISDIR) }
    isDevice = exists && kind != S_IFREG
    path = isDevice ? name : OutputTarget.followingLinks(name)
    // The file and its partial file are made beside each other.
    guard !isDevice, access(OutputTarget.directory(of: path) + ".", W_OK | X_OK) != 0 else {
      return
    }
    throw .system(path: name, code: errno)
  }

  /// Up to the last slash; empty where there is none.
  private static func directory(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[...$0] } ?? ""
  }

  private static func followingLinks(_ name: String) -> String {
    var path = name
    // As many links as the system follows.
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        break
      }
      path = next.hasPrefix("/") ? next : directory(of: path) + next
    }
    return path
  }

  /// Where the rows are until they are complete.
  var partial: String { "\(path).gapcheck-partial" }

  /// Whether there is anything to go on from.
  var hasPartial: Bool {
    var status = stat()
    return lstat(partial, &status) == 0 && status.st_size > 0
  }

  /// What the partial file is a part of.
  var parameters: String { "\(partial).parameters" }

  /// Leaves nothing behind.
  func removePartial() {
    unlink(partial)
    unlink(parameters)
  }
}
