// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

/// The gnuplot script of `plot gap`.
enum GapScript {
  static func script(_ curve: GapCurve, for canvas: PlotCanvas) -> PlotScript {
    let comment = "gap: \(curve.description)"
    let description = PlotText.humane(curve.description)
    guard let best = curve.best else {
      let reason = curve.infinite.map { PlotText.humane($0.reason) } ?? ""
      return PlotScript(
        comment: comment, heading: "KL(q‖posterior) is infinite", notes: [description],
        sentence: "KL(q‖posterior) = +∞, and the ELBO −∞, for every q on the axis: \(reason)",
        on: canvas)
    }
    let theme = canvas.theme
    let evidence = curve.logEvidence.value
    let name = PlotText.letter(curve.parameterName)
    let star = curve.isBestInside ? "\(name)*" : name
    let depth = evidence - curve.floor
    let missing = curve.infinite?.parameters ?? []
    let places = (curve.points.map(\.parameter) + missing).sorted()
    let (first, last) = (places.first ?? best.parameter, places.last ?? best.parameter)
    // So far from 0 that numbers of the axis would differ in their last digits only.
    let isFar = depth < 1e-5 * abs(evidence)
    let x = PlotScale(from: first, to: last, isLogarithmic: curve.isLogarithmic)
    let starValue = x.label(best.parameter)
    let least = "\(PlotText.shorter(best.gap)) at \(star) = \(starValue)"
    var frame = PlotFrame(
      curve.isPositive
        ? "The ELBO never reaches log p(x): the shaded gap"
        : "ELBO and log p(x), with the gap shaded",
      [
        description,
        curve.infinite.map {
          "KL(q‖posterior) = +∞ where there is no curve: \(PlotText.humane($0.reason))"
        },
        curve.elsewhere.map {
          "Least of all, \(PlotText.shorter($0.gap)), is the gap at \(name)* = "
            + "\(PlotText.shorter($0.parameter)), beside this axis"
        },
      ], on: canvas)
    let marker = "pt 7 ps 0.9 lc \(PlotInk.vermilion.color(on: theme))"
    let items: [PlotItem?] = [
      canvas.isCharacters
        ? nil
        : .area(
          "$area using 1:2:(\(evidence)) with filledcurves", color: theme.gap,
          title: "gap = log p(x) − ELBO"),
      .line(
        "\(evidence)", "lw 2.5 dt 1 lc \(PlotInk.black.color(on: theme))",
        title: "log p(x) = \(PlotText.short(evidence))"),
      .line(
        "$gap using 1:2", "lw 2.5 dt (12,4) lc \(PlotInk.blue.color(on: theme))",
        title: "ELBO(\(name))"),
      .points(
        "$best using 1:2", marker,
        title: curve.minima.count > 1 ? "minima of the gap" : "least gap"),
    ]
    let upper = items.compactMap { $0 }
    frame.legend(upper)
    let y = PlotScale(from: curve.floor, to: evidence + 0.07 * depth)
    let gapScale = scale(curve, best)
    // A third of the height is the lower panel's.
    let bottom = canvas.height - frame.foot
    let height = bottom - frame.top - 2 * frame.head
    let middle = frame.top + frame.head + 0.66 * height
    let lowerBox = (top: middle + frame.head + 0.3 * canvas.line, bottom: bottom)
    let upperBox = (top: frame.top + frame.head, bottom: middle)
    let origin = isFar ? evidence : nil
    let letters = max(
      frame.panel(in: upperBox, x, y, origin: origin).yTicks.letters,
      frame.panel(in: lowerBox, x, gapScale).yTicks.letters)
    let above = frame.panel(in: upperBox, x, y, origin: origin, letters: letters)
    let below = frame.panel(in: lowerBox, x, gapScale, letters: letters)
    let guide = "nohead back dt (3,4) lw 1.2 lc rgb '\(theme.quiet)'"
    func guides(_ end: String) -> [String] {
      curve.minima.map {
        "set arrow from \($0.parameter), graph 0 to \($0.parameter), \(end) \(guide)"
      }
    }
    var commands = frame.commands + ["set multiplot"]
    commands += above.commands(
      xName: nil,
      yName: isFar ? "nats above log p(x) = \(PlotText.short(evidence))" : "nats")
    commands += guides("\(evidence)")
    let place = "at \(star) = \(starValue)"
    let value = PlotText.shorter(best.gap)
    let words =
      curve.isTight
      ? [["tight: q is the posterior", place], ["tight:", "q is the", "posterior", place]]
      : [
        [
          "gap = KL(q‖posterior) = \(value)",
          place + (curve.isBestInside ? "" : ", the least on this axis"),
        ],
        ["gap =", "KL(q‖posterior)", "= \(value)", place],
      ]
    commands += words.lazy.map { label($0, curve, best, in: above) }.first { !$0.isEmpty } ?? []
    commands.append(PlotItem.plot(upper))
    commands += PlotFrame.nextPanel
    commands += below.commands(
      xName: axisLabel(curve, name),
      yName: "gap, nats (log)"
        + (curve.isTight
          ? "; 0 ± \(PlotText.number(best.error, digits: 1)) at \(star) = \(starValue)"
          : "; least \(least)\(curve.isPositive ? ", and above 0" : "")"))
    commands += guides("graph 1")
    // A gap of 0 has no place on a logarithmic axis, but its end.
    let inView = "$3 > \(gapScale.low) ? $3 : \(gapScale.low)"
    commands.append(
      PlotItem.plot(
        [
          .line("$gap using 1:(\(inView))", "lw 2.5 dt 1 lc \(PlotInk.vermilion.color(on: theme))"),
          curve.isTight
            ? nil : .line("\(best.gap)", "lw 1.2 dt (6,4) lc rgb '\(theme.quiet)'"),
          .points("$best using 1:(\(inView))", marker),
        ].compactMap { $0 }))
    commands.append("unset multiplot")
    let gone = curve.infinite.map { Set($0.parameters) } ?? []
    let elbos = Dictionary(
      curve.points.map { ($0.parameter, $0) }, uniquingKeysWith: { first, _ in first })
    return PlotScript(
      comment: comment,
      tables: [
        PlotTable(
          "gap", columns: [name, "elbo", "gap"],
          rows: places.map { place in
            elbos[place].map { [$0.parameter, $0.elbo, $0.gap] }
          }),
        PlotTable(
          "area", columns: [name, "elbo_in_view"],
          rows: area(
            places.map { place in
              (place, gone.contains(place) ? -.infinity : elbos[place]?.elbo ?? -.infinity)
            }, curve, x)),
        PlotTable(
          "best", columns: [star, "elbo", "gap"],
          rows: curve.minima.map { [$0.parameter, $0.elbo, $0.gap] }),
      ],
      commands: commands)
  }

