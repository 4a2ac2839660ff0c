// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A pair of axes, and where it stands on the canvas.
struct PlotPanel {
  let canvas: PlotCanvas
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  let x: PlotScale
  let y: PlotScale
  let xTicks: PlotTicks
  let yTicks: PlotTicks

  /// Where a point is, in units.
  func place(_ px: Double, _ py: Double) -> (x: Double, y: Double) {
    (
      left + x.share(of: px) * (right - left), bottom - y.share(of: py) * (bottom - top)
    )
  }

  /// The axes.
  ///
  /// - Parameters:
  ///   - xName: what is written below; `nil` where another panel below has the same axis, and its numbers.
  ///   - yName: what is written above the panel, from the left edge: no number is too long for it.
  func commands(xName: String?, yName: String) -> [String] {
    let theme = canvas.theme
    var lines = [
      "set lmargin at screen \(left / canvas.width)",
      "set rmargin at screen \(right / canvas.width)",
      "set tmargin at screen \(1 - top / canvas.height)",
      "set bmargin at screen \(1 - bottom / canvas.height)",
      // A logarithm of the last panel's range may not exist.
      "unset logscale", "set xrange \(x.range)", "set yrange \(y.range)",
    ]
    if x.isLogarithmic { lines.append("set logscale x") }
    if y.isLogarithmic { lines.append("set logscale y") }
    lines += [
      "set xtics \(xTicks.command(areLabelled: xName != nil))\(canvas.numberOffset)",
      "set ytics \(yTicks.command())",
    ]
    if !yName.isEmpty {
      lines.append(
        canvas.label(
          yName + yTicks.offset, canvas.margin,
          top - (canvas.isCharacters ? 1 : 0.8 * canvas.line), color: theme.quiet))
    }
    if let xName {
      lines.append(
        canvas.label(
          xName + xTicks.offset, (left + right) / 2,
          bottom + (canvas.isCharacters ? 3.5 : 2.25 * canvas.line), "center", color: theme.quiet))
    }
    return lines
  }
}
