// SPDX-License-Identifier: GPL-3.0-or-later

/// Colours that people with any colour vision tell apart, and that differ in grey too; every curve has
/// a dash type of its own besides.
///
/// Source: Okabe, Ito, "Color universal design" (2008).
enum PlotInk: String, CaseIterable {
  case black = "#000000"
  case blue = "#0072b2"
  case vermilion = "#d55e00"
  case green = "#009e73"
  case purple = "#cc79a7"
  case amber = "#e69f00"
  case sky = "#56b4e9"
  case yellow = "#f0e442"

  /// As gnuplot takes it.
  var color: String { "rgb '\(rawValue)'" }
}
