// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import VariationalGap

/// Numbers and verdicts in text of any style.
enum NumberText {
  /// Two digits: enough for a difference, as in "3.8e-17".
  static func short(_ value: Double) -> String {
    let parts = String(format: "%.1e", value).split(separator: "e")
    if value == 0 { return "0" }
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
    return "\(parts[0])e\(exponent)"
  }

  /// What a verdict about two numbers rests on, as in "differ by 3.8e-17, their bounds allow 8.7e-15".
  ///
  /// - Parameter written: how a number is written there.
  static func difference(
    of value: Double, allowed: Double, written: (Double) -> String = short
  ) -> String {
    "differ by \(written(abs(value))), their bounds allow \(written(allowed))"
  }

  /// A probability in percent, as in "2.5 %".
  static func percent(_ value: Double) -> String { String(format: "%g %%", 100 * value) }

  /// A verdict in a word.
  static func mark(_ verdict: Verdict) -> String {
    switch verdict {
    case .yes: "yes"
    case .no: "NO"
    case .cannotTell: "cannot tell"
    }
  }
}
