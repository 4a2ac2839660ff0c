// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// An axis of a figure: of numbers, or of things that have names.
struct FigureAxis {
  let scale: PlotScale
  /// What stands beside the axis.
  let name: String
  /// The things, from the top; `nil` on an axis of numbers.
  private let rows: [String]?

  /// An axis of numbers.
  ///
  /// - Parameters:
  ///   - name: what stands beside it.
  ///   - low: its lower end, finite; positive for a logarithmic one.
  ///   - high: its upper end.
  ///   - isLogarithmic: whether equal ratios have equal lengths.
  init(_ name: String, from low: Double, to high: Double, isLogarithmic: Bool = false) {
    scale = PlotScale(from: low, to: high, isLogarithmic: isLogarithmic)
    (self.name, rows) = (name, nil)
  }

  /// An axis of things, upwards.
  init(rows: [String]) {
    scale = PlotScale(from: 0, to: Double(max(rows.count, 1)))
    (name, self.rows) = ("", rows)
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
