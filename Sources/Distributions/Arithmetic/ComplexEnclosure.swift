// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

/// Bounds on the values of a function over a rectangle of the complex plane, where it is analytic.
///
/// What a proof of the error of a quadrature rule needs: a bound on |f| in an ellipse about the panel,
/// and the certainty that f has no pole, no branch point and no kink in it. Where that is not certain
/// the enclosure is ``undefined``, and stays so.
///
/// Source of the bound: Trefethen, *Approximation Theory and Approximation Practice* (SIAM, 2013),
/// theorem 8.2; of the use of enclosures for it: Petras, "Self-validating integration and
/// approximation of piecewise analytic functions", J. Comput. Appl. Math. 145 (2002).
public struct ComplexEnclosure: Sendable, Hashable {
  /// Bounds on the real part.
  public let real: Enclosure
  /// Bounds on the imaginary part.
  public let imaginary: Enclosure

  /// The rectangle of these sides; ``undefined`` where one is empty.
  public init(real: Enclosure, imaginary: Enclosure) {
    let isDefined = !real.isEmpty && !imaginary.isEmpty
    self.real = isDefined ? real : .empty
    self.imaginary = isDefined ? imaginary : .empty
  }

  /// Nothing is known: the function may not be analytic.
  public static let undefined = ComplexEnclosure(real: .empty, imaginary: .empty)

  /// Whether the function was shown to be analytic.
  public var isDefined: Bool { !real.isEmpty }

  /// A bound on |f|; ∞ where nothing is known.
  public var magnitude: Double {
    guard isDefined else { return .infinity }
    return DirectedRounding.above(hypotenuse(real.largest, imaginary.largest))
  }
}

extension Enclosure {
  /// The largest magnitude of a value.
  var largest: Double { max(-lower, upper) }
}

extension DirectedRounding {
  /// Above a value that the system's library gives, with an error of 4 units in the last place or less.
  static func above(_ value: Double, relativeError: Double = 1e-15) -> Double {
    -below(-value, relativeError: relativeError)
  }
}

extension ComplexEnclosure: Scalar {
  init(_ value: DoubleDouble) {
    self.init(real: Enclosure(value), imaginary: Enclosure(from: 0, to: 0))
  }

  /// Bounds on the function plus a number.
  package func shifted(by constant: DoubleDouble) -> ComplexEnclosure {
    self + ComplexEnclosure(constant)
  }

  private init(real: Enclosure) { self.init(real: real, imaginary: Enclosure(from: 0, to: 0)) }

  private var isReal: Bool { imaginary.lower == 0 && imaginary.upper == 0 }

  static func + (a: ComplexEnclosure, b: ComplexEnclosure) -> ComplexEnclosure {
    ComplexEnclosure(real: a.real + b.real, imaginary: a.imaginary + b.imaginary)
  }

  static func - (a: ComplexEnclosure, b: ComplexEnclosure) -> ComplexEnclosure { a + -b }

  static prefix func - (a: ComplexEnclosure) -> ComplexEnclosure {
    a.isDefined ? ComplexEnclosure(real: -a.real, imaginary: -a.imaginary) : a
  }

  static func * (a: ComplexEnclosure, b: ComplexEnclosure) -> ComplexEnclosure {
    guard a.isDefined, b.isDefined else { return .undefined }
    if a.isReal { return ComplexEnclosure(real: a.real * b.real, imaginary: a.real * b.imaginary) }
    if b.isReal { return b * a }
    return ComplexEnclosure(
      real: a.real * b.real - a.imaginary * b.imaginary,
      imaginary: a.real * b.imaginary + a.imaginary * b.real)
  }

  static func / (a: ComplexEnclosure, b: ComplexEnclosure) -> ComplexEnclosure { a * b.inverse }

  /// 1/z; undefined where 0 is in the rectangle.
  private var inverse: ComplexEnclosure {
    guard isDefined, !(real.contains(0) && imaginary.contains(0)) else { return .undefined }
    if isReal { return ComplexEnclosure(real: Enclosure(from: 1, to: 1) / real) }
    // |z|² does not overflow where z is scaled to 1.
    let scale = max(real.largest, imaginary.largest)
    guard scale.isFinite, scale > 1e-300 else { return .undefined }
    let unit = Enclosure(from: scale, to: scale)
    let (x, y) = (real / unit, imaginary / unit)
    let square = x.applying(.square) + y.applying(.square)
    guard square.lower > 0 else { return .undefined }
    return ComplexEnclosure(real: x / square / unit, imaginary: -(y / square / unit))
  }

