// SPDX-License-Identifier: GPL-3.0-or-later

extension TailIntegral {
  private static let positive = Enclosure(from: 0, to: .infinity)

  /// Whether it is a function of positive numbers alone.
  private var isOfPositive: Bool {
    switch self {
    case .lowerGamma, .upperGamma, .lowerBeta: true
    case .normalInterval, .student, .studentInterval: false
    }
  }

  /// Bounds on f over an interval, where it is monotone.
  func enclosure(over t: Enclosure) -> Enclosure {
    let inside = isOfPositive ? t.intersection(TailIntegral.positive) : t
    if inside.isEmpty { return .empty }
    let (first, last) = (
      value(at: DoubleDouble(inside.lower)).head, value(at: DoubleDouble(inside.upper)).head
    )
    var (least, most) = (min(first, last), max(first, last))
    if case .studentInterval(_, let width) = self {
      // It rises to the middle, −½w, and falls from there.
      let top = DoubleDouble(-0.5 * width.head)
      if inside.contains(top.head) { most = max(most, value(at: top).head + 1e-15) }
    }
    guard !least.isNaN, !most.isNaN else { return .wholeLine }
    let bounds = Enclosure(
      from: DirectedRounding.below(least - 1e-15), to: -DirectedRounding.below(-most - 1e-15))
    switch self {
    case .student, .studentInterval: return Enclosure(from: bounds.lower, to: min(0, bounds.upper))
    default: return bounds
    }
  }

  /// Bounds on f′ over an interval.
  func slope(over t: Enclosure) -> Enclosure {
    let inside = isOfPositive ? t.intersection(TailIntegral.positive) : t
    if inside.isEmpty { return .empty }
    if case .student = self {
      return slopeFormula(at: .latent).enclosure(over: inside)
        .intersection(TailIntegral.positive)
    }
    if case .studentInterval(let freedom, let width) = self {
      // The mean of p′ over the interval by that of p.
      let reach = inside + Enclosure(from: 0, to: width.head.nextUp)
      let density = TailIntegral.logDensity(freedom, at: .latent)
      let change =
        density.derivative().enclosure(over: reach)
        * ((density.enclosure(over: reach) + Enclosure(width.logarithm)) - enclosure(over: inside))
        .applying(.exp)
      return change.intersection(slopeFormula(at: .latent).enclosure(over: inside))
    }
    // It rises to 0, and the mean of s is below k/t.
    func mean(_ t: Double) -> Double { -slope(at: DoubleDouble(t)).head }
    let (first, last) = (mean(inside.lower), mean(inside.upper))
    let slack = 1e-20
    var largest =
      first.isNaN ? .infinity : DirectedRounding.above(first + slack, relativeError: 1e-12)
    largest = min(largest, largestMean)
    if inside.lower > 0 {
      largest = min(largest, DirectedRounding.above(largestScaledMean / inside.lower))
    }
    let least =
      last.isNaN || inside.upper == .infinity
      ? 0 : max(0, DirectedRounding.below(last - slack, relativeError: 1e-12))
    return Enclosure(from: -largest, to: -least)
  }

  /// No less than the mean of s anywhere.
  private var largestMean: Double {
    switch self {
    case .lowerGamma: 1
    case .normalInterval(let width), .upperGamma(_, let width): width.head.nextUp
    case .lowerBeta, .student, .studentInterval: .infinity
    }
  }

  /// No less than t times the mean of s, for t > 0: by parts it is 1 + (a − 1) E[s/(1 + s)] for the upper gamma
  /// integral, and a function that falls from a for the lower ones.
  private var largestScaledMean: Double {
    switch self {
    case .lowerGamma(let a), .lowerBeta(let a, _): a.head.nextUp
    case .upperGamma(let a, _): max(1, a.head.nextUp)
    case .normalInterval: 1
    case .student, .studentInterval: .infinity
    }
  }

  /// No less than t f′(t) from a place on: the mean of −x, x = ts, that falls with t, since the ratio of the densities of x for
  /// two t rises with x.
  private func leastScaledSlope(from place: Double) -> Double {
    guard place > 0 else { return 0 }
    // Further out digits are lost.
    let t = DoubleDouble(min(place, 1e6))
    let value = (t * slope(at: t)).head
    return value.isNaN ? 0 : -max(0, DirectedRounding.below(-value, relativeError: 1e-12))
  }

