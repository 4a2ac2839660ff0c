// SPDX-License-Identifier: GPL-3.0-or-later

extension SpecScanner {
  func error(at position: Int, _ problem: SpecProblem) -> SpecError {
    SpecError(text: text, position: position, problem: problem)
  }

  /// Reads a character that has to be the next one.
  mutating func expect(_ character: Character) throws(SpecError) {
    guard skip(character) else { throw error(at: position, .missing(character)) }
  }
}