  func raised(to exponent: ComplexEnclosure) -> ComplexEnclosure {
    guard isDefined, exponent.isDefined else { return .undefined }
    if exponent.isReal, exponent.real.lower == exponent.real.upper, exponent.real.lower.isWhole,
      exponent.real.lower.magnitude <= 64
    {
      let power = repeatedProduct(exponent.real.lower.magnitude)
      return exponent.real.lower < 0 ? power.inverse : power
    }
    return (exponent * logarithm).exponential
  }

  private func repeatedProduct(_ n: Double) -> ComplexEnclosure {
    if n == 0 { return ComplexEnclosure(DoubleDouble(1)) }
    if n == 1 { return self }
    let root = repeatedProduct((n / 2).rounded(.down)).square
    return n.isEven ? root : root * self
  }

  /// A condition has to be met, or not, in the whole rectangle.
  func restricting(_ value: () -> ComplexEnclosure) -> ComplexEnclosure {
    choosing(value) { ComplexEnclosure(real: Enclosure(from: -.infinity, to: -.infinity)) }
  }

  /// One of the two in the whole rectangle, or nothing is known off the line.
  func choosing(
    _ value: () -> ComplexEnclosure, otherwise: () -> ComplexEnclosure
  ) -> ComplexEnclosure {
    guard isDefined else { return .undefined }
    if real.lower > 0 { return value() }
    if real.upper <= 0 { return otherwise() }
    // On the line, where nothing has to be analytic, it may be either.
    guard isReal else { return .undefined }
    let (first, second) = (value(), otherwise())
    guard first.isDefined, first.isReal, second.isDefined, second.isReal else { return .undefined }
    return ComplexEnclosure(real: first.real.hull(second.real))
  }

  static func logSumExp(_ terms: [ComplexEnclosure]) -> ComplexEnclosure {
    guard
      let index = terms.indices.max(by: { terms[$0].real.upper < terms[$1].real.upper })
    else { return .undefined }
    // The leader by itself is 1, also where its bounds are wide.
    let leader = terms[index]
    var sum = ComplexEnclosure(DoubleDouble(1))
    for (other, term) in terms.enumerated() where other != index {
      sum = sum + (term - leader).exponential
    }
    return leader + sum.logarithm
  }

  /// log(1 + z²), as 2 log ±z where 1 is nothing beside it.
  func logOnePlusSquare() -> ComplexEnclosure {
    guard real.lower > 1e100 || real.upper < -1e100 else {
      return applying(.square).applying(.logOnePlus)
    }
    let rest = Enclosure(from: -1e-199, to: 1e-199)
    let log = (real.lower > 0 ? self : -self).logarithm
    return log + log + ComplexEnclosure(real: rest, imaginary: rest)
  }