  /// The lower end of the gap: the curve, cut off where it leaves the picture.
  private static func area(
    _ points: [(parameter: Double, elbo: Double)], _ curve: GapCurve, _ x: PlotScale
  ) -> [[Double]] {
    var rows: [[Double]] = []
    var last: (parameter: Double, elbo: Double)?
    for point in points {
      if let last, last.elbo.isFinite, point.elbo.isFinite,
        (last.elbo < curve.floor) != (point.elbo < curve.floor)
      {
        let share = (curve.floor - last.elbo) / (point.elbo - last.elbo)
        let (a, b) = (x.share(of: last.parameter), x.share(of: point.parameter))
        rows.append([x.value(at: a + share * (b - a)), curve.floor])
      }
      rows.append([point.parameter, max(point.elbo, curve.floor)])
      last = point
    }
    return rows
  }

  /// The axis of the gap alone, with room around the curve.
  private static func scale(_ curve: GapCurve, _ best: GapCurve.Point) -> PlotScale {
    let largest = max(curve.points.map(\.gap).max() ?? best.gap, .leastNormalMagnitude)
    // What lies below its bound is noise.
    let least = max(
      curve.points.filter { $0.gap > $0.error || curve.isPositive }.map(\.gap).min() ?? largest,
      curve.isTight ? best.error : 0, .leastNormalMagnitude)
    let room = max(0.06 * log(largest / least), 0.05 * log(2))
    let low = max(least * exp(-room), .leastNormalMagnitude)
    let high = min(largest * exp(room), .greatestFiniteMagnitude)
    guard high / low > 1 + 1e-9 else {
      return PlotScale(from: low * 0.8, to: high * 1.2, isLogarithmic: true)
    }
    return PlotScale(from: low, to: high, isLogarithmic: true)
  }