  /// Bounds on t f′(t) over an interval.
  func scaledSlope(over t: Enclosure) -> Enclosure {
    let product = t * slope(over: t)
    switch self {
    case .upperGamma:
      return product.intersection(Enclosure(from: -largestScaledMean, to: 0))
    case .lowerGamma, .lowerBeta:
      return product.intersection(
        Enclosure(from: -largestScaledMean, to: leastScaledSlope(from: t.lower)))
    case .normalInterval:
      return product.intersection(
        Enclosure(from: -1, to: t.lower > 0 ? leastScaledSlope(from: t.lower) : .infinity))
    // −t p(t) = ∫ p (u² (ν + 1)/(ν + u²) − 1) du over the tail below t is at most ν F(t); above 0, F > ½ and
    // t p(t) ≤ p(1) < 1/√(2πe).
    case .student(let freedom):
      return product.intersection(Enclosure(from: -freedom.head.nextUp, to: 0.5))
    // Of means of t p′/p = −(ν + 1) t²/(ν + t²), but for what the interval adds to t.
    case .studentInterval(let freedom, let width):
      guard t.lower > 0 || t.upper < -2 * width.head else { return product }
      return product.intersection(
        Enclosure(
          from: -DirectedRounding.above(t.lower > 0 ? freedom.head + 1 : 2 * (freedom.head + 1)),
          to: 0))
    }
  }

  /// No less than the variance of s under the measure tilted by exp(−ts), for t in an interval.
  private func variance(over t: Enclosure) -> Double {
    let (low, high) = (t.lower, t.upper)
    func rounded(_ value: Double) -> Double { DirectedRounding.above(value, relativeError: 1e-9) }
    /// E[s²] at the lower end less E[s]² at the upper one.
    func moments(_ second: (DoubleDouble) -> DoubleDouble) -> Double {
      let mean = -slope(over: Enclosure(from: high, to: high)).upper
      let square = second(DoubleDouble(low)).head
      return square.isNaN ? .infinity : rounded(square + 1e-18) - mean * mean
    }
    func ratio(_ other: TailIntegral, _ t: DoubleDouble) -> DoubleDouble {
      (other.value(at: t) - value(at: t)).exponential
    }
    switch self {
    // Of a log-concave density a part has no larger variance than the whole.
    case .lowerGamma(let a):
      let whole = a.head >= 1 && low > 0 ? rounded(a.head / low / low) : .infinity
      return min(
        whole, 0.25, moments { ratio(.lowerGamma(shape: a + DoubleDouble(2)), $0) })
    case .upperGamma(let a, let width):
      let whole = low > 0 ? rounded((a.head >= 1 ? a.head : 2) / low / low) : .infinity
      return min(whole, rounded(0.25 * width.head * width.head))
    case .lowerBeta(let a, let b):
      let sum = a + b
      return moments {
        sum * (sum + DoubleDouble(1)) * ratio(.lowerBeta(a + DoubleDouble(2), b), $0)
      }
    case .normalInterval(let width):
      // Log-concave, with a curvature of at least 1, and as steep as t or −t − w at its ends.
      let steepness = max(low, -high - width.head)
      return rounded(
        min(
          1, 0.25 * width.head * width.head,
          steepness > 0 ? 1 / steepness / steepness : .infinity))
    case .student, .studentInterval: return .infinity
    }
  }

  /// Bounds on f over a rectangle.
  func enclosure(over t: ComplexEnclosure) -> ComplexEnclosure {
    guard t.isDefined, !isOfPositive || t.real.lower >= 0 else { return .undefined }
    switch self {
    case .student(let freedom):
      let density = TailIntegral.logDensity(freedom, at: .latent)
      return alongImaginary(t) { way, value in
        (density.enclosure(over: way) - value).applying(.exp)
      }
    case .studentInterval(let freedom, let width):
      let density = TailIntegral.logDensity(freedom, at: .latent)
      let slope = density.derivative()
      let reach = Enclosure(from: 0, to: width.head.nextUp)
      return alongImaginary(t) { way, value in
        let whole = ComplexEnclosure(real: way.real + reach, imaginary: way.imaginary)
        return slope.enclosure(over: whole)
          * (density.enclosure(over: whole) + ComplexEnclosure(width.logarithm) - value)
          .applying(.exp)
      }
    default: break
    }
    return PositiveTransform.logarithm(
      real: enclosure(over: t.real), imaginary: t.imaginary, mean: slope(over: t.real),
      variance: max(0, variance(over: t.real)))
  }

  /// From the real line to t = x + iy the probability changes by iy times a mean of its derivative on the way.
  ///
  /// - Parameter ratio: the derivative by the probability, whose logarithm is known.
  private func alongImaginary(
    _ t: ComplexEnclosure,
    _ ratio: (_ way: ComplexEnclosure, _ value: ComplexEnclosure) -> ComplexEnclosure
  ) -> ComplexEnclosure {
    let zero = Enclosure(from: 0, to: 0)
    let real = ComplexEnclosure(real: enclosure(over: t.real), imaginary: zero)
    let way = ComplexEnclosure(real: t.real, imaginary: t.imaginary.hull(zero))
    let change = ComplexEnclosure(real: zero, imaginary: t.imaginary) * ratio(way, real)
    return real + change.applying(.logOnePlus)
  }

  /// Bounds on f′ over a rectangle.
  func slope(over t: ComplexEnclosure) -> ComplexEnclosure {
    slopeFormula(at: .latent).enclosure(over: t)
  }
}
