// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Whether gnuplot is there to draw with.
enum GnuplotOnPath {
  static let isThere = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }
}

extension GnuplotOnPath {
  /// What gnuplot says of a script on standard error.
  static func complaints(of script: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gnuplot", "-d"]
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
      UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let (input, errors) = (
      directory.appendingPathComponent("in"), directory.appendingPathComponent("errors")
    )
    try Data(script.utf8).write(to: input)
    try Data().write(to: errors)
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: errors), as: UTF8.self)
  }
}
