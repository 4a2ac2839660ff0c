// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

/// The gnuplot script of `plot surface`.
enum SurfaceScript {
  /// How many times as long as the other one an axis may be.
  private static let longest = 2.1

  static func script(_ surface: ElboSurface, for canvas: PlotCanvas) -> PlotScript {
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
    let theme = canvas.theme
    var items: [PlotItem] = []
    if hasContours, !canvas.isCharacters {
      items.append(
        .line(
          "$contours using (10**$1):(10**$2)",
          "lw 1.3 dt 1 lc \(PlotInk.sky.color(on: theme))",
          title:
            "ELBO, in nats below the \(surface.maximiser == nil ? "supremum" : "maximum")"))
    }
    if !canvas.isCharacters {
      items.append(
        PlotItem(
          text: "$arrows using 1:2:3:4 with vectors head size graph 0.008,25 filled lw 0.8 "
            + "lc rgb '\(theme.axis)'",
          sample: .line("lw 0.8 lc rgb '\(theme.axis)'"), title: "direction of the gradient"))
    }
    items.append(
      .line("$diagonal using 1:2", "lw 1 dt (2,3) lc rgb '\(theme.quiet)'", title: "θ = φ"))
    let steps = "gradient ascent, \(surface.stepCount) steps"
    let track = "lw 1.5 dt 1 lc \(PlotInk.vermilion.color(on: theme))"
    let step = "pt 7 ps 0.3"
    items.append(
      PlotItem(
        text: "$path using 1:2 with linespoints \(track) \(step)",
        sample: .both(line: track, point: "\(step) lc \(PlotInk.vermilion.color(on: theme))"),
        title: surface.maximiser != nil && !surface.hasArrived ? steps + ", not there yet" : steps
      ))
    items.append(
      .points(
        "$path every ::0::0 using 1:2", "pt 4 ps 1.3 lw 2 lc \(PlotInk.black.color(on: theme))",
        title: "start"))
    var ending: [String] = []
    if surface.maximiser != nil {
      items.append(
        .points(
          "$maximiser using 1:2", "pt 3 ps 1.8 lw 2 lc \(PlotInk.black.color(on: theme))",
          title: "maximum \(supremum) at θ\u{A0}=\u{A0}φ\u{A0}=\u{A0}2/x"))
    } else {
      let ink = "lw 4 lc \(PlotInk.black.color(on: theme))"
      ending = [
        "set arrow from \(place(0.84)), \(place(0.84)) to \(place(0.985)), \(place(0.985)) "
          + "head filled size graph 0.03,20 \(ink) front"
      ]
      items.append(
        .line("NaN", ink, title: "no maximum: to \(supremum) as θ\u{A0}=\u{A0}φ\u{A0}→\u{A0}∞"))
    }
    var frame = PlotFrame(
      "The ELBO over (θ, φ), and gradient ascent", [PlotText.humane(parameters)], on: canvas)
    let scale = PlotScale(from: low, to: high, isLogarithmic: true)
    let panel: PlotPanel
    if canvas.isCharacters {
      frame.legend(items)
      panel = frame.panel(
        in: (frame.top + frame.head, canvas.height - frame.foot), scale, scale)
    } else if canvas.width > 1.15 * canvas.height {
      // Nearly a square, as both axes have the same decades, and the legend at its side.
      let box = (top: frame.top + frame.head, bottom: canvas.height - frame.foot)
      let left = frame.panel(in: box, scale, scale).left
      let legend = max(160, min(270, canvas.width / 3))
      let right = min(
        canvas.width - canvas.margin - legend - 24,
        left + longest * (box.bottom - box.top))
      panel = frame.panel(in: box, scale, scale, right: right)
      frame.legend(items, in: (right + 24, right + 24 + legend, panel.top))
    } else {
      let height = frame.legendHeight(
        items, from: canvas.margin, to: canvas.width - canvas.margin)
      var box = (
        top: frame.top + frame.head, bottom: canvas.height - frame.foot - height - canvas.line
      )
      let wide = frame.panel(in: box, scale, scale)
      box.bottom = min(box.bottom, box.top + longest * (wide.right - wide.left))
      panel = frame.panel(in: box, scale, scale)
      frame.legend(
        items, in: (canvas.margin, canvas.width - canvas.margin, box.bottom + frame.foot + 4))
    }
    commands += frame.commands
    commands += panel.commands(
      xName: "θ, the rate of the prior, in 1/units of z (log)",
      yName: "φ, the rate of q, in 1/units of z (log)")
    commands += ["unset grid"] + ending
    // Characters leave no room for contours.
    for level in surface.levels where !canvas.isCharacters {
      guard let label = level.label else { continue }
      commands.append(
        "set label \(PlotText.quoted(PlotText.shorter(level.drop))) "
          + "at \(label.theta), \(label.phi) center front boxed textcolor rgb '\(theme.text)'")
    }
    commands.append(
      "set style textbox opaque noborder margins 0.4, 0.2 fillcolor rgb '\(theme.paper)'")
    commands.append(PlotItem.plot(items))
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
