// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

/// The gnuplot script of `plot gap`.
enum GapScript {
  static func script(_ curve: GapCurve, for medium: PlotTerminal) -> PlotScript {
    let evidence = curve.logEvidence.value
    let best = curve.best
    let name = curve.parameterName
    let star = curve.isBestInside ? "\(name)*" : name
    // Room above log p(x) for the label.
    let depth = evidence - curve.floor
    let top = evidence + 0.28 * depth
    let gap = PlotText.shorter(best.gap)
    let atStar = "\(star) = \(PlotText.shorter(best.parameter))"
    let label =
      "gap = KL(q‖posterior) = \(gap)\nat \(atStar)"
      + (curve.isBestInside ? "" : ", the best on this axis")
    let low = curve.points.first?.parameter ?? best.parameter
    let high = curve.points.last?.parameter ?? best.parameter
    let rows = curve.points.map { [$0.parameter, $0.elbo, max($0.elbo, curve.floor), $0.gap] }
    let largest = curve.points.map(\.gap).max() ?? best.gap
    let least = curve.points.map(\.gap).filter { $0 > 0 }.min() ?? best.gap
    var commands = [
      "set multiplot",
      "set lmargin at screen 0.16", "set rmargin at screen 0.96",
      "set xrange [\(low):\(high)]",
    ]
    if curve.isLogarithmic { commands.append("set logscale x") }
    commands += [
      // Upper panel.
      "set tmargin at screen \(medium.isCharacters ? 0.80 : 0.76)",
      "set bmargin at screen 0.41",
      PlotScript.title("The ELBO never reaches log p(x): the shaded gap", curve.description),
      "set key at screen 0.5, screen 0.99 top center vertical maxrows 3 samplen 3 spacing 1.15 "
        + "Left reverse",
      "set ylabel 'nats'",
      "set yrange [\(curve.floor):\(top)]",
      "set xtics \(ticks(curve, from: low, to: high, areLabelled: false))",
      "set format y '%.8g'",
      "set arrow 1 from \(best.parameter), graph 0 to \(best.parameter), \(evidence) nohead "
        + "dt (3,4) lw 1.5 lc rgb '#444444' back",
      "set label 1 \(PlotText.quoted(label)) at \(best.parameter), "
        + "\(evidence + 0.19 * depth) center front",
      "plot "
        + [
          medium.isCharacters
            ? nil
            : "$gap using 1:3:(\(evidence)) with filledcurves lc rgb '#f6d7a0' "
              + "title 'gap = log p(x) − ELBO = KL(q‖posterior)'",
          "\(evidence) with lines lw 2.5 dt 1 lc \(PlotInk.black.color) "
            + "title \(PlotText.quoted("log p(x) = \(PlotText.short(evidence))"))",
          "$gap using 1:2 with lines lw 2.5 dt (12,4) lc \(PlotInk.blue.color) "
            + "title \(PlotText.quoted("ELBO(\(name))"))",
          "$best using 1:2 with points pt 7 ps 1.1 lc \(PlotInk.vermilion.color) notitle",
        ].compactMap { $0 }.joined(separator: ", \\\n  "),
      // Lower panel.
      "unset label 1", "unset title",
      "set arrow 1 from \(best.parameter), graph 0 to \(best.parameter), graph 0.84 nohead "
        + "dt (3,4) lw 1.5 lc rgb '#444444' back",
      "set xtics \(ticks(curve, from: low, to: high, areLabelled: true))",
      "set tmargin at screen 0.36", "set bmargin at screen \(medium.isCharacters ? 0.14 : 0.11)",
      "set format x '%g'", "set format y '%g'",
      "set xlabel \(PlotText.quoted(axisLabel(curve)))",
      "set ylabel 'gap, nats (log)'",
      "set logscale y",
      // Room for a line of text above the curve.
      "set yrange [\(least / pow(largest / least, 0.12) / 1.2):\(2 * largest * pow(largest / least, 0.25))]",
      "set key at graph 0.98, graph 0.97 top right samplen 3 noreverse Right",
      "plot "
        + [
          "$gap using 1:4 with lines lw 2.5 dt 1 lc \(PlotInk.vermilion.color) notitle",
          "\(best.gap) with lines lw 1.5 dt (6,4) lc rgb '#444444' "
            + "title \(PlotText.quoted("least gap, at \(atStar): \(gap) > 0"))",
          "$best using 1:3 with points pt 7 ps 1.1 lc \(PlotInk.vermilion.color) notitle",
        ].joined(separator: ", \\\n  "),
      "unset multiplot",
    ]
    return PlotScript(
      comment: "gap: \(curve.description)",
      tables: [
        PlotTable("gap", columns: [name, "elbo", "elbo_in_view", "gap"], rows: rows),
        PlotTable(
          "best", columns: [star, "elbo", "gap"], rows: [[best.parameter, best.elbo, best.gap]]),
      ],
      commands: commands)
  }

  private static func ticks(
    _ curve: GapCurve, from low: Double, to high: Double, areLabelled: Bool
  ) -> String {
    guard curve.isLogarithmic else { return areLabelled ? "autofreq" : "autofreq format ''" }
    return PlotTicks.logarithmic(from: low, to: high, areLabelled: areLabelled)
  }

  private static func axisLabel(_ curve: GapCurve) -> String {
    let scale = curve.isLogarithmic ? " (log)" : ""
    return curve.parameterName == "φ"
      ? "φ, the rate of q, in 1/units of z\(scale)" : "\(curve.parameterName), a parameter of q\(scale)"
  }
}
