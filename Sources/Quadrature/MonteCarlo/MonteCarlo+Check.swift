// SPDX-License-Identifier: GPL-3.0-or-later

extension MonteCarlo {
  /// The most dimensions. VEGAS, whose points are weighted by a product of as many bin widths, loses
  /// itself beyond 30 even where the integrand is constant in all but one.
  private var mostDimensions: Int { method == .vegas ? 30 : 100 }

  /// The fewest calls. VEGAS needs a few for each of its 50 bins in every iteration: with 1000 calls
  /// it says 0.0002 ± 0.0001, χ² = 1.4, where the truth is 1.5.
  private var fewestCalls: Int { method == .vegas ? 10_000 : 2 }

  /// Refuses what GSL would refuse, or could not compute with.
  func check(from lower: [Double], to upper: [Double]) throws(QuadratureError) {
    guard (1...mostDimensions).contains(lower.count) else {
      throw .invalidParameter(
        name: "the number of dimensions", value: Double(lower.count),
        requirement: "from 1 to \(mostDimensions)")
    }
    guard upper.count == lower.count else {
      throw .invalidParameter(
        name: "the number of upper ends", value: Double(upper.count),
        requirement: "that of the lower ends, \(lower.count)")
    }
    // GSL counts in C's int here and there.
    guard calls >= fewestCalls, calls <= Int(Int32.max) else {
      throw .invalidParameter(
        name: "the number of calls", value: Double(calls),
        requirement: "from \(fewestCalls) to \(Int32.max)")
    }
    var volume = 1.0
    for (index, (a, b)) in zip(lower, upper).enumerated() {
      guard a.isFinite, b.isFinite, a < b, (b - a).isFinite else {
        throw .invalidInterval(
          from: a, to: b,
          requirement: "side \(index) of the box must have finite ends, the upper above the lower")
      }
      volume *= b - a
    }
    guard volume.isFinite, volume > 0 else {
      throw .invalidParameter(
        name: "the volume of the box", value: volume, requirement: "a positive finite double")
    }
  }
}
