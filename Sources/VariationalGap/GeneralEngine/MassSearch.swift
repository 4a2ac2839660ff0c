// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// Finds all the mass of one or two log densities, by branch and bound.
///
/// The coordinates are cut into cells. Interval arithmetic bounds the mass of each: a cell whose mass
/// cannot matter is set aside, one in which the density varies little is done, any other is cut in two.
/// What is left when none has to be cut is all of the mass: nothing was sampled, so that no mode, however
/// narrow, can have been missed. Towards an infinite end a cell is cut until what is left is negligible,
/// be it at u = −1e15.
///
/// Source: Moore, Kearfott, Cloud, *Introduction to Interval Analysis* (SIAM, 2009), on branch and
/// bound.
struct MassSearch {
  /// A density whose mass is looked for, in each coordinate.
  struct Term: Sendable {
    /// The logarithm of the density of u: that of z, and of dz/du.
    let density: [CoordinateFunction]
    /// w: the mass of f·(1 + |w|) is to be covered, and not only that of f; `nil` where f is 0.
    let weight: [Weight?]?
    /// The logarithm of a mass that is known to be there, if any.
    let known: Double

    init(density: [CoordinateFunction], weight: [Weight?]? = nil, known: Double) {
      (self.density, self.weight, self.known) = (density, weight, known)
    }

    /// A density whose expectation of a weight is asked for, or whose mass, in these coordinates.
    init(
      _ density: LatentFunction, weight: LatentFunction?, in coordinates: [Coordinate],
      known: Double = -.infinity
    ) {
      let densities = coordinates.map { density.logDensity(in: $0) }
      self.init(
        density: densities,
        weight: weight.map { weight in
          zip(coordinates, densities).map { Weight(weight, in: $0, density: $1) }
        }, known: known)
    }
  }

  /// What is known of one term in a cell.
  struct Bounds: Sendable {
    /// Of log f.
    var range: Enclosure
    /// Of the logarithm of the mass of the cell; the upper one is that of f·(1 + |w|).
    var mass: Enclosure
    /// Whether the cell needs no further cut for this term.
    var isResolved: Bool
    /// Whether the mass does not matter in this cell.
    var isNegligible = false
  }

  /// A stretch, with what is known of each term there.
  struct Cell: Sendable {
    let stretch: Stretch
    var bounds: PerTerm<Bounds>
  }

  /// What a search starts from: the cells that another one ended with.
  struct Start: Sendable {
    let coordinates: [Coordinate]
    let cells: [Cell]

    /// The same for f/exp(c), where the first search was for f.
    func shifted(by c: DoubleDouble) -> Start {
      Start(
        coordinates: coordinates,
        cells: cells.map { cell in
          var cell = cell
          for index in cell.bounds.indices {
            cell.bounds[index].range = cell.bounds[index].range.shifted(by: c)
            cell.bounds[index].mass = cell.bounds[index].mass.shifted(by: c)
          }
          return cell
        })
    }
  }

  /// Why a search has no result.
  enum Failure: Error {
    /// The mass of a term, or its weighted mass, is infinite towards this point.
    case divergent(term: Int, isWeighted: Bool, towards: Double)
    /// The density is 0 everywhere.
    case nothing
    /// The weight is −∞ on a stretch where the density is not 0, or too large for a double.
    case infiniteWeight(Stretch)
    /// The time is over.
    case timeLimit(seconds: Double)
  }

  /// The cells that hold mass, by coordinate and position.
  private(set) var cells: [Cell] = []
  /// Bounds on the logarithm of the mass set aside, for each term.
  private(set) var excluded: [Double]
  /// The cells that were set aside.
  private var outside: [Cell] = []
  /// Cells that could not be resolved, and that matter.
  private(set) var unresolved: [Cell] = []

  /// How much log f may vary in a cell that is done.
  private static let variation = 6.0
  /// The logarithm of a density that is as good as 0.
  private static let faint = -1e300
  /// How many cells may be looked at.
  static let limit = 20_000
  /// The same where as many as that did not show all of the mass of the density, and it is looked at again.
  static let limitAfterFailure = 4000

  private let coordinates: [Coordinate]
  private let terms: [Term]
  /// Logarithms of masses below which a cell is set aside, as far as that is known.
  private var floors: [Double]

