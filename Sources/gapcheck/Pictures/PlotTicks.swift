// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Ticks of a logarithmic axis.
///
/// gnuplot's own label powers of ten only: over less than two decades that is one label, or none.
enum PlotTicks {
  /// The ticks from `low` to `high`, as the argument of `set xtics`.
  static func logarithmic(from low: Double, to high: Double, areLabelled: Bool = true) -> String {
    let decades = log10(high / low)
    guard decades.isFinite, decades > 0 else { return "autofreq" }
    let digits = decades < 0.7 ? [1, 1.5, 2, 3, 4, 5, 6, 8] : decades < 2.2 ? [1, 2, 5] : [1.0]
    let step = max(1, Int((decades / 6).rounded(.up)))
    let first = Int(log10(low).rounded(.down))
    let last = Int(log10(high).rounded(.up))
    var ticks: [String] = []
    for power in first...last {
      // As a text: pow(10, −1) need not be the nearest double.
      guard let decade = Double("1e\(power)"), decade.isNormal else { continue }
      for digit in 1...9 where decades < 8 {
        let value = Double(digit) * decade
        if low <= value, value <= high { ticks.append("'' \(value) 1") }
      }
      guard power.isMultiple(of: step) else { continue }
      for digit in digits where low <= digit * decade && digit * decade <= high {
        let value = Double("\(digit)e\(power)") ?? digit * decade
        ticks.append("'\(areLabelled ? PlotText.short(value) : "")' \(value) 0")
      }
    }
    return ticks.isEmpty ? "autofreq" : "(\(ticks.joined(separator: ", ")))"
  }
}
