// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// A piece of the line on which all formulas are analytic, seen from one of its ends.
struct Piece {
  /// z = origin ± eˢ.
  let coordinate: Coordinate
  /// The largest s; `nil` for a piece without end.
  let end: Ball?
  /// What is 0 at the origin.
  var roots: Set<Formula>
  /// The signs of what must not change its sign.
  var signs: [Formula: Int] = [:]

  /// Some s of the piece.
  func samples(_ precision: Precision) -> [Ball] {
    [0.71, 0.13, 2.3, 7.9, 31, 0.013, 127].map { distance in
      guard let end else { return Ball(distance - 1) }
      return precision.difference(precision.lower(end), Ball(distance))
    }
  }
}

/// The pieces of a support, and what had to be left out between them.
struct Partition {
  var pieces: [Piece]
  /// Short intervals around points that could not be told from each other, or from a touching zero.
  var clusters: [(lower: Ball, upper: Ball)]
}
