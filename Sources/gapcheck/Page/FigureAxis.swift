// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// An axis of a figure: of numbers, or of things that have names.
struct FigureAxis {
  let scale: PlotScale
  /// What stands beside the axis.
  let name: String
  /// The things, from the top; `nil` on an axis of numbers.
  private let rows: [String]?
  /// The same across.
  private let columns: [String]?

  /// Longer names of things are cut.
  private static let mostLetters = 12

  /// An axis of numbers.
  ///
  /// - Parameters:
  ///   - name: what stands beside it.
  ///   - low: its lower end, finite; positive for a logarithmic one.
  ///   - high: its upper end.
  ///   - isLogarithmic: whether equal ratios have equal lengths.
  init(_ name: String, from low: Double, to high: Double, isLogarithmic: Bool = false) {
    scale = PlotScale(from: low, to: high, isLogarithmic: isLogarithmic)
    (self.name, rows, columns) = (name, nil, nil)
  }

  /// An axis of things, upwards.
  init(rows: [String]) {
    scale = PlotScale(from: 0, to: Double(max(rows.count, 1)))
    (name, self.rows, columns) = ("", rows, nil)
  }

  /// An axis of things, across, at 1, 2, 3, …
  init(_ name: String, columns: [String]) {
    scale = PlotScale(from: 0.5, to: Double(max(columns.count, 1)) + 0.5)
    (self.name, rows, self.columns) = (name, nil, columns)
  }

  /// Where a thing lies on an axis of things.
  func height(ofRow index: Int) -> Double { scale.high - Double(index) - 0.5 }

  var low: Double { scale.low }

  var high: Double { scale.high }

  /// Where a value lies: 0 at the lower end, 1 at the upper one.
  func share(_ value: Double) -> Double {
    scale.isLogarithmic && value <= 0 ? -.infinity : scale.share(of: value)
  }

  /// Places with their labels, and the name, which says what they count from.
  typealias Ticks = (labelled: [(value: Double, label: String)], name: String)

  /// The ticks of an axis across.
  var across: Ticks {
    if let columns {
      let letters = min(columns.map(\.count).max() ?? 1, FigureAxis.mostLetters)
      let most = max(1, Int((Figure.right - Figure.left) / (8 * Double(letters + 1))))
      let step = (columns.count + most - 1) / most
      return (
        stride(from: 0, to: columns.count, by: max(1, step)).map { index in
          let text = columns[index]
          return (
            Double(index + 1),
            text.count > FigureAxis.mostLetters
              ? text.prefix(FigureAxis.mostLetters - 1) + "…" : text
          )
        }, name
      )
    }
    let ticks = PlotTicks.across(scale, width: Figure.right - Figure.left, on: .svg)
    return (ticks.labelled, name + ticks.offset)
  }

  /// The ticks of an axis upwards, with labels that have room beside it.
  var upwards: Ticks {
    if let rows { return (rows.indices.map { (height(ofRow: $0), rows[$0]) }, name) }
    let length = Figure.bottom - Figure.top
    let ticks = PlotTicks.upwards(scale, height: length, on: .svg)
    let unit = pow(10, log10(high - low).rounded(.up))
    guard ticks.letters > 7, !scale.isLogarithmic, unit.isNormal else {
      return (ticks.labelled, name + ticks.offset)
    }
    // As a decimal, which the name can say.
    let origin = SliderValues.decimal(((low / 2 + high / 2) / unit).rounded() * unit, step: unit)
    guard origin != 0 else { return (ticks.labelled, name) }
    let near = PlotTicks.upwards(scale, height: length, on: .svg, origin: origin)
    return (near.labelled, name + PlotText.offset(origin))
  }
}
