// SPDX-License-Identifier: GPL-3.0-or-later

/// What gnuplot draws on.
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
}
