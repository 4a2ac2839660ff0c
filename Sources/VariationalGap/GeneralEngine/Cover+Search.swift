// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

extension Cover {
  /// Searches for all of the mass; a peak that is too narrow to be seen from the ends of the support is
  /// looked at from its own place.
  static func of(
    support: Interval, cuts: [Double] = [], quantity: String, functions: [LatentFunction],
    drop: Double = Expectation.drop, from start: MassSearch.Start? = nil,
    limit: Int = MassSearch.limit,
    _ terms: ([Coordinate]) -> [MassSearch.Term]
  ) throws(InferenceError) -> Cover {
    if let cover = Cover.direct(
      support: support, cuts: cuts, functions: functions, drop: drop, terms)
    {
      return cover
    }
    var peaks: [DoubleDouble] = []
    while true {
      let coordinates = Atlas(of: support, functions: functions, cuts: cuts, peaks: peaks)
        .coordinates
      let terms = terms(coordinates)
      let search: MassSearch
      do throws(MassSearch.Failure) {
        search = try MassSearch(
          terms, on: coordinates, drop: drop,
          from: start?.coordinates == coordinates ? start?.cells ?? [] : [],
          limit: limit)
      } catch .divergent(_, let isWeighted, let end) {
        throw .infinite(
          quantity: quantity,
          reason: isWeighted
            ? "its integrand does not fall off fast enough towards z = \(end)"
            : "the density does not fall off fast enough towards z = \(end) to have a finite integral"
        )
      } catch .infiniteWeight(let stretch) {
        let coordinate = coordinates[stretch.coordinate]
        // A constant of the formula in u may have overflowed: only the formulas in z tell.
        guard coordinate.isZeroDensity(on: stretch, functions.map(\.formula)) else {
          throw .overflow(quantity: quantity)
        }
        let z = coordinate.z(DoubleDouble(stretch.middle)).head
        throw .infinite(
          quantity: quantity, reason: "q puts mass around z = \(z), where the other density is 0")
      } catch .timeLimit(let seconds) {
        throw .timeLimit(seconds: seconds)
      } catch {
        throw .noEvidence(reason: "the density is 0 on the whole support")
      }
      let narrow =
        peaks.count > 8
        ? [] : search.narrowPeaks(coordinates, functions).filter { !peaks.contains($0) }
      guard !narrow.isEmpty else {
        if search.overflows(coordinates, functions) { throw .overflow(quantity: quantity) }
        return Cover(
          search, on: coordinates, terms: terms,
          isEnclosed: functions.allSatisfy(\.isEnclosed))
      }
      peaks += narrow
    }
  }

  /// About the largest log density in the panels.
  func peak(of term: Int) -> Double {
    panels.flatMap { panel in
      [panel.stretch.lower, panel.stretch.middle, panel.stretch.upper].map {
        terms[term].density[panel.stretch.coordinate].estimate(at: $0)
      }
    }.filter { $0 < .infinity }.max() ?? -.infinity
  }

  /// A bound on an integral between or under the ends of coordinates that meet: each has rounded the
  /// point.
  ///
  /// - Parameter value: the integrand.
  func seam(_ value: Integrand) -> Double {
    let sorted = LineOrder(of: coordinates).coordinates
    return zip(sorted, sorted.dropFirst()).reduce(0) { sum, pair in
      let (a, b) = (coordinates[pair.0], coordinates[pair.1])
      let (right, left) = (a.end(isRight: true), b.end(isRight: false))
      let between = a.origin == b.origin ? DoubleDouble(0) : b.origin - a.origin
      let gap = abs(
        (between + b.offset(DoubleDouble(left)) - a.offset(DoubleDouble(right))).head)
      guard gap > 0 else { return sum }
      let masses = [(pair.0, right), (pair.1, left)].map { index, u -> Double in
        let panel = Panel(
          stretch: Stretch(coordinate: index, lower: u, upper: u),
          isActive: terms.map { _ in true })
        let length = coordinates[index].isLogarithmic ? gap / exponential(u) : gap
        let mass = value(panel)(sample(of: panel, at: DoubleDouble(u))) * length
        return mass.isNaN ? .infinity : abs(mass)
      }
      return sum + 2 * max(masses[0], masses[1])
    }
  }

  /// The same of f·(1 + |w|) of the last term, over exp(peak).
  func seam(relativeTo peak: Double) -> Double {
    seam { panel in
      let weight = terms.last?.weight?[panel.stretch.coordinate]
      return { point in
        let size = logSize(
          point.last.head, weight?.value(at: point).head, at: point.u.head, panel.stretch)
        return exponential(size - peak)
      }
    }
  }
}

extension Coordinate {
  /// The end on one side, as u.
  fileprivate func end(isRight: Bool) -> Double { (direction > 0) == isRight ? upper : lower }

  /// Whether one of the formulas is −∞ by what it says in the middle half of a stretch, whose ends may be
  /// rounded across an end of a support.
  fileprivate func isZeroDensity(on stretch: Stretch, _ formulas: [Formula]) -> Bool {
    let quarter = 0.25 * (stretch.upper - stretch.lower)
    let ends = [stretch.lower + quarter, stretch.upper - quarter].map {
      z(DoubleDouble($0)).head
    }.sorted()
    let cell = Enclosure(from: ends[0], to: ends[1])
    return formulas.contains { $0.isZeroDensity(over: cell) }
  }
}

extension MassSearch {
  /// Whether a formula is too large for a double where a good part of the mass could not be resolved.
  fileprivate func overflows(_ coordinates: [Coordinate], _ functions: [LatentFunction]) -> Bool {
    let formulas = functions.map(\.formula)
    return unresolved.contains { cell in
      let (stretch, coordinate) = (cell.stretch, coordinates[cell.stretch.coordinate])
      guard stretch.isFinite,
        cell.bounds.contains(where: {
          $0.range.lower + logarithm(stretch.upper - stretch.lower) > -30
        })
      else { return false }
      let z = coordinate.z(DoubleDouble(stretch.middle)).head
      // An enclosure of log t knows what a t that overflows is at least.
      return formulas.contains { $0.enclosure(over: Enclosure(from: z, to: z)).upper < -1e307 }
        && !coordinate.isZeroDensity(on: stretch, formulas)
    }
  }

  /// The places of peaks that are narrow beside their distance from the origin of the coordinate, to 31
  /// digits: of its doubles there are too few in them.
  fileprivate func narrowPeaks(
    _ coordinates: [Coordinate], _ functions: [LatentFunction]
  ) -> [DoubleDouble] {
    var peaks: [DoubleDouble] = []
    let locations = functions.flatMap(\.locations)
    for cell in unresolved + cells {
      let coordinate = coordinates[cell.stretch.coordinate]
      guard cell.stretch.isFinite,
        cell.stretch.upper - cell.stretch.lower < 1e-9 * abs(cell.stretch.middle)
      else { continue }
      let ends = [cell.stretch.lower, cell.stretch.upper].map {
        coordinate.z(DoubleDouble($0)).head
      }
      .sorted()
      let slack = 4 * max(abs(ends[0]), abs(ends[1])).ulp
      for place in locations where ends[0] - slack <= place && place <= ends[1] + slack {
        if !peaks.contains(DoubleDouble(place)) { peaks.append(DoubleDouble(place)) }
      }
    }
    return Array(peaks.prefix(4))
  }
}
