// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// An interval of s on a piece, with bounds on what the integral over it can be.
struct Panel {
  /// The piece, as an index.
  let piece: Int
  let s: Bounds
  /// The logarithm of a number that |∫ f eᵍ| does not exceed.
  let upper: Ball
  /// The logarithm of what it is about, from the middle and the least exponent.
  let size: Ball
  /// How far the exponent may vary.
  let variation: Ball
  /// The logarithm of what it would be at most with the integrand that it has in the middle.
  let atMiddle: Ball
  /// How far it may vary at the middle alone, from rounding.
  let uncertainty: Ball

  /// How many bits more would make the exponent known at the middle.
  func missingBits(_ precision: Precision) -> Int {
    let bits = precision.quotient(precision.log(uncertainty), precision.log(Ball(2))).double
    return Int(min(max(bits, 0), 1e5))
  }
}

extension Integrand {
  /// Bounds over an interval, of the exponent by its slope as well.
  func panel(_ s: Bounds, piece: Int) -> Panel {
    let field = precision
    var evaluator = BoundsEvaluator(bulk.graph, over: s)
    var exponent = evaluator(bulk.exponent)
    let width = field.difference(s.upper, s.lower)
    let middle = middle(of: s)
    var atMiddle = BoundsEvaluator(bulk.graph, over: Bounds(point: middle))
    let step = field.difference(s, Bounds(point: middle))
    let centre = atMiddle(bulk.exponent)
    let change = field.product(evaluator(bulk.slope), step)
    exponent = exponent.intersection(field.sum(centre, change))
    let slope = field.product(evaluator(bulk.factorSlope), step)
    let factorAtMiddle = atMiddle(bulk.factor)
    let factor = evaluator(bulk.factor).intersection(field.sum(factorAtMiddle, slope))
    func logarithm(_ a: Ball) -> Ball { a.isPositive ? field.log(a) : .minusInfinity }
    let logWidth = logarithm(width)
    func total(_ exponent: Ball, _ size: Ball) -> Ball {
      // A factor that is 0 leaves nothing, whatever the exponent.
      size.isZero ? .minusInfinity : field.sum(exponent, field.sum(logarithm(size), logWidth))
    }
    func largest(_ factor: Bounds) -> Ball { field.apply(.magnitude, factor).upper }
    return Panel(
      piece: piece, s: s, upper: field.upper(total(exponent.upper, largest(factor))),
      size: field.lower(total(exponent.lower, largest(factorAtMiddle))),
      variation: exponent.isFinite
        ? field.difference(exponent.upper, exponent.lower) : .infinity,
      atMiddle: field.upper(total(centre.upper, largest(factorAtMiddle))),
      uncertainty: centre.isFinite ? field.difference(centre.upper, centre.lower) : .zero)
  }

  /// A point near the middle.
  func middle(of s: Bounds) -> Ball {
    let sum = precision.product(Ball(0.5), precision.sum(s.lower, s.upper))
    return precision.rounded(sum).midpoint
  }
}
