// SPDX-License-Identifier: GPL-3.0-or-later

/// A function of one variable that is written outside the library, for ``Formula/applying(_:)``.
///
/// ```swift
/// let arcTangent = CustomFunction(
///   "atan", value: { DoubleDouble(atan($0.head)) }, derivative: { 1 / (1 + .square($0)) },
///   enclosure: { $0.increasing(atan) }, precision: .ulpOfOne)
/// let logDensity = -2 * Formula.latent.applying(.custom(arcTangent))
/// ```
///
/// Off the real line, where errors of quadrature are proven, the function is followed by its derivative. Bounds are
/// as good as what is given here: without an enclosure the values between two points are guessed from
/// some, and every result that depends on the function has the status `unverified` (``Formula/isEnclosed``).
/// Two functions are equal if they are the same object.
public final class CustomFunction: Sendable {
  /// What it is called in the text of a formula.
  public let name: String

  /// f(t); NaN outside the domain.
  let value: @Sendable (DoubleDouble) -> DoubleDouble

  /// What a value is rounded by, relative to it.
  let precision: Double

  /// Bounds on f over an interval.
  let enclosure: (@Sendable (Enclosure) -> Enclosure)?

  private let slope: (@Sendable (Formula) -> Formula)?

  /// f′ as a formula of the latent.
  private let slopeOfLatent: Formula?

  /// The function that this is a derivative of, as a difference quotient, and which.
  private let origin: (function: CustomFunction, order: Int)?

  /// Makes a function.
  ///
  /// - Parameters:
  ///   - name: what it is called in the text of a formula.
  ///   - value: f(t), to 31 digits if the results are to have as many as others; NaN outside the domain.
  ///   - derivative: f′(t) as a formula of t; by default a difference quotient of f, with 10 digits.
  ///   - enclosure: bounds on f over an interval, in which rounding is counted, such as
  ///     ``Enclosure/increasing(_:)``; by default they are guessed.
  ///   - precision: what a value may be off by, relative to it: 31 digits by default.
  public init(
    _ name: String, value: @escaping @Sendable (DoubleDouble) -> DoubleDouble,
    derivative: (@Sendable (Formula) -> Formula)? = nil,
    enclosure: (@Sendable (Enclosure) -> Enclosure)? = nil, precision: Double = 4e-30
  ) {
    self.name = name
    self.value = value
    self.precision = precision
    self.enclosure = enclosure
    slope = derivative
    slopeOfLatent = derivative?(.latent)
    origin = nil
  }

  private init(differencesOf function: CustomFunction) {
    name = function.name + "'"
    value = { function.differenceQuotient(at: $0) }
    (enclosure, slope, slopeOfLatent, precision) = (nil, nil, nil, 1e-9)
    origin = (function.origin?.function ?? function, 1 + (function.origin?.order ?? 0))
  }

  /// Makes a function of doubles, of which nothing but values is known.
  ///
  /// - Parameters:
  ///   - name: what it is called in the text of a formula.
  ///   - value: f(t); NaN outside the domain.
  public convenience init(_ name: String, _ value: @escaping @Sendable (Double) -> Double) {
    self.init(name, value: { DoubleDouble(value($0.head)) }, precision: .ulpOfOne)
  }

  /// Bounds on f over an interval: those that are given, or else of some values, which is no proof.
  func bounds(over interval: Enclosure) -> Enclosure {
    if let enclosure { return enclosure(interval) }
    let values = CustomFunction.places(in: interval).map { value(DoubleDouble($0)).head }
    return values.filter { !$0.isNaN }.reduce(.empty) { $0.hull(Enclosure(from: $1, to: $1)) }
  }

  /// Bounds on the function's continuation off the real line; undefined where f′ may have a pole, a cut or a
  /// kink. From the real line to x + iy it changes by iy times a mean of f′ on the way.
  func bounds(over z: ComplexEnclosure) -> ComplexEnclosure {
    guard let enclosure, let slopeOfLatent, z.isDefined else { return .undefined }
    let zero = Enclosure(from: 0, to: 0)
    let slope = slopeOfLatent.enclosure(
      over: ComplexEnclosure(real: z.real, imaginary: z.imaginary.hull(zero)))
    guard slope.isDefined else { return .undefined }
    return ComplexEnclosure(real: enclosure(z.real), imaginary: zero)
      + ComplexEnclosure(real: zero, imaginary: z.imaginary) * slope
  }

  /// Evenly spread between finite ends, and by orders of magnitude towards an infinite one.
  private static func places(in interval: Enclosure) -> [Double] {
    let (a, b) = (interval.lower, interval.upper)
    guard a <= b else { return [] }
    guard a.isFinite, b.isFinite else {
      let start = a.isFinite ? a : b.isFinite ? b : 0
      let steps = [0, 0.1, 1, 4, 30, 1e3, 1e6, 1e12, 1e30, 1e100].map { $0 * max(1, abs(start)) }
      return (a.isFinite ? [] : steps.map { start - $0 })
        + (b.isFinite ? [] : steps.map { start + $0 })
    }
    return (0...16).map { min(a + (b - a) * (Double($0) / 16), b) }
  }

  /// f′(t).
  func derivative(at t: Formula) -> Formula {
    slope?(t) ?? t.applying(.custom(CustomFunction(differencesOf: self)))
  }

  /// (8(f(t + h) − f(t − h)) − (f(t + 2h) − f(t − 2h)))/(12h), off by h⁴f⁽⁵⁾/30. Relative to t, so that it does
  /// not leave the domain of a function of positive numbers.
  private func differenceQuotient(at t: DoubleDouble) -> DoubleDouble {
    let point = DoubleDouble(t.head)
    let size = t.head.magnitude
    let step = max(min(size, 1) * 0x1p-10, size * 0x1p-22, 0x1p-40).binade
    func difference(_ h: Double) -> DoubleDouble {
      value(point + DoubleDouble(h)) - value(point - DoubleDouble(h))
    }
    return (difference(step) * 8 - difference(2 * step)) / DoubleDouble(12 * step)
  }
}

extension CustomFunction: Hashable {
  private var identity: (object: ObjectIdentifier, order: Int) {
    (ObjectIdentifier(origin?.function ?? self), origin?.order ?? 0)
  }

  /// Whether both are the same object, or the same derivative of one.
  public static func == (a: CustomFunction, b: CustomFunction) -> Bool { a.identity == b.identity }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(identity.object)
    hasher.combine(identity.order)
  }
}

extension Formula {
  /// Whether bounds are known on all of its values over any interval: every function in it is one of the
  /// library's, or comes with its enclosure.
  public var isEnclosed: Bool {
    !contains {
      if case .function(.custom(let function), _) = $0 { function.enclosure == nil } else { false }
    }
  }
}
