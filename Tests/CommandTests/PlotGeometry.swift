// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Where a script puts its texts, and its first panel.
struct PlotGeometry {
  struct Text: CustomStringConvertible {
    let words: String
    /// In units from the upper left corner.
    let x: Double
    let y: Double
    let isCentred: Bool

    var description: String { "'\(words)' at (\(x), \(y))" }
  }

  let width: Double
  let height: Double
  /// Those that stand at a place of the picture, and not of a panel.
  let texts: [Text]
  private let margins: [Substring: Double]
  private let ranges: [Substring: (low: Double, high: Double)]
  private let isLogarithmic: Bool

  /// - Parameter script: one for SVG.
  init(_ script: String) throws {
    let size = try #require(script.firstMatch(of: /terminal svg size (\d+),(\d+)/))
    (width, height) = (try #require(Double(size.1)), try #require(Double(size.2)))
    let (w, h) = (width, height)
    texts = try script.matches(
      of: /set label (.+) at screen ([-0-9.e]+), screen ([-0-9.e]+) (left|center)/
    ).map { match in
      let (x, y) = (try #require(Double(match.2)), try #require(Double(match.3)))
      return Text(
        words: String(match.1).replacing("'", with: ""), x: x * w, y: (1 - y) * h,
        isCentred: match.4 == "center")
    }
    margins = Dictionary(
      script.matches(of: /set ([lrtb])margin at screen ([-0-9.e]+)/).map {
        ($0.1, Double($0.2) ?? .nan)
      }, uniquingKeysWith: { first, _ in first })
    ranges = Dictionary(
      script.matches(of: /set ([xy])range \[([-0-9.e]+):([-0-9.e]+)\]/).map {
        ($0.1, (Double($0.2) ?? .nan, Double($0.3) ?? .nan))
      }, uniquingKeysWith: { first, _ in first })
    isLogarithmic = script.contains("\nset logscale x\n")
  }

  /// What the first panel shows at a place, its axis upwards being linear.
  func values(atX x: Double, y: Double) -> (x: Double, y: Double) {
    guard let left = margins["l"], let right = margins["r"], let top = margins["t"],
      let bottom = margins["b"], let across = ranges["x"], let upwards = ranges["y"]
    else { return (.nan, .nan) }
    let (a, b) = (
      (x / width - left) / (right - left), (1 - y / height - bottom) / (top - bottom)
    )
    return (
      isLogarithmic
        ? across.low * pow(across.high / across.low, a)
        : across.low + a * (across.high - across.low),
      upwards.low + b * (upwards.high - upwards.low)
    )
  }
}
