// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The coordinates that a support is covered with.
struct Atlas: Sendable {
  let coordinates: [Coordinate]

  /// As many kinks and roots are looked at from themselves; with more of them none is.
  static let mostRoots = 32

  /// Doubles about smaller numbers have not all of their digits.
  private static let leastOrigin = 1e-290

  /// - Parameters:
  ///   - support: what is to be covered.
  ///   - functions: log densities, and functions that are averaged, by whose kinks the support is cut.
  ///   - cuts: further points to cut at, such as the ends of another support.
  ///   - peaks: places of peaks so narrow that they have to be looked at from themselves.
  init(
    of support: Interval, functions: [LatentFunction], cuts: [Double] = [],
    peaks: [DoubleDouble] = []
  ) {
    var vanishing: [DoubleDouble: [Formula]] = [:]
    let roots = Set(functions.flatMap { $0.roots(in: support) })
    if roots.count <= Atlas.mostRoots {
      for root in roots { vanishing[root.place, default: []].append(root.argument) }
    }
    let sharp = functions.flatMap(\.sharpPeaks).filter { support.contains($0.head) }
    var places = Set(vanishing.keys).union(peaks).union(Set(sharp).prefix(Atlas.mostRoots))
    for cut in cuts + [support.lower, support.upper]
    where support.lower <= cut && cut <= support.upper && cut.isFinite {
      places.insert(DoubleDouble(cut))
    }
    if places.isEmpty { places.insert(DoubleDouble(0)) }
    let origins = places.sorted { ($0 - $1).head < 0 }
    let locations = functions.flatMap(\.locations)
    var coordinates: [Coordinate] = []
    func add(_ origin: DoubleDouble, _ direction: Double, _ length: Double) {
      let arguments = (vanishing[origin] ?? []).sorted { $0.description < $1.description }
      func coordinate(_ isLogarithmic: Bool, _ lower: Double, _ upper: Double) -> Coordinate {
        Coordinate(
          origin: origin, direction: direction, isLogarithmic: isLogarithmic, lower: lower,
          upper: upper, vanishing: arguments)
      }
      var logReach = logarithm(
        length.isFinite ? length : Atlas.reach(from: origin.head, locations))
      if length == .infinity {
        // Far out the largest powers lead.
        for _ in 0..<8 {
          let far = coordinate(true, logReach, .infinity)
          let step =
            functions.map { $0.formula(in: far).distanceToSettle(from: logReach) }.max() ?? 0
          guard step > 0, logReach + step < 600 else { break }
          logReach += step
        }
      }
      let reach = length.isFinite ? length : exponential(logReach)
      let inner = coordinate(false, 0, reach)
      let isRegular = functions.allSatisfy {
        $0.formula(in: inner).isBounded(over: Enclosure(from: 0, to: reach))
      }
      // Beside an end of 1e-310 there are no doubles to tell distances by, but their logarithms.
      let isFine = origin.head == 0 || origin.head.magnitude > Atlas.leastOrigin
      if isRegular, isFine {
        coordinates.append(inner)
      } else {
        // Near the origin too the leading terms are to be told apart.
        var settled = logReach
        for _ in 0..<8 {
          let near = coordinate(true, -.infinity, settled)
          let depth =
            functions.map { $0.formula(in: near).depthToSettle(from: settled) }.max() ?? 0
          guard depth > 0 else { break }
          settled -= depth
        }
        coordinates.append(coordinate(true, -.infinity, settled))
        if settled < logReach { coordinates.append(coordinate(true, settled, logReach)) }
      }
      if length == .infinity { coordinates.append(coordinate(true, logReach, .infinity)) }
    }
    if let first = origins.first, first.head > support.lower { add(first, -1, .infinity) }
    for (a, b) in zip(origins, origins.dropFirst()) {
      let half = 0.5 * (b - a).head
      add(a, 1, half)
      add(b, -1, half)
    }
    if let last = origins.last, last.head < support.upper { add(last, 1, .infinity) }
    self.coordinates = coordinates
  }

  /// A distance beyond which every location of a formula lies well inside: from there on powers of the
  /// distance lead.
  private static func reach(from origin: Double, _ locations: [Double]) -> Double {
    let largest = locations.reduce(max(0.25, origin.magnitude)) {
      max($0, ($1 - origin).magnitude)
    }
    let reach = largest.binade * 8
    return reach.isFinite ? reach : largest
  }
}
