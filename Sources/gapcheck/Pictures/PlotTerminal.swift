// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What gnuplot draws on: one geometry, so that a picture looks the same in every format.
enum PlotTerminal: Hashable {
  case svg
  case png
  case pdf
  /// Characters, with colour or without.
  case characters(columns: Int, lines: Int, isColored: Bool)

  /// The format that the ending of a file's name asks for.
  init?(ofFile name: String) {
    switch name.split(separator: "/").last?.split(separator: ".").last?.lowercased() {
    case "svg" where name.contains("."): self = .svg
    case "png" where name.contains("."): self = .png
    case "pdf" where name.contains("."): self = .pdf
    default: return nil
    }
  }

  /// gnuplot's command. Text is taken to the letter: `noenhanced`.
  var command: String {
    switch self {
    case .svg:
      "set terminal svg size 640,680 dynamic noenhanced font 'Helvetica,14' background '#ffffff'"
    case .png:
      "set terminal pngcairo size 1280,1360 noenhanced font 'Helvetica,14' fontscale 1.5 linewidth 2 "
        + "pointscale 2 background '#ffffff'"
    case .pdf:
      "set terminal pdfcairo size 6.4in,6.8in noenhanced font 'Helvetica,10.5' linewidth 1.5 "
        + "background '#ffffff'"
    case .characters(let columns, let lines, let isColored):
      "set terminal dumb noenhanced size \(columns),\(lines) \(isColored ? "ansi256" : "mono")"
    }
  }

  /// Whether it has only characters to draw with: no areas, and no room for long labels.
  var isCharacters: Bool { if case .characters = self { true } else { false } }
}
