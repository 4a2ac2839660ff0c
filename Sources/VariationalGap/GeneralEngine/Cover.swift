// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// What there is to integrate over: panels on which densities are smooth.
struct Cover: Sendable {
  let coordinates: [Coordinate]
  let terms: [MassSearch.Term]
  /// Ascending in each coordinate.
  private(set) var panels: [Panel] = []
  /// The cells that the panels are made of, by coordinate and position.
  let cells: [MassSearch.Cell]
  /// Where densities have kinks, in each coordinate that does not start at them.
  private let kinks: [[Double]]
  /// Bounds on the logarithm of the mass outside, for each term.
  let excluded: [Double]
  /// A bound on the logarithm of the mass in cells that the search could not resolve, for each term.
  let unresolved: [Double]

  /// Whether bounds are known on all values of the formulas.
  let isEnclosed: Bool

  /// Whether all of the mass is in the panels, up to what is excluded.
  var isComplete: Bool { isEnclosed && unresolved.allSatisfy { $0 == -.infinity } }

  /// How much log f may vary in a panel before it is proven.
  private static let smooth = 12.0
  /// As many panels may be made by proofs.
  private static let mostPanels = 1500

  /// Makes panels of neighbouring cells, and cuts them until the error of the rule is proven to be
  /// below 1e-17 of the mass for each term.
  init(
    _ search: MassSearch, on coordinates: [Coordinate], terms: [MassSearch.Term], isEnclosed: Bool
  ) {
    self.isEnclosed = isEnclosed
    self.coordinates = coordinates
    self.terms = terms
    kinks = Cover.kinks(of: terms, on: coordinates)
    cells = search.cells
    var excluded = search.excluded
    for cell in cells {
      for term in terms.indices where cell.bounds[term].isNegligible {
        excluded[term] = logSum(excluded[term], cell.bounds[term].mass.upper)
      }
    }
    self.excluded = excluded
    unresolved = terms.indices.map { term in
      search.unresolved.reduce(-.infinity) { logSum($0, $1.bounds[term].mass.upper) }
    }
    let known = terms.indices.map { term in
      max(
        terms[term].known,
        cells.reduce(-Double.infinity) { logSum($0, $1.bounds[term].mass.lower) })
    }
    panels = []
    let sufficient = known.map { $0 - Cover.digits }
    panels = cut(cutAtKinks(merged())) { panel in
      terms.indices.allSatisfy {
        !panel.isActive[$0]
          || logError(of: $0, on: panel, sufficient: sufficient[$0]) <= sufficient[$0]
      }
    }
  }

  /// exp(−39) is 1e-17.
  private static let digits = 39.0

  /// Panels in which a condition holds, made by cutting stretches in two; those that cannot be made to
  /// meet it are not proven.
  ///
  /// All that are open are cut in turn: where there are too many, none is left that is much wider than
  /// the others, and could hide what is narrow.
  private func cut(_ panels: [Panel], until isProven: (Panel) -> Bool) -> [Panel] {
    // Of a function without an enclosure nothing can be proven.
    guard isEnclosed else { return panels }
    var done: [Panel] = []
    var (open, count) = (panels, panels.count)
    while !open.isEmpty {
      var next: [Panel] = []
      for var panel in open {
        let stretch = panel.stretch
        panel.isProven = isProven(panel)
        if !panel.isProven, kinks[stretch.coordinate].isEmpty, count < Cover.mostPanels,
          let (first, second) = stretch.halves,
          stretch.upper - stretch.lower > 1e-11 * abs(stretch.middle)
        {
          count += 1
          next.append(Panel(stretch: first, isActive: panel.isActive, isProven: false))
          next.append(Panel(stretch: second, isActive: panel.isActive, isProven: false))
        } else {
          done.append(panel)
        }
      }
      open = next
    }
    return done.sorted { $0.stretch < $1.stretch }
  }

  /// The kinks of densities in each coordinate, where they have so many that no coordinate starts at them:
  /// about a panel between two of them nothing is analytic, and nothing is proven.
  private static func kinks(
    of terms: [MassSearch.Term], on coordinates: [Coordinate]
  ) -> [[Double]] {
    coordinates.indices.map { coordinate in
      let kinks = terms.filter { $0.density[coordinate].hasKink }
        .flatMap { $0.density[coordinate].formula.breaks }.sorted()
      return kinks.count > Atlas.mostRoots ? kinks : []
    }
  }

