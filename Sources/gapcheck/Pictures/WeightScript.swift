// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

/// The gnuplot script of `plot weights`: how likely q makes a weight above some level, against the level.
enum WeightScript {
  static func script(_ curve: WeightCurve, for canvas: PlotCanvas) -> PlotScript {
    let comment = "weights: \(curve.model), q = \(curve.family)"
    let parameters = PlotText.humane("\(curve.model), q = \(curve.family)")
    let heading = "The importance weights w = p(x, z)/q(z), and their tail"
    guard let first = curve.points.first, let last = curve.points.last, first.level < last.level
    else {
      return PlotScript(
        comment: comment, heading: heading, notes: [parameters],
        sentence: curve.isTight
          ? "q is the posterior: every weight is p(x), and there is no distribution of them to draw."
          : "There are no weights to draw: q has no mass where p(x, z) has any, or less than 10⁻⁹.",
        on: canvas)
    }
    let theme = canvas.theme
    var frame = PlotFrame(heading, [parameters] + facts(curve), on: canvas)
    let floor = WeightCurve.leastProbability
    let seen = curve.sample.filter(\.isFinite)
    let highest = max(last.level, seen.first ?? last.level)
    // A largest weight that is never met is a number in the heading.
    let isNear = curve.largest.map { $0 < highest + 0.3 * (highest - first.level) } ?? false
    let right = max(highest, 0, isNear ? curve.largest ?? highest : highest)
    let room = 0.04 * (right - first.level)
    let left = min(first.level, 0) - room
    let blue = "lw 2 dt 1 lc \(PlotInk.blue.color(on: theme))"
    var items: [PlotItem] = []
    var tables = [
      PlotTable(
        "weights", columns: ["level", "probability", "error"],
        rows: curve.points.map {
          $0.probability.value >= 0.3 * floor
            ? [$0.level, $0.probability.value, $0.probability.error] : nil
        } + end(of: curve))
    ]
    if !seen.isEmpty {
      tables.append(
        PlotTable(
          "draws", columns: ["level", "share"],
          rows: ranks(seen.count).map { [seen[$0 - 1], Double($0) / Double(curve.sample.count)] }))
      items.append(
        .points(
          "$draws using 1:2", "pt 7 ps 0.5 lc \(PlotInk.black.color(on: theme))",
          title: "\(curve.sample.count) draws: the share above"))
    }
    // The curve above the draws.
    items.append(
      .line("$weights using 1:2", blue, title: "P(log w > level) under q, exact"))
    // A Pareto tail is a line here; it is drawn where it ends, and above what it may lie on.
    if let k = curve.weights.tailIndex.estimate?.value, k > 1e-3,
      let end = curve.points.last(where: { $0.probability.value >= floor })
    {
      let start = end.level - k * log(1e5)
      tables.append(
        PlotTable(
          "tail", columns: ["level", "probability"],
          rows: [start, end.level].map { level in
            [level, end.probability.value * exp(-(level - end.level) / k)]
          }))
      items.append(
        .line(
          "$tail using 1:2", "lw 2 dt (12,5) lc \(PlotInk.vermilion.color(on: theme))",
          title: "slope of the tail, −1/k = −\(PlotText.shorter(1 / k))"))
    }
    let thin = "dt (3,4) lw 1.2 lc rgb '\(theme.quiet)'"
    var guides = ["set arrow from 0, graph 0 to 0, graph 1 nohead back \(thin)"]
    items.append(.line("NaN", thin, title: "w = E[w]"))
    if let largest = curve.largest, isNear {
      let ink = "lw 2 dt (2,3) lc \(PlotInk.green.color(on: theme))"
      guides.append(
        "set arrow from \(largest), graph 0 to \(largest), graph 1 nohead back \(ink)")
      items.append(.line("NaN", ink, title: "largest w"))
    }
    frame.legend(items)
    let panel = frame.panel(
      in: (frame.top + frame.head, canvas.height - frame.foot),
      PlotScale(from: left, to: right + room),
      PlotScale(from: floor, to: 1.6, isLogarithmic: true))
    return PlotScript(
      comment: comment, tables: tables,
      commands: frame.commands
        + panel.commands(
          xName: "level of log w − log E[w], nats", yName: "probability of a weight above (log)")
        + guides + [PlotItem.plot(items)])
  }

  /// Where weights have a bound that is met, no one is above it: what a logarithmic axis has of 0.
  private static func end(of curve: WeightCurve) -> [[Double]?] {
    guard let largest = curve.largest, let first = curve.points.first, let last = curve.points.last,
      last.level <= largest, largest - last.level < 0.02 * (last.level - first.level),
      last.probability.value >= WeightCurve.leastProbability
    else { return [] }
    return [[largest, 0.1 * WeightCurve.leastProbability, 0]]
  }

  /// What the numbers say, in words.
  private static func facts(_ curve: WeightCurve) -> [String?] {
    let weights = curve.weights
    let index: String? =
      switch weights.tailIndex {
      case .finite(let k) where k.value > 1e-3:
        "tail index k = \(PlotText.shorter(k.value))"
      case .finite(let k) where k.value < 0:
        "w has a bound: k = \(PlotText.shorter(k.value))"
      case .finite: "no power is too large for the tail: k = 0"
      default: nil
      }
    let variance: String? =
      switch weights.chiSquare {
      case .infinite(_, let reason): "Var[w] = ∞: \(PlotText.humane(reason))"
      case .finite(let chiSquare):
        "Var[w/p(x)] = \(PlotText.shorter(chiSquare.value))"
          + (weights.effectiveSampleSize.estimate.map {
            ", effective sample size of a draw \(PlotText.shorter($0.value))"
          } ?? "")
      case .undefined(let reason): "Var[w/p(x)]: \(PlotText.humane(reason))"
      }
    let largest = curve.largest.map {
      "the largest log w is log\u{A0}E[w]\u{A0}+\u{A0}\(PlotText.shorter($0))"
    }
    let zero =
      curve.positive < 1 - 1e-12
      ? "w is 0 with probability \(PlotText.shorter(1 - curve.positive))" : nil
    return [[index, largest, zero], [variance]].map { facts in
      let text = facts.compactMap { $0 }.joined(separator: "; ")
      return text.isEmpty ? nil : text
    }
  }

  /// The largest ones all, of the rest as many as the eye tells apart.
  private static func ranks(_ count: Int) -> [Int] {
    var ranks: [Int] = []
    var rank = 1
    while rank <= count {
      ranks.append(rank)
      rank = max(rank + 1, Int(Double(rank) * 1.06))
    }
    return ranks
  }
}
