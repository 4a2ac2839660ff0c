// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// All values of a quantity over an interval: they lie between two exact numbers or infinities.
///
/// Unlike a ball it may be half of the line, and its ends differ in size as they like: a search for
/// mass, and a proof about a tail, are made of bounds.
struct Bounds: Sendable {
  /// No value is below.
  let lower: Ball
  /// No value is above.
  let upper: Ball

  init(_ lower: Ball, _ upper: Ball) {
    self.lower = lower.isUndefined ? .minusInfinity : lower
    self.upper = upper.isUndefined ? .infinity : upper
  }

  /// An exact number.
  init(point: Ball) { self.init(point, point) }

  static let wholeLine = Bounds(.minusInfinity, .infinity)
  static let zero = Bounds(.zero, .zero)
  static let one = Bounds(.one, .one)

  /// 1 or −1 where every value has this sign; `nil` where it cannot be said.
  var sign: Int? { lower.isPositive ? 1 : upper.isNegative ? -1 : nil }

  /// Whether both ends are numbers.
  var isFinite: Bool { lower.isFinite && upper.isFinite }

  /// What two enclosures of the same values have in common.
  func intersection(_ other: Bounds) -> Bounds {
    Bounds(
      lower <= other.lower ? other.lower : lower, upper <= other.upper ? upper : other.upper)
  }
}

extension Precision {
  /// The ends of a ball.
  func bounds(_ a: Ball) -> Bounds { Bounds(lower(a), upper(a)) }

  func sum(_ a: Bounds, _ b: Bounds) -> Bounds {
    Bounds(lower(rounding(a.lower, b.lower)), upper(rounding(a.upper, b.upper)))
  }

  /// A sum that is not kept exact.
  private func rounding(_ a: Ball, _ b: Ball) -> Ball { rounded(sum(a, b)) }

  func negative(_ a: Bounds) -> Bounds { Bounds(negative(a.upper), negative(a.lower)) }

  func difference(_ a: Bounds, _ b: Bounds) -> Bounds { sum(a, negative(b)) }

  /// Products of ends; 0 times an end without bound is 0, since no value is infinite.
  func product(_ a: Bounds, _ b: Bounds) -> Bounds {
    if a.lower.isZero && a.upper.isZero || b.lower.isZero && b.upper.isZero { return .zero }
    func end(_ a: Ball, _ b: Ball) -> Ball {
      a.isZero || b.isZero ? .zero : rounded(product(a, b))
    }
    if a.lower.sign.map({ $0 >= 0 }) ?? false, b.lower.sign.map({ $0 >= 0 }) ?? false {
      return Bounds(lower(end(a.lower, b.lower)), upper(end(a.upper, b.upper)))
    }
    let ends = [
      end(a.lower, b.lower), end(a.lower, b.upper), end(a.upper, b.lower), end(a.upper, b.upper),
    ]
    var (least, greatest) = (lower(ends[0]), upper(ends[0]))
    for value in ends.dropFirst() {
      let (low, high) = (lower(value), upper(value))
      if low <= least { least = low }
      if greatest <= high { greatest = high }
    }
    return Bounds(least, greatest)
  }

  /// From −a to a.
  func symmetric(_ a: Ball) -> Bounds { Bounds(negative(a), a) }

  /// The least bounds that hold both.
  func hull(_ a: Bounds, _ b: Bounds) -> Bounds {
    Bounds(a.lower <= b.lower ? a.lower : b.lower, a.upper <= b.upper ? b.upper : a.upper)
  }

  func inverse(_ a: Bounds) -> Bounds {
    func end(_ value: Ball) -> Ball { value.isFinite ? quotient(.one, value) : .zero }
    if a.lower.isPositive { return Bounds(lower(end(a.upper)), upper(end(a.lower))) }
    if a.upper.isNegative { return Bounds(lower(end(a.upper)), upper(end(a.lower))) }
    if a.lower.isZero && !a.upper.isZero { return Bounds(lower(end(a.upper)), .infinity) }
    if a.upper.isZero && !a.lower.isZero { return Bounds(.minusInfinity, upper(end(a.lower))) }
    return .wholeLine
  }

