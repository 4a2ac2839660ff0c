// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The options that give the rows of a table more than one latent.
struct GroupingOptions: ParsableArguments {
  @Option(
    help: "The column of groups: a latent of its own for each value of it, and a row of results.",
    completion: ColumnCompletion.ofData)
  var group: String?

  @Flag(help: "Give every row of the table a latent of its own.")
  var eachRow = false

  /// How the rows fall into groups.
  enum Grouping: Equatable {
    case none
    case column(String)
    case rows
  }

  /// Refuses options that do not go together.
  ///
  /// - Parameter data: the table, if there is one.
  /// - Throws: `ValidationError`.
  func grouping(of data: String?) throws -> Grouping {
    guard group == nil || !eachRow else {
      throw ValidationError("--each-row makes a group of every row: give it without --group")
    }
    let grouping: Grouping = eachRow ? .rows : group.map(Grouping.column) ?? .none
    guard data != nil || grouping == .none else {
      throw ValidationError("\(eachRow ? "--each-row" : "--group") is about the rows of --data")
    }
    return grouping
  }
}
