// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Foundation

/// Numbers on the command line: read as text, so that a wrong one can be shown with what would be
/// right.
enum NumberArgument {
  /// A finite number: a decimal one, or a fraction as in specs, such as 1/3.
  static func finite(_ text: String, _ name: String) throws -> Double {
    guard let value = number(text), value.isFinite else {
      throw problem(text, name, "a finite number")
    }
    return value
  }

  /// A positive, finite number.
  static func positive(_ text: String, _ name: String) throws -> Double {
    guard let value = number(text), value > 0, value.isFinite else {
      throw problem(text, name, "a positive finite number")
    }
    return value
  }

  private static func number(_ text: String) -> Double? {
    let parts = text.trimmingCharacters(in: .whitespaces)
      .split(separator: "/", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double(notation: String($0)) }
    guard numbers.count == parts.count, let first = numbers.first else { return nil }
    return switch numbers.count {
    case 1: first
    case 2: first / numbers[1]
    default: nil
    }
  }

  private static func problem(_ text: String, _ name: String, _ right: String) -> ValidationError {
    ValidationError(
      "\(name) must be \(right), got \(text.isEmpty ? "nothing" : text)" + hint(text))
  }

  /// What was probably meant by a number of another keyboard or country.
  private static func hint(_ text: String) -> String {
    if Double.isTooSmall(text) { return "; it is not 0, and no double is as near to 0" }
    let point = text.replacingOccurrences(of: ",", with: ".")
    if point != text, text.wholeMatch(of: /-?[1-9][0-9]{0,2}(,[0-9]{3})+/) != nil {
      let whole = text.replacingOccurrences(of: ",", with: "")
      return "; thousands have no comma, as in \(whole), and decimals stand behind a point"
    }
    if point != text, Double(notation: point) != nil {
      return "; decimals stand behind a point, as in \(point)"
    }
    if text.hasSuffix("%"), let percent = Double(notation: String(text.dropLast())) {
      return "; of a hundred, as in \(percent / 100)"
    }
    if text.contains("..") { return "; an axis is for 'gapcheck sweep' and 'gapcheck plot gap'" }
    let minus = String(text.map { "−–—".contains($0) ? "-" : $0 })
    if minus != text, number(minus) != nil {
      return "; its minus is not the one of the keyboard, as in \(minus)"
    }
    return ""
  }

  /// Numbers with commas between them.
  static func list<Number>(
    _ text: String, _ name: String, _ read: (String, String) throws -> Number
  ) throws -> [Number] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map {
      try read($0.trimmingCharacters(in: .whitespaces), name)
    }
  }

  /// Whole numbers with commas between them.
  static func counts(
    _ text: String, _ name: String, from least: Int = 1, upTo most: Int
  ) throws -> [Int] {
    try list(text, name) { text, name in
      guard let count = Int(text), least <= count, count <= most else {
        throw problem(text, name, "whole numbers from \(least) to \(most)")
      }
      return count
    }
  }
}
