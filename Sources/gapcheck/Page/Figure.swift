// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A figure of two axes: where things lie in it, as the text of an SVG.
///
/// It is small enough to be read on a telephone as it is; wider pages show it larger.
struct Figure {
  let x: FigureAxis
  let y: FigureAxis

  static let (width, height) = (400.0, 270.0)
  static let (left, right, top, bottom) = (62.0, 382.0, 24.0, 226.0)

  /// How large its SVG is, as an attribute.
  static var view: String { "viewBox=\"0 0 \(text(width)) \(text(height))\"" }

  /// Where what lies between the axes is, as attributes of an SVG inside.
  static var inside: String {
    let (x, y) = (text(left), text(top))
    let (width, height) = (text(right - left), text(bottom - top))
    return "x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" "
      + "viewBox=\"\(x) \(y) \(width) \(height)\""
  }

  /// A place inside an SVG.
  struct Point {
    var x: Double
    var y: Double
  }

  /// Where a pair of values lies; beyond the figure no further than its own size.
  func point(_ x: Double, _ y: Double) -> Point {
    let (a, b) = (self.x.share(x), self.y.share(y))
    return Point(
      x: Figure.left + min(max(a, -1), 2) * (Figure.right - Figure.left),
      y: Figure.bottom - min(max(b, -1), 2) * (Figure.bottom - Figure.top))
  }

  /// A line through pairs of values; it is broken where a value is NaN.
  func line(_ values: [(x: Double, y: Double)]) -> String {
    runs(values).map(Figure.path).joined()
  }

  /// The same down to the lower axis at both ends: what lies under it can be filled.
  func mountain(_ values: [(x: Double, y: Double)]) -> String {
    runs(values).map { run in
      guard let first = run.first, let last = run.last else { return "" }
      return Figure.path(
        [Point(x: first.x, y: Figure.bottom)] + run + [Point(x: last.x, y: Figure.bottom)])
    }.joined()
  }

  /// What lies between two lines.
  func area(_ upper: [(x: Double, y: Double)], _ lower: [(x: Double, y: Double)]) -> String {
    let both = zip(upper, lower).filter { !$0.y.isNaN && !$1.y.isNaN }
    guard both.count > 1 else { return "" }
    let above = Figure.thinned(both.map { point($0.0.x, $0.0.y) })
    let below = Figure.thinned(both.map { point($0.1.x, $0.1.y) })
    return Figure.path(above + below.reversed()) + "Z"
  }

  /// A bar from one value to another, lying at a height in the figure.
  func bar(from first: Double, to last: Double, at height: Double, thickness: Double) -> String {
    guard first.isFinite, last.isFinite else { return "" }
    let (a, b) = (point(first, y.low).x, point(last, y.low).x)
    let (left, right) = (
      max(min(a, b), Figure.left), min(max(a, b, min(a, b) + 1), Figure.right)
    )
    guard left < right else { return "" }
    return Figure.path([
      Point(x: left, y: height), Point(x: right, y: height),
      Point(x: right, y: height + thickness), Point(x: left, y: height + thickness),
    ]) + "Z"
  }

  /// An upright line through the whole figure.
  func upright(_ value: Double) -> String {
    let share = x.share(value)
    guard (0...1).contains(share) else { return "" }
    return Figure.path([
      Point(x: point(value, y.low).x, y: Figure.top),
      Point(x: point(value, y.low).x, y: Figure.bottom),
    ])
  }

  /// A dot, where it lies inside.
  func dot(_ x: Double, _ y: Double, radius: Double = 4) -> String {
    guard (0...1).contains(self.x.share(x)), (0...1).contains(self.y.share(y)) else { return "" }
    let centre = point(x, y)
    let r = Figure.text(radius)
    return "M\(Figure.text(centre.x - radius)) \(Figure.text(centre.y))"
      + "a\(r) \(r) 0 1 0 \(Figure.text(2 * radius)) 0a\(r) \(r) 0 1 0 \(Figure.text(-2 * radius)) 0Z"
  }

  /// Axes, ticks and names.
  var frame: String {
    let (across, upwards) = (x.across, y.upwards)
    var text = "<path class=\"grid\" d=\""
    for tick in across.labelled { text += upright(tick.value) }
    for tick in upwards.labelled {
      let height = Figure.text(point(x.low, tick.value).y)
      text += "M\(Figure.text(Figure.left)) \(height)H\(Figure.text(Figure.right))"
    }
    text += "\"/><path class=\"axis\" d=\"M\(Figure.text(Figure.left)) \(Figure.text(Figure.top))"
    text += "V\(Figure.text(Figure.bottom))H\(Figure.text(Figure.right))\"/>"
    for tick in across.labelled {
      text += Figure.label(
        tick.label, at: Point(x: point(tick.value, y.low).x, y: Figure.bottom + 16), "middle")
    }
    for tick in upwards.labelled {
      text += Figure.label(
        tick.label, at: Point(x: Figure.left - 5, y: point(x.low, tick.value).y + 4), "end")
    }
    text += Figure.label(upwards.name, at: Point(x: 2, y: 13), "start")
    text += Figure.label(
      across.name, at: Point(x: (Figure.left + Figure.right) / 2, y: Figure.height - 8), "middle")
    return text
  }

  /// Words in a figure.
  static func label(_ text: String, at place: Point, _ anchor: String, style: String = "") -> String
  {
    text.isEmpty
      ? ""
      : "<text x=\"\(self.text(place.x))\" y=\"\(self.text(place.y))\" text-anchor=\"\(anchor)\""
        + (style.isEmpty ? "" : " class=\"\(style)\"") + ">\(HTMLText.escaped(text))</text>"
  }

  // MARK: Lines

  private func runs(_ values: [(x: Double, y: Double)]) -> [[Point]] {
    values.split { $0.y.isNaN }.map { run in
      Figure.thinned(run.map { point($0.x, $0.y) })
    }
  }

  static func path(_ points: [Point]) -> String {
    guard let first = points.first else { return "" }
    let rest = points.dropFirst().map { "L\(text($0.x)) \(text($0.y))" }.joined()
    return "M\(text(first.x)) \(text(first.y))\(rest)"
  }

  /// A coordinate: tenths can be seen, hundredths cannot.
  private static func text(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = (value * 10).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths))" : String(format: "%.1f", tenths)
  }

  /// Without points that nobody would see missing.
  ///
  /// Source: Douglas, Peucker, "Algorithms for the reduction of the number of points required to represent a
  /// digitized line or its caricature" (1973).
  static func thinned(_ points: [Point]) -> [Point] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    (isKept[0], isKept[points.count - 1]) = (true, true)
    var parts = [(0, points.count - 1)]
    while let (first, last) = parts.popLast() {
      let (a, b) = (points[first], points[last])
      let length = hypot(b.x - a.x, b.y - a.y)
      var (worst, place) = (0.12, 0)
      for index in (first + 1)..<max(last, first + 1) {
        let p = points[index]
        let distance =
          length > 0
          ? abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / length
          : hypot(p.x - a.x, p.y - a.y)
        if distance > worst { (worst, place) = (distance, index) }
      }
      if place > 0 {
        isKept[place] = true
        parts += [(first, place), (place, last)]
      }
    }
    return points.indices.filter { isKept[$0] }.map { points[$0] }
  }
}
