// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// What there is to integrate over: panels on which densities are smooth.
struct Cover: Sendable {
  let coordinates: [Coordinate]
  let terms: [MassSearch.Term]
  /// Ascending in each coordinate.
  private(set) var panels: [Panel] = []
  /// The stretches that the panels are made of, by coordinate and position.
  let stretches: [Stretch]
  /// Where densities have kinks, in each coordinate that does not start at them.
  private let kinks: [[Double]]
  /// What searches for this mass and another start from.
  let start: MassSearch.Start
  /// Bounds on the logarithm of the mass outside, for each term.
  let excluded: [Double]
  /// A bound on the logarithm of the mass in cells that the search could not resolve, for each term.
  let unresolved: [Double]

  /// What is computed at the points of each coordinate.
  let programs: [SampleProgram]

  /// Whether bounds are known on all values of the formulas.
  let isEnclosed: Bool
  /// Whether the mass was found without a search: no end of a panel is a place where it gathers.
  let isDirect: Bool

  /// Whether all of the mass is in the panels, up to what is excluded.
  var isComplete: Bool { isEnclosed && unresolved.allSatisfy { $0 == -.infinity } }

  /// How much log f may vary in a panel before it is proven.
  private static let smooth = 24.0
  /// As many panels may be made by proofs.
  private static let mostPanels = 1500
  private static let mostQuickPanels = 96

  /// Makes panels of neighbouring cells, and cuts them until the error of the rule is proven to be
  /// below 1e-17 of the mass for each term.
  init(
    _ search: MassSearch, on coordinates: [Coordinate], terms: [MassSearch.Term], isEnclosed: Bool
  ) {
    self.isEnclosed = isEnclosed
    self.coordinates = coordinates
    self.terms = terms
    kinks = Cover.kinks(of: terms, on: coordinates)
    programs = coordinates.indices.map { SampleProgram(terms, in: $0) }
    let cells = search.cells
    stretches = cells.map(\.stretch)
    isDirect = false
    start = MassSearch.Start(coordinates: coordinates, cells: search.leaves)
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
    let sufficient = SIMD2(known.first ?? 0, known.last ?? 0) - Cover.digits
    panels = cut(cutAtKinks(merged(cells)), sufficient: sufficient)
  }

  /// Cuts panels that hold all of the mass until each is proven; `nil` where that takes too many.
  ///
  /// - Parameters:
  ///   - excluded: bounds on the logarithm of the mass outside, for each term.
  ///   - known: about the logarithm of the mass.
  init?(
    _ panels: [Panel], excluded: [Double], known: [Double], on coordinates: [Coordinate],
    terms: [MassSearch.Term]
  ) {
    (isEnclosed, isDirect) = (true, true)
    (self.coordinates, self.terms, self.excluded) = (coordinates, terms, excluded)
    kinks = coordinates.map { _ in [] }
    programs = coordinates.indices.map { SampleProgram(terms, in: $0, isQuick: true) }
    stretches = panels.map(\.stretch)
    start = MassSearch.Start(coordinates: coordinates, cells: [])
    unresolved = terms.map { _ in -.infinity }
    // A few more of what is compared, for a small KL.
    let digits = Cover.digits + (terms.count > 1 ? 6 : 0)
    let sufficient = SIMD2(known.first ?? 0, known.last ?? 0) - digits
    self.panels = cut(panels, sufficient: sufficient)
    guard self.panels.allSatisfy(\.isProven) else { return nil }
  }

  /// exp(−39) is 1e-17.
  private static let digits = 39.0

  private func cut(_ panels: [Panel], sufficient: SIMD2<Double>) -> [Panel] {
    // Without a copy of all else.
    let programs = programs
    return cut(panels, sufficient: sufficient, isQuick: isDirect) { panel, u in
      programs[panel.stretch.coordinate].logMagnitudes(over: u, in: panel)
    }
  }

