// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// Names and types of columns.
struct TableSchema {
  /// `--schema`: how a schema is written.
  enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// An object as Spark's `StructType.fromJson` reads it.
    case json
    /// Spark's DDL, as its `schema(…)` and `mapInPandas` take it.
    case ddl
  }

  let columns: [(name: String, type: ColumnType)]

  /// The schema as a line of text.
  func text(_ format: Format) -> String {
    switch format {
    case .json:
      let fields = columns.map { TableSchema.json(name: $0.name, type: $0.type.json) }
      return #"{"type":"struct","fields":[\#(fields.joined(separator: ","))]}"#
    case .ddl:
      return columns.map { "\(TableSchema.quoted($0.name)) \($0.type.rawValue)" }
        .joined(separator: ", ")
    }
  }

  /// A field as JSON.
  static func json(name: String, type: String) -> String {
    var text = RowText()
    text.write(#"{"name":"#)
    text.appendString(name)
    text.write(#","type":\#(type),"nullable":true,"metadata":{}}"#)
    return text.string
  }

  private static func quoted(_ name: String) -> String {
    "`\(name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``"))`"
  }
}