  func applying(_ function: ElementaryFunction) -> ComplexEnclosure {
    guard isDefined else { return .undefined }
    let one = ComplexEnclosure(DoubleDouble(1))
    switch function {
    case .exp: return exponential
    case .expMinusOne: return exponential - one
    case .log: return logarithm
    case .logOnePlus: return (one + self).logarithm
    case .logOnePlusMinus: return logOnePlusMinus
    case .softplus:
      return real.lower >= 0
        ? self + (one + (-self).exponential).logarithm : (one + exponential).logarithm
    case .inverseLogit: return inverseLogit
    case .scaledInverseLogit: return self * inverseLogit
    case .todd: return todd
    // They stand in slopes alone.
    case .toddSlope, .stirlingSlope, .scaledNormalHazard, .scaledTiltedSlope,
      .scaledTiltedMean, .normalMean, .scaledNormalMean, .scaledBesselSlope, .scaledTailSlope:
      return .undefined
    case .logInverseCloglog:
      let size = exponential
      return size.magnitude < 1
        ? self - size.todd.logarithm : (one - (-size).exponential).logarithm
    case .logNormalCumulative: return logNormalCumulative
    case .logNormalRatio: return logNormalRatio
    case .errorFunction, .arcTangent: return alongImaginary(of: function)
    case .inverseNormalCumulative: return inverseNormalCumulative
    case .sine, .cosine:
      guard !isReal else { return ComplexEnclosure(real: real.applying(function)) }
      return function == .sine ? sine : cosine
    case .hyperbolicTangent:
      let double = self + self
      return ComplexEnclosure(DoubleDouble(2)) * double.inverseLogit - one
    case .logScaledBessel(let order): return logScaledBessel(order: order)
    case .logTiltedMoment(let order): return TiltedMoment(order: order).enclosure(over: self)
    case .tiltedSlope(let order): return TiltedMoment(order: order).slope(over: self)
    case .logTiltedTransform(let order): return TiltedMoment(order: order).transform(over: self)
    case .tiltedMean(let order): return TiltedMoment(order: order).mean(over: self)
    case .tailIntegral(let integral): return integral.enclosure(over: self)
    case .tailSlope(let integral): return integral.slope(over: self)
    case .squareRoot:
      return (ComplexEnclosure(DoubleDouble(0.5)) * logarithm).exponential
    case .square: return square
    case .magnitude where isReal: return ComplexEnclosure(real: real.applying(.magnitude))
    case .magnitude: return real.lower > 0 ? self : real.upper < 0 ? -self : .undefined
    case .sign where isReal: return ComplexEnclosure(real: real.applying(.sign))
    case .sign:
      return real.lower > 0 ? one : real.upper < 0 ? -one : .undefined
    case .logGamma: return logGamma
    case .stirlingRemainder: return real.lower >= 8 ? stirlingRemainder : .undefined
    case .polygamma(order: 0): return digamma
    // They stand in derivatives alone, which no integrand is made of.
    case .polygamma: return .undefined
    case .custom(let function): return function.bounds(over: self)
    case .absoluteSum(let sum): return sum.bounds(over: self)
    case .rows(let sum): return sum.bounds(over: self)
    }
  }

  /// z/(1 − e⁻ᶻ), next to 0 by its series, 1 + z/2 + Σ B₂ₖ z²ᵏ/(2k)!, whose terms fall like (2π)^−2k.
  private var todd: ComplexEnclosure {
    guard magnitude < 1 else { return self / (.number(1) - (-self).exponential) }
    let rest = power(magnitude, 4) / 700 + 1e-15
    let bound = Enclosure(from: -rest, to: rest)
    return .number(1) + .number(0.5) * self + .number(1.0 / 12) * square
      + ComplexEnclosure(real: bound, imaginary: bound)
  }

  /// log(1 + z) − z, next to 0 by its series.
  private var logOnePlusMinus: ComplexEnclosure {
    let size = magnitude
    guard size < 0.25 else { return (.number(1) + self).logarithm - self }
    let rest = DirectedRounding.above(power(size, 5) / 3.75)
    let bound = Enclosure(from: -rest, to: rest)
    let factor = ComplexEnclosure.number(-0.5) + self * (.number(1.0 / 3) + self * .number(-0.25))
    return square * factor + ComplexEnclosure(real: bound, imaginary: bound)
  }

  private var square: ComplexEnclosure {
    ComplexEnclosure(
      real: real.applying(.square) - imaginary.applying(.square),
      imaginary: (real * imaginary).doubled)
  }

  private var exponential: ComplexEnclosure {
    guard isDefined else { return .undefined }
    let size = real.applying(.exp)
    guard !isReal else { return ComplexEnclosure(real: size) }
    // Up to a right angle from the line both are monotone, and have a sign.
    if imaginary.lower == 0, imaginary.upper <= 1.57, size.lower >= 0 {
      let (least, most) = (Double.cos(imaginary.upper), Double.sin(imaginary.upper))
      return ComplexEnclosure(
        real: Enclosure(
          from: DirectedRounding.product(size.lower, max(0, least - 1e-15)), to: size.upper),
        imaginary: Enclosure(
          from: 0, to: -DirectedRounding.product(-size.upper, min(1, most + 1e-15))))
    }
    return ComplexEnclosure(
      real: size * imaginary.cosine, imaginary: size * imaginary.sine)
  }

  /// 1/(1 + e⁻ᶻ), by the exponential that does not overflow.
  private var inverseLogit: ComplexEnclosure {
    let one = ComplexEnclosure(DoubleDouble(1))
    if real.lower >= 0 { return (one + (-self).exponential).inverse }
    return one - (one + exponential).inverse
  }

