// SPDX-License-Identifier: GPL-3.0-or-later

/// Colours that people with any colour vision tell apart, and that differ in grey too; every curve has
/// a dash type of its own besides.
///
/// Source: Okabe, Ito, "Color universal design" (2008). On dark paper they are lighter.
enum PlotInk: CaseIterable {
  case black
  case blue
  case vermilion
  case green
  case purple
  case amber
  case sky
  case yellow

  /// As gnuplot takes it.
  func color(on theme: PlotTheme) -> String {
    let (light, dark) =
      switch self {
      case .black: ("#000000", "#f4f4f4")
      case .blue: ("#0072b2", "#4fb0f0")
      case .vermilion: ("#d55e00", "#ff8a3d")
      case .green: ("#009e73", "#2fcf9f")
      case .purple: ("#cc79a7", "#e59bc4")
      case .amber: ("#e69f00", "#ffbf3f")
      case .sky: ("#56b4e9", "#8fd0f7")
      case .yellow: ("#f0e442", "#f0e442")
      }
    return "rgb '\(theme == .light ? light : dark)'"
  }
}
