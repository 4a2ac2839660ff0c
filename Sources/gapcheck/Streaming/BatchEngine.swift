// SPDX-License-Identifier: GPL-3.0-or-later

/// What a batch computes for a row: which columns it reads, and which it adds.
protocol BatchEngine: Sendable {
  associatedtype Results: Column
  associatedtype Worker: AnyObject & Sendable

  /// The names of the columns that are read.
  var inputs: [String] { get }

  /// Whether the inputs are numbers: text in quotes is then none.
  var readsNumbers: Bool { get }

  /// The columns that are added, or computed anew.
  var results: [Results] { get }

  /// The numbers of a row; a failure is a record too.
  ///
  /// - Parameter text: the text of the input at an index; `nil` where the row has none.
  func record(_ text: (Int) -> String?, by worker: Worker) -> Results.Record

  /// The record of a row that could not be read.
  func invalid(_ reason: String) -> Results.Record

  /// Whether a record has status ok.
  func isOK(_ record: Results.Record) -> Bool

  /// Workers, each with memory of its own.
  func crew(of count: Int, tolerance: Double) throws -> [Worker]
}
