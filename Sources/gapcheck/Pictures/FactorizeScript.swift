// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The gnuplot script of `plot factorize`: the KL of each dimension, stacked, against the joint.
enum FactorizeScript {
  private static let heading = "KL(q‖p) = Σ KL(qᵢ‖pᵢ) for products"

  static func script(_ divergence: FactorizedDivergence, for canvas: PlotCanvas) -> PlotScript {
    let names = divergence.pairs.map { "\($0.q) ‖ \($0.p)" }
    let comment = "factorize: \(names.joined(separator: "; "))"
    guard let sum = divergence.sum.estimate, let joint = divergence.joint.estimate else {
      return sentence("both sides are +∞", verdict(divergence), comment: comment, canvas)
    }
    let length = max(sum.value, joint.value)
    guard length > 0 else {
      return sentence(
        "both sides are 0", "Each q is its p: every KL is 0. " + verdict(divergence),
        comment: comment, canvas)
    }
    let theme = canvas.theme
    let parts = divergence.marginals.compactMap(\.estimate)
    var rows: [[Double]] = []
    var start = 0.0
    for (index, part) in parts.enumerated() {
      rows.append([Double(index + 1), start, start + part.value])
      start += part.value
    }
    var frame = PlotFrame(heading, [verdict(divergence)], on: canvas)
    let hasExcess = divergence.correlation != nil && joint.value > sum.value
    var items = rows.indices.map { index in
      PlotItem(
        text: "$marginals every ::\(index)::\(index) using (($2+$3)/2):(2):2:3:(1.7):(2.3) "
          + "with boxxyerror \(bar(index, theme))",
        sample: .area(swatch(index, theme)),
        title: FactorizeScript.isNamed(index, of: rows.count)
          ? "\(index + 1): \(PlotText.short(parts[index].value)) = KL(\(PlotText.humane(names[index])))"
          : index == FactorizeScript.named ? "… and \(rows.count - index) more" : nil)
    }
    let edge = "border lc rgb '\(theme.text)'"
    if hasExcess {
      items.append(
        PlotItem(
          text:
            "$joint using (($1+$2)/2):(1):1:2:(0.7):(1.3) with boxxyerror fs transparent pattern 5 "
            + "\(edge) lc rgb '\(theme.quiet)'",
          sample: .area("fs transparent pattern 5 \(edge) fc rgb '\(theme.quiet)'"),
          title:
            "joint − sum = \(PlotText.short(joint.value - sum.value)), the mutual information of q"
        ))
    }
    items.append(
      PlotItem(
        text: "$joint using ($\(hasExcess ? 1 : 2)/2):(1):(0):\(hasExcess ? 1 : 2):(0.7):(1.3) "
          + "with boxxyerror fs solid 1 \(edge) lc rgb '\(theme.neutral)'",
        sample: .area("fs solid 1 \(edge) fc rgb '\(theme.neutral)'"),
        title: "joint: one integral, \(PlotText.short(joint.value))"))
    items.append(
      PlotItem(
        text: "$joint using 2:(1):3:4 with xerrorbars pt 0 lw 2 "
          + "lc \(PlotInk.black.color(on: theme))",
        sample: .line(""), title: nil))
    let sides = (canvas.margin, canvas.width - canvas.margin)
    if canvas.isCharacters { frame.legend(items) }
    let height = frame.legendHeight(items, from: sides.0, to: sides.1)
    let box = (
      top: frame.top + frame.head, bottom: canvas.height - frame.foot - height - 0.5 * canvas.line
    )
    let panel = frame.panel(
      in: box, PlotScale(from: 0, to: length * 1.04), PlotScale(from: 0.4, to: 2.6),
      letters: "joint".count)
    if !canvas.isCharacters {
      frame.legend(items, in: (sides.0, sides.1, box.bottom + frame.foot + 4))
    }
    var commands = frame.commands + panel.commands(xName: "KL divergence, nats", yName: "")
    commands += [
      "set ytics ('joint' 1, 'sum' 2)", "set grid noytics",
      canvas.isCharacters
        ? "set style fill empty" : "set style fill solid 1 \(edge)",
      "set style textbox opaque noborder margins 0.6, 0.4 fillcolor rgb '\(theme.paper)'",
    ]
    for (index, row) in rows.enumerated() where row[2] - row[1] > 0.04 * length {
      commands.append(
        "set label '\(index + 1)' at \((row[1] + row[2]) / 2), 2 center front boxed "
          + "textcolor rgb '\(theme.text)'")
    }
    commands.append(PlotItem.plot(items))
    return PlotScript(
      comment: comment,
      tables: [
        PlotTable("marginals", columns: ["dimension", "from", "to"], rows: rows),
        PlotTable(
          "joint", columns: ["sum", "joint", "joint-error", "joint+error"],
          rows: [[sum.value, joint.value, joint.lowerBound, joint.upperBound]]),
      ], commands: commands)
  }

  /// How many bars have an entry in the legend: more leave no room for the bars.
  private static let named = 8

  private static func isNamed(_ index: Int, of count: Int) -> Bool {
    index < named || count <= named + 1
  }

  /// Okabe and Ito's colours, and other patterns in the second round.
  private static func fill(
    _ index: Int, _ theme: PlotTheme
  ) -> (style: String, color: String) {
    let inks = PlotInk.allCases.filter { $0 != .black }
    let color = inks[index % inks.count].color(on: theme)
    let style =
      index < inks.count ? "fs solid 1" : "fs transparent pattern \(4 + index % inks.count)"
    return ("\(style) border lc rgb '\(theme.text)'", color)
  }

  private static func bar(_ index: Int, _ theme: PlotTheme) -> String {
    let fill = fill(index, theme)
    return "\(fill.style) lc \(fill.color)"
  }

  private static func swatch(_ index: Int, _ theme: PlotTheme) -> String {
    let fill = fill(index, theme)
    return "\(fill.style) fc \(fill.color)"
  }

  private static func verdict(_ divergence: FactorizedDivergence) -> String {
    switch divergence.finding {
    case .equal(let difference):
      "joint and sum "
        + NumberText.difference(of: difference.value, allowed: difference.error) {
          PlotText.number($0, digits: 2)
        }
    case .undecided(let difference):
      "cannot tell: the bounds of joint and sum allow \(PlotText.number(difference.error, digits: 2))"
    case .bothInfinite(let reason): "both are +∞: \(PlotText.humane(reason))"
    case .differsByMutualInformation(let difference, _):
      "q is no product: the joint is larger by its mutual information, "
        + PlotText.short(difference.value)
    case .differs(let difference):
      "joint and sum differ by \(PlotText.short(difference.value)), more than their bounds allow"
    }
  }

  /// No bars, but words.
  private static func sentence(
    _ note: String, _ text: String, comment: String, _ canvas: PlotCanvas
  ) -> PlotScript {
    PlotScript(comment: comment, heading: heading, notes: [note], sentence: text, on: canvas)
  }
}