  /// Words inside of the gap, as near to its least value as there is room, with a line that leads there.
  private static func label(
    _ lines: [String], _ curve: GapCurve, _ best: GapCurve.Point, in panel: PlotPanel
  ) -> [String] {
    let canvas = panel.canvas
    let evidence = curve.logEvidence.value
    let width = Double(lines.map(\.count).max() ?? 0) * canvas.letter
    let height = Double(lines.count) * canvas.line
    let rim = canvas.isCharacters ? 0.5 : 7.0
    let roof = panel.place(best.parameter, evidence).y
    let curveInUnits = curve.points.map { point in
      panel.place(point.parameter, max(point.elbo, curve.floor))
    }
    // The middle of the least gap.
    let target = panel.place(
      best.parameter, evidence - min(best.gap, evidence - curve.floor) / 2)
    /// Where the curve is at a place, in units; `nil` beside its ends.
    func edge(at x: Double) -> Double? {
      guard let next = curveInUnits.firstIndex(where: { $0.x >= x }), next > 0 else { return nil }
      let (p, q) = (curveInUnits[next - 1], curveInUnits[next])
      return q.x > p.x ? p.y + (x - p.x) / (q.x - p.x) * (q.y - p.y) : min(p.y, q.y)
    }
    /// Its highest place between two.
    func ceiling(from a: Double, to b: Double) -> Double {
      let inside = curveInUnits.lazy.filter { a <= $0.x && $0.x <= b }.map(\.y)
      return ([edge(at: a), edge(at: b)].compactMap { $0 } + inside).min() ?? panel.bottom
    }
    var found: (x: Double, y: Double, distance: Double)?
    let steps = 80
    for step in 0...steps {
      let x =
        panel.left + rim + width / 2
        + Double(step) / Double(steps) * (panel.right - panel.left - width - 2 * rim)
      guard x - width / 2 >= panel.left, x + width / 2 <= panel.right else { continue }
      let floor = min(ceiling(from: x - width / 2, to: x + width / 2), panel.bottom) - rim
      let (low, high) = (roof + rim + height / 2, floor - height / 2)
      guard low <= high else { continue }
      let y = min(max(target.y, low), high)
      let distance = hypot(x - target.x, y - target.y)
      if distance < found?.distance ?? .infinity { found = (x, y, distance) }
    }
    guard let found else { return [] }
    var commands: [String] = []
    if abs(found.x - target.x) > width / 2 {
      let side = found.x < target.x ? found.x + width / 2 + 2 : found.x - width / 2 - 2
      if !canvas.isCharacters, abs(side - target.x) > 2 * canvas.line {
        commands.append(
          "set arrow from \(canvas.place(side, found.y)) to "
            + "\(canvas.place(target.x, target.y)) nohead front lw 1 lc rgb '\(canvas.theme.text)'")
      }
    }
    for (index, line) in lines.enumerated() {
      let y = found.y + (Double(index) - Double(lines.count - 1) / 2) * canvas.line
      commands.append(
        canvas.label(line, found.x, y, "center", color: canvas.theme.text))
    }
    return commands
  }

  private static func axisLabel(_ curve: GapCurve, _ name: String) -> String {
    let scale = curve.isLogarithmic ? " (log)" : ""
    return curve.parameterName == "φ"
      ? "φ, the rate of q, in 1/units of z\(scale)" : "\(name), a parameter of q\(scale)"
  }
}