  /// The panels, cut at kinks.
  private func cutAtKinks(_ panels: [Panel]) -> [Panel] {
    panels.flatMap { panel -> [Panel] in
      let stretch = panel.stretch
      let inside = kinks[stretch.coordinate].filter { stretch.lower < $0 && $0 < stretch.upper }
      let ends = [stretch.lower] + inside + [stretch.upper]
      return zip(ends, ends.dropFirst()).filter { $0 < $1 }.map { lower, upper in
        Panel(
          stretch: Stretch(coordinate: stretch.coordinate, lower: lower, upper: upper),
          isActive: panel.isActive, isProven: false)
      }
    }
  }

  /// The panels, cut further until the error of another integrand is small enough in each.
  ///
  /// - Parameters:
  ///   - sufficient: the logarithm of an error that is small enough.
  ///   - logMagnitude: a bound on log|f| over a rectangle about a panel.
  func refined(
    sufficient: Double, _ logMagnitude: (Panel, ComplexEnclosure) -> Double
  ) -> Cover {
    var cover = self
    cover.panels = cut(panels) { panel in
      PanelProof.logError(on: panel.stretch, sufficient: sufficient) {
        logMagnitude(panel, $0)
      } <= sufficient
    }
    return cover
  }

  /// A bound on the logarithm of the error of the rule for f·(1 + |w|) of a term.
  private func logError(of term: Int, on panel: Panel, sufficient: Double) -> Double {
    PanelProof.logError(on: panel.stretch, sufficient: sufficient) {
      logMagnitude(of: term, panel, $0)
    }
  }

  /// A bound on log(f·(1 + |w|)) of a term over a rectangle; ∞ where it may not be analytic.
  func logMagnitude(of term: Int, _ panel: Panel, _ u: ComplexEnclosure) -> Double {
    let coordinate = panel.stretch.coordinate
    guard panel.isActive[term] else { return -.infinity }
    let density = terms[term].density[coordinate].formula
    let value = density.enclosure(over: u)
    guard value.isDefined else { return .infinity }
    let bare = value.real.upper
    return terms[term].weight?[coordinate]?.logProduct(over: u, bare: bare) ?? bare
  }

  /// log(f·(1 + |w|)) of a term at a point.
  func logSize(of term: Int, at u: Double, _ stretch: Stretch) -> Double {
    let value = terms[term].density[stretch.coordinate](u)
    let point = Stretch(coordinate: stretch.coordinate, lower: u, upper: u)
    return terms[term].weight?[stretch.coordinate]?.productRange(
      over: point, bare: Enclosure(from: value, to: value)
    ).upper ?? value
  }

  /// Panels of neighbouring cells, as long as the same terms matter in them and vary little.
  private func merged() -> [Panel] {
    var panels: [Panel] = []
    var ranges: [(low: Double, high: Double)] = []
    for cell in cells {
      let stretch = cell.stretch
      let isActive = cell.bounds.map { !$0.isNegligible }
      let own = terms.indices.map { index -> (low: Double, high: Double) in
        guard isActive[index] else { return (.infinity, -.infinity) }
        let values = [stretch.lower, stretch.middle, stretch.upper].map {
          logSize(of: index, at: $0, stretch)
        }
        .filter(\.isFinite)
        return (values.min() ?? .infinity, values.max() ?? -.infinity)
      }
      if let last = panels.last, last.isActive == isActive,
        last.stretch.coordinate == stretch.coordinate, last.stretch.upper == stretch.lower
      {
        let sum = zip(ranges, own).map { (min($0.low, $1.low), max($0.high, $1.high)) }
        if sum.allSatisfy({ $0.1 - $0.0 <= Cover.smooth }) {
          ranges = sum
          panels[panels.count - 1] = Panel(
            stretch: Stretch(
              coordinate: stretch.coordinate, lower: last.stretch.lower, upper: stretch.upper),
            isActive: isActive, isProven: false)
          continue
        }
      }
      panels.append(Panel(stretch: stretch, isActive: isActive, isProven: false))
      ranges = own
    }
    return panels
  }

  /// A bound on the mass of a term outside the panels, over exp(peak).
  func outside(_ term: Int, relativeTo peak: Double = 0) -> Double {
    exponential(excluded[term] - peak) + exponential(unresolved[term] - peak)
  }
}
