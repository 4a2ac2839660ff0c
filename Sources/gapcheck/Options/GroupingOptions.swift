// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The options that give the rows of a table more than one latent.
struct GroupingOptions: ParsableArguments {
  @Option(
    help: "The column of groups: each value of it has a latent and results of its own.",
    completion: ColumnCompletion.ofData)
  var group: String?

  @Flag(
    help: "Give every row of the table, or in maximize every number of --x, a latent of its own.")
  var eachRow = false

  /// Whether there are any.
  var isGiven: Bool { group != nil || eachRow }

  /// How the rows fall into groups.
  enum Grouping: Equatable {
    case none
    case column(String)
    case rows
  }

  /// How they are asked to fall.
  ///
  /// - Throws: `ValidationError` for two ways at once.
  func grouping() throws -> Grouping {
    guard group == nil || !eachRow else {
      throw ValidationError("--each-row makes a group of every row: give it without --group")
    }
    return eachRow ? .rows : group.map(Grouping.column) ?? .none
  }

  /// The same, where without a table there are no groups.
  ///
  /// - Parameter data: the table, if there is one.
  /// - Throws: `ValidationError`.
  func grouping(of data: String?) throws -> Grouping {
    let grouping = try grouping()
    guard data != nil || grouping == .none else {
      throw ValidationError("\(eachRow ? "--each-row" : "--group") is about the rows of --data")
    }
    return grouping
  }
}
