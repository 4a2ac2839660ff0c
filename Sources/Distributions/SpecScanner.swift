// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads a spec from left to right; white space before whatever is read is skipped.
struct SpecScanner {
  private let text: String
  private let characters: [Character]
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

  func error(at position: Int, _ problem: DistributionSpecError.Problem) -> DistributionSpecError {
    DistributionSpecError(text: text, position: position, problem: problem)
  }

  /// Letters, digits and underscores, and where they start.
  mutating func word() -> (text: String, position: Int) {
    take { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// A number, and where it starts.
  mutating func number() throws(DistributionSpecError) -> (value: Double, position: Int) {
    let (text, start) = take { !",()[]".contains($0) }
    guard let value = Double(text) else { throw error(at: start, .notANumber(text)) }
    return (value, start)
  }

  /// Reads a character if it is the next one.
  mutating func skip(_ character: Character) -> Bool {
    guard next == character else { return false }
    position += 1
    skipSpace()
    return true
  }

  /// Reads a character that has to be the next one.
  mutating func expect(_ character: Character) throws(DistributionSpecError) {
    guard skip(character) else { throw error(at: position, .missing(character)) }
  }

  /// The characters up to the first that does not belong, without white space at their end.
  private mutating func take(while belongs: (Character) -> Bool) -> (String, Int) {
    let start = position
    var end = start
    while position < characters.count, belongs(characters[position]) {
      position += 1
      if !characters[position - 1].isWhitespace { end = position }
    }
    skipSpace()
    return (String(characters[start..<end]), start)
  }

  private mutating func skipSpace() {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
  }
}
