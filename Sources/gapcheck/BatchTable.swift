// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import VariationalGap

/// Rows of text with columns theta, x and phi, and how the results are put beside them.
protocol BatchTable: Sendable {
  /// What stands before the rows of the output; empty for nothing.
  var opening: [UInt8] { get }

  /// The results of one line are appended to `row`, with a line break.
  ///
  /// - Returns: whether the row has status ok.
  func append(
    line: ArraySlice<UInt8>, by worker: PointWorker, to row: inout RowText
  ) -> Bool
}

extension BatchTable {
  /// The rows of a block of lines; blank lines are passed over.
  func rows(_ block: ArraySlice<UInt8>, by worker: PointWorker) -> Chunk {
    var chunk = Chunk()
    chunk.text.reserveCapacity(block.count * 4)
    var start = block.startIndex
    while start < block.endIndex {
      let end = block[start...].firstIndex(of: UInt8(ascii: "\n")) ?? block.endIndex
      var line = block[start..<end]
      start = end + 1
      if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
      guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      chunk.rows += 1
      if !append(line: line, by: worker, to: &chunk.text) { chunk.failedRows += 1 }
    }
    return chunk
  }
}

/// A point, read from the text of a row.
enum BatchPoint {
  /// The record of a point given as text; a text that is no number gives a record that says so.
  static func record(
    theta: String?, x: String?, phi: String?, by worker: PointWorker
  ) -> ExerciseRecord {
    func number(_ text: String?) -> Double {
      // Nearly every cell is a number as it stands.
      text.flatMap { Double($0) ?? Double($0.trimmingCharacters(in: .whitespaces)) } ?? .nan
    }
    let values = (theta: number(theta), x: number(x), phi: number(phi))
    func invalid(_ name: String, _ text: String?, _ requirement: String) -> ExerciseRecord {
      ExerciseRecord(
        theta: values.theta, x: values.x, phi: values.phi,
        invalid: "\(name) must be \(requirement), got \(text.map { "'\($0)'" } ?? "nothing")")
    }
    guard values.theta > 0, values.theta.isFinite else {
      return invalid("theta", theta, "a positive finite number")
    }
    guard values.x.isFinite else { return invalid("x", x, "a finite number") }
    guard values.phi > 0, values.phi.isFinite else {
      return invalid("phi", phi, "a positive finite number")
    }
    return worker.record(theta: values.theta, x: values.x, phi: values.phi)
  }
}
