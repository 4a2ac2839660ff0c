// SPDX-License-Identifier: GPL-3.0-or-later

extension OutputFile {
  /// Writes a whole file, which is there complete or not at all; standard output where there is no
  /// target.
  static func write(_ bytes: [UInt8], to target: OutputTarget?) throws(Failure) {
    guard let target else {
      let file = OutputFile()
      return try file.write(bytes)
    }
    let file = try OutputFile(target)
    do throws(Failure) {
      try file.write(bytes)
      try file.finish()
    } catch {
      if !target.isDevice { target.removePartial() }
      throw error
    }
  }
}
