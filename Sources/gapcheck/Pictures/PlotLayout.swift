// SPDX-License-Identifier: GPL-3.0-or-later

/// Where things stand in a picture, in shares of its height and width: gnuplot's own layout makes no
/// room for long titles and keys.
struct PlotLayout {
  /// The height of a line of text. That of SVG is the largest of the files.
  let line: Double

  private let isCharacters: Bool

  init(_ medium: PlotTerminal) {
    isCharacters = medium.isCharacters
    line =
      if case .characters(_, let lines, _) = medium { 1 / Double(lines) } else {
        PlotLayout.lineHeight / PlotLayout.height
      }
  }

  /// The width of a picture, in SVG's units.
  static let width = 640.0
  /// Its height.
  static let height = 680.0
  private static let lineHeight = 22.0

  /// Margins below so many lines of title and key, and above so many of a key.
  func vertical(linesAbove: Int, linesBelow: Int) -> [String] {
    vertical(top: top(linesAbove), bottom: bottom(linesBelow))
  }

  /// Margins at given heights.
  func vertical(top: Double, bottom: Double) -> [String] {
    ["set tmargin at screen \(top)", "set bmargin at screen \(bottom)"]
  }

  /// Below so many lines of title and key, and the space that gnuplot puts around them.
  func top(_ lines: Int) -> Double { 1 - (Double(lines) + 1.9) * line }

  /// Above the numbers and the name of an axis, and so many lines of a key.
  func bottom(_ lines: Int = 0) -> Double { (Double(lines) * 1.05 + 3.7) * line }

  /// Room for numbers and a name at the left.
  static let sides = ["set lmargin at screen 0.18", "set rmargin at screen 0.96"]

  /// The name of the axis at the left, centred at a height.
  ///
  /// gnuplot's own goes off the picture where the numbers are long.
  func leftName(_ text: String, at height: Double) -> String {
    isCharacters
      ? "set ylabel \(PlotText.quoted(text))"
      : "set label 90 \(PlotText.quoted(text)) at screen 0.03, screen \(height) center rotate by 90"
  }
}
