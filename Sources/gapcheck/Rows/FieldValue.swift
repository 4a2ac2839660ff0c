// SPDX-License-Identifier: GPL-3.0-or-later

/// A value in a row.
enum FieldValue {
  case number(Double)
  case integer(Int)
  case text(String)
  case flag(Bool)
  /// An array; in CSV one cell, with blanks between the values.
  case list([FieldValue])
  /// An object; of JSON alone.
  case object([(name: String, value: FieldValue)])
  /// Nothing: null, or an empty cell.
  case missing

  static func number(_ value: Double?) -> FieldValue { value.map(FieldValue.number) ?? .missing }

  static func text(_ value: String?) -> FieldValue { value.map(FieldValue.text) ?? .missing }

  /// The texts that are there, separated by semicolons.
  static func texts(_ texts: [String?]) -> FieldValue {
    let texts = texts.compactMap { $0 }
    return texts.isEmpty ? .missing : .text(texts.joined(separator: "; "))
  }

  static func flag(_ value: Bool?) -> FieldValue { value.map(FieldValue.flag) ?? .missing }
}
