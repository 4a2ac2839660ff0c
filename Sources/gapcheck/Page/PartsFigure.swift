// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The figure of what the ELBO is made of, as bars.
struct PartsFigure {
  /// A part.
  private struct Bar {
    let name: String
    let from: Double
    let to: Double
  }

  static let names = ["first", "second", "elbo", "gap"]

  private let figure: Figure

  /// An axis that has room for a slider's places, as far as they are not much larger than what was asked for.
  init?(_ slider: ReportSlider?, asked: ReportPlace) {
    let ends = PartsFigure.bars(asked).flatMap { [$0.from, $0.to] }.filter(\.isFinite)
    guard let low = ends.min(), let high = ends.max(), low < high else { return nil }
    let length = high - low
    let all = (slider?.places ?? []).flatMap(PartsFigure.bars).flatMap { [$0.from, $0.to] }
      .filter(\.isFinite).map { min(max($0, low - 2 * length), high + 2 * length) }
    let (first, last) = (min(all.min() ?? low, low), max(all.max() ?? high, high))
    let room = 0.03 * (last - first)
    guard (last - first).isFinite else { return nil }
    figure = Figure(
      x: FigureAxis("nats", from: first - room, to: last + room), y: FigureAxis(rows: []))
  }

  func slots(_ place: ReportPlace) -> PageSlots {
    var slots: PageSlots = ["parts-frame": figure.frame, "parts-zero": figure.upright(0)]
    var labels = ""
    let bars = PartsFigure.bars(place)
    for (index, name) in PartsFigure.names.enumerated() {
      guard bars.indices.contains(index) else {
        slots["parts-\(name)"] = ""
        continue
      }
      let (bar, top) = (bars[index], Figure.top + 4 + 50 * Double(index))
      labels += Figure.label(
        bar.name, at: Figure.Point(x: Figure.left + 4, y: top + 13), "start")
      slots["parts-\(name)"] = figure.bar(from: bar.from, to: bar.to, at: top + 19, thickness: 20)
    }
    slots["parts-labels"] = labels
    return slots
  }

  /// Each bar begins where the one before it ends, as far as they add up.
  private static func bars(_ place: ReportPlace) -> [Bar] {
    let (elbo, evidence) = (place.record.elbo.value, place.record.logEvidence.value)
    guard let parts = place.parts, elbo.isFinite else { return [] }
    func text(_ value: Double) -> String { PageNumber.short(value) }
    let gap = place.record.divergence.value
    let sum = [
      Bar(name: "ELBO = \(text(elbo))", from: 0, to: elbo),
      Bar(
        name: "log p(x) = \(text(evidence)), the gap \(text(gap)) above", from: elbo, to: evidence),
    ]
    if let likelihood = parts.expectedLogLikelihood?.value, let prior = parts.priorDivergence?.value
    {
      return [
        Bar(name: "E_q[log p(x | z)] = \(text(likelihood))", from: 0, to: likelihood),
        Bar(name: "− KL(q‖prior) = \(text(-prior))", from: likelihood, to: likelihood - prior),
      ] + sum
    }
    let (joint, entropy) = (parts.expectedLogJoint.value, parts.entropy.value)
    return [
      Bar(name: "E_q[log p(x, z)] = \(text(joint))", from: 0, to: joint),
      Bar(name: "+ H(q) = \(text(entropy))", from: joint, to: joint + entropy),
    ] + sum
  }
}
