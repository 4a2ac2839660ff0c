// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Claims in a text: NDJSON, a JSON array, or CSV with a header.
enum ClaimTable {
  /// The claims, in their order; of a row that cannot be read, why.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - needed: the columns that CSV must have.
  /// - Throws: ``HeaderError``, ``JSONItems/Failure``, ``Fault``.
  static func read(
    _ bytes: [UInt8], needed: [String]
  ) throws -> [Result<Claim, Claim.Fault>] {
    if let fault = TextEncoding.fault(of: bytes[...]) { throw Fault.encoding(fault) }
    let claims = try rows(bytes[...].droppingByteOrderMark.droppingWhiteSpace, needed: needed)
    guard !claims.isEmpty else { throw Fault.noRows(needed: needed) }
    return claims
  }

  /// Why a text has no claims.
  enum Fault: ExitStatusError, CustomStringConvertible {
    case encoding(String)
    case noRows(needed: [String])

    var exitStatus: Int32 { 65 }

    var description: String {
      switch self {
      case .encoding(let fault): "the input must be text in UTF-8, and is \(fault)"
      case .noRows(let needed):
        "there must be a row with a model"
          + needed.map { ", \($0)" }.joined()
          + #", as {"q":"gamma(3, 2)","p":"gamma(2, 1)""#
          + (needed.isEmpty ? "" : #","quantity":"kl","value":0.27"#) + "}, got nothing"
      }
    }
  }

  private static func rows(
    _ text: ArraySlice<UInt8>, needed: [String]
  ) throws -> [Result<Claim, Claim.Fault>] {
    switch text.first.map(Unicode.Scalar.init) {
    case "[":
      var items = JSONItems()
      let lines = try items.lines(of: text)
      try items.finish()
      return lines[...].lines.map(object)
    case "{": return text.lines.filter { !$0.isBlank }.map(object)
    case nil: return []
    default:
      let (header, end) = text.firstLine
      let names = CSVLine(header).names
      for name in needed {
        do throws(HeaderError) {
          _ = try HeaderError.position(of: name, in: names)
        } catch {
          throw error.explained(by: header)
        }
      }
      try HeaderError.checkNames(names)
      return text[end...].lines.filter { !$0.isBlank }.map { cells($0, names) }
    }
  }

  private static func object(_ line: ArraySlice<UInt8>) -> Result<Claim, Claim.Fault> {
    guard let object = JSONObject(line) else {
      return .failure(Claim.Fault(description: "a claim must be a JSON object"))
    }
    var cells: [String: String] = [:]
    for member in object.members where !object.bytes[member.value].elementsEqual("null".utf8) {
      guard cells[member.name] == nil else {
        return .failure(
          Claim.Fault(description: "the object must have one member '\(member.name)', got more"))
      }
      cells[member.name] = object.text(of: member.name, isList: true)
    }
    return .success(Claim(cells: cells))
  }

  private static func cells(
    _ line: ArraySlice<UInt8>, _ names: [String]
  ) -> Result<Claim, Claim.Fault> {
    let row = CSVLine(line)
    guard row.isClosed, row.cells.count == names.count else {
      return .failure(
        Claim.Fault(
          description:
            "the row must have \(names.count) cells, as the header, and closed quotes, got "
            + "\(row.cells.count): a spec with a comma stands in quotes, as in \"normal(0, 1)\""))
    }
    let texts = row.cells.indices.map { row.text($0).trimmingCharacters(in: .whitespaces) }
    return .success(
      Claim(
        cells: Dictionary(
          zip(names, texts).filter { !$0.0.isEmpty && !$0.1.isEmpty },
          uniquingKeysWith: { a, _ in a })))
  }
}
