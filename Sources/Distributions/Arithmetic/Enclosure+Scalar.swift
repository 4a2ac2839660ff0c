// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

extension Enclosure: Scalar {
  /// A number; the whole line for NaN.
  init(_ value: DoubleDouble) {
    let head = value.head
    // A constant is infinite by overflow, or −∞ as the logarithm of 0.
    self.init(
      from: value.tail < 0 ? head.nextDown : min(head, .greatestFiniteMagnitude),
      to: value.tail > 0 ? head.nextUp : head)
  }

  /// Bounds on the quantity plus a number.
  package func shifted(by constant: DoubleDouble) -> Enclosure { self + Enclosure(constant) }

  /// −a.
  static prefix func - (a: Enclosure) -> Enclosure {
    a.isEmpty ? .empty : Enclosure(from: -a.upper, to: -a.lower)
  }

  /// a + b; −∞ and +∞ have no sum.
  static func + (a: Enclosure, b: Enclosure) -> Enclosure {
    if a.isEmpty || b.isEmpty { return .empty }
    let isInfinite = a.lower == .infinity || b.lower == .infinity
    let isMinusInfinite = a.upper == -.infinity || b.upper == -.infinity
    if isInfinite, isMinusInfinite { return .empty }
    return Enclosure(
      from: isInfinite ? .infinity : DirectedRounding.sum(a.lower, b.lower),
      to: isMinusInfinite ? -.infinity : -DirectedRounding.sum(-a.upper, -b.upper))
  }

  /// a − b.
  static func - (a: Enclosure, b: Enclosure) -> Enclosure { a + -b }

  /// a · b.
  static func * (a: Enclosure, b: Enclosure) -> Enclosure {
    if a.isEmpty || b.isEmpty { return .empty }
    // Of operands with a sign it is known which ends make the ends.
    if a.lower >= 0 { return b.times(nonNegative: a) }
    if b.lower >= 0 { return a.times(nonNegative: b) }
    if a.upper <= 0 { return -(b.times(nonNegative: -a)) }
    if b.upper <= 0 { return -(a.times(nonNegative: -b)) }
    return a.corners(with: b, DirectedRounding.product)
  }

  private func times(nonNegative other: Enclosure) -> Enclosure {
    Enclosure(
      from: DirectedRounding.product(lower, lower < 0 ? other.upper : other.lower),
      to: -DirectedRounding.product(-upper, upper < 0 ? other.lower : other.upper))
  }

  /// a / b; 1/[0, b] = [1/b, ∞], and the whole line where 0 lies inside b.
  static func / (a: Enclosure, b: Enclosure) -> Enclosure {
    if a.isEmpty || b.isEmpty { return .empty }
    if !b.contains(0) { return a.corners(with: b, DirectedRounding.quotient) }
    if b.lower == 0, b.upper == 0 { return .wholeLine }
    if a.lower == 0, a.upper == 0 { return a }
    if b.lower < 0, b.upper > 0 { return .wholeLine }
    if b.upper == 0 { return -a / -b }
    if a.lower >= 0 {
      return Enclosure(from: DirectedRounding.quotient(a.lower, b.upper), to: .infinity)
    }
    if a.upper <= 0 { return -(-a / b) }
    return .wholeLine
  }

  /// The hull of an operation, monotone in each operand, at the four corners of self × other;
  /// `operation` rounds down and is odd in its first operand.
  private func corners(
    with other: Enclosure, _ operation: (Double, Double) -> Double
  ) -> Enclosure {
    if isEmpty || other.isEmpty { return .empty }
    func lowest(_ a: Double, _ b: Double) -> Double {
      min(
        min(operation(a, other.lower), operation(a, other.upper)),
        min(operation(b, other.lower), operation(b, other.upper)))
    }
    return Enclosure(from: lowest(lower, upper), to: -lowest(-lower, -upper))
  }

  /// log Σ exp(tₖ), which increases in every term.
  static func logSumExp(_ terms: [Enclosure]) -> Enclosure {
    if terms.contains(where: \.isEmpty) { return .empty }
    let (low, high) = (Double.logSumExp(terms.map(\.lower)), Double.logSumExp(terms.map(\.upper)))
    return Enclosure(
      from: DirectedRounding.below(low - 1e-15), to: -DirectedRounding.below(-high - 1e-15))
  }

  /// The value where self is positive, −∞ where it is not; also where self is wholly outside its domain.
  /// Where a part of self is, the −∞ there is left out, as is all that lies outside a domain.
  func restricting(_ value: () -> Enclosure) -> Enclosure {
    let nothing = Enclosure(from: -.infinity, to: -.infinity)
    if isEmpty || upper <= 0 { return nothing }
    return lower > 0 ? value() : nothing.hull(value())
  }

