// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

extension Evaluation {
  /// The z with P(z′ ≤ z | x) = p, between two numbers that its probabilities lie on either side of.
  ///
  /// Found in s = log |z − end|, which reaches any size, by halving and then by Newton's method; what
  /// proves it is the last step, where the probabilities of two points are enclosed.
  func quantile(_ p: Double) throws -> Ball {
    let target = field.product(Ball(p), try mass())
    func excess(_ z: Ball) throws -> Ball { field.difference(try mass(upTo: z), target) }
    let coordinate = try quantileCoordinate(excess)
    func point(_ s: Ball) -> Ball {
      field.rounded(coordinate.point(field.exp(s), field)).midpoint
    }
    /// The sign of how much too far from the origin a point is.
    func sign(_ s: Double) throws -> Int {
      (try excess(point(Ball(s))).sign ?? 0) * coordinate.direction
    }
    var (lower, upper) = try bracket(sign)
    while upper - lower > 0.05 {
      let middle = lower + (upper - lower) / 2
      guard lower < middle, middle < upper else { break }
      let side = try sign(middle)
      if side == 0 { (lower, upper) = (middle - 0.02, middle + 0.02) }
      if side > 0 { upper = middle } else if side < 0 { lower = middle }
    }
    var (s, step) = (Ball(lower + (upper - lower) / 2), Ball(upper - lower))
    for _ in 0..<60 {
      let z = point(s)
      let density = field.sum(model.logJoint.value(at: z, numbers.values, field), s)
      let ratio = field.quotient(try excess(z), field.exp(density)).midpoint
      let change = field.product(Ball(Double(coordinate.direction)), ratio)
      guard change.isFinite, field.magnitude(change) < step else { break }
      step = field.magnitude(change)
      s = field.rounded(field.difference(s, change)).midpoint
      if step <= tolerance { break }
    }
    return try enclosure(s, step, point, excess)
  }

  /// The coordinate that reaches the quantile.
  private func quantileCoordinate(_ excess: (Ball) throws -> Ball) throws -> Coordinate {
    let support = model.support
    if support.lower.isFinite { return Coordinate(origin: Ball(support.lower), direction: 1) }
    if support.upper.isFinite { return Coordinate(origin: Ball(support.upper), direction: -1) }
    return Coordinate(origin: .zero, direction: try excess(.zero).isPositive ? -1 : 1)
  }

  /// Two s with the quantile between them.
  private func bracket(_ sign: (Double) throws -> Int) throws -> (Double, Double) {
    let width = model.support.upper - model.support.lower
    let top = width.isFinite ? field.log(Ball(width)).double - 1e-9 : Double.infinity
    var edge = min(0, top - 1)
    let isAbove = try sign(edge) > 0
    var step = 1.0
    while step < 1e18 {
      let next = isAbove ? edge - step : min(edge + step, top)
      if next == edge { return (edge - step, top) }
      if try (sign(next) > 0) != isAbove { return isAbove ? (next, edge) : (edge, next) }
      edge = next
      step *= 2
    }
    throw CertificateError.undecided("the quantile was not found")
  }

  /// The smallest interval around the point at s that is shown to hold the quantile.
  private func enclosure(
    _ s: Ball, _ step: Ball, _ point: (Ball) -> Ball, _ excess: (Ball) throws -> Ball
  ) throws -> Ball {
    let start = field.product(tolerance, field.sum(.one, field.magnitude(s)))
    var width = step < start ? start : field.sum(step, start)
    var growth = Ball(8)
    for _ in 0..<12 {
      let (a, b) = (point(field.difference(s, width)), point(field.sum(s, width)))
      let signs = (try excess(a).sign ?? 0, try excess(b).sign ?? 0)
      if signs.0 * signs.1 < 0 { return field.hull(a, b) }
      width = field.rounded(field.product(growth, width)).midpoint
      growth = field.product(Ball(8), growth)
    }
    throw CertificateError.undecided("the quantile was not enclosed")
  }

  private var tolerance: Ball { field.exp(Ball(-0.69 * Double(goal))) }
}