  /// Panels with errors that are small enough, made by cutting stretches in two; where that cannot be had
  /// they are not proven.
  ///
  /// All that are open are cut in turn: where there are too many, none is left that is much wider than
  /// the others, and could hide what is narrow.
  ///
  /// - Parameter isQuick: whether there is another way, if this one takes too many panels.
  private func cut(
    _ panels: [Panel], sufficient: SIMD2<Double>, isQuick: Bool = false,
    _ logMagnitudes: (Panel, ComplexEnclosure) -> SIMD2<Double>
  ) -> [Panel] {
    // Of a function without an enclosure nothing can be proven.
    guard isEnclosed else { return panels }
    var done: [Panel] = []
    var (open, count) = (panels, panels.count)
    var isOver = false
    while !open.isEmpty {
      var next: [Panel] = []
      for (number, var panel) in open.enumerated() {
        isOver = isOver || number.isMultiple(of: 8) && TimeLimit.isOver
        // What is left is not proven, and integrated by nobody.
        guard !isOver else {
          done.append(panel)
          continue
        }
        let stretch = panel.stretch
        panel.logErrors = PanelProof.logErrors(
          on: stretch, sufficient: sufficient, isQuick: isQuick
        ) {
          logMagnitudes(panel, $0)
        }
        panel.isProven = all(panel.logErrors .<= sufficient)
        if !panel.isProven, kinks[stretch.coordinate].isEmpty,
          count < (isQuick ? Cover.mostQuickPanels : Cover.mostPanels),
          let (first, second) = isDirect ? stretch.equalHalves : stretch.halves,
          stretch.upper - stretch.lower > 1e-11 * abs(stretch.middle)
        {
          count += 1
          next.append(Panel(stretch: first, isActive: panel.isActive))
          next.append(Panel(stretch: second, isActive: panel.isActive))
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
          isActive: panel.isActive)
      }
    }
  }

  /// The panels, cut further until the errors of two other integrands are small enough in each.
  ///
  /// - Parameters:
  ///   - sufficient: the logarithms of errors that are small enough.
  ///   - logMagnitudes: bounds on log|f| of both over a rectangle about a panel.
  func refined(
    sufficient: SIMD2<Double>, _ logMagnitudes: (Panel, ComplexEnclosure) -> SIMD2<Double>
  ) -> Cover {
    var cover = self
    cover.panels = cut(panels, sufficient: sufficient, logMagnitudes)
    return cover
  }

  /// Computes what is not yet known at the nodes of the panels.
  mutating func takeSamples() throws(InferenceError) {
    for index in panels.indices {
      if index.isMultiple(of: 8) { try TimeLimit.check() }
      panels[index].samples = samples(of: panels[index])
    }
  }

  /// What is known at the nodes of a panel.
  func samples(of panel: Panel) -> [Sample] {
    panel.samples ?? programs[panel.stretch.coordinate].samples(at: panel.nodes)
  }

  /// Bounds on log(f·(1 + |w|)) of the first term and of the last over a rectangle; ∞ where one may not be
  /// analytic, −∞ where it does not matter.
  func logMagnitudes(_ panel: Panel, _ u: ComplexEnclosure) -> SIMD2<Double> {
    programs[panel.stretch.coordinate].logMagnitudes(over: u, in: panel)
  }

  /// Panels of neighbouring cells, as long as the same terms matter in them and vary little.
  private func merged(_ cells: [MassSearch.Cell]) -> [Panel] {
    var panels: [Panel] = []
    var ranges: [(low: Double, high: Double)] = []
    for cell in cells {
      let stretch = cell.stretch
      let isActive = cell.bounds.map { !$0.isNegligible }
      let width = logarithm(stretch.upper - stretch.lower)
      let own = cell.bounds.map { bounds -> (low: Double, high: Double) in
        guard !bounds.isNegligible else { return (.infinity, -.infinity) }
        let (low, high) = (bounds.range.lower, bounds.mass.upper - width)
        return (low.isFinite ? low : high, high)
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
            isActive: isActive)
          continue
        }
      }
      panels.append(Panel(stretch: stretch, isActive: isActive))
      ranges = own
    }
    return panels
  }

  /// A bound on the mass of a term outside the panels, over exp(peak).
  func outside(_ term: Int, relativeTo peak: Double = 0) -> Double {
    exponential(excluded[term] - peak) + exponential(unresolved[term] - peak)
  }
}
