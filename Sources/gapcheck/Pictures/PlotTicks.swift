// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Ticks of an axis.
///
/// gnuplot's own label powers of ten only where the axis is logarithmic: over less than two decades that is one
/// label, or none. Elsewhere they may have one label for two ticks.
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
    var labels = 0
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
        labels += 1
      }
    }
    guard labels > 1 else { return even(from: low, to: high, areLabelled: areLabelled) }
    return "(\(ticks.joined(separator: ", ")))"
  }

  /// Ticks at even distances, with as many digits as tell them apart; `origin` is what the labels count from.
  static func even(
    from low: Double, to high: Double, areLabelled: Bool = true, origin: Double = 0
  ) -> String {
    let rough = (high - low) / 8
    guard rough > 0, rough.isFinite else { return "autofreq" }
    let power = Int(log10(rough).rounded(.down))
    let decade = Double("1e\(power)") ?? rough
    let step = ([1, 2, 5, 10].first { $0 * decade >= rough } ?? 10) * decade
    let first = ((low - origin) / step).rounded(.up)
    let last = ((high - origin) / step).rounded(.down)
    guard first.isFinite, last - first < 20, abs(first) < 1e15, abs(last) < 1e15 else {
      return "autofreq"
    }
    let decimals = max(0, step == 10 * decade ? -power - 1 : -power)
    var ticks: [String] = []
    var index = first
    while index <= last {
      let value = index * step
      let needsAll = abs(index) >= 1000 || (decimals < 6 && abs(value) < 1e6)
      let label = needsAll ? PlotText.fixed(value, decimals: decimals) : PlotText.short(value)
      ticks.append("'\(areLabelled ? label : "")' \(origin + index * step) 0")
      index += 1
    }
    return "(\(ticks.joined(separator: ", ")))"
  }
}
