// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What a picture is drawn on, and where things stand on it: one geometry in units from the upper left corner, so
/// that a picture looks the same in every format. Of a terminal the units are its characters.
struct PlotCanvas: Hashable {
  let terminal: PlotTerminal
  let theme: PlotTheme
  private let size: PlotSize

  init(_ terminal: PlotTerminal, size: PlotSize = .standard, theme: PlotTheme = .light) {
    (self.terminal, self.size, self.theme) = (terminal, size, theme)
  }

  /// SVG of the standard size.
  static let svg = PlotCanvas(.svg)

  /// Whether there are only characters to draw with: no areas, and no room for long labels.
  var isCharacters: Bool { if case .characters = terminal { true } else { false } }

  /// In units.
  var width: Double {
    if case .characters(let columns, _, _) = terminal { return Double(columns) }
    return (Double(size.width) / size.scale).rounded()
  }

  /// In units.
  var height: Double {
    if case .characters(_, let lines, _) = terminal { return Double(lines) }
    return (Double(size.height) / size.scale).rounded()
  }

  /// From one line of text to the next.
  var line: Double { isCharacters ? 1 : 18 }

  /// The width of a letter, on the average of a text.
  var letter: Double { isCharacters ? 1 : 7.1 }

  /// What is left free at the edges.
  var margin: Double { isCharacters ? 1 : 14 }

  /// gnuplot's words for a place; `y` from above.
  func place(_ x: Double, _ y: Double) -> String { "screen \(x / width), screen \(1 - y / height)" }

  /// gnuplot's command for words at a place; `y` from above.
  func label(
    _ words: String, _ x: Double, _ y: Double, _ anchor: String = "left", color: String
  ) -> String {
    "set label \(PlotText.quoted(words)) at \(place(x, y)) \(anchor) front textcolor rgb '\(color)'"
  }

  /// gnuplot's command. Text is taken to the letter: `noenhanced`.
  var command: String {
    let scale = size.scale
    let (width, height) = (Int(width), Int(height))
    return switch terminal {
    case .svg:
      "set terminal svg size \(width),\(height) dynamic noenhanced font 'Helvetica,14' "
        + "background '\(theme.paper)'"
    case .png:
      "set terminal pngcairo size \(size.width),\(size.height) noenhanced font 'Helvetica,14' "
        + "fontscale \(0.75 * scale) linewidth \(scale) pointscale \(scale) "
        + "background '\(theme.paper)'"
    case .pdf:
      "set terminal pdfcairo size \(Double(width) / 100)in,\(Double(height) / 100)in noenhanced "
        + "font 'Helvetica,16' linewidth 1.5 background '\(theme.paper)'"
    case .characters(let columns, let lines, let isColored):
      "set terminal dumb noenhanced size \(columns),\(lines) \(isColored ? "ansi256" : "mono")"
    }
  }

  /// What moves the numbers of an axis up to it: in SVG gnuplot has them lower than elsewhere.
  var numberOffset: String { terminal == .svg ? " offset screen 0, \(13 / height)" : "" }

  /// The font of a heading, as an option of a label.
  var headingFont: String {
    switch terminal {
    case .svg, .png: " font ',16'"
    case .pdf: " font ',18'"
    case .characters: ""
    }
  }
}