  /// Searches.
  ///
  /// - Parameters:
  ///   - drop: a cell whose mass is below exp(−drop) of the whole is set aside.
  ///   - start: all cells of an earlier search for the first term in these coordinates, to start from.
  ///   - limit: how many cells may be looked at.
  init(
    _ terms: [Term], on coordinates: [Coordinate], drop: Double, from start: [Cell] = [],
    limit: Int = MassSearch.limit
  ) throws(Failure) {
    floors = terms.map { _ in -.infinity }
    self.coordinates = coordinates
    self.terms = terms
    excluded = terms.map { _ in -.infinity }
    var pending: [Cell] = []
    for cell in start { pending.append(try self.cell(cell.stretch, known: cell.bounds[0])) }
    if start.isEmpty {
      for (index, coordinate) in coordinates.enumerated() {
        pending.append(
          try cell(Stretch(coordinate: index, lower: coordinate.lower, upper: coordinate.upper)))
      }
    }
    var done: [Cell] = []
    var count = pending.count
    // Where the density underflows by far, as long as no mass is known that this could be compared with.
    var faint: [Cell] = []
    while !pending.isEmpty {
      let known = knownMass(pending, done)
      let isKnown = known.contains { $0 > -.infinity }
      floors = known.map { max($0 - drop, MassSearch.faint) }
      var next: [Cell] = []
      for cell in pending {
        if let limit = TimeLimit.exceeded {
          throw .timeLimit(seconds: limit.seconds)
        }
        if !isKnown, cell.bounds.allSatisfy({ $0.mass.upper < MassSearch.faint }) {
          faint.append(cell)
        } else if isNegligible(cell, known, drop) {
          exclude(cell)
        } else if cell.bounds.indices.allSatisfy({
          cell.bounds[$0].isResolved || isNegligible(cell, term: $0, known, drop)
        }) {
          done.append(cell)
        } else if count < limit, let (first, second) = cell.stretch.halves {
          next.append(try self.cell(first))
          next.append(try self.cell(second))
          count += 2
        } else if count < limit, isSmall(cell, known) {
          // Adjacent doubles around a jump.
          exclude(cell)
        } else {
          unresolved.append(cell)
        }
      }
      pending = next
      // A peak between neighbouring doubles hides all mass: nothing else can be told to be small.
      if !unresolved.isEmpty, !isKnown {
        unresolved += pending + faint
        pending = []
      } else if pending.isEmpty, knownMass(done, []).contains(where: { $0 > -.infinity }) {
        pending = faint
        faint = []
      }
    }
    unresolved += faint
    let known = knownMass(done, [])
    guard known.contains(where: { $0 > -.infinity }) || !unresolved.isEmpty else { throw .nothing }
    let open = unresolved
    unresolved = []
    for cell in open {
      if isNegligible(cell, known, drop) { exclude(cell) } else { unresolved.append(cell) }
    }
    for var cell in done {
      guard !isNegligible(cell, known, drop) else {
        exclude(cell)
        continue
      }
      for term in terms.indices {
        cell.bounds[term].isNegligible = isNegligible(cell, term: term, known, drop)
      }
      cells.append(cell)
    }
    cells.sort { $0.stretch < $1.stretch }
  }

  /// All cells, as a start for other searches; none where something is not resolved.
  var leaves: [Cell] { unresolved.isEmpty ? cells + outside : [] }

  /// The logarithm of a mass that each term has at least.
  private func knownMass(_ cells: [Cell], _ others: [Cell]) -> [Double] {
    terms.indices.map { term in
      var sum = -Double.infinity
      for cell in cells { sum = logSum(sum, cell.bounds[term].mass.lower) }
      for cell in others { sum = logSum(sum, cell.bounds[term].mass.lower) }
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
    cell.bounds.indices.allSatisfy { cell.bounds[$0].mass.upper < known[$0] - 32 }
  }

  private mutating func exclude(_ cell: Cell) {
    outside.append(cell)
    for term in terms.indices {
      excluded[term] = logSum(excluded[term], cell.bounds[term].mass.upper)
    }
  }

  private func cell(_ stretch: Stretch, known: Bounds? = nil) throws(Failure) -> Cell {
    let first = if let known { known } else { try bounds(0, stretch) }
    return Cell(
      stretch: stretch, bounds: PerTerm(first, terms.count > 1 ? try bounds(1, stretch) : nil))
  }

  private func bounds(_ index: Int, _ stretch: Stretch) throws(Failure) -> Bounds {
    let term = terms[index]
    let density = term.density[stretch.coordinate]
    let weight = term.weight?[stretch.coordinate]
    let range =
      stretch.isFinite
      ? density.range(over: stretch, sufficient: MassSearch.variation)
      : density.plainRange(over: stretch)
    // Outside the domain of the formula: there is no density.
    guard !range.isEmpty, range.upper > -.infinity else {
      let none = Enclosure(from: -.infinity, to: -.infinity)
      return Bounds(range: none, mass: none, isResolved: true)
    }
    guard stretch.isFinite else {
      return Bounds(
        range: range, mass: try end(index, density, weight, stretch), isResolved: false)
    }
    let width = logarithm(stretch.upper - stretch.lower)
    var product = range
    if let weight {
      let values = weight.range(over: stretch, sufficient: 1)
      if range.lower + width > -700, values.upper == -.infinity {
        throw .infiniteWeight(stretch)
      }
      product = weight.productRange(over: stretch, bare: range, range: values)
    }
    let change = min(range.upper - range.lower, product.upper - product.lower)
    return Bounds(
      range: range, mass: Enclosure(from: width + range.lower, to: width + product.upper),
      isResolved: change <= MassSearch.variation && product.upper < .infinity)
  }

  /// The mass in a cell that reaches an infinite end.
  private func end(
    _ index: Int, _ density: CoordinateFunction, _ weight: Weight?, _ stretch: Stretch
  ) throws(Failure) -> Enclosure {
    let bare = EndMass(of: density, over: stretch)
    // A cell that is to be cut anyway needs no further bound.
    let matters = bare.logBound > floors[index]
    let full =
      matters && weight != nil
      ? EndMass(logBound: .infinity, isInfinite: false)
      : weight.map { $0.end(bare: bare, over: stretch) } ?? bare
    if bare.isInfinite || full.isInfinite {
      let coordinate = coordinates[stretch.coordinate]
      let place =
        stretch.lower == -.infinity
        ? coordinate.origin.head : coordinate.direction * Double.infinity
      throw .divergent(term: index, isWeighted: !bare.isInfinite, towards: place)
    }
    return Enclosure(from: min(bare.logLeast, full.logBound), to: full.logBound)
  }
}
