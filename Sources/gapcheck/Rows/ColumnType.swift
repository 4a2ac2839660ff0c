// SPDX-License-Identifier: GPL-3.0-or-later

/// The type of a column, by its name in Spark.
enum ColumnType: String, Sendable {
  case number = "double"
  case integer = "bigint"
  case text = "string"
  case flag = "boolean"
  case numbers = "array<double>"
  case quantiles = "array<struct<probability:double,value:double,error:double>>"

  /// The type as Spark's `DataType.fromJson` has it.
  var json: String {
    func structure(_ names: [String]) -> String {
      let fields = names.map { TableSchema.json(name: $0, type: #""double""#) }
      return #"{"type":"struct","fields":[\#(fields.joined(separator: ","))]}"#
    }
    func array(_ element: String) -> String {
      #"{"type":"array","elementType":\#(element),"containsNull":true}"#
    }
    return switch self {
    case .integer: #""long""#
    case .number, .text, .flag: "\"\(rawValue)\""
    case .numbers: array(#""double""#)
    case .quantiles: array(structure(["probability", "value", "error"]))
    }
  }
}
