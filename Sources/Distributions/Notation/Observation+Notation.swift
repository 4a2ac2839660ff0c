// SPDX-License-Identifier: GPL-3.0-or-later

/// A text that is no observation.
public enum ObservationNotationError: Error, Sendable, Hashable {
  /// Neither a finite number nor an interval.
  case notAnObservation(String)
  /// A number other than 0 that is nearer to 0 than any double.
  case tooSmall(String)
  /// A whole number that would be rounded to another one.
  case rounded(String)
  /// The ends are not in ascending order.
  case descending(String)
  /// A count follows, as behind an axis.
  case count(String)
}

extension ObservationNotationError: CustomStringConvertible {
  /// What was wrong, with the text, and what would be right.
  public var description: String {
    switch self {
    case .notAnObservation(let text):
      "must be a finite number, "
        + (text.contains("..") ? "or an interval such as 3..5 or 2..inf, got " : "got ")
        + (text.isEmpty ? "nothing" : "'\(text)'")
    case .tooSmall(let text): "is '\(text)', which is not 0, and no double is as near to 0"
    case .rounded(let text):
      "is '\(text)', a whole number that no double holds: it would be rounded to another, "
        + "as numbers above 2^53 = 9007199254740992 may be"
    case .descending(let text):
      "must be an interval with its ends in ascending order, got '\(text)'"
    case .count(let text):
      "is an interval, which has no count: '\(text)' would be an axis, and only sweep has one"
    }
  }
}

extension Observation {
  /// Reads a number such as `0.3`, or an interval such as `3..5`, `2..inf` or `-inf..0`.
  ///
  /// - Throws: ``ObservationNotationError``.
  public init(notation text: String) throws(ObservationNotationError) {
    func trimmed(_ part: Substring) -> String {
      String(part.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
    let whole = trimmed(text[...])
    func number(_ text: String) throws(ObservationNotationError) -> Double? {
      guard !Double.isTooSmall(text) else { throw .tooSmall(text) }
      guard !Double.isRounded(whole: text) else { throw .rounded(text) }
      return Double(notation: text)
    }
    // 1...5 could be 1 to 5, or 1 to 0.5.
    guard !whole.contains("...") else { throw .notAnObservation(whole) }
    guard let dots = whole.firstRange(of: "..") else {
      guard let value = try number(whole), value.isFinite else {
        throw .notAnObservation(whole)
      }
      self = .value(value)
      return
    }
    let (first, last) = (trimmed(whole[..<dots.lowerBound]), trimmed(whole[dots.upperBound...]))
    guard !last.contains(":") else { throw .count(whole) }
    // A number, or an infinity; NaN is none.
    guard let lower = try number(first), let upper = try number(last), !lower.isNaN,
      !upper.isNaN
    else {
      throw .notAnObservation(whole)
    }
    guard lower <= upper, lower < .infinity, upper > -.infinity else { throw .descending(whole) }
    self = .interval(from: lower, to: upper)
  }
}
