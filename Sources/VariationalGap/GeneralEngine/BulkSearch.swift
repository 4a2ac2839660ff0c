// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Finds all the mass of one or two log densities, by branch and bound.
///
/// The charts are cut into cells. Interval arithmetic bounds the mass of each: a cell whose mass cannot
/// matter is set aside, one in which the density varies little is done, any other is cut in two.
/// What is left when none has to be cut is all of the mass: nothing was sampled, so that no mode, however
/// narrow, can have been missed.
///
/// Source: Moore, Kearfott, Cloud, *Introduction to Interval Analysis* (SIAM, 2009), on branch and
/// bound.
struct BulkSearch {
  /// A log density whose mass is looked for.
  struct Term: Sendable {
    /// log f(t), one for each chart.
    let density: [LogDensityBounds]
    /// w: the mass of f·(1 + |w|) is to be covered, and not only that of f; one for each chart.
    let weight: [LogDensityBounds]?
    /// The logarithm of a mass that is known to be there, if any.
    let known: Double
  }

  /// What is known of one term in a cell.
  struct Bounds: Sendable {
    /// Of log f.
    var range: Enclosure
    /// Of the logarithm of the mass of the cell, weighted.
    var mass: Enclosure
    /// Whether the cell needs no further cut for this term.
    var isResolved: Bool
    /// Whether the mass is that of an ``EndPiece``: the density, or its weight, has no bound there.
    var isEnd = false
    /// Whether the mass does not matter in this cell.
    var isNegligible = false
  }

  /// A stretch a < t < b of a chart.
  struct Cell: Sendable {
    let chart: Int
    let lower: Double
    let upper: Double
    var bounds: [Bounds]
  }

  /// Why a search has no result.
  enum Failure: Error {
    /// The mass is infinite, near this point.
    case divergent(towards: Double)
    /// The density is 0 everywhere.
    case nothing
    /// The weight is infinite around this point, where the density is not 0.
    case infiniteWeight(at: Double)
  }

  /// The cells that hold mass, by chart and position.
  private(set) var cells: [Cell] = []
  /// Bounds on the logarithm of the mass set aside, for each term.
  private(set) var excluded: [Double]
  /// Whether every cell was resolved.
  private(set) var isComplete = true

  /// How much log f may vary in a cell that is done.
  private static let variation = 3.0
  /// How many cells may be looked at.
  private static let limit = 60_000

  private let charts: [Chart]
  private let terms: [Term]

  /// Searches.
  ///
  /// - Parameter drop: a cell whose mass is below exp(−drop) of the whole is set aside.
  init(_ terms: [Term], on charts: [Chart], drop: Double) throws(Failure) {
    self.charts = charts
    self.terms = terms
    excluded = terms.map { _ in -.infinity }
    var open: [Cell] = []
    for index in charts.indices {
      open.append(try cell(index, 0, charts[index].length))
    }
    var done: [Cell] = []
    var count = open.count
    while !open.isEmpty {
      let known = knownMass(open + done)
      var next: [Cell] = []
      for cell in open {
        if isNegligible(cell, known, drop) {
          exclude(cell)
        } else if cell.bounds.indices.allSatisfy({
          cell.bounds[$0].isResolved || isNegligible(cell, term: $0, known, drop)
        }) {
          done.append(cell)
        } else if count < BulkSearch.limit, let middle = CellSplit.middle(cell.lower, cell.upper) {
          next.append(try self.cell(cell.chart, cell.lower, middle))
          next.append(try self.cell(cell.chart, middle, cell.upper))
          count += 2
        } else if count < BulkSearch.limit, isSmall(cell, known) {
          // Adjacent doubles around a jump.
          exclude(cell)
        } else {
          isComplete = false
          done.append(cell)
        }
      }
      open = next
    }
    let known = knownMass(done)
    guard known.contains(where: { $0 > -.infinity }) || !isComplete else { throw .nothing }
    for cell in done where isNegligible(cell, known, drop) { exclude(cell) }
    for var cell in done where !isNegligible(cell, known, drop) {
      for term in terms.indices {
        cell.bounds[term].isNegligible = isNegligible(cell, term: term, known, drop)
      }
      cells.append(cell)
    }
    cells.sort { ($0.chart, $0.lower) < ($1.chart, $1.lower) }
  }

  /// The logarithm of a mass that each term has at least.
  private func knownMass(_ cells: [Cell]) -> [Double] {
    terms.indices.map { term in
      let sum = cells.reduce(-Double.infinity) { logSum($0, $1.bounds[term].mass.lower) }
      return max(terms[term].known, sum)
    }
  }

