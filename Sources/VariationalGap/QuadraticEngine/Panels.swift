// SPDX-License-Identifier: GPL-3.0-or-later

/// The ends of consecutive panels in ascending order, eight at most.
///
/// In place, and not in an array: several are made for every point of a sweep.
struct Panels {
  private var ends = SIMD8<Double>(repeating: 0)

  /// How many ends there are.
  private(set) var count = 0

  /// No panels.
  init() {}

  /// The panels between a few ends.
  init(_ a: Double, _ b: Double, _ c: Double) {
    ends[0] = a
    ends[1] = b
    ends[2] = c
    count = 3
  }

  /// The end at an index below ``count``.
  subscript(index: Int) -> Double { ends[index] }

  /// Adds the largest end.
  mutating func append(_ end: Double) {
    ends[count] = end
    count += 1
  }

  /// Adds an end, wherever it belongs.
  mutating func insert(_ end: Double) {
    var index = count
    while index > 0, ends[index - 1] > end {
      ends[index] = ends[index - 1]
      index -= 1
    }
    ends[index] = end
    count += 1
  }

  /// The panel that the centre, 0, is the lower end of, or in front of; the last end where every
  /// panel lies below 0.
  var indexOfCentre: Int {
    for index in 0..<count where ends[index] >= 0 { return index }
    return count - 1
  }

  /// The ends as an array.
  var array: [Double] { (0..<count).map { ends[$0] } }
}
