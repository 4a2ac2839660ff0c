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
    let ceiling = evidence + 0.28 * depth
    let gap = PlotText.shorter(best.gap)
    let atStar = "\(star) = \(PlotText.shorter(best.parameter))"
    let isTight = best.gap == 0
    let label =
      (isTight ? "tight: q is the posterior" : "gap = KL(q‖posterior) = \(gap)") + "\nat \(atStar)"
      + (curve.isBestInside ? "" : ", the best on this axis")
    let first = curve.points.first?.parameter ?? best.parameter
    let last = curve.points.last?.parameter ?? best.parameter
    let rows = curve.points.map { [$0.parameter, $0.elbo, max($0.elbo, curve.floor), $0.gap] }
    let largest = curve.points.map(\.gap).max() ?? best.gap
    let least = curve.points.map(\.gap).filter { $0 > 0 }.min() ?? best.gap
    let title = PlotScript.title(
      curve.isPositive
        ? "The ELBO never reaches log p(x): the shaded gap"
        : "ELBO and log p(x), with the gap shaded", curve.description)
    let layout = PlotLayout(medium)
    // So far from 0 that numbers of the axis would differ in their last digits only.
    let isFar = depth < 1e-5 * abs(evidence)
    let (bottom, roof) = (
      least / pow(largest / least, 0.12) / 1.2, 2 * largest * pow(largest / least, 0.25)
    )
    var commands = ["set multiplot"] + PlotLayout.sides + ["set xrange [\(first):\(last)]"]
    if curve.isLogarithmic { commands.append("set logscale x") }
    let (top, low) = (layout.top(title.lines + 3), layout.bottom())
    // Where the upper panel ends, and the lower one begins.
    let (upper, lower) = (low + 0.42 * (top - low), low + 0.36 * (top - low))
    commands += layout.vertical(top: top, bottom: upper)
    commands += [
      layout.leftName(isFar ? "nats above log p(x)" : "nats", at: (top + upper) / 2),
      title.command,
      "set key at screen 0.15, screen 0.99 top left vertical maxrows 3 samplen 3 spacing 1.1 "
        + "Left reverse",
      "set yrange [\(curve.floor):\(ceiling)]",
      "set xtics \(ticks(curve, from: first, to: last, areLabelled: false))",
      "set ytics \(PlotTicks.even(from: curve.floor, to: ceiling, origin: isFar ? evidence : 0))",
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
    ]
    commands += layout.vertical(top: lower, bottom: low)
    commands += [
      layout.leftName("gap, nats (log)", at: (lower + low) / 2),
      "unset label 1", "unset title",
      "set arrow 1 from \(best.parameter), graph 0 to \(best.parameter), graph 0.84 nohead "
        + "dt (3,4) lw 1.5 lc rgb '#444444' back",
      "set xtics \(ticks(curve, from: first, to: last, areLabelled: true))",
      "set ytics \(PlotTicks.logarithmic(from: bottom, to: roof))",
      "set xlabel \(PlotText.quoted(axisLabel(curve)))",
      "set logscale y",
      // Room for a line of text above the curve.
      "set yrange [\(bottom):\(roof)]",
      "set key at graph 0.98, graph 0.97 top right samplen 3 noreverse Right",
      "plot "
        + [
          "$gap using 1:4 with lines lw 2.5 dt 1 lc \(PlotInk.vermilion.color) notitle",
          "\(isTight ? "NaN" : "\(best.gap)") with lines lw 1.5 dt (6,4) lc rgb '#444444' "
            + "title "
            + PlotText.quoted(
              isTight
                ? "the gap falls to 0 at \(atStar)"
                : "least gap, at \(atStar): \(gap)\(curve.isPositive ? " > 0" : "")"),
          "$best using 1:3 with points pt 7 ps 1.1 lc \(PlotInk.vermilion.color) notitle",
        ].joined(separator: ", \\\n  "),
      "unset multiplot",
    ]
    return PlotScript(
      comment: "gap: \(curve.description)",
      tables: [
        PlotTable("gap", columns: [name, "elbo", "elbo_in_view", "gap"], rows: rows),
        PlotTable(
          "best", columns: [star, "elbo", "gap"],
          rows: curve.minima.map { [$0.parameter, $0.elbo, $0.gap] }),
      ],
      commands: commands)
  }

  private static func ticks(
    _ curve: GapCurve, from low: Double, to high: Double, areLabelled: Bool
  ) -> String {
    guard curve.isLogarithmic else {
      return PlotTicks.even(from: low, to: high, areLabelled: areLabelled)
    }
    return PlotTicks.logarithmic(from: low, to: high, areLabelled: areLabelled)
  }

  private static func axisLabel(_ curve: GapCurve) -> String {
    let scale = curve.isLogarithmic ? " (log)" : ""
    return curve.parameterName == "φ"
      ? "φ, the rate of q, in 1/units of z\(scale)"
      : "\(curve.parameterName), a parameter of q\(scale)"
  }
}
