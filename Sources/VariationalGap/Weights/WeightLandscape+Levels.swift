// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

extension WeightLandscape {
  /// Where log w passes a level in a stretch on which it is monotone, to the last digits of u.
  func crossing(of level: Double, in cell: Cell) -> Double {
    let function = weights[cell.stretch.coordinate]
    // As far as doubles of u are of any use.
    var (a, b) = (max(cell.stretch.lower, -1e300), min(cell.stretch.upper, 1e300))
    for _ in 0..<2000 {
      let middle = WeightLandscape.between(a, b)
      guard a < middle, middle < b else { break }
      let value = function(DoubleDouble(middle)).head
      // Where a term overflows it is far out.
      let isAbove = value.isNaN ? (cell.isRising == (middle > 0)) : value > level
      if isAbove == (cell.isRising == true) { b = middle } else { a = middle }
    }
    return cell.isRising == true ? a : b
  }

  private static func between(_ a: Double, _ b: Double) -> Double {
    if a < -1e3, b > 1e3 { return 0 }
    if a >= 1e3, b > 4 * a { return a.squareRoot() * b.squareRoot() }
    if b <= -1e3, a < 4 * b { return -((-a).squareRoot() * (-b).squareRoot()) }
    return a + (b - a) / 2
  }

  /// The intervals of z on which log w is above a level, from left to right; an end is rounded to a double.
  ///
  /// - Returns: `nil` where that is not known everywhere.
  func regions(above level: Double) -> [Interval]? {
    let order = LineOrder(of: coordinates)
    var ends: [(lower: Double, upper: Double)] = []
    for cell in cells.sorted(by: { order.precedes($0.stretch, $1.stretch) })
    where cell.range.upper > level {
      var (lower, upper) = (cell.stretch.lower, cell.stretch.upper)
      if cell.range.lower <= level {
        guard let isRising = cell.isRising else { return nil }
        let place = crossing(of: level, in: cell)
        if isRising { lower = place } else { upper = place }
      }
      let coordinate = coordinates[cell.stretch.coordinate]
      let places = [coordinate.place(of: lower), coordinate.place(of: upper)].sorted()
      guard places[0] < places[1] else { continue }
      // Where two stretches meet, each has rounded the point.
      if let last = ends.last, abs(places[0] - last.upper) <= 8 * last.upper.magnitude.ulp {
        ends[ends.count - 1].upper = places[1]
      } else {
        ends.append((places[0], places[1]))
      }
    }
    var regions: [Interval] = []
    for (lower, upper) in ends {
      guard let region = try? Interval(from: lower, to: upper),
        let inside = region.intersection(support)
      else { return nil }
      regions.append(inside)
    }
    return regions
  }
}

extension Coordinate {
  /// z at u as a double, also at an infinite end.
  func place(of u: Double) -> Double {
    if u == .infinity { return direction * .infinity }
    return u == -.infinity ? origin.head : z(DoubleDouble(u)).head
  }
}
