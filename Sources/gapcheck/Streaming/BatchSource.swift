// SPDX-License-Identifier: GPL-3.0-or-later

/// The rows that a batch reads, and the table that they make.
///
/// Unchecked: one piece is asked for at a time.
final class BatchSource: @unchecked Sendable {
  /// Lines, and whether none comes before them.
  struct Piece: Sendable {
    let lines: ArraySlice<UInt8>
    let isFirst: Bool
  }

  let table: any BatchTable
  private let reader: LineReader
  private var pending: ArraySlice<UInt8>
  private var items: JSONItems?
  private var isFirst = true

  private init(
    _ table: any BatchTable, _ pending: ArraySlice<UInt8>, _ reader: LineReader,
    items: JSONItems? = nil
  ) {
    (self.table, self.pending, self.reader, self.items) = (table, pending, reader, items)
  }

  /// Some lines; `nil` at the end.
  func next(_ count: Int) async throws -> Piece? {
    while pending.isEmpty {
      guard let lines = try await BatchSource.lines(of: reader, &items) else { return nil }
      pending = lines
    }
    defer { isFirst = false }
    return Piece(lines: pending.popLines(count), isFirst: isFirst)
  }

  /// The next lines, of an array its items.
  private static func lines(
    of reader: LineReader, _ items: inout JSONItems?
  ) async throws -> ArraySlice<UInt8>? {
    guard let block = try await reader.next() else {
      try items?.finish()
      return nil
    }
    return try items?.lines(of: block[...])[...] ?? block[...]
  }

  // MARK: The beginning

  /// Tells by its first lines what the input is, where the command line does not say so.
  ///
  /// What begins with `{` is NDJSON, and with `[` an array. Anything else is CSV, if it is a header with
  /// the columns that are needed, or if the next line does not begin with `{`: then it is a bad line of
  /// NDJSON. So much has to be read before the first row is computed, and no more.
  ///
  /// - Parameter given: what the command line gives, of every row.
  /// - Returns: `nil` where there is nothing but white space.
  static func open(
    _ reader: LineReader, _ options: InputOptions, given: BatchGiven
  ) async throws -> BatchSource? {
    var text = try await reader.next()?[...] ?? []
    text = text.droppingByteOrderMark
    if let names = options.columns {
      return BatchSource(
        try BatchCSV(header: names, isShown: !options.noHeader, given: given), text, reader)
    }
    switch options.inputFormat {
    case .ndjson:
      // Each row stands for itself: the first of a partition is any.
      return BatchSource(BatchNDJSON(first: [], given: given, isArray: false), text, reader)
    case .json: return try await array(text, reader, given)
    case .csv, nil: break
    }
    var block = text
    while block.isBlank {
      guard let next = try await reader.next() else { return nil }
      block = next[...]
      text += block
      guard text.count <= LineReader.longestLine else { throw LineReader.Failure.endlessLine }
    }
    let start = text.droppingWhiteSpace
    let isOpen = options.inputFormat == nil
    if isOpen, start.first == UInt8(ascii: "{") { return ndjson(text, reader, given) }
    if isOpen, start.first == UInt8(ascii: "[") { return try await array(text, reader, given) }
    let (header, end) = start.firstLine
    let headerEnd = end - text.startIndex
    do throws(HeaderError) {
      let table = try BatchCSV(header: header, isShown: !options.noHeader, given: given)
      return BatchSource(table, text.dropFirst(headerEnd), reader)
    } catch {
      if isOpen, headerEnd == text.count, let block = try await reader.next() { text += block }
      let next = text.dropFirst(headerEnd).drop { $0 == 0x20 || $0 == 0x09 }
      guard isOpen, next.first == UInt8(ascii: "{") else { throw error.explained(by: header) }
      return ndjson(text, reader, given)
    }
  }

  private static func ndjson(
    _ text: ArraySlice<UInt8>, _ reader: LineReader, _ given: BatchGiven
  ) -> BatchSource {
    BatchSource(
      BatchNDJSON(first: text.droppingWhiteSpace.firstLine.line, given: given, isArray: false),
      text, reader)
  }

  private static func array(
    _ text: ArraySlice<UInt8>, _ reader: LineReader, _ given: BatchGiven
  ) async throws -> BatchSource {
    var items: JSONItems? = JSONItems()
    var lines = try items?.lines(of: text)[...] ?? []
    while lines.isEmpty, let block = try await BatchSource.lines(of: reader, &items) {
      lines = block
    }
    return BatchSource(
      BatchNDJSON(first: lines.droppingWhiteSpace.firstLine.line, given: given, isArray: true),
      lines, reader, items: items)
  }
}
