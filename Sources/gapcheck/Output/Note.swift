// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Synchronization

/// What standard error says of input that is taken, but may have been meant otherwise; once in a run.
///
/// While the command line is read it is held back: of one that is not taken it is said with what else is wrong.
enum Note {
  private static let isShown = Atomic(false)
  private static let held = Mutex<[String]?>([])

  /// What was held back; from now on what there is to say is said at once.
  static func takeHeld() -> [String] {
    held.withLock { held in
      defer { held = nil }
      return held ?? []
    }
  }

  private static func show(_ note: String) {
    let isHeld = held.withLock { held in
      held?.append(note)
      return held != nil
    }
    if !isHeld { StandardError.write(note) }
  }

  /// Says that the second argument of `N` is the standard deviation, where that makes a difference.
  static func ambiguousNormal(in spec: String) {
    guard spec.utf8.contains(UInt8(ascii: "N")), !isShown.load(ordering: .relaxed) else { return }
    let (_, arguments, _) = SpecTemplate.arguments(of: spec)
    guard arguments.count == 2, let name = try? FamilyName(ofSpec: spec), name.isAmbiguous
    else { return }
    let (first, second) = (SpecTemplate.compact(arguments[0]), SpecTemplate.compact(arguments[1]))
    guard !second.contains("="), !second.contains(".."), Double(second) != 1 else { return }
    guard !isShown.exchange(true, ordering: .relaxed) else { return }
    show(
      "gapcheck: N(\(first), \(second)) has the standard deviation \(second); "
        + "if that is the variance, write N(\(first), sqrt(\(second)))")
  }

  /// Says that a log density is a logarithm, where it is written as the exponential of something.
  static func exponential(in logDensity: String, _ option: String) {
    let text = logDensity.filter { !$0.isWhitespace }
    var depth = 0
    let end = text.firstIndex { character in
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      return character == ")" && depth == 0
    }
    guard text.hasPrefix("exp("), let end, text.index(after: end) == text.endIndex,
      !isShown.exchange(true, ordering: .relaxed)
    else { return }
    show(
      "gapcheck: \(option) is the logarithm of a density; if \(logDensity) is the density itself, "
        + "write \(text[..<end].dropFirst(4))")
  }

  /// Says that two whole numbers with a comma between are two observations, where they look like a decimal
  /// number: 0,3 or 1,25.
  static func decimalComma(in observations: String) {
    let parts = observations.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let whole = Int(parts[0]), Int(parts[1]) != nil,
      whole == 0 || parts[1].count > 1, parts[1].allSatisfy(\.isNumber),
      !isShown.exchange(true, ordering: .relaxed)
    else { return }
    show(
      "gapcheck: --x \(observations) is two observations; if a decimal number was meant, "
        + "write \(parts.joined(separator: "."))")
  }
}