  func quotient(_ a: Bounds, _ b: Bounds) -> Bounds { product(a, inverse(b)) }

  /// The values of a function that increases, from its limits at ±∞.
  private func increasing(
    _ t: Bounds, from bottom: Ball, to top: Ball, _ function: (Ball) -> Ball
  ) -> Bounds {
    Bounds(
      t.lower.isFinite ? lower(function(t.lower)) : t.lower.isPositive ? top : bottom,
      t.upper.isFinite ? upper(function(t.upper)) : t.upper.isPositive ? top : bottom)
  }

  /// The values of f on an interval; of the part inside the domain, where there is one, else any.
  func apply(_ function: ElementaryFunction, _ t: Bounds) -> Bounds {
    func value(_ t: Ball) -> Ball { apply(function, t) }
    switch function {
    case .exp, .softplus:
      let isHuge = function == .exp && t.lower.isPositive && t.lower.isBeyondExponentials
      return increasing(t, from: .zero, to: .infinity, value)
        .clamped(from: isHuge ? .hugeExponential : .zero)
    case .expMinusOne:
      return increasing(t, from: Ball(-1), to: .infinity, value)
    case .inverseLogit: return increasing(t, from: .zero, to: .one, value)
    case .scaledInverseLogit: return product(t, apply(.inverseLogit, t))
    case .todd: return increasing(t, from: .zero, to: .infinity, value)
    case .logInverseCloglog: return increasing(t, from: .minusInfinity, to: .zero, value)
    case .logNormalCumulative: return increasing(t, from: .minusInfinity, to: .zero, value)
    case .logNormalRatio: return increasing(t, from: .minusInfinity, to: .infinity, value)
    case .scaledNormalHazard: return scaledNormalHazard(t)
    case .normalMean: return increasing(t, from: .zero, to: .infinity, value)
    case .scaledNormalMean:
      return product(t, apply(.normalMean, t)).intersection(Bounds(Ball(-1), .infinity))
    case .scaledBesselSlope(let order):
      // The ratio increases from −1 to 1; for t > 0 the bound is Amos's, as in the engine.
      let slope = difference(
        increasing(t, from: Ball(-1), to: .one) { besselRatio(order, $0) }, .one)
      let bounds = product(t, slope)
      guard t.lower.sign.map({ $0 >= 0 }) ?? false else { return bounds }
      return bounds.intersection(Bounds(Ball(-2 * Double(order + 1)), .zero))
    case .errorFunction: return increasing(t, from: Ball(-1), to: .one, value)
    case .inverseNormalCumulative:
      guard !(t.upper <= .zero), !(.one <= t.lower) else { return .wholeLine }
      return Bounds(
        t.lower.isPositive ? lower(value(t.lower)) : .minusInfinity,
        t.upper < .one ? upper(value(t.upper)) : .infinity)
    case .sine, .cosine:
      let line = Bounds(Ball(-1), .one)
      return t.isFinite ? bounds(value(hull(t.lower, t.upper))).intersection(line) : line
    case .arcTangent:
      return increasing(t, from: Ball(-1.5707963267948968), to: Ball(1.5707963267948968), value)
    case .hyperbolicTangent: return increasing(t, from: Ball(-1), to: .one, value)
    case .logScaledBessel:
      return negative(
        increasing(t, from: .minusInfinity, to: .infinity) { negative(value($0)) })
    case .log, .squareRoot, .polygamma(order: 0):
      return onHalfLine(
        t, above: .zero, from: function == .squareRoot ? .zero : .minusInfinity, value)
    case .logOnePlus: return onHalfLine(t, above: Ball(-1), from: .minusInfinity, value)
    case .logOnePlusMinus:
      return difference(apply(.logOnePlus, t), t).intersection(Bounds(.minusInfinity, .zero))
    case .toddSlope:
      return increasing(negative(t), from: .zero, to: .one) { value(negative($0)) }
    case .logTiltedMoment: return increasing(t, from: .minusInfinity, to: .infinity, value)
    case .tiltedSlope(let order):
      return Bounds(tiltedSlope(order, t.upper).lower, tiltedSlope(order, t.lower).upper)
    case .scaledTiltedSlope(let order):
      return product(t, apply(.tiltedSlope(order: order), t))
        .intersection(Bounds(.minusInfinity, sum(Ball(order), .one)))
    case .custom, .absoluteSum, .rows, .stirlingRemainder, .stirlingSlope, .tailIntegral,
      .tailSlope, .scaledTailSlope, .logTiltedTransform, .tiltedMean, .scaledTiltedMean:
      return .wholeLine
    case .square:
      let magnitude = apply(.magnitude, t)
      return increasing(magnitude, from: .zero, to: .infinity, value)
    case .magnitude:
      if t.lower.sign.map({ $0 >= 0 }) ?? false { return t }
      if t.upper.sign.map({ $0 <= 0 }) ?? false { return negative(t) }
      let mirrored = negative(t.lower)
      return Bounds(.zero, mirrored <= t.upper ? t.upper : mirrored)
    case .sign: return t.sign.map { Bounds(point: Ball(Double($0))) } ?? Bounds(Ball(-1), .one)
    case .logGamma: return logGamma(t)
    case .polygamma(let order):
      // (−1)ⁿ⁺¹ ψ⁽ⁿ⁾ falls from ∞ to 0 on the positive numbers.
      guard t.lower.sign.map({ $0 >= 0 }) ?? false else { return .wholeLine }
      func size(_ t: Ball) -> Ball { magnitude(value(t)) }
      let sizes = Bounds(
        t.upper.isFinite ? lower(size(t.upper)) : .zero,
        t.lower.isPositive ? upper(size(t.lower)) : .infinity)
      return order.isMultiple(of: 2) ? negative(sizes) : sizes
    }
  }

