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
