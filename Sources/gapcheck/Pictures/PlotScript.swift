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
  func text(for canvas: PlotCanvas) -> String {
    let theme = canvas.theme
    let lines =
      [
        "# \(Version.description)",
        PlotText.comment(comment),
        "set encoding utf8",
        canvas.command,
        // The look that all kinds share.
        "set border 3 lc rgb '\(theme.axis)' lw 1",
        "set tics nomirror out textcolor rgb '\(theme.text)'",
        canvas.isCharacters
          ? "unset grid" : "set grid lc rgb '\(theme.grid)' lt 1 lw 0.5 dt 1",
        "set samples 2", "set key textcolor rgb '\(theme.text)'",
      ] + tables.map(\.text) + commands
    return lines.joined(separator: "\n") + "\n"
  }
}

extension PlotScript {
  /// A picture without axes: a sentence.
  init(
    comment: String, heading: String, notes: [String?], sentence: String, on canvas: PlotCanvas
  ) {
    let frame = PlotFrame(heading, notes, on: canvas)
    self.init(comment: comment, tables: [], commands: frame.commands + frame.sentence(sentence))
  }
}