  /// Both values where self may have either sign.
  func choosing(_ value: () -> Enclosure, otherwise: () -> Enclosure) -> Enclosure {
    if isEmpty { return .empty }
    if lower > 0 { return value() }
    return upper <= 0 ? otherwise() : value().hull(otherwise())
  }

  /// self^exponent.
  func raised(to exponent: Enclosure) -> Enclosure {
    if isEmpty || exponent.isEmpty { return .empty }
    if exponent.lower == exponent.upper, exponent.lower.isWhole {
      return raised(toWhole: exponent.lower)
    }
    let positive = intersection(Enclosure(from: 0, to: .infinity)).positivePower(exponent)
    // A negative base has a power where the exponent passes through a whole number.
    guard lower < 0, exponent.lower.rounded(.up) <= exponent.upper else { return positive }
    let size = intersection(Enclosure(from: -.infinity, to: 0)).magnitude.positivePower(exponent)
    return positive.hull(size).hull(-size)
  }

  /// self^exponent for self ≥ 0, which is monotone in base and exponent.
  private func positivePower(_ exponent: Enclosure) -> Enclosure {
    if isEmpty { return .empty }
    let values = [
      power(lower, exponent.lower), power(lower, exponent.upper),
      power(upper, exponent.lower), power(upper, exponent.upper),
    ]
    return Enclosure(
      from: max(0, DirectedRounding.below(values.min() ?? 0)),
      to: -DirectedRounding.below(-(values.max() ?? .infinity)))
  }

  /// self^exponent for a whole exponent.
  private func raised(toWhole exponent: Double) -> Enclosure {
    if exponent == 0 { return Enclosure(from: 1, to: 1) }
    if exponent == 1 { return self }
    if exponent < 0 { return Enclosure(from: 1, to: 1) / raised(toWhole: -exponent) }
    if exponent == 2 { return square }
    if exponent.isEven { return magnitude.increasingPower(exponent, clampedAt: 0) }
    return increasingPower(exponent, clampedAt: -.infinity)
  }

  /// x^exponent where it increases: for an odd exponent, or for self ≥ 0.
  private func increasingPower(_ exponent: Double, clampedAt floor: Double) -> Enclosure {
    increasing(over: -.infinity, .infinity, into: floor, .infinity) {
      $0 < 0 ? -power(-$0, exponent) : power($0, exponent)
    }
  }
}

extension Enclosure {
  /// log(1 + t²), which increases in |t|.
  func logOnePlusSquare() -> Enclosure {
    magnitude.increasing(over: 0, .infinity, into: 0, .infinity) {
      $0 < 1e100 ? logarithm(onePlus: $0 * $0) : 2 * logarithm($0)
    }
  }

