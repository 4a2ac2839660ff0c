// SPDX-License-Identifier: GPL-3.0-or-later

/// A smooth change of a variable that keeps an interval, and its breakpoints, and moves all nodes: a second look at the same
/// integral.
struct BoxWarp {
  /// The ends and the breakpoints, ascending.
  private let edges: [Double]
  /// How far the nodes move, between −1 and 1.
  private let strength: Double

  /// - Parameters:
  ///   - edges: the ends and the breakpoints, ascending; the ends may be infinite.
  ///   - dimension: no two of which move their nodes alike.
  init(edges: [Double], dimension: Int) {
    self.edges = edges
    strength = (dimension.isMultiple(of: 2) ? 1 : -1) * BoxWarp.strongest / Double(dimension + 2)
  }

  private static let strongest = 0.47

  /// The place of a node, and the factor of the integrand there.
  func callAsFunction(_ z: Double) -> (z: Double, factor: Double) {
    let upper = edges.first { z < $0 } ?? .infinity
    let lower = edges.last { $0 <= z } ?? -.infinity
    switch (lower.isFinite, upper.isFinite) {
    case (true, true):
      let length = upper - lower
      let part = (z - lower) / length
      return (z + strength * part * (upper - z), 1 + strength * (1 - 2 * part))
    case (true, false): return (lower + (1 + strength) * (z - lower), 1 + strength)
    case (false, true): return (upper - (1 + strength) * (upper - z), 1 + strength)
    case (false, false): return (z + strength, 1)
    }
  }
}
