// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The colours of a picture, but for those of its curves.
enum PlotTheme: String, CaseIterable, ExpressibleByArgument {
  case light
  case dark

  /// What is behind everything; that of the dark report.
  var paper: String { of("#ffffff", "#16181c") }
  /// Text.
  var text: String { of("#1b1b1b", "#e8e8e8") }
  /// Text that explains other text, and helping lines.
  var quiet: String { of("#4d4d4d", "#b4b8bf") }
  /// The lines of axes.
  var axis: String { of("#444444", "#8b9099") }
  /// Lines across a panel.
  var grid: String { of("#dddddd", "#33373e") }
  /// The posterior's mass.
  var mass: String { of("#cfe4f2", "#1d3d52") }
  /// The gap.
  var gap: String { of("#f6d7a0", "#5f4614") }
  /// What is neither.
  var neutral: String { of("#d9d9d9", "#4a4f58") }

  private func of(_ light: String, _ dark: String) -> String { self == .light ? light : dark }
}
