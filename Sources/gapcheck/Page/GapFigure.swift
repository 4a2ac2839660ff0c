// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

/// The figures of the ELBO against log p(x), and of the gap alone, along a slider.
struct GapFigure {
  private let bounds: Figure?
  private let gap: Figure?
  private let common: PageSlots
  /// The two lines that the gap lies between.
  private let upper: [(x: Double, y: Double)]
  private let lower: [(x: Double, y: Double)]

  init(_ slider: ReportSlider) {
    let values = slider.places.map(\.value)
    guard let first = values.first, let last = values.last else {
      (bounds, gap, common, upper, lower) = (nil, nil, [:], [], [])
      return
    }
    let isOfGroups = slider.plan.kind == .groups
    let x =
      isOfGroups
      ? FigureAxis(slider.plan.symbol, columns: slider.names)
      : FigureAxis(
        slider.plan.symbol, from: first, to: last, isLogarithmic: slider.plan.isLogarithmic)
    let records = slider.places.map(\.record)
    let evidence = records.map(\.logEvidence.value)
    let elbo = records.map { $0.elbo.value.isFinite ? $0.elbo.value : .nan }
    let gaps = records.map { record in
      record.divergence.value.isFinite && record.divergence.value >= 0
        ? record.divergence.value : .nan
    }
    bounds = GapFigure.bounds(x, slider, evidence, elbo, gaps)
    gap = GapFigure.gap(x, gaps)
    let upper = zip(values, evidence).map { (x: $0, y: $1) }
    let lower = zip(values, elbo).map { (x: $0, y: $1) }
    (self.upper, self.lower) = (upper, lower)
    // What is 0 lies below any logarithmic axis.
    let bottom = gap.map { $0.y.low / 1e3 } ?? 0
    let heights = zip(values, gaps).map { (x: $0, y: $1 == 0 ? bottom : $1) }
    /// Between groups lies nothing: each has a level of its own.
    func line(_ figure: Figure?, _ values: [(x: Double, y: Double)]) -> String {
      guard isOfGroups else { return figure?.line(values) ?? "" }
      return values.map { figure?.line(GapFigure.level($0)) ?? "" }.joined()
    }
    /// What lies between the two lines; of each group for itself.
    func area(_ figure: Figure?) -> String {
      guard isOfGroups else { return figure?.area(upper, lower) ?? "" }
      return zip(upper, lower).map { figure?.area(GapFigure.level($0), GapFigure.level($1)) ?? "" }
        .joined()
    }
    common = [
      "bounds-area": area(bounds),
      "bounds-evidence": line(bounds, upper),
      "bounds-elbo": line(bounds, lower),
      "bounds-frame": bounds?.frame ?? "",
      "bounds-note": bounds == nil ? "No ELBO along this slider is a number." : "",
      "gap-line": line(gap, heights),
      "gap-frame": gap?.frame ?? "",
      "gap-note": gap == nil
        ? "No gap along this slider is a positive number."
        : gaps.contains { $0 == 0 }
          ? "Where the line leaves the picture at the bottom, the gap is 0." : "",
    ]
  }

  /// A level about a place.
  private static func level(_ value: (x: Double, y: Double)) -> [(x: Double, y: Double)] {
    [(x: value.x - 0.35, y: value.y), (x: value.x + 0.35, y: value.y)]
  }

  /// What is drawn at a place.
  func slots(_ place: ReportPlace) -> PageSlots {
    var slots = common
    let record = place.record
    let (evidence, elbo) = (record.logEvidence.value, record.elbo.value)
    slots["bounds-here"] = bounds?.upright(place.value) ?? ""
    slots["bounds-dots"] =
      (bounds?.dot(place.value, elbo) ?? "")
      + (bounds?.dot(place.value, evidence) ?? "")
    slots["bounds-label"] = bounds.map { label($0, place.value, record) } ?? ""
    slots["gap-here"] = gap?.upright(place.value) ?? ""
    slots["gap-dot"] = gap?.dot(place.value, record.divergence.value) ?? ""
    return slots
  }

  /// The gap's name and size, inside it where there is room: on the side where it is wider. Where it is thin they
  /// stand above the figure, over the line at this place.
  private func label(_ figure: Figure, _ x: Double, _ record: GapRecord) -> String {
    let (evidence, elbo) = (record.logEvidence.value, record.elbo.value)
    guard elbo.isFinite, evidence.isFinite, (0...1).contains(figure.x.share(x)) else { return "" }
    let (top, low) = (figure.point(x, evidence), figure.point(x, max(elbo, figure.y.low)))
    func heights(_ line: [(x: Double, y: Double)], _ range: ClosedRange<Double>) -> [Double] {
      line.filter { !$0.y.isNaN }.map { figure.point($0.x, $0.y) }
        .filter { range.contains($0.x) }.map(\.y)
    }
    /// What lies between the lines all the way.
    func room(_ range: ClosedRange<Double>) -> (top: Double, size: Double) {
      let highest = max(top.y, heights(upper, range).max() ?? top.y)
      return (highest, min(low.y, heights(lower, range).min() ?? low.y) - highest)
    }
    let width = GapFigure.labelWidth
    let (left, right) = (room(top.x - width...top.x), room(top.x...top.x + width))
    let isLeft =
      top.x + width > Figure.right || (left.size > right.size && top.x - width >= Figure.left)
    let side = isLeft ? left : right
    let text = "gap \(PlotText.short(record.divergence.value))"
    guard side.size > 16 else {
      let half = width / 2
      return Figure.label(
        text,
        at: Figure.Point(
          x: min(max(top.x, Figure.left + half), Figure.right - half), y: Figure.top - 7),
        "middle", style: "strong")
    }
    return Figure.label(
      text,
      at: Figure.Point(x: top.x + (isLeft ? -7 : 7), y: side.top + side.size / 2 + 4),
      isLeft ? "end" : "start", style: "strong")
  }

  /// How far a label reaches from its place, in units of the figure.
  private static let labelWidth = 90.0

  private static func bounds(
    _ x: FigureAxis, _ slider: ReportSlider, _ evidence: [Double], _ elbo: [Double],
    _ gaps: [Double]
  ) -> Figure? {
    let least = gaps.filter { !$0.isNaN }.min()
    guard let least, let top = evidence.filter(\.isFinite).max() else { return nil }
    let asked = gaps.indices.contains(slider.plan.asked) ? gaps[slider.plan.asked] : .nan
    // The least gap is a part of the picture that can be seen, and what was asked for lies in it.
    // Groups lie beside each other, and all of each is seen.
    let depth =
      slider.plan.kind == .groups
      ? .infinity : max(4 * least, 0.5, asked.isNaN ? 0 : 1.3 * asked)
    let floors = zip(evidence, elbo).filter { $0.isFinite && !$1.isNaN }
      .map { max($1, $0 - depth) }
    guard let bottom = floors.min(), top - bottom > 0, (top - bottom).isFinite else { return nil }
    let room = 0.06 * (top - bottom)
    return Figure(x: x, y: FigureAxis("nats", from: bottom - room, to: top + room))
  }

  private static func gap(_ x: FigureAxis, _ gaps: [Double]) -> Figure? {
    let positive = gaps.filter { $0 > 0 }
    guard let low = positive.min(), let high = positive.max() else { return nil }
    let bottom = max(low, high * 1e-16)
    return Figure(
      x: x,
      y: FigureAxis(
        "nats (logarithmic)", from: bottom / 1.5, to: min(high * 1.5, .greatestFiniteMagnitude),
        isLogarithmic: true))
  }
}
