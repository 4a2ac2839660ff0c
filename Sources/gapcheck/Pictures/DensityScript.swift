// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// The gnuplot script of `plot densities`.
enum DensityScript {
  /// - Parameter isBest: whether q was searched for, and not given.
  static func script(
    _ curves: DensityCurves, isBest: Bool, for medium: PlotTerminal
  ) -> PlotScript {
    let tables = curves.views.enumerated().flatMap { index, view in
      DensityScript.tables(view, number: index + 1)
    }
    let name =
      if isBest, let best = curves.family as? Exponential {
        "exponential(\(PlotText.short(best.rate))), the best one"
      } else {
        curves.family.map { "\($0)" }
      }
    let parameters = "\(curves.model)" + (name.map { ", q = \($0)" } ?? "")
    let title = PlotScript.title(heading(curves), parameters, divergence(curves))
    let layout = PlotLayout(medium)
    let isPair = curves.views.count > 1
    let (top, low) = (layout.top(title.lines + 2), layout.bottom())
    // Between the panels: numbers, a name, a title.
    let room = 6 * layout.line
    var commands =
      [
        "set xlabel 'latent z'",
        "set key at screen 0.12, screen 0.99 top left vertical maxrows 2 samplen 3 spacing 1.1 "
          + "Left reverse",
      ] + PlotLayout.sides
    if isPair { commands.append("set multiplot") }
    for (index, view) in curves.views.enumerated() {
      let panel: (top: Double, bottom: Double)
      if index == 0 {
        commands.append(title.command)
        panel = (top, isPair ? (top + low + room) / 2 : low)
      } else {
        commands += ["set title 'The same over all of q and the posterior'", "set key off"]
        panel = ((top + low - room) / 2, low)
      }
      commands += layout.vertical(top: panel.top, bottom: panel.bottom)
      commands.append(
        layout.leftName(
          "density, per unit of z" + (view.isLogarithmic ? " (log)" : ""),
          at: (panel.top + panel.bottom) / 2))
      commands += axes(view)
      commands.append(
        "plot " + plots(view, number: index + 1, curves, medium).joined(separator: ", \\\n  "))
    }
    if isPair { commands.append("unset multiplot") }
    return PlotScript(
      comment: "densities: \(parameters)", tables: tables, commands: commands)
  }

  /// What there is to be seen.
  private static func heading(_ curves: DensityCurves) -> String {
    let points = curves.views.flatMap(\.points)
    let names = [
      points.contains { $0.prior != nil } ? "prior" : nil,
      points.contains { $0.likelihood != nil } ? "likelihood" : nil, "posterior",
      curves.family == nil ? nil : "q",
    ].compactMap { $0 }
    let list = names.dropLast().joined(separator: ", ")
    let text = (list.isEmpty ? "" : list + " and ") + (names.last ?? "")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private static func divergence(_ curves: DensityCurves) -> String? {
    switch curves.divergence {
    case .finite(let estimate):
      "KL(q‖posterior) = " + (estimate.value == 0 ? "0" : PlotText.short(estimate.value))
    case .infinite(_, let reason): "KL(q‖posterior) = +∞: \(reason)"
    case .undefined, nil: nil
    }
  }

  private static func tables(_ view: DensityCurves.View, number: Int) -> [PlotTable] {
    func table(
      _ name: String, _ column: String, _ value: (DensityCurves.Point) -> Double?
    ) -> PlotTable? {
      guard view.points.contains(where: { value($0) != nil }) else { return nil }
      return PlotTable(
        "\(name)\(number)", columns: ["z", column],
        rows: view.points.indices.map { index in
          let point = view.points[index]
          guard let height = value(point) else { return nil }
          guard view.isLogarithmic else { return [point.z, height] }
          // What lies below the picture with both its neighbours is left out.
          let near = view.points[max(0, index - 1)...min(view.points.count - 1, index + 1)]
          guard near.contains(where: { (value($0) ?? 0) > floor(view) }) else { return nil }
          return [point.z, max(height, floor(view))]
        })
    }
    return [
      table("posterior", "density", \.posterior), table("prior", "density", \.prior),
      table("likelihood", "scaled", \.likelihood), table("family", "density", \.family),
    ].compactMap { $0 }
  }

  /// The lower end of a logarithmic axis.
  private static func floor(_ view: DensityCurves.View) -> Double { view.height * 1e-7 }

  private static func axes(_ view: DensityCurves.View) -> [String] {
    var lines = [
      "set xrange [\(view.lower):\(view.upper)]",
      "set xtics \(PlotTicks.even(from: view.lower, to: view.upper))",
    ]
    if view.isLogarithmic {
      lines += [
        "set logscale y",
        "set ytics \(PlotTicks.logarithmic(from: floor(view), to: view.height * 3))",
        "set yrange [\(floor(view)):\(view.height * 3)]",
      ]
    } else {
      lines += [
        "set yrange [0:\(view.height * 1.08)]",
        "set ytics \(PlotTicks.even(from: 0, to: view.height * 1.08))",
      ]
    }
    return lines
  }

  private static func plots(
    _ view: DensityCurves.View, number: Int, _ curves: DensityCurves, _ medium: PlotTerminal
  ) -> [String] {
    let base = view.isLogarithmic ? "\(floor(view))" : "0"
    let hasPrior = view.points.contains { $0.prior != nil }
    let hasLikelihood = view.points.contains { $0.likelihood != nil }
    var lines: [String] = []
    if !medium.isCharacters {
      lines.append(
        "$posterior\(number) using 1:2 with filledcurves y1=\(base) lc rgb '#cfe4f2' notitle")
    }
    lines.append(
      "$posterior\(number) using 1:2 with lines lw 3.5 dt 1 lc \(PlotInk.blue.color) "
        + "title 'posterior p(z | x)'")
    if curves.family != nil {
      lines.append(
        "$family\(number) using 1:2 with lines lw 2.5 dt (12,5) lc \(PlotInk.vermilion.color) "
          + "title 'q(z)'")
    }
    if hasPrior {
      lines.append(
        "$prior\(number) using 1:2 with lines lw 2 dt (2,4) lc \(PlotInk.black.color) "
          + "title 'prior p(z)'")
    }
    if hasLikelihood {
      lines.append(
        "$likelihood\(number) using 1:2 with lines lw 1.5 dt (12,4,2,4) lc \(PlotInk.green.color) "
          + "title 'likelihood p(x | z), scaled'")
    }
    return lines
  }
}
