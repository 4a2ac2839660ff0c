// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The gnuplot script of `plot sweep`.
enum SweepScript {
  /// More lines are not told apart.
  private static let most = 7

  static func script(_ sweep: SweepCurves, for canvas: PlotCanvas) -> PlotScript {
    let theme = canvas.theme
    let shown = chosen(sweep.curves)
    let all = shown.flatMap(\.points)
    let finite = all.filter(\.value.isFinite)
    let missing = all.count - finite.count
    let x = across(all.map(\.place))
    let y = upwards(finite)
    let constants = sweep.constants.map {
      "\(name($0.name)) = \(PlotText.number($0.value, digits: 6))"
    }
    let notes: [String?] = [
      ([sweep.name] + constants).joined(separator: ", "),
      shown.count < sweep.curves.count
        ? "\(shown.count) of the \(sweep.curves.count) values of \(name(sweep.by ?? "")) are shown"
        : nil,
      missing > 0
        ? "\(missing) of \(all.count) rows have no finite \(sweep.field): the line is broken there"
        : nil,
    ]
    var frame = PlotFrame(
      "\(sweep.field) against \(sweep.against)" + (sweep.by.map { ", for values of \($0)" } ?? ""),
      notes, on: canvas)
    var items: [PlotItem] = []
    var tables: [PlotTable] = []
    let inks: [PlotInk] = [.blue, .vermilion, .green, .purple, .amber, .black, .sky]
    let dashes = [
      "1", "(12,4)", "(3,3)", "(12,4,2,4)", "(6,3)", "(2,5)", "(16,4,6,4)",
    ]
    for (index, curve) in shown.enumerated() {
      let table = PlotTable(
        "line\(index + 1)", columns: [sweep.against, sweep.field, "low", "high"],
        rows: curve.points.map { point in
          guard point.value.isFinite, !y.isLogarithmic || point.value > 0 else { return nil }
          return [
            point.place, point.value, max(point.value - point.error, y.low),
            min(point.value + point.error, y.high),
          ]
        })
      tables.append(table)
      let color = inks[index % inks.count].color(on: theme)
      if sweep.hasErrors, !canvas.isCharacters {
        items.append(
          PlotItem(
            text:
              "\(table.reference) using 1:3:4 with filledcurves fs transparent solid 0.25 lc \(color)",
            sample: .line(""), title: nil))
      }
      let line = "lw 2.5 dt \(dashes[index % dashes.count]) lc \(color)"
      let twin = shown.prefix(index).first { isOne($0, curve, y) }?.key
      let title =
        curve.key.map {
          "\(name(sweep.by ?? "")) = \(PlotText.number($0, digits: 4))"
            + (twin.map { ", on that of \(PlotText.number($0, digits: 4))" } ?? "")
        } ?? (sweep.hasErrors ? "\(sweep.field) ± its error" : nil)
      // Few points are seen as such; one alone is nothing else.
      items.append(
        curve.points.count <= 24
          ? PlotItem(
            text: "\(table.reference) using 1:2 with linespoints \(line) pt 7 ps 0.5",
            sample: .both(line: line, point: "pt 7 ps 0.5 lc \(color)"), title: title)
          : .line("\(table.reference) using 1:2", line, title: title))
    }
    frame.legend(items)
    let panel = frame.panel(
      in: (frame.top + frame.head, canvas.height - frame.foot), x, y)
    let commands =
      frame.commands
      + panel.commands(
        xName: name(sweep.against) + (x.isLogarithmic ? " (log)" : ""),
        yName: sweep.field + (y.isLogarithmic ? " (log)" : ""))
      + [PlotItem.plot(items)]
    return PlotScript(
      comment: "sweep: \(sweep.name), \(sweep.field) against \(sweep.against)", tables: tables,
      commands: commands)
  }

  /// Whether the eye cannot tell two lines apart.
  private static func isOne(
    _ first: SweepCurves.Curve, _ second: SweepCurves.Curve, _ axis: PlotScale
  ) -> Bool {
    func height(_ value: Double) -> Double { axis.share(of: max(value, axis.low)) }
    return first.points.count == second.points.count
      && zip(first.points, second.points).allSatisfy {
        $0.place == $1.place && $0.value.isFinite == $1.value.isFinite
          && (!$0.value.isFinite || abs(height($0.value) - height($1.value)) < 0.008)
      }
  }

  /// A column as people call it: θ, and μ of q for `q_mu`.
  private static func name(_ column: String) -> String {
    let parts = column.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, ["q", "p", "prior", "likelihood"].contains(parts[0]) else {
      return PlotText.letter(column)
    }
    return "\(PlotText.letter(String(parts[1]))) of \(parts[0])"
  }

  /// As many curves as are told apart, from the first to the last.
  private static func chosen(_ curves: [SweepCurves.Curve]) -> [SweepCurves.Curve] {
    guard curves.count > most else { return curves }
    return (0..<most).map { index in
      curves[index * (curves.count - 1) / (most - 1)]
    }
  }

  /// Logarithmic where the places are nearer to even in their logarithms.
  private static func across(_ places: [Double]) -> PlotScale {
    let values = Set(places).sorted()
    let (low, high) = (values.first ?? 0, values.last ?? 0)
    guard low > 0, values.count > 2 else { return PlotScale(from: low, to: high) }
    func spread(_ f: (Double) -> Double) -> Double {
      let steps = zip(values, values.dropFirst()).map { f($1) - f($0) }
      return (steps.max() ?? 1) / max(steps.min() ?? 1, .leastNormalMagnitude)
    }
    let isLogarithmic = high / low > 5 && spread { log($0) } < spread { $0 }
    return PlotScale(from: low, to: high, isLogarithmic: isLogarithmic)
  }

  /// Logarithmic where positive numbers go over more than two decades.
  private static func upwards(_ points: [SweepCurves.Point]) -> PlotScale {
    let low = points.map(\.value).min() ?? 0
    let high = points.map(\.value).max() ?? 1
    if low > 0, high / low > 100 {
      let room = 0.05 * log(high / low)
      return PlotScale(
        from: max(low * exp(-room), .leastNormalMagnitude),
        to: min(high * exp(room), .greatestFiniteMagnitude), isLogarithmic: true)
    }
    // With the band, unless that is much wider than what it is about.
    let (lowest, highest) = (
      max(points.map { $0.value - $0.error }.min() ?? low, low - (high - low)),
      min(points.map { $0.value + $0.error }.max() ?? high, high + (high - low))
    )
    let width = highest - lowest
    let room =
      width > 1e-13 * max(abs(low), abs(high)) ? 0.06 * width : max(abs(high) * 0.1, 0.5)
    return PlotScale(from: lowest - room, to: highest + room)
  }
}