  /// The values of a function that increases from its limit at the end of its domain.
  private func onHalfLine(
    _ t: Bounds, above end: Ball, from bottom: Ball, _ function: (Ball) -> Ball
  ) -> Bounds {
    guard end < t.upper else { return .wholeLine }
    return Bounds(
      end < t.lower ? lower(function(t.lower)) : bottom,
      t.upper.isFinite ? upper(function(t.upper)) : .infinity)
  }

  /// t φ(t)/Φ(t) rises to 0.29452821… at 0.83992… and falls from there.
  private func scaledNormalHazard(_ t: Bounds) -> Bounds {
    func value(_ t: Ball) -> Bounds {
      t.isFinite ? bounds(apply(.scaledNormalHazard, t)) : t.isPositive ? .zero : .wholeLine
    }
    let (first, last) = (value(t.lower), value(t.upper))
    let lower = first.lower <= last.lower ? first.lower : last.lower
    if t.upper <= Ball(0.8399) { return Bounds(lower, last.upper) }
    if Ball(0.84) <= t.lower { return Bounds(lower, first.upper) }
    return Bounds(lower, Ball(0.29453))
  }

  /// log Γ falls to −0.12148629… at 1.46163… and rises from there.
  private func logGamma(_ t: Bounds) -> Bounds {
    guard t.upper.isPositive else { return .wholeLine }
    let (left, right) = (Ball(1.46), Ball(1.47))
    let atLower =
      t.lower.isPositive ? bounds(apply(.logGamma, t.lower)) : Bounds(.infinity, .infinity)
    let atUpper =
      t.upper.isFinite ? bounds(apply(.logGamma, t.upper)) : Bounds(.infinity, .infinity)
    if t.upper <= left { return Bounds(atUpper.lower, atLower.upper) }
    if right <= t.lower { return Bounds(atLower.lower, atUpper.upper) }
    return Bounds(Ball(-0.12149), atLower.upper <= atUpper.upper ? atUpper.upper : atLower.upper)
  }
}

extension Bounds {
  /// The bounds of values that are known not to be below a number.
  fileprivate func clamped(from least: Ball) -> Bounds {
    Bounds(lower <= least ? least : lower, upper)
  }
}
