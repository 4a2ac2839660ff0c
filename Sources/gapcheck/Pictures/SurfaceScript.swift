// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

/// The gnuplot script of `plot surface`.
enum SurfaceScript {
  static func script(_ surface: ElboSurface, for medium: PlotTerminal) -> PlotScript {
    let (low, high) = (surface.lower, surface.upper)
    func place(_ share: Double) -> Double { low * pow(high / low, share) }
    // Arrows of half a cell.
    let reach = pow(high / low, 0.5 / Double(ElboSurface.arrowCount))
    let arrows = surface.arrows.map { arrow in
      let (a, b) = (pow(reach, arrow.direction.theta / 2), pow(reach, arrow.direction.phi / 2))
      return [arrow.theta / a, arrow.phi / b, arrow.theta * (a - 1 / a), arrow.phi * (b - 1 / b)]
    }
    let parameters =
      "z ~ exponential(θ), x | z ~ normal(z, 1), x = \(surface.observation), q = exponential(φ)"
    let supremum = PlotText.short(surface.supremum)
    let discrete = surface.levels.map { "\($0.drop)" }.joined(separator: ", ")
    var commands: [String] = []
    let hasContours = !discrete.isEmpty
    if hasContours {
      commands += [
        // Contours as lines of data, found in log θ and log φ: gnuplot takes for one what lies nearer than a
        // small share of the axis.
        "set contour base", "unset surface", "set cntrparam levels discrete \(discrete)",
        "set cntrparam linear",
        "set table $contours", "splot $grid using (log10($1)):(log10($2)):3", "unset table",
        "unset contour",
        "set surface",
      ]
    }
    commands += [
      PlotScript.title("The ELBO over (θ, φ), and gradient ascent", parameters).command,
      // A square of 392 units on a side, for the same decades on both axes.
      "set lmargin at screen 0.19", "set rmargin at screen 0.8025",
      "set bmargin at screen 0.265", "set tmargin at screen 0.8415",
      PlotLayout(medium).leftName("φ, the rate of q, in 1/units of z (log)", at: 0.553),
      "set logscale xy", "set xrange [\(low):\(high)]", "set yrange [\(low):\(high)]",
      "set xtics \(PlotTicks.logarithmic(from: low, to: high))",
      "set ytics \(PlotTicks.logarithmic(from: low, to: high))",
      "set xlabel 'θ, the rate of the prior, in 1/units of z (log)'",
      "set key at screen 0.17, screen 0.01 bottom left vertical maxrows 4 samplen 3 spacing 1.1 "
        + "Left reverse",
      "unset grid",
    ]
    // Characters leave no room for contours.
    for (index, level) in surface.levels.enumerated() where !medium.isCharacters {
      guard let label = level.label else { continue }
      commands.append(
        "set label \(index + 10) \(PlotText.quoted(PlotText.shorter(level.drop))) "
          + "at \(label.theta), \(label.phi) center front boxed textcolor rgb '#222222'")
    }
    commands.append("set style textbox opaque noborder margins 0.4, 0.2 fillcolor rgb '#ffffff'")
    commands.append(
      "set label 1 'θ = φ' at \(place(0.06)), \(place(0.06)) left offset character 0.8, 0 front boxed "
        + "textcolor rgb '#444444'")
    commands.append(
      "set label 2 'start' at \(surface.start.theta), \(surface.start.phi) left "
        + "offset character 1, character -0.7 front boxed")
    let diagonal = "$diagonal using 1:2 with lines lw 1 dt (2,3) lc rgb '#666666' notitle"
    var plots: [String] = []
    if hasContours, !medium.isCharacters {
      plots.append(
        "$contours using (10**$1):(10**$2) with lines lw 1.3 dt 1 lc \(PlotInk.sky.color) "
          + "title \(PlotText.quoted("ELBO, in nats below the \(surface.maximiser == nil ? "supremum" : "maximum")"))"
      )
    }
    if !medium.isCharacters {
      plots.append(
        "$arrows using 1:2:3:4 with vectors head size graph 0.008,25 filled lw 0.8 "
          + "lc rgb '#8a8a8a' title 'direction of the gradient'")
    }
    plots.append(diagonal)
    let steps = "gradient ascent, \(surface.stepCount) steps"
    plots.append(
      "$path using 1:2 with linespoints lw 1.5 dt 1 pt 7 ps 0.3 lc \(PlotInk.vermilion.color) title "
        + PlotText.quoted(
          surface.maximiser != nil && !surface.hasArrived ? steps + ", not there yet" : steps))
    plots.append(
      "$path every ::0::0 using 1:2 with points pt 4 ps 1.3 lw 2 lc \(PlotInk.black.color) notitle")
    if surface.maximiser != nil {
      plots.append(
        "$maximiser using 1:2 with points pt 3 ps 1.8 lw 2 lc \(PlotInk.black.color) title "
          + PlotText.quoted("maximum \(supremum) at θ = φ = 2/x"))
    } else {
      commands += [
        "set arrow 1 from \(place(0.84)), \(place(0.84)) to \(place(0.985)), \(place(0.985)) "
          + "head filled size graph 0.03,20 lw 4 lc \(PlotInk.black.color) front"
      ]
      plots.append(
        "NaN with lines lw 4 lc \(PlotInk.black.color) title "
          + PlotText.quoted("no maximum: to \(supremum) as θ = φ → ∞"))
    }
    commands.append("plot " + plots.joined(separator: ", \\\n  "))
    var tables = [
      PlotTable(
        "grid", columns: ["theta", "phi", "supremum-elbo"],
        rows: surface.grid.map { scan in scan.map { [$0.theta, $0.phi, $0.drop] } }
          .joinedByBreaks()),
      PlotTable("arrows", columns: ["theta", "phi", "dtheta", "dphi"], rows: arrows),
      PlotTable("diagonal", columns: ["theta", "phi"], rows: [[low, low], [high, high]]),
      PlotTable(
        "path", columns: ["theta", "phi", "elbo"],
        rows: surface.path.map { [$0.theta, $0.phi, $0.elbo] }),
    ]
    if let best = surface.maximiser {
      tables.append(
        PlotTable(
          "maximiser", columns: ["theta", "phi", "elbo"], rows: [[best.theta, best.phi, best.elbo]])
      )
    }
    return PlotScript(comment: "surface: \(parameters)", tables: tables, commands: commands)
  }
}

extension [[[Double]]] {
  /// One list, with a break behind each part.
  fileprivate func joinedByBreaks() -> [[Double]?] {
    flatMap { part in part.map(Optional.some) + [nil] }
  }
}
