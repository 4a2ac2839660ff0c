// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// The gnuplot script of `plot densities`.
enum DensityScript {
  /// - Parameter isBest: whether q was searched for, and not given.
  static func script(
    _ curves: DensityCurves, isBest: Bool, for canvas: PlotCanvas
  ) -> PlotScript {
    let tables = curves.views.enumerated().flatMap { index, view in
      DensityScript.tables(view, number: index + 1)
    }
    let name =
      if isBest, let best = curves.family as? Exponential {
        "exponential(\(PlotText.short(best.rate))), the best one"
      } else {
        curves.family.map { PlotText.humane("\($0)") }
      }
    let parameters = PlotText.humane("\(curves.model)") + (name.map { ", q = \($0)" } ?? "")
    var frame = PlotFrame(heading(curves), [parameters, divergence(curves)], on: canvas)
    let all = curves.views.enumerated().map { plots($1, number: $0 + 1, curves, canvas) }
    frame.legend(all.first ?? [])
    let bottom = canvas.height - frame.foot
    var boxes = [(top: frame.top + frame.head, bottom: bottom)]
    if curves.views.count > 1 {
      let height = (bottom - frame.top - 2 * frame.head - frame.foot) / 2
      boxes = [
        (boxes[0].top, boxes[0].top + 1.1 * height),
        (bottom - 0.9 * height, bottom),
      ]
    }
    func panel(_ index: Int, letters: Int) -> PlotPanel {
      let view = curves.views[index]
      return frame.panel(
        in: boxes[index], PlotScale(from: view.lower, to: view.upper), scale(view),
        letters: letters)
    }
    let letters = curves.views.indices.map { panel($0, letters: 0).yTicks.letters }.max() ?? 0
    var commands = frame.commands + ["set multiplot"]
    for (index, view) in curves.views.enumerated() {
      if index > 0 { commands += PlotFrame.nextPanel }
      commands += panel(index, letters: letters).commands(
        xName: "latent z",
        yName: "density, per unit of z" + (view.isLogarithmic ? " (log)" : "")
          + (index > 0 ? ", over all of q and the posterior" : ""))
      commands.append(PlotItem.plot(all[index]))
    }
    commands.append("unset multiplot")
    return PlotScript(
      comment: "densities: \(curves.model)", tables: tables, commands: commands)
  }

  /// What there is to be seen.
  private static func heading(_ curves: DensityCurves) -> String {
    let points = curves.views.flatMap(\.points)
    let names = [
      points.contains { $0.prior != nil } ? "prior" : nil,
      points.contains { $0.likelihood != nil } ? "likelihood" : nil,
      curves.model.prior == nil ? "the log joint density as a posterior" : "posterior",
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
    case .infinite(_, let reason): "KL(q‖posterior) = +∞: \(PlotText.humane(reason))"
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

  private static func scale(_ view: DensityCurves.View) -> PlotScale {
    view.isLogarithmic
      ? PlotScale(from: floor(view), to: view.height * 3, isLogarithmic: true)
      // A curve at 0 is seen above the axis.
      : PlotScale(from: -0.025 * view.height, to: view.height * 1.08)
  }

  private static func plots(
    _ view: DensityCurves.View, number: Int, _ curves: DensityCurves, _ canvas: PlotCanvas
  ) -> [PlotItem] {
    let theme = canvas.theme
    /// Whether a curve lies on the axis of a view, or at its rim.
    func isHidden(_ value: (DensityCurves.Point) -> Double?, in view: DensityCurves.View) -> Bool {
      let least = view.isLogarithmic ? floor(view) : 0.008 * view.height
      let seen = view.points.filter { (value($0) ?? 0) >= least }.map(\.z)
      guard let first = seen.first, let last = seen.last else { return true }
      return view.isLogarithmic && last - first < 0.008 * (view.upper - view.lower)
        && min(first - view.lower, view.upper - last) < 0.008 * (view.upper - view.lower)
    }
    /// What to say of a curve that the eye does not find.
    func remark(_ value: (DensityCurves.Point) -> Double?) -> String {
      let isNear = curves.views.allSatisfy { view in
        let axis = scale(view)
        return view.points.allSatisfy { point in
          guard let own = value(point) else { return true }
          let (a, b) = (
            axis.share(of: max(own, axis.low)), axis.share(of: max(point.posterior, axis.low))
          )
          return abs(a - b) < 0.008
        }
      }
      let isFlat = curves.views.allSatisfy { isHidden(value, in: $0) }
      return isNear ? ", on the posterior" : isFlat ? ", near 0 here" : ""
    }
    var items: [PlotItem] = []
    if !canvas.isCharacters {
      let base = view.isLogarithmic ? "\(floor(view))" : "0"
      items.append(
        .area("$posterior\(number) using 1:2 with filledcurves y1=\(base)", color: theme.mass))
    }
    items.append(
      .line(
        "$posterior\(number) using 1:2", "lw 3.5 dt 1 lc \(PlotInk.blue.color(on: theme))",
        title: "posterior p(z | x)"))
    if curves.family != nil {
      items.append(
        .line(
          "$family\(number) using 1:2", "lw 2.5 dt (12,5) lc \(PlotInk.vermilion.color(on: theme))",
          title: "q(z)" + remark(\.family)))
    }
    if view.points.contains(where: { $0.prior != nil }) {
      items.append(
        .line(
          "$prior\(number) using 1:2", "lw 2 dt (2,4) lc \(PlotInk.black.color(on: theme))",
          title: "prior p(z)" + remark(\.prior)))
    }
    if view.points.contains(where: { $0.likelihood != nil }) {
      items.append(
        .line(
          "$likelihood\(number) using 1:2",
          "lw 1.5 dt (12,4,2,4) lc \(PlotInk.green.color(on: theme))",
          title: "likelihood p(x | z), scaled" + remark(\.likelihood)))
    }
    return items
  }
}
