// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

extension Cover {
  /// A cover without a search, as most densities have one: in the coordinate that suits the support, from where
  /// one tail is proven to be negligible to where the other one is, by panels of which each is proven.
  ///
  /// - Returns: `nil` where any of that cannot be had: then the mass has to be searched for.
  static func direct(
    support: Interval, cuts: [Double], functions: [LatentFunction], drop: Double,
    _ terms: ([Coordinate]) -> [MassSearch.Term]
  ) -> Cover? {
    guard cuts.allSatisfy({ $0 == support.lower || $0 == support.upper }),
      functions.allSatisfy({ $0.isEnclosed && $0.sharpPeaks.isEmpty })
    else { return nil }
    let roots = Set(functions.flatMap { $0.roots(in: support) })
    let (first, last) = (DoubleDouble(support.lower), DoubleDouble(support.upper))
    guard roots.allSatisfy({ $0.place == first || $0.place == last }) else { return nil }
    let coordinates = Coordinate.spanning(support) { end in
      roots.filter { $0.place.head == end }.map(\.argument).sorted {
        $0.description < $1.description
      }
    }
    let terms = terms(coordinates)
    guard terms.allSatisfy({ $0.density.allSatisfy { !$0.hasKink } }) else { return nil }
    // In one order, so that of two peaks as high as each other the same is found in every run.
    let locations = Set(functions.flatMap(\.locations)).sorted()
    let places = coordinates.map { coordinate in
      locations.map { coordinate.u(DoubleDouble($0)).head }.filter { $0.isFinite }
    }
    var panels: [Panel] = []
    var excluded = terms.map { _ in -Double.infinity }
    var ranges: [(low: Double, high: Double)?] = coordinates.map { _ in nil }
    var middles = coordinates.map { _ in 0.0 }
    var known: [Double] = []
    for (number, term) in terms.enumerated() {
      let peaks = coordinates.indices.map {
        Window.Peak(of: term.density[$0], in: coordinates[$0], from: places[$0])
      }
      let found = peaks.reduce(-Double.infinity) { logSum($0, $1?.logMass ?? -.infinity) }
      guard found.isFinite else { return nil }
      let mass = term.known.isFinite ? term.known : found
      known.append(mass)
      for (index, peak) in peaks.enumerated() {
        guard let peak,
          let window = Window(
            around: peak, of: term, in: index, of: coordinates[index], sufficient: mass - drop)
        else { return nil }
        excluded[number] = logSum(excluded[number], window.logOutside)
        let range = ranges[index] ?? (window.lower, window.upper)
        guard window.lower <= range.high, range.low <= window.upper else { return nil }
        ranges[index] = (min(range.low, window.lower), max(range.high, window.upper))
        middles[index] = peak.u
      }
    }
    for (index, range) in ranges.enumerated() {
      guard let range else { return nil }
      let middle = middles[index]
      let ends =
        range.low < middle && middle < range.high
        ? [range.low, middle, range.high] : [range.low, range.high]
      for (lower, upper) in zip(ends, ends.dropFirst()) where lower < upper {
        panels.append(
          Panel(
            stretch: Stretch(coordinate: index, lower: lower, upper: upper),
            isActive: terms.map { _ in true }))
      }
    }
    return Cover(panels, excluded: excluded, known: known, on: coordinates, terms: terms)
  }
}

extension Coordinate {
  /// One coordinate for a line or a half-line, two for an interval: u = z, or the logarithm of the distance from
  /// an end.
  ///
  /// - Parameter vanishing: what is 0 at an end.
  fileprivate static func spanning(
    _ support: Interval, _ vanishing: (_ end: Double) -> [Formula]
  ) -> [Coordinate] {
    func logarithmic(_ origin: Double, _ direction: Double, to reach: Double) -> Coordinate {
      Coordinate(
        origin: DoubleDouble(origin), direction: direction, isLogarithmic: true,
        lower: -.infinity, upper: logarithm(reach), vanishing: vanishing(origin))
    }
    let (a, b) = (support.lower, support.upper)
    switch (a.isFinite, b.isFinite) {
    case (false, false):
      return [
        Coordinate(
          origin: DoubleDouble(0), direction: 1, isLogarithmic: false, lower: -.infinity,
          upper: .infinity, vanishing: [])
      ]
    case (true, false): return [logarithmic(a, 1, to: .infinity)]
    case (false, true): return [logarithmic(b, -1, to: .infinity)]
    case (true, true):
      let half = 0.5 * (b - a)
      return [logarithmic(a, 1, to: half), logarithmic(b, -1, to: half)]
    }
  }
}
