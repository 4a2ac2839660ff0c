// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A piece of a ``ProductAxis`` on which log q − log p is smooth in a variable x, with the points that q is
/// integrated by, and a rule with fewer.
struct AxisPiece {
  /// What x is.
  enum Scale: CaseIterable {
    /// z from an origin, as far as there is no kink.
    case linear
    /// The coordinates as they are: the logarithm of the distance where that is natural.
    case natural
  }

  /// A point, with the mass of q and log q − log p there.
  private struct Point {
    let x: Double
    let mass: Double
    let share: Double
  }

  /// By x.
  private let points: [Point]
  private let function: (Double) -> Double
  private let measure: MeasureRule
  /// E_q[log q − log p] on the piece, by all of the points.
  private let sum: Double
  /// The rule, and by how much it misses that.
  let rule: ProductAxis.Rule

  /// Numbers of nodes that are tried before a piece is cut in two.
  private static let counts = [2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48]

  private init(_ points: [Point], _ function: @escaping (Double) -> Double) {
    let measure = MeasureRule(
      points: points.map(\.x), masses: points.map(\.mass), limit: AxisPiece.counts.max() ?? 1)
    self.init(
      points, function, measure, sum: points.reduce(0) { $0 + $1.mass * $1.share },
      count: AxisPiece.counts[0])
  }

  private init(
    _ points: [Point], _ function: @escaping (Double) -> Double, _ measure: MeasureRule,
    sum: Double,
    count: Int
  ) {
    (self.points, self.function, self.measure, self.sum) = (points, function, measure, sum)
    var rule = ProductAxis.Rule()
    if let found = measure.rule(min(count, measure.limit)) {
      (rule.weights, rule.shares) = (found.weights, found.nodes.map(function))
      let error = abs(rule.sum - sum)
      rule.error = error.isNaN ? .infinity : error
    }
    self.rule = rule
  }

  /// The piece with more nodes, or both halves of it; `nil` where the rule has as many nodes as it has points.
  var finer: [AxisPiece]? {
    if let count = AxisPiece.counts.first(where: { $0 > rule.weights.count }),
      rule.weights.count < measure.limit
    {
      return [AxisPiece(points, function, measure, sum: sum, count: count)]
    }
    guard points.count > measure.limit else { return nil }
    let middle = points.count / 2
    return [Array(points[..<middle]), Array(points[middle...])].map { AxisPiece($0, function) }
  }
}

extension AxisPiece {
  /// Where x counts from, and in which direction: 0 for both.
  private struct Place: Hashable {
    let origin: DoubleDouble
    let direction: Double
    let isLogarithmic: Bool
  }

  /// The pieces of a cover, as far as x and log q − log p fit in doubles.
  static func pieces(of cover: Cover, in scale: Scale) -> [AxisPiece] {
    guard let weights = cover.terms[0].weight else { return [] }
    var points: [Place: [Point]] = [:]
    // Sums have the same rounding in every run.
    var places: [Place] = []
    for panel in cover.panels where panel.isActive[0] {
      let index = panel.stretch.coordinate
      let coordinate = cover.coordinates[index]
      let isLogarithmic = scale == .natural && coordinate.isLogarithmic
      let isThrough = !isLogarithmic && coordinate.vanishing.isEmpty
      let place = Place(
        origin: coordinate.origin, direction: isThrough ? 0 : coordinate.direction,
        isLogarithmic: isLogarithmic)
      let half = panel.centre.half.head
      for (u, length) in zip(panel.nodes, Panel.rule.weights.map({ half * $0 })) {
        let t = coordinate.isLogarithmic && !isLogarithmic ? exponential(u.head) : u.head
        let point = Point(
          x: isThrough ? coordinate.direction * t : t,
          mass: length * exponential(cover.terms[0].density[index](u).head),
          share: weights[index]?.value(at: u).head ?? 0)
        guard point.x.isFinite, point.share.isFinite else { continue }
        if points[place] == nil { places.append(place) }
        points[place, default: []].append(point)
      }
    }
    return places.map { place in
      AxisPiece((points[place] ?? []).sorted { $0.x < $1.x }) {
        share(at: $0, place, cover.coordinates, weights)
      }
    }
  }

  /// log q − log p at x; NaN outside of all coordinates.
  private static func share(
    at x: Double, _ place: Place, _ coordinates: [Coordinate], _ weights: [Weight?]
  ) -> Double {
    let direction = place.direction == 0 ? (x < 0 ? -1 : 1) : place.direction
    let distance = place.direction == 0 ? abs(x) : x
    for (coordinate, weight) in zip(coordinates, weights)
    where coordinate.origin == place.origin
      && (coordinate.direction == direction || coordinate.isWholeLine)
    {
      guard coordinate.isLogarithmic || !place.isLogarithmic else { continue }
      let isTaken = coordinate.isLogarithmic && !place.isLogarithmic
      let u: DoubleDouble =
        isTaken ? .log(distance) : DoubleDouble(coordinate.isWholeLine ? x : distance)
      if coordinate.lower <= u.head, u.head <= coordinate.upper {
        return weight?.value(at: u).head ?? .nan
      }
    }
    return .nan
  }
}
