// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads a spec from left to right; white space before whatever is read is skipped.
struct SpecScanner {
  /// The whole text.
  let text: String
  private let characters: [Character]
  /// How many characters the text has.
  var length: Int { characters.count }
  /// The next character to read that is not white space.
  private(set) var position = 0

  init(_ text: String) {
    self.text = text
    characters = Array(text)
    skipSpace()
  }

  var isAtEnd: Bool { position == characters.count }

  /// The next character; `nil` at the end.
  var next: Character? { isAtEnd ? nil : characters[position] }

  /// What has not been read.
  var rest: String { String(characters[position...]) }

  /// What has been read since a position, without white space at its end.
  func text(from start: Int) -> String {
    let read = characters[..<position].dropFirst(start)
    return String(read.prefix(through: read.lastIndex { !$0.isWhitespace } ?? start - 1))
  }

  /// Letters, digits and underscores, and where they start.
  mutating func word() -> (text: String, position: Int) {
    take { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// The characters up to a comma, a parenthesis or a bracket, and where they start.
  mutating func argument() -> (text: String, position: Int) {
    take { !",()[]".contains($0) }
  }

  /// Digits, with a point and an exponent where they have one, and where they start.
  ///
  /// A point that another follows is none of the number: `0..1` is an interval.
  mutating func digits() -> (text: String, position: Int) {
    let start = position
    skipDigits()
    if character(0) == ".", character(1) != "." {
      position += 1
      skipDigits()
    }
    if character(0) == "e" || character(0) == "E" {
      let hasSign = character(1) == "+" || character(1) == "-"
      if isDigit(character(hasSign ? 2 : 1)) {
        position += hasSign ? 2 : 1
        skipDigits()
      }
    }
    let text = String(characters[start..<position])
    skipSpace()
    return (text, start)
  }

  /// Reads a character if it is the next one.
  mutating func skip(_ character: Character) -> Bool {
    guard next == character else { return false }
    position += 1
    skipSpace()
    return true
  }

  /// Reads two characters if they are the next ones, with nothing between them.
  mutating func skip(_ first: Character, _ second: Character) -> Bool {
    guard next == first, character(1) == second else { return false }
    position += 2
    skipSpace()
    return true
  }

  /// Whether a digit, or a point before one, is next.
  var isAtNumber: Bool { isDigit(next) || (next == "." && isDigit(character(1))) }

  /// The characters up to the first that does not belong, without white space at their end.
  private mutating func take(while belongs: (Character) -> Bool) -> (String, Int) {
    let start = position
    while position < characters.count, belongs(characters[position]) { position += 1 }
    let taken = text(from: start)
    skipSpace()
    return (taken, start)
  }

  /// The character so many after the next one; `nil` behind the end.
  private func character(_ offset: Int) -> Character? {
    position + offset < characters.count ? characters[position + offset] : nil
  }

  private func isDigit(_ character: Character?) -> Bool {
    character.map { $0.isASCII && $0.isNumber } ?? false
  }

  private mutating func skipDigits() {
    while isDigit(next) { position += 1 }
  }

  private mutating func skipSpace() {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
  }
}
