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
    guard let (coordinate, length) = try quantileCoordinate(excess) else {
      return try enclosure(.zero, tolerance, { $0 }, excess)
    }
    func point(_ s: Ball) -> Ball {
      field.rounded(coordinate.point(field.exp(s), field)).midpoint
    }
    /// The sign of how much too far from the origin a point is.
    func sign(_ s: Double) throws -> Int {
      (try excess(point(Ball(s))).sign ?? 0) * coordinate.direction
    }
    let ends = try bracket(sign, length: length)
    var (lower, upper) = (Ball(ends.0), Ball(ends.1))
    var (s, step) = (
      field.product(Ball(0.5), field.sum(lower, upper)), field.difference(upper, lower)
    )
    for _ in 0..<4000 {
      try budget.check()
      let z = point(s)
      let rest = try excess(z)
      guard let sign = rest.sign, sign != 0 else {
        step = tolerance
        break
      }
      if sign * coordinate.direction > 0 { upper = s } else { lower = s }
      let density = field.exp(field.sum(model.logJoint.value(at: z, numbers.values, field), s))
      let ratio = field.quotient(rest, density).midpoint
      let change = field.product(Ball(Double(coordinate.direction)), ratio)
      let next = field.rounded(field.difference(s, change)).midpoint
      // Newton's step where it stays inside and becomes shorter, else a half.
      let size = field.magnitude(change)
      if size.isFinite, lower < next, next < upper, size < field.product(Ball(0.5), step) {
        (s, step) = (next, size)
        if step <= tolerance { break }
      } else {
        s = field.rounded(field.product(Ball(0.5), field.sum(lower, upper))).midpoint
        step = field.difference(upper, lower)
      }
      if !(lower < s && s < upper) { break }
    }
    return try enclosure(s, step, point, excess)
  }

  /// An end that is farther away from 0 is no place to measure from: the digits of z would be lost beside it.
  private static let far = 1e6

  /// The coordinate that reaches the quantile, and how far it goes; `nil` where it cannot be told from 0.
  private func quantileCoordinate(
    _ excess: (Ball) throws -> Ball
  ) throws -> (Coordinate, length: Double)? {
    let support = model.support
    func isNear(_ end: Double) -> Bool {
      end.isFinite && (abs(end) <= Evaluation.far || !support.contains(0))
    }
    let length = support.upper - support.lower
    if isNear(support.lower) {
      return (Coordinate(origin: Ball(support.lower), direction: 1), length)
    }
    if isNear(support.upper) {
      return (Coordinate(origin: Ball(support.upper), direction: -1), length)
    }
    guard let sign = try excess(.zero).sign, sign != 0 else { return nil }
    return sign > 0
      ? (Coordinate(origin: .zero, direction: -1), -support.lower)
      : (Coordinate(origin: .zero, direction: 1), support.upper)
  }

  /// Two s with the quantile between them.
  private func bracket(
    _ sign: (Double) throws -> Int, length: Double
  ) throws -> (Double, Double) {
    let top = length.isFinite ? field.log(Ball(length)).double - 1e-9 : Double.infinity
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
    var width = step < tolerance ? tolerance : field.sum(step, tolerance)
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
