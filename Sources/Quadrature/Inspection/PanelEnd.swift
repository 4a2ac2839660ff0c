// SPDX-License-Identifier: GPL-3.0-or-later

/// The values at the two nodes next to an end of a panel.
struct PanelEnd {
  var outer = 0.0
  var inner = 0.0

  /// Whether the value at the end itself does not continue the two: there may be a jump in between.
  func breaks(with value: Double) -> Bool { gap(to: value) > 0.5 * abs(inner - outer) }

  /// The difference of the value at the end from the one next to it.
  func gap(to value: Double) -> Double { abs(value - outer) }
}