  /// The principal logarithm; undefined where the rectangle meets its cut, z ≤ 0.
  private var logarithm: ComplexEnclosure {
    guard isDefined, real.lower > 0 || !imaginary.contains(0) else { return .undefined }
    if isReal { return ComplexEnclosure(real: real.applying(.log)) }
    let near = hypotenuse(real.smallest, imaginary.smallest)
    let far = hypotenuse(real.largest, imaginary.largest)
    guard near > 0, far.isFinite else { return .undefined }
    let size = Enclosure(
      from: DirectedRounding.below(near), to: DirectedRounding.above(far)
    ).applying(.log)
    let angles = [real.lower, real.upper].flatMap { x in
      [imaginary.lower, imaginary.upper].map { y in angle(y, x) }
    }
    guard let first = angles.min(), let last = angles.max() else { return .undefined }
    return ComplexEnclosure(
      real: size,
      imaginary: Enclosure(
        from: DirectedRounding.below(first), to: DirectedRounding.above(last)))
  }

  private static func number(_ value: Double) -> ComplexEnclosure {
    ComplexEnclosure(DoubleDouble(value))
  }

  /// z + n, to where the remainder of Stirling's series is small, and the sum of a function over z, z + 1, …, z + n − 1.
  private func shifted(
    _ function: KeyPath<ComplexEnclosure, ComplexEnclosure>
  ) -> (z: ComplexEnclosure, sum: ComplexEnclosure) {
    var (z, sum) = (self, ComplexEnclosure.number(0))
    while z.real.lower < 8 {
      sum = sum + z[keyPath: function]
      z = z + .number(1)
    }
    return (z, sum)
  }

  /// Stirling's series with its remainder, after a shift to where that is small.
  ///
  /// Source: *NIST Handbook of Mathematical Functions*, 5.11.1 and 5.11(ii): for |arg z| ≤ π/4 the
  /// remainder is smaller than the first term left out; for Re z > 0 in general smaller than it times
  /// sec¹²(½ arg z) ≤ 64.
  private var logGamma: ComplexEnclosure {
    guard real.lower > 0 else { return .undefined }
    let (z, shift) = shifted(\.logarithm)
    let main = (z - .number(0.5)) * z.logarithm - z + ComplexEnclosure(.halfLogTwoPi)
    return main + z.stirlingRemainder - shift
  }

  /// ψ(z) = log z − 1/(2z) + r′(z), after a shift to where that is small: r = log Γ less Stirling's terms is at most
  /// 64 times the first of its terms left out, and its derivative no more than that a distance 1 away.
  private var digamma: ComplexEnclosure {
    guard real.lower > 0 else { return .undefined }
    let (z, shift) = shifted(\.inverse)
    let inverse = z.inverse
    let square = inverse.square
    var series = ComplexEnclosure.number(0)
    for (index, coefficient) in ComplexEnclosure.stirlingCoefficients.enumerated() {
      series = series * square - .number(coefficient * Double(11 - 2 * index))
    }
    let nearest = inverse.magnitude / (1 - inverse.magnitude)
    let rest = 64 * power(nearest, 13) / 156 + 1e-15
    let bound = Enclosure(from: -rest, to: rest)
    return z.logarithm - .number(0.5) * inverse + series * square
      + ComplexEnclosure(real: bound, imaginary: bound) - shift
  }

  /// For Re z ≥ 8.
  private var stirlingRemainder: ComplexEnclosure {
    let inverse = inverse
    let square = inverse.square
    var series = ComplexEnclosure.number(0)
    for coefficient in ComplexEnclosure.stirlingCoefficients {
      series = series * square + .number(coefficient)
    }
    let first = power(inverse.magnitude, 13) / 156
    let rest = Enclosure(from: -64 * first - 1e-15, to: 64 * first + 1e-15)
    return series * inverse + ComplexEnclosure(real: rest, imaginary: rest)
  }

  /// B₂ₖ/(2k(2k − 1)) for k from 6 to 1.
  private static let stirlingCoefficients: [Double] = [
    -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12,
  ]
}

extension Enclosure {
  /// The smallest magnitude of a value.
  fileprivate var smallest: Double { contains(0) ? 0 : min(lower.magnitude, upper.magnitude) }

  fileprivate var doubled: Enclosure { Enclosure(from: 2 * lower, to: 2 * upper) }
}

extension Formula {
  /// Bounds on the values of the formula over a rectangle of complex z; ``ComplexEnclosure/undefined``
  /// where it was not shown to be analytic there.
  public func enclosure(over z: ComplexEnclosure) -> ComplexEnclosure { evaluate(z, []) }
}
