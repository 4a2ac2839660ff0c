// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Ticks of an axis, two of them with a label at least, and no two with the same.
///
/// gnuplot's own label powers of ten only where the axis is logarithmic: over less than two decades that is one
/// label, or none. Elsewhere they may have one label for two ticks.
struct PlotTicks {
  /// Values with their labels.
  private(set) var labelled: [(value: Double, label: String)] = []
  private var minor: [Double] = []
  /// What the name of the axis says where the labels count from another place than 0, as in ` − 1000000`; else empty.
  private(set) var offset = ""

  /// The length of the longest label.
  var letters: Int { labelled.map(\.label.count).max() ?? 0 }

  /// The ticks of an axis across, as many as there is room for.
  static func across(_ scale: PlotScale, width: Double, on canvas: PlotCanvas) -> PlotTicks {
    fitting(scale, origin: nil) { ticks in
      // Half of the last label stands beyond the axis, in the margin.
      let overhang = ticks.labelled.last.map { last in
        Double(last.label.count) / 2 * canvas.letter
          - width * (1 - scale.share(of: last.value))
      }
      return overhang ?? 0 < canvas.margin + 2 * canvas.letter
        && zip(ticks.labelled, ticks.labelled.dropFirst()).allSatisfy { a, b in
          let room = width * (scale.share(of: b.value) - scale.share(of: a.value))
          return room > (Double(a.label.count + b.label.count) * 0.55 + 2) * canvas.letter
        }
    }
  }

  /// The ticks of an axis upwards.
  ///
  /// - Parameter origin: what the labels count from, where that is known to the reader.
  static func upwards(
    _ scale: PlotScale, height: Double, on canvas: PlotCanvas, origin: Double? = nil
  ) -> PlotTicks {
    fitting(scale, origin: origin) { ticks in
      zip(ticks.labelled, ticks.labelled.dropFirst()).allSatisfy { a, b in
        height * (scale.share(of: b.value) - scale.share(of: a.value)) > 1.7 * canvas.line
      }
    }
  }

  /// The densest ticks that fit; where none do, the sparsest.
  private static func fitting(
    _ scale: PlotScale, origin: Double?, _ fits: (PlotTicks) -> Bool
  ) -> PlotTicks {
    var last = PlotTicks()
    if scale.isLogarithmic {
      for ticks in PlotTicks.logarithmic(scale) where ticks.labelled.count > 1 {
        if fits(ticks) { return ticks }
        last = ticks
      }
      // Over less than a factor of two an even distance says more than digits do.
      if !last.labelled.isEmpty { return last }
    }
    for count in stride(from: 9.0, through: 1, by: -1) {
      let ticks = PlotTicks.even(
        scale, distance: scale.high / count - scale.low / count, origin: origin)
      guard ticks.labelled.count > 1 else { continue }
      if fits(ticks) { return ticks }
      last = ticks
    }
    return last
  }

  /// From the densest to the sparsest.
  private static func logarithmic(_ scale: PlotScale) -> [PlotTicks] {
    let decades = log10(scale.high) - log10(scale.low)
    guard decades.isFinite, decades > 0, scale.low > 0 else { return [] }
    // Of a decade.
    var minor: [Double] = []
    let powers = Int(log10(scale.low).rounded(.down))...Int(log10(scale.high).rounded(.up))
    func within(_ digits: [Double], step: Int) -> [Double] {
      powers.filter { $0.isMultiple(of: step) }.flatMap { power in
        // As a text: pow(10, −1) need not be the nearest double.
        digits.compactMap { Double("\($0)e\(power)") }.filter {
          $0.isNormal && scale.low <= $0 && $0 <= scale.high
        }
      }
    }
    if decades < 8 { minor = within([1, 2, 3, 4, 5, 6, 7, 8, 9], step: 1) }
    let choices: [(digits: [Double], step: Int)] =
      [([1, 1.5, 2, 3, 4, 5, 6, 8], 1), ([1, 2, 5], 1), ([1, 3], 1)]
      + [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200].map { ([1], $0) }
    return choices.map { choice in
      var ticks = PlotTicks()
      let values = within(choice.digits, step: choice.step)
      // 100 is 100 beside 10⁵ too.
      ticks.labelled = values.map { value in
        (
          value,
          (1e-4..<1e5).contains(value) ? PlotText.number(value, digits: 6) : PlotText.power(value)
        )
      }
      ticks.minor = minor
      return ticks
    }
  }

  /// Ticks at even distances of 1, 2 or 5 powers of ten, of no less than a distance.
  private static func even(_ scale: PlotScale, distance: Double, origin: Double?) -> PlotTicks {
    var ticks = PlotTicks()
    guard let (step, exponent) = DecimalStep(atLeast: distance).map({ ($0.value, $0.exponent) })
    else { return ticks }
    var start = origin ?? 0
    let largest = max(abs(scale.low - start), abs(scale.high - start))
    if origin == nil, largest >= 1e7 * step {
      // Digits that all labels share go to the axis.
      start = ((scale.low / 2 + scale.high / 2) / (100 * step)).rounded() * (100 * step)
      ticks.offset = PlotText.offset(start)
    }
    let first = ((scale.low - start) / step).rounded(.up)
    let last = ((scale.high - start) / step).rounded(.down)
    guard first.isFinite, last.isFinite, first <= last, last - first < 40,
      max(abs(first), abs(last)) < 1e15
    else { return ticks }
    var indices: [Double] = []
    var index = first
    while index <= last {
      indices.append(index)
      index += 1
    }
    let top = max(abs(first), abs(last)) * step
    // In powers of ten are all of them, or none.
    let isScaled = (top >= 1e5 && exponent >= 3) || top < 1e-3
    ticks.labelled = indices.map { index in
      let label =
        if index == 0 { "0" } else if isScaled {
          PlotText.power(index * step)
        } else { PlotText.fixed(index * step, decimals: max(0, -exponent)) }
      return (start + index * step, label)
    }
    return ticks
  }

  /// As an argument of `set xtics`.
  func command(areLabelled: Bool = true) -> String {
    let small = minor.map { "'' \($0) 1" }
    let large = labelled.map { "'\(areLabelled ? $0.label : "")' \($0.value) 0" }
    return "(\((small + large).joined(separator: ", ")))"
  }
}
