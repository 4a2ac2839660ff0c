// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A picture's heading and legend, which take their room from above, and what is left for panels.
///
/// gnuplot's own title and key reserve room by guesses that differ between its terminals.
struct PlotFrame {
  let canvas: PlotCanvas
  private(set) var commands: [String] = []
  /// Where the free part begins.
  private(set) var top: Double

  /// - Parameters:
  ///   - heading: what there is to be seen.
  ///   - notes: the parameters, and results, in lines of their own.
  init(_ heading: String, _ notes: [String?], on canvas: PlotCanvas) {
    self.canvas = canvas
    top = canvas.isCharacters ? 0 : 0.5 * canvas.line
    let room = canvas.width - 2 * canvas.margin
    func add(_ text: String, letter: Double, lines: Int, color: String, font: String = "") {
      for line in PlotText.wrapped(text, width: max(20, Int(room / letter)), lines: lines)
        .split(separator: "\n")
      {
        commands.append(
          canvas.label(String(line), canvas.margin, top + 0.5 * canvas.line, color: color) + font)
        top += canvas.line
      }
    }
    let large = canvas.isCharacters ? 1 : 16.0 / 14
    add(
      heading, letter: large * canvas.letter, lines: 2, color: canvas.theme.text,
      font: canvas.headingFont)
    if !canvas.isCharacters { top += 0.15 * canvas.line }
    for note in notes.compactMap({ $0 }) {
      add(note, letter: canvas.letter, lines: 3, color: canvas.theme.quiet)
    }
  }

  /// A place in a legend.
  private typealias Entry = (item: PlotItem, lines: [String], x: Double, y: Double)

  /// The width of a sample with the space behind it.
  private var sampleWidth: Double { 5 * canvas.letter }

  /// Entries from left to right and from above, and how much of the height they take.
  private func flow(
    _ items: [PlotItem], from left: Double, to right: Double
  ) -> (entries: [Entry], height: Double) {
    var entries: [Entry] = []
    var (x, y, tallest) = (left, 0.0, 0.0)
    for item in items {
      guard let title = item.title else { continue }
      let width = max(12, Int((right - left - sampleWidth) / canvas.letter))
      let lines = PlotText.wrapped(title, width: width, lines: 4).split(separator: "\n").map(
        String.init)
      let length = sampleWidth + Double(lines.map(\.count).max() ?? 0) * canvas.letter
      if x > left, x + length > right {
        (x, y, tallest) = (left, y + tallest, 0)
      }
      entries.append((item, lines, x, y))
      tallest = max(tallest, Double(lines.count) * canvas.line + 0.1 * canvas.line)
      x += length + 2 * canvas.letter
    }
    return (entries, y + tallest)
  }

  /// How much of the height a legend takes.
  func legendHeight(_ items: [PlotItem], from left: Double, to right: Double) -> Double {
    canvas.isCharacters ? 0 : flow(items, from: left, to: right).height
  }

  /// Writes the legend of some items between two places, or from one edge to the other. Of a terminal gnuplot's own
  /// knows the characters that it draws with; it stands above.
  ///
  /// - Parameters:
  ///   - items: what has a title.
  ///   - box: the sides and the upper end; by default the whole width, and what is free begins below it.
  mutating func legend(
    _ items: [PlotItem], in box: (left: Double, right: Double, top: Double)? = nil
  ) {
    guard !canvas.isCharacters else {
      let count = items.count { $0.title != nil }
      commands.append(
        "set key at \(canvas.place(canvas.margin, top)) top left vertical maxrows \(max(1, count)) "
          + "samplen 3 spacing 1 Left reverse")
      // Above its rows it leaves one free.
      top += Double(count + 1)
      return
    }
    let (left, right) = (box?.left ?? canvas.margin, box?.right ?? canvas.width - canvas.margin)
    let start = box?.top ?? top + 0.3 * canvas.line
    let (entries, height) = flow(items, from: left, to: right)
    commands.append("set key off")
    for entry in entries {
      let y = start + entry.y + 0.5 * canvas.line
      commands += sample(entry.item.sample, x: entry.x, y: y)
      for (index, line) in entry.lines.enumerated() {
        commands.append(
          canvas.label(
            line, entry.x + sampleWidth, y + Double(index) * canvas.line, color: canvas.theme.text))
      }
    }
    if box == nil { top = start + height }
  }

  private func sample(_ sample: PlotItem.Sample, x: Double, y: Double) -> [String] {
    let end = x + sampleWidth - canvas.letter
    func line(_ attributes: String) -> String {
      "set arrow from \(canvas.place(x, y)) to \(canvas.place(end, y)) nohead front \(attributes)"
    }
    func point(_ attributes: String) -> String {
      "set label '' at \(canvas.place((x + end) / 2, y)) front point \(attributes)"
    }
    return switch sample {
    case .line(let attributes): [line(attributes)]
    case .point(let attributes): [point(attributes)]
    case .both(let attributes, let points): [line(attributes), point(points)]
    case .area(let attributes):
      [
        "set object rectangle from \(canvas.place(x, y + 0.3 * canvas.line)) to "
          + "\(canvas.place(end, y - 0.3 * canvas.line)) front \(attributes)"
      ]
    }
  }

  /// What a panel needs below it, for its numbers and its name.
  var foot: Double { canvas.isCharacters ? 4 : 3.1 * canvas.line }

  /// What a panel needs above it, for the name of its axis.
  var head: Double { canvas.isCharacters ? 2 : 1.6 * canvas.line }

  /// A panel as wide as the picture.
  ///
  /// - Parameters:
  ///   - box: its upper and its lower end.
  ///   - origin: what the numbers upwards count from, where that is known to the reader.
  ///   - letters: how long numbers of panels above and below are, for all to begin at the same place.
  ///   - right: its right end, where it is not that of the picture.
  func panel(
    in box: (top: Double, bottom: Double), _ x: PlotScale, _ y: PlotScale, origin: Double? = nil,
    letters: Int = 0, right: Double? = nil
  ) -> PlotPanel {
    let yTicks = PlotTicks.upwards(
      y, height: box.bottom - box.top, on: canvas, origin: origin)
    let left =
      canvas.margin + Double(max(3, letters, yTicks.letters)) * canvas.letter * 1.08
      + (canvas.isCharacters ? 3 : 14)
    // Half of the last number stands beyond the end.
    let right = right ?? canvas.width - canvas.margin - 2 * canvas.letter
    return PlotPanel(
      canvas: canvas, left: left, right: right, top: box.top, bottom: box.bottom, x: x, y: y,
      xTicks: PlotTicks.across(x, width: right - left, on: canvas), yTicks: yTicks)
  }

  /// Begins another panel: what was written for the first is not written again.
  static let nextPanel = ["unset label", "unset arrow", "unset object", "set key off"]

  /// The picture of what has no axes: a sentence.
  func sentence(_ text: String) -> [String] {
    let width = max(20, Int((canvas.width - 6 * canvas.margin) / canvas.letter))
    var lines = [
      "unset border", "unset tics", "unset grid", "unset key", "set xrange [0:1]",
      "set yrange [0:1]",
    ]
    for (index, line) in PlotText.wrapped(text, width: width, lines: 8).split(separator: "\n")
      .enumerated()
    {
      let y = top + (2 + 1.1 * Double(index)) * canvas.line
      lines.append(canvas.label(String(line), canvas.margin, y, color: canvas.theme.text))
    }
    return lines + ["plot NaN notitle"]
  }
}
