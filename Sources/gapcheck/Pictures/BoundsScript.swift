// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// The gnuplot script of `plot bounds`: the ladder of bounds from below and from above, by their distance from
/// log p(x).
enum BoundsScript {
  /// A rung.
  private struct Rung {
    let name: String
    let value: Quantity
    let side: EvidenceBound.Side
    /// From log p(x) to it; `nil` where it is infinite.
    let distance: Estimate?
  }

  static func script(
    _ bounds: EvidenceBounds, of model: Model, q: any Distribution, for canvas: PlotCanvas
  ) -> PlotScript {
    let evidence = bounds.logEvidence
    let rungs = bounds.bounds.filter { $0.side != .exact }.map { bound in
      Rung(
        name: name(bound.kind), value: bound.value, side: bound.side,
        distance: bound.value.estimate.map {
          Estimate($0.value - evidence.value, error: $0.error + evidence.error)
        })
    }
    return script(
      rungs, of: rungs.count, evidence, PlotText.humane("\(model), q = \(q)"),
      comment: "bounds: \(model), q = \(q)", for: canvas)
  }

  /// - Parameters:
  ///   - rungs: those that are drawn.
  ///   - count: how many there are.
  private static func script(
    _ rungs: [Rung], of count: Int, _ evidence: Estimate, _ parameters: String, comment: String,
    for canvas: PlotCanvas
  ) -> PlotScript {
    let theme = canvas.theme
    let distances = rungs.compactMap(\.distance)
    let reach = distances.map { abs($0.value) }.max() ?? 0
    let isTight =
      distances.count == rungs.count && distances.allSatisfy { abs($0.value) <= $0.error }
    let unknown = rungs.first { $0.distance == nil }
    var frame = PlotFrame(
      "Bounds on log p(x) = \(PlotText.short(evidence.value)), from below and from above",
      [
        parameters,
        rungs.count < count ? "\(rungs.count) of the \(count) bounds are shown" : nil,
        isTight ? "Every bound is log p(x), up to the bound on its error: q is the posterior" : nil,
        unknown.flatMap { rung in
          rung.value.reason.map { "\(rung.name) is \(infinity(rung)): \(PlotText.humane($0))" }
        },
      ], on: canvas)
    let marks: [(side: EvidenceBound.Side, ink: PlotInk, point: String, title: String)] = [
      (.lower, .blue, "pt 7 ps 1.1", "from below"),
      (.upper, .vermilion, "pt 9 ps 1.3", "from above"),
      (.either, .green, "pt 5 ps 1", "on either side, few draws"),
    ]
    let black = "lw 2.5 dt 1 lc \(PlotInk.black.color(on: theme))"
    var items: [PlotItem] = []
    var tables: [PlotTable] = []
    for mark in marks {
      let rows = rungs.enumerated().compactMap { index, rung in
        rung.side == mark.side
          ? rung.distance.map { [$0.value, Double(index + 1), $0.error] } : nil
      }
      guard rungs.contains(where: { $0.side == mark.side }) else { continue }
      let color = "lc \(mark.ink.color(on: theme))"
      let table = PlotTable(
        mark.side.rawValue, columns: ["bound-log_evidence", "rung", "error"], rows: rows)
      tables.append(table)
      guard !rows.isEmpty else { continue }
      items += [
        PlotItem(
          text: "\(table.reference) using (0):2:1:(0) with vectors nohead lw 2.5 \(color)",
          sample: .line(color), title: nil),
        .points("\(table.reference) using 1:2", "\(mark.point) \(color)", title: mark.title),
        PlotItem(
          text: "\(table.reference) using 1:2:3 with xerrorbars pt 0 lw 1.5 \(color)",
          sample: .line(color), title: nil),
      ]
    }
    items.append(.line("NaN", black, title: "log p(x)"))
    frame.legend(items)
    let box = (top: frame.top + frame.head, bottom: canvas.height - frame.foot)
    // A rung has a line of its own.
    let room = max(2, Int((box.bottom - box.top) / canvas.line))
    guard rungs.count <= room else {
      let most = max(2, room - 1)
      let kept = (0..<most).map { rungs[$0 * (rungs.count - 1) / (most - 1)] }
      return script(kept, of: count, evidence, parameters, comment: comment, for: canvas)
    }
    // Room at the right for the values.
    let letters = min(rungs.map(\.name.count).max() ?? 0, Int(0.35 * canvas.width / canvas.letter))
    let right = canvas.width - canvas.margin - 10 * canvas.letter
    let low = min(distances.map(\.value).min() ?? 0, 0)
    let high = max(distances.map(\.value).max() ?? 0, 0)
    let scale =
      isTight || reach == 0
      ? PlotScale(from: -1, to: 1)
      : PlotScale(
        from: low - 0.08 * (high - low) - (hasInfinity(rungs, .lower) ? 0.1 * reach : 0),
        to: high + 0.08 * (high - low) + (hasInfinity(rungs, .upper) ? 0.1 * reach : 0))
    let panel = frame.panel(
      in: box, scale, PlotScale(from: 0.4, to: Double(rungs.count) + 0.6), letters: letters,
      right: right)
    var commands =
      frame.commands
      + panel.commands(xName: "bound − log p(x), nats", yName: "")
    let ticks = rungs.enumerated().map {
      "\(PlotText.quoted(PlotText.cut($1.name, width: max(8, letters)))) \($0 + 1)"
    }
    commands += [
      "set ytics (\(ticks.joined(separator: ", ")))", "set grid noytics",
      "set arrow from 0, graph 0 to 0, graph 1 nohead back \(black)",
    ]
    let side = right + 0.8 * canvas.letter
    // Numbers that four digits do not tell apart are shown by what tells them apart.
    let values = Set(distances.map(\.value))
    let isClose =
      !isTight && Set(values.map { PlotText.short(evidence.value + $0) }).count < values.count
    commands.append(
      canvas.label(
        isClose ? "difference" : "bound", side,
        panel.top - (canvas.isCharacters ? 1 : 0.6 * canvas.line),
        color: theme.quiet))
    func number(_ rung: Rung) -> String? {
      guard isClose else { return rung.value.estimate.map { PlotText.short($0.value) } }
      return rung.distance.map { ($0.value > 0 ? "+" : "") + PlotText.shorter($0.value) }
    }
    for (index, rung) in rungs.enumerated() {
      let y = panel.place(0, Double(index + 1)).y
      commands.append(
        canvas.label(number(rung) ?? infinity(rung), side, y, color: theme.text))
      guard rung.value.value.isInfinite else { continue }
      // As far as the picture goes, and on.
      commands.append(
        "set arrow from 0, \(index + 1) to graph \(rung.value.value > 0 ? 1 : 0), first \(index + 1) "
          + "head filled front lw 2.5 lc \((rung.value.value > 0 ? PlotInk.vermilion : .blue).color(on: theme))"
      )
    }
    commands.append(PlotItem.plot(items))
    return PlotScript(comment: comment, tables: tables, commands: commands)
  }