  /// f over self.
  func applying(_ function: ElementaryFunction) -> Enclosure {
    if isEmpty { return .empty }
    switch function {
    case .exp:
      return increasing(into: 0, .infinity) { exponential($0) }
    case .expMinusOne:
      return increasing(into: -1, .infinity) { exponentialMinusOne($0) }
    case .log:
      return increasing(over: 0, .infinity) { logarithm($0) }
    case .logOnePlus:
      return increasing(over: -1, .infinity) { logarithm(onePlus: $0) }
    case .logOnePlusMinus: return logOnePlusMinus
    case .softplus:
      return increasing(into: 0, .infinity) {
        max($0, 0) + logarithm(onePlus: exponential(-$0.magnitude))
      }
    case .inverseLogit:
      return increasing(into: 0, 1) {
        let small = exponential(-$0.magnitude)
        return ($0 < 0 ? small : 1) / (1 + small)
      }
    case .scaledInverseLogit: return scaledInverseLogit
    case .todd:
      return increasing(into: 0, .infinity) {
        $0 == 0 ? 1 : $0 < -700 ? 0 : $0 / -exponentialMinusOne(-$0)
      }
    case .toddSlope:
      return -increasing(into: -1, 0, relativeError: 1e-13) {
        $0 == -.infinity ? -1 : $0 == .infinity ? 0 : -DoubleDouble($0).applying(.toddSlope).head
      }
    case .logInverseCloglog:
      // In doubles exp(−eᵗ) would lose the digits that eᵗ has before its point.
      return increasing(into: -.infinity, 0) {
        $0 == .infinity ? 0 : DoubleDouble($0).applying(.logInverseCloglog).head
      }
    case .logNormalCumulative:
      return increasing(into: -.infinity, 0) {
        $0 == .infinity ? 0 : DoubleDouble($0).logNormalCumulative.head
      }
    case .logNormalRatio: return increasing { DoubleDouble($0).logNormalRatio.head }
    case .scaledNormalHazard: return scaledNormalHazard
    case .normalMean: return normalMean
    case .scaledNormalMean: return scaledNormalMean
    case .scaledBesselSlope(let order): return scaledBesselSlope(order: order)
    case .errorFunction: return increasing(into: -1, 1) { DoubleDouble($0).errorFunction.head }
    case .inverseNormalCumulative:
      return increasing(over: 0, 1, absoluteError: 1e-30) {
        DoubleDouble($0).inverseNormalCumulative.head
      }
    case .sine: return sine
    case .cosine: return cosine
    case .arcTangent: return increasing { Double.atan($0) }
    case .hyperbolicTangent: return increasing(into: -1, 1) { Double.tanh($0) }
    case .logScaledBessel(let order):
      return decreasing { DoubleDouble($0).logScaledBessel(order: order).head }
    case .logTiltedMoment(let order): return TiltedMoment(order: order).enclosure(over: self)
    case .tiltedSlope(let order): return TiltedMoment(order: order).slope(over: self)
    case .scaledTiltedSlope(let order): return TiltedMoment(order: order).scaledSlope(over: self)
    case .logTiltedTransform(let order): return TiltedMoment(order: order).transform(over: self)
    case .tiltedMean(let order): return TiltedMoment(order: order).mean(over: self)
    case .scaledTiltedMean(let order): return TiltedMoment(order: order).scaledMean(over: self)
    case .tailIntegral(let integral): return integral.enclosure(over: self)
    case .tailSlope(let integral): return integral.slope(over: self)
    case .scaledTailSlope(let integral): return integral.scaledSlope(over: self)
    case .squareRoot:
      let inside = intersection(Enclosure(from: 0, to: .infinity))
      if inside.isEmpty { return .empty }
      return Enclosure(
        from: DirectedRounding.squareRoot(inside.lower),
        to: DirectedRounding.squareRootUp(inside.upper))
    case .square: return square
    case .magnitude: return magnitude
    case .sign:
      return Enclosure(from: Enclosure.sign(lower), to: Enclosure.sign(upper))
    case .logGamma: return logGamma
    case .stirlingRemainder:
      return -increasing(over: 0, .infinity, into: -.infinity, 0, relativeError: 1e-13) {
        $0 == 0 ? -.infinity : $0 == .infinity ? 0 : -DoubleDouble($0).stirlingRemainder.head
      }
    case .stirlingSlope:
      return increasing(over: 0, .infinity, into: -0.5, 0, relativeError: 1e-8) {
        Polygamma.stirlingSlope($0)
      }
    case .polygamma(let order): return polygamma(order)
    case .custom(let function): return function.bounds(over: self)
    case .absoluteSum(let sum): return sum.bounds(over: self)
    case .rows(let sum): return sum.bounds(over: self)
    }
  }

  /// log(1 + t) − t: increasing up to 0 at t = 0, and decreasing from there.
  private var logOnePlusMinus: Enclosure {
    guard upper >= -1 else { return .empty }
    func value(_ t: Double) -> Double { DoubleDouble(t).logOnePlusMinus.head }
    let (first, last) = (value(max(lower, -1)), value(upper))
    return Enclosure(
      from: DirectedRounding.below(min(first, last)),
      to: contains(0) ? 0 : min(0, -DirectedRounding.below(-max(first, last))))
  }

  /// t/(1 + e⁻ᵗ): decreasing up to its minimum, −0.27846454276107379510 at −1.27846454276107379510, and
  /// increasing from there.
  private var scaledInverseLogit: Enclosure {
    let bottom = (at: -1.278464542761074, value: -0.27846454276107385)
    func value(_ t: Double) -> Double { t < -700 ? 0 : t / (1 + exponential(-t)) }
    let (first, last) = (value(lower), value(upper))
    let straddles = lower <= bottom.at && upper >= bottom.at
    return Enclosure(
      from: straddles ? bottom.value : DirectedRounding.below(min(first, last)),
      to: -DirectedRounding.below(-max(first, last)))
  }

  /// t + φ(t)/Φ(t), which increases from 0.
  private var normalMean: Enclosure {
    increasing(into: 0, .infinity) { $0 == -.infinity ? 0 : DoubleDouble($0).normalMean.head }
  }

  /// t² + t φ(t)/Φ(t): on the left the mean of −x where x has a density like exp(−x − ½x²/t²), which rises from −1.
  private var scaledNormalMean: Enclosure {
    let product = (self * normalMean).intersection(Enclosure(from: -1, to: .infinity))
    guard upper < 0 else { return product }
    let place = DoubleDouble(max(upper, -1e6))
    let most = -DirectedRounding.below(-(place * place.normalMean).head, relativeError: 1e-12)
    return product.intersection(Enclosure(from: -1, to: most))
  }

