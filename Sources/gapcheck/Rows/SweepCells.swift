// SPDX-License-Identifier: GPL-3.0-or-later

/// The cells of a sweep: what is computed in each, and its columns.
protocol SweepCells: Sendable {
  associatedtype Columns: Column
  associatedtype Worker: AnyObject & Sendable

  /// How many there are.
  var count: Int { get }

  /// In the order of the output.
  var columns: [Columns] { get }

  /// How many cells a worker computes at a time.
  var chunkSize: Int { get }

  /// All numbers of a cell; a failure is a record too.
  func record(_ index: Int, by worker: Worker) -> Columns.Record

  /// Whether a record has status ok.
  func isOK(_ record: Columns.Record) -> Bool

  /// Workers, each with memory of its own.
  func crew(of count: Int, tolerance: Double) throws -> [Worker]
}