  private func isNegligible(_ cell: Cell, _ known: [Double], _ drop: Double) -> Bool {
    cell.bounds.indices.allSatisfy { isNegligible(cell, term: $0, known, drop) }
  }

  private func isNegligible(
    _ cell: Cell, term: Int, _ known: [Double], _ drop: Double
  ) -> Bool {
    let mass = cell.bounds[term].mass.upper
    return mass == -.infinity || mass < known[term] - drop
  }

  /// Whether the bound on a cell's mass is small enough to count as error.
  private func isSmall(_ cell: Cell, _ known: [Double]) -> Bool {
    cell.bounds.indices.allSatisfy { cell.bounds[$0].mass.upper < known[$0] - 25 }
  }

  private mutating func exclude(_ cell: Cell) {
    for term in terms.indices {
      excluded[term] = logSum(excluded[term], cell.bounds[term].mass.upper)
    }
  }

  private func cell(_ chart: Int, _ a: Double, _ b: Double) throws(Failure) -> Cell {
    var bounds: [Bounds] = []
    for term in terms { bounds.append(try self.bounds(term, chart, a, b)) }
    return Cell(chart: chart, lower: a, upper: b, bounds: bounds)
  }

  private func bounds(
    _ term: Term, _ chart: Int, _ a: Double, _ b: Double
  ) throws(Failure) -> Bounds {
    let density = term.density[chart]
    let range = density.range(from: a, to: b, sufficient: BulkSearch.variation)
    // Outside the domain of the formula: there is no density.
    guard !range.isEmpty, range.upper > -.infinity else {
      let none = Enclosure(from: -.infinity, to: -.infinity)
      return Bounds(range: none, mass: none, isResolved: true)
    }
    if let weight = term.weight?[chart], b.isFinite, range.lower + logarithm(b - a) > -700,
      weight.range(from: a, to: b, sufficient: 0).upper == -.infinity
    {
      throw .infiniteWeight(at: charts[chart].z(DoubleDouble(a)).head)
    }
    var factor = term.weight.map { $0[chart].magnitude(from: a, to: b) } ?? 1
    // Where both overflow: that the expectation is finite has been decided from the tails.
    if factor == .infinity, range.upper < -1e4 { factor = .greatestFiniteMagnitude }
    if b.isFinite && (a > 0 || (range.upper < .infinity && factor.isFinite)) {
      let width = logarithm(b - a)
      var logFactor = logarithm(factor)
      if logFactor == .infinity, let weight = term.weight?[chart] {
        logFactor = weight.logMagnitudeFarOut(from: a, to: b)
      }
      return Bounds(
        range: range,
        mass: Enclosure(
          from: width + range.lower, to: width + range.upper + logFactor),
        isResolved: range.upper - range.lower <= BulkSearch.variation && factor.isFinite)
    }
    return try end(density, term.weight?[chart], chart, a, b, range)
  }

  /// The bounds of a cell that reaches 0 where the density has no limit, or ∞, by its power law.
  private func end(
    _ density: LogDensityBounds, _ weight: LogDensityBounds?, _ chart: Int, _ a: Double,
    _ b: Double, _ range: Enclosure
  ) throws(Failure) -> Bounds {
    let bare = EndPiece(density, nil, from: a, to: b)
    if bare.isDivergent {
      throw .divergent(towards: charts[chart].z(DoubleDouble(a == 0 ? 0 : .infinity)).head)
    }
    // Where next to nothing is left weights overflow: that the expectation is finite has been decided
    // from the tails.
    if bare.logMass.upper < -1500 {
      let mass = bare.logMass.upper + (weight == nil ? 0 : 710)
      return Bounds(
        range: range, mass: Enclosure(from: min(bare.logMass.lower, mass), to: mass),
        isResolved: true, isEnd: true)
    }
    let piece = weight == nil ? bare : EndPiece(density, weight, from: a, to: b)
    return Bounds(range: range, mass: piece.logMass, isResolved: piece.isResolved, isEnd: true)
  }
}

extension LogDensityBounds {
  /// A bound on 1 + |f| over a cell.
  func magnitude(from a: Double, to b: Double) -> Double {
    let range = range(from: a, to: b, sufficient: 1)
    return range.isEmpty ? 1 : 1 + max(abs(range.lower), abs(range.upper))
  }
}

/// log(eᵃ + eᵇ).
func logSum(_ a: Double, _ b: Double) -> Double {
  let (small, large) = (min(a, b), max(a, b))
  return small == -.infinity || large == .infinity
    ? large : large + logarithm(onePlus: exponential(small - large))
}
