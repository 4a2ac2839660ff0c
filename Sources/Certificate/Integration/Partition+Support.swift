// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

extension Partition {
  /// A point where pieces meet.
  private struct Break {
    var lower: Ball
    var upper: Ball
    var roots: Set<Formula>
    /// Whether it is a point, and not an interval that is left out.
    var isPoint: Bool
  }

  /// Cuts a support where formulas may have a kink, a jump or a singularity.
  ///
  /// - Throws: ``CertificateError`` where a sign cannot be decided.
  init(
    of support: Support, for formulas: [Formula], numbers: [Ball], precision: Precision,
    budget: Budget
  ) throws {
    let critical = CriticalFormulas(of: formulas, numbers: numbers)
    let ends = [support.lower, support.upper].filter(\.isFinite)
    var breaks = (ends.isEmpty ? [Ball.zero] : ends).map {
      Break(lower: $0, upper: $0, roots: [], isPoint: true)
    }
    let sides = Partition.sides(of: support, precision)
    for formula in critical.withZeros where !formula.hasChoice {
      for index in breaks.indices
      where formula.value(at: breaks[index].lower, numbers, precision).isZero {
        breaks[index].roots.insert(formula)
      }
    }
    // On either side of a condition a choice is another formula.
    func places(of formula: Formula) -> [(Formula, Coordinate, end: Ball?)] {
      guard formula.hasChoice else { return sides.map { (formula, $0, $1) } }
      let pieces = Partition.pieces(breaks, support, critical.all, numbers, precision)
      return pieces.map { (formula.chosen(by: $0.signs), $0.coordinate, $0.end) }
    }
    for formula in critical.withZeros {
      for (chosen, coordinate, end) in places(of: formula) where chosen.hasLatent {
        var search = RootSearch(
          chosen, numbers: numbers, precision: precision, coordinate: coordinate, end: end,
          budget: budget)
        try search.run()
        for root in search.roots {
          Partition.insert(
            Break(lower: root, upper: root, roots: [formula], isPoint: true), &breaks, precision)
        }
        for (lower, upper) in search.clusters {
          Partition.insert(
            Break(lower: lower, upper: upper, roots: [], isPoint: false), &breaks, precision)
        }
      }
    }
    self.init(
      pieces: Partition.pieces(breaks, support, critical.all, numbers, precision),
      clusters: breaks.filter { !$0.isPoint }.map { ($0.lower, $0.upper) })
    for formula in critical.withZeros where formula.hasChoice {
      for index in pieces.indices {
        let chosen = formula.chosen(by: pieces[index].signs)
        let origin = pieces[index].coordinate.origin
        if chosen.value(at: origin, numbers, precision).isZero {
          pieces[index].roots.insert(formula)
        }
      }
    }
  }

  /// Coordinates that reach all of a support, with the largest s of each.
  private static func sides(
    of support: Support, _ precision: Precision
  ) -> [(Coordinate, end: Ball?)] {
    let (lower, upper) = (support.lower, support.upper)
    switch (lower.isFinite, upper.isFinite) {
    case (true, true):
      let width = precision.difference(upper, lower)
      // No likely place of a zero.
      let left = precision.log(precision.product(width, Ball(0.48713)))
      let right = precision.log(precision.product(width, Ball(0.51288)))
      return [
        (Coordinate(origin: lower, direction: 1), left),
        (Coordinate(origin: upper, direction: -1), right),
      ]
    case (true, false): return [(Coordinate(origin: lower, direction: 1), nil)]
    case (false, true): return [(Coordinate(origin: upper, direction: -1), nil)]
    case (false, false):
      return [1, -1].map { (Coordinate(origin: .zero, direction: $0), nil) }
    }
  }

  private static func insert(_ new: Break, _ breaks: inout [Break], _ precision: Precision) {
    var new = new
    if let index = breaks.firstIndex(where: {
      $0.isPoint && new.isPoint && $0.lower.isExact && $0.lower.isIdentical(to: new.lower)
    }) {
      breaks[index].roots.formUnion(new.roots)
      return
    }
    // What cannot be told apart is left out as one interval.
    breaks.removeAll { other in
      guard !(other.upper < new.lower), !(new.upper < other.lower) else { return false }
      let (a, b) = (precision.lower(new.lower), precision.lower(other.lower))
      let (c, d) = (precision.upper(new.upper), precision.upper(other.upper))
      new = Break(
        lower: a <= b ? a : b, upper: c <= d ? d : c, roots: [], isPoint: false)
      return true
    }
    breaks.insert(new, at: breaks.firstIndex { new.upper < $0.lower } ?? breaks.count)
  }

  /// The pieces between points, with the signs on each.
  private static func pieces(
    _ breaks: [Break], _ support: Support, _ critical: [Formula], _ numbers: [Ball],
    _ precision: Precision
  ) -> [Piece] {
    var pieces: [Piece] = []
    func piece(_ point: Break, _ direction: Int, _ length: Ball?) -> Piece {
      Piece(
        coordinate: Coordinate(
          origin: direction > 0 ? point.upper : point.lower, direction: direction),
        end: length.map(precision.log), roots: point.roots)
    }
    if !support.lower.isFinite, let first = breaks.first { pieces.append(piece(first, -1, nil)) }
    for (a, b) in zip(breaks, breaks.dropFirst()) {
      let half = precision.product(Ball(0.5), precision.difference(b.lower, a.upper))
      pieces += [piece(a, 1, half), piece(b, -1, half)]
    }
    if !support.upper.isFinite, let last = breaks.last { pieces.append(piece(last, 1, nil)) }
    for index in pieces.indices { findSigns(&pieces[index], critical, numbers, precision) }
    return pieces
  }

  private static func findSigns(
    _ piece: inout Piece, _ critical: [Formula], _ numbers: [Ball], _ precision: Precision
  ) {
    let points = piece.samples(precision).map { [coordinate = piece.coordinate] s in
      coordinate.point(precision.exp(s), precision)
    }
    for formula in critical {
      for z in points {
        // Where it is undefined it has no sign, and may not need one.
        guard let sign = formula.value(at: z, numbers, precision).sign, sign != 0 else { continue }
        piece.signs[formula] = sign
        break
      }
    }
  }
}

extension Formula {
  fileprivate var hasChoice: Bool {
    contains { if case .choice = $0 { true } else { false } }
  }

  /// The formula where conditions have these signs: what is chosen in the place of each choice.
  fileprivate func chosen(by signs: [Formula: Int]) -> Formula {
    if case .choice(let a, let b, let condition) = self, let sign = signs[condition] {
      return (sign > 0 ? a : b).chosen(by: signs)
    }
    return hasChoice ? mappingParts { $0.chosen(by: signs) } : self
  }
}