  /// t φ(t)/Φ(t): increasing up to its maximum, 0.29452821901141394667 at 0.83992367569237268960, and
  /// decreasing from there.
  private var scaledNormalHazard: Enclosure {
    let top = (at: 0.8399236756923727, value: 0.294528219011414)
    func value(_ t: Double) -> Double {
      t == .infinity ? 0 : DoubleDouble(t).scaledNormalHazard.head
    }
    let (first, last) = (value(lower), value(upper))
    let straddles = lower <= top.at && upper >= top.at
    return Enclosure(
      from: DirectedRounding.below(min(first, last)),
      to: straddles ? top.value : -DirectedRounding.below(-max(first, last)))
  }

  /// t².
  private var square: Enclosure {
    if isEmpty { return .empty }
    let size = magnitude
    return Enclosure(
      from: DirectedRounding.product(size.lower, size.lower),
      to: -DirectedRounding.product(-size.upper, size.upper))
  }

  /// |t|.
  private var magnitude: Enclosure {
    if isEmpty { return .empty }
    let larger = max(-lower, upper)
    return Enclosure(from: contains(0) ? 0 : min(lower.magnitude, upper.magnitude), to: larger)
  }

  private static func sign(_ t: Double) -> Double { t > 0 ? 1 : t < 0 ? -1 : 0 }

  /// log Γ(t) for t > 0: decreasing up to its minimum, increasing from there.
  ///
  /// The minimum is where ψ vanishes, −0.12148629053584960810 at 1.46163214496836234126.
  private var logGamma: Enclosure {
    guard upper > 0 else { return .empty }
    let (start, bottom) = (max(lower, 0), (at: 1.4616321449683623, value: -0.1214862905358496))
    func value(_ t: Double) -> Double { t == 0 ? .infinity : logarithmOfGamma(t) }
    let (first, last) = (value(start), value(upper))
    // Next to its zeros, 1 and 2, the library's error is relative to 1 rather than to the value.
    func below(_ value: Double) -> Double {
      DirectedRounding.below(value - 1e-15, relativeError: 1e-14)
    }
    let straddles = start <= bottom.at && upper >= bottom.at
    return Enclosure(
      from: below(straddles ? bottom.value : min(first, last)), to: -below(-max(first, last)))
  }

  /// ψ⁽ⁿ⁾(t) for t > 0: increasing for even n, decreasing for odd ones.
  private func polygamma(_ order: Int) -> Enclosure {
    guard upper > 0 else { return .empty }
    let sign: Double = order % 2 == 0 ? 1 : -1
    let values = Enclosure(from: max(lower, 0), to: upper).increasing(
      over: 0, .infinity, into: -.infinity, order == 0 ? .infinity : 0,
      relativeError: 1e-13, absoluteError: order == 0 ? 1e-15 : 0
    ) { $0 == 0 ? -.infinity : sign * Polygamma.value(order: order, $0) }
    return order % 2 == 0 ? values : -values
  }

  /// An increasing function over self, right to four units in its last place.
  public func increasing(_ function: (Double) -> Double) -> Enclosure {
    increasing(into: -.infinity, .infinity) { function($0) }
  }

  /// A decreasing function over self, right to four units in its last place.
  public func decreasing(_ function: (Double) -> Double) -> Enclosure {
    -increasing { -function($0) }
  }

  /// An increasing function over self, which the domain is cut from; at the domain's ends, the values
  /// of `function` are exact, and the result does not leave the range.
  private func increasing(
    over domainStart: Double = -.infinity, _ domainEnd: Double = .infinity,
    into rangeStart: Double = -.infinity, _ rangeEnd: Double = .infinity,
    relativeError: Double = 1e-15, absoluteError: Double = 0,
    _ function: (Double) -> Double
  ) -> Enclosure {
    let inside = intersection(Enclosure(from: domainStart, to: domainEnd))
    if inside.isEmpty { return .empty }
    func below(_ value: Double) -> Double {
      DirectedRounding.below(value - absoluteError, relativeError: relativeError)
    }
    func isEdge(_ t: Double) -> Bool { t.isFinite && (t == domainStart || t == domainEnd) }
    let (first, last) = (function(inside.lower), function(inside.upper))
    return Enclosure(
      from: isEdge(inside.lower) ? first : max(rangeStart, below(first)),
      to: isEdge(inside.upper) ? last : min(rangeEnd, -below(-last)))
  }
}

extension Formula {
  /// Bounds on all values of the formula over an interval of z; a parameter that is not given may be
  /// anything.
  ///
  /// The bounds hold, but they need not be the best: where z stands in several places, each is taken
  /// by itself.
  public func enclosure(over z: Enclosure, parameters: [Enclosure] = []) -> Enclosure {
    evaluate(z, parameters)
  }
}
