// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of a flat JSON object. (`JSONSerialization` may lose the last digit of a number.)
package enum JSONValue: Decodable, Equatable {
  case number(Double)
  case text(String)
  case flag(Bool)
  case null

  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try value.decode(String.self))
    }
  }

  package var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}

extension JSONValue {
  /// Whether a cell of CSV says the same: 1000 and 1000.0 are one number.
  package func isShown(by cell: String) -> Bool {
    if let number { number == Double(cell) } else { description == cell }
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as CSV shows it.
  package var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .text(let text): text
    case .flag(let flag): "\(flag)"
    case .null: ""
    }
  }
}