  private static func hasInfinity(_ rungs: [Rung], _ side: EvidenceBound.Side) -> Bool {
    rungs.contains { $0.side == side && $0.value.value.isInfinite }
  }

  private static func infinity(_ rung: Rung) -> String {
    rung.value.value.isNaN ? "unknown" : rung.value.value > 0 ? "+∞" : "−∞"
  }

  /// A bound as people write it.
  private static func name(_ kind: EvidenceBound.Kind) -> String {
    switch kind {
    case .elbo: "ELBO"
    case .importance(let count): "IWAE, K = \(PlotText.number(Double(count), digits: 6))"
    case .renyi(let order): "Rényi, α = \(PlotText.number(order, digits: 6))"
    case .sampledRenyi(let order, let count):
      "Rényi, α = \(PlotText.number(order, digits: 6)), K = \(PlotText.number(Double(count), digits: 6))"
    case .cubo(let order): "CUBO, n = \(PlotText.number(order, digits: 6))"
    case .eubo: "EUBO"
    case .thermodynamicLower(let steps): "TVO left, \(steps) steps"
    case .thermodynamicUpper(let steps): "TVO right, \(steps) steps"
    case .thermodynamicIntegral: "the thermodynamic integral"
    case .evidence: "log p(x)"
    }
  }
}
