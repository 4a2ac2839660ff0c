// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Where coordinates, and stretches of them, lie on the line, from left to right.
struct LineOrder {
  /// The coordinates from left to right.
  let coordinates: [Int]
  /// The place of each coordinate in that order.
  let ranks: [Int]
  private let isRising: [Bool]

  init(of coordinates: [Coordinate]) {
    let sorted = coordinates.indices.sorted { i, j in
      let (a, b) = (coordinates[i], coordinates[j])
      let distance = (a.origin - b.origin).head
      if distance != 0 { return distance < 0 }
      if a.direction != b.direction { return a.direction < b.direction }
      let isFarther = a.isLogarithmic == b.isLogarithmic ? a.lower > b.lower : a.isLogarithmic
      // On the left of an origin the farther one comes first.
      return isFarther == (a.direction < 0)
    }
    var ranks = coordinates.map { _ in 0 }
    for (rank, index) in sorted.enumerated() { ranks[index] = rank }
    self.coordinates = sorted
    self.ranks = ranks
    isRising = coordinates.map { $0.direction > 0 }
  }

  /// Whether the first of two stretches lies on the left.
  func precedes(_ a: Stretch, _ b: Stretch) -> Bool {
    guard a.coordinate == b.coordinate else { return ranks[a.coordinate] < ranks[b.coordinate] }
    return isRising[a.coordinate] ? a.lower < b.lower : a.lower > b.lower
  }
}
