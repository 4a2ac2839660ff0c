// SPDX-License-Identifier: GPL-3.0-or-later

/// A gnuplot script with its data inside: needs nothing but gnuplot 5.2 or later.
struct PlotScript {
  /// What it shows, for readers of the script.
  let comment: String
  /// The data.
  let tables: [PlotTable]
  /// What to draw, line by line.
  let commands: [String]

  /// The whole script.
  func text(for terminal: PlotTerminal) -> String {
    let lines =
      [
        "# \(Version.description)",
        PlotText.comment(comment),
        "set encoding utf8",
        terminal.command,
      ] + PlotScript.style + (terminal.isCharacters ? ["unset grid"] : []) + tables.map(\.text)
      + commands
    return lines.joined(separator: "\n") + "\n"
  }

  /// The look that all kinds share.
  private static let style = [
    "set border 3 lc rgb '#444444' lw 1",
    "set tics nomirror out textcolor rgb '#222222'",
    "set grid lc rgb '#dddddd' lt 1 lw 0.5 dt 1",
    "set samples 2", "set minussign",
  ]

  /// A title of several lines: what it is, the parameters, and a result.
  static func title(
    _ what: String, _ parameters: String, _ result: String? = nil
  ) -> (command: String, lines: Int) {
    let text = ([what, parameters] + (result.map { [$0] } ?? [])).map { PlotText.wrapped($0) }
      .joined(separator: "\n")
    return ("set title \(PlotText.quoted(text))", text.split(separator: "\n").count)
  }
}
