// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The gnuplot script of `plot factorize`: the KL of each dimension, stacked, against the joint.
enum FactorizeScript {
  static func script(_ divergence: FactorizedDivergence, for medium: PlotTerminal) -> PlotScript {
    let names = divergence.pairs.map { "\($0.q) ‖ \($0.p)" }
    let comment = "factorize: \(names.joined(separator: "; "))"
    guard let sum = divergence.sum.estimate, let joint = divergence.joint.estimate else {
      return infinite(divergence, comment: comment)
    }
    let parts = divergence.marginals.compactMap(\.estimate)
    let length = max(sum.value, joint.value, .leastNormalMagnitude)
    var rows: [[Double]] = []
    var start = 0.0
    for (index, part) in parts.enumerated() {
      rows.append([Double(index + 1), start, start + part.value])
      start += part.value
    }
    let title = PlotScript.title("KL(q‖p) = Σ KL(qᵢ‖pᵢ) for products", verdict(divergence))
    let hasExcess = divergence.correlation != nil && joint.value > sum.value
    var commands = PlotLayout(medium).vertical(
      linesAbove: title.lines, linesBelow: parts.count + (hasExcess ? 2 : 1))
    commands += PlotLayout.sides
    commands += [
      title.command,
      "set yrange [0.4:2.75]", "set ytics ('joint' 1, 'sum' 2)",
      "set xrange [0:\(length * 1.08)]", "set format x '%g'",
      "set xtics autofreq", "set xlabel 'KL divergence, nats'",
      "set style fill solid 1 border lc rgb '#000000'",
      "set key at screen 0.04, screen 0.01 bottom left vertical maxrows \(parts.count + 3) "
        + "samplen 2 spacing 1.1 Left reverse",
    ]
    if medium.isCharacters { commands.append("set style fill empty") }
    for (index, row) in rows.enumerated() where row[2] - row[1] > 0.04 * length {
      commands.append(
        "set label \(index + 1) '\(index + 1)' at \((row[1] + row[2]) / 2), 2 center front boxed")
    }
    commands.append("set style textbox opaque noborder margins 0.6, 0.4 fillcolor rgb '#ffffff'")
    var plots = rows.indices.map { index -> String in
      let name = PlotText.cut(
        "\(index + 1): \(PlotText.short(parts[index].value)) = KL(\(names[index]))")
      return "$marginals every ::\(index)::\(index) using (($2+$3)/2):(2):2:3:(1.7):(2.3) "
        + "with boxxyerror \(fill(index)) title \(PlotText.quoted(name))"
    }
    if hasExcess {
      plots.append(
        "$joint using (($1+$2)/2):(1):1:2:(0.7):(1.3) with boxxyerror fs pattern 5 border lc rgb "
          + "'#000000' lc rgb '#444444' title "
          + PlotText.quoted(
            "joint − sum = \(PlotText.short(joint.value - sum.value)), the mutual information of q")
      )
      plots.append(
        "$joint using ($1/2):(1):(0):1:(0.7):(1.3) with boxxyerror fs solid 1 lc rgb '#d9d9d9' title "
          + PlotText.quoted("joint: one integral, \(PlotText.short(joint.value))"))
    } else {
      plots.append(
        "$joint using ($2/2):(1):(0):2:(0.7):(1.3) with boxxyerror fs solid 1 lc rgb '#d9d9d9' title "
          + PlotText.quoted("joint: one integral, \(PlotText.short(joint.value))"))
    }
    plots.append(
      "$joint using 2:(1):3:4 with xerrorbars pt 0 lw 2 lc \(PlotInk.black.color) notitle")
    commands.append("plot " + plots.joined(separator: ", \\\n  "))
    return PlotScript(
      comment: comment,
      tables: [
        PlotTable("marginals", columns: ["dimension", "from", "to"], rows: rows),
        PlotTable(
          "joint", columns: ["sum", "joint", "joint-error", "joint+error"],
          rows: [[sum.value, joint.value, joint.lowerBound, joint.upperBound]]),
      ], commands: commands)
  }

  /// Okabe and Ito's colours, and other patterns in the second round.
  private static func fill(_ index: Int) -> String {
    let inks = PlotInk.allCases.filter { $0 != .black }
    let ink = inks[index % inks.count]
    return index < inks.count
      ? "fs solid 1 lc \(ink.color)" : "fs pattern \(4 + index % inks.count) lc \(ink.color)"
  }

  private static func verdict(_ divergence: FactorizedDivergence) -> String {
    switch divergence.finding {
    case .equal(let difference):
      "joint and sum differ by \(NumberText.short(difference.value)), "
        + "their bounds allow \(NumberText.short(difference.error))"
    case .undecided(let difference):
      "cannot tell: the bounds of joint and sum allow \(NumberText.short(difference.error))"
    case .bothInfinite(let reason): "both are +∞: \(reason)"
    case .differsByMutualInformation(let difference, _):
      "q is no product: the joint is larger by its mutual information, "
        + PlotText.short(difference.value)
    case .differs(let difference):
      "joint and sum differ by \(PlotText.short(difference.value)), more than their bounds allow"
    }
  }

  /// No bars: both sides are infinite, and why.
  private static func infinite(
    _ divergence: FactorizedDivergence, comment: String
  ) -> PlotScript {
    PlotScript(
      comment: comment, tables: [],
      commands: [
        PlotScript.title("KL(q‖p) = Σ KL(qᵢ‖pᵢ) for products", "both sides are +∞").command,
        "unset border", "unset tics", "unset grid", "unset key", "set xrange [0:1]",
        "set yrange [0:1]",
        "set label 1 \(PlotText.quoted(PlotText.wrapped(verdict(divergence), width: 60))) "
          + "at 0.5, 0.5 center",
        "plot NaN",
      ])
  }
}
