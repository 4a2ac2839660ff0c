// SPDX-License-Identifier: GPL-3.0-or-later

/// A function of one variable that is written outside the library, for ``Formula/applying(_:)``.
///
/// ```swift
/// let arcTangent = CustomFunction(
///   "atan", value: { DoubleDouble(atan($0.head)) }, derivative: { 1 / (1 + .square($0)) },
///   enclosure: { $0.increasing(atan) })
/// let logDensity = -2 * Formula.latent.applying(.custom(arcTangent))
/// ```
///
/// Bounds are as good as what is given here: without an enclosure nothing is known of the values between two
/// points, and a result that depends on the function cannot be verified (``Formula/isEnclosed``). Two
/// functions are equal if they are the same object.
public final class CustomFunction: Sendable {
  /// What it is called in the text of a formula.
  public let name: String

  /// f(t); NaN outside the domain.
  let value: @Sendable (DoubleDouble) -> DoubleDouble

  /// Bounds on f over an interval.
  let enclosure: (@Sendable (Enclosure) -> Enclosure)?

  private let slope: (@Sendable (Formula) -> Formula)?

  /// The function that this is a derivative of, as a difference quotient, and which.
  private let origin: (function: CustomFunction, order: Int)?

  /// Makes a function.
  ///
  /// - Parameters:
  ///   - name: what it is called in the text of a formula.
  ///   - value: f(t), to 31 digits if the results are to have as many as others; NaN outside the domain.
  ///   - derivative: f′(t) as a formula of t; by default a difference quotient of f, with 10 digits.
  ///   - enclosure: bounds on f over an interval, in which rounding is counted, such as
  ///     ``Enclosure/increasing(_:)``; by default nothing is known.
  public init(
    _ name: String, value: @escaping @Sendable (DoubleDouble) -> DoubleDouble,
    derivative: (@Sendable (Formula) -> Formula)? = nil,
    enclosure: (@Sendable (Enclosure) -> Enclosure)? = nil
  ) {
    self.name = name
    self.value = value
    self.enclosure = enclosure
    slope = derivative
    origin = nil
  }

  private init(differencesOf function: CustomFunction) {
    name = function.name + "'"
    value = { function.differenceQuotient(at: $0) }
    (enclosure, slope) = (nil, nil)
    origin = (function.origin?.function ?? function, 1 + (function.origin?.order ?? 0))
  }

  /// Makes a function of doubles, of which nothing but values is known.
  ///
  /// - Parameters:
  ///   - name: what it is called in the text of a formula.
  ///   - value: f(t); NaN outside the domain.
  public convenience init(_ name: String, _ value: @escaping @Sendable (Double) -> Double) {
    self.init(name, value: { DoubleDouble(value($0.head)) })
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
    if case .function(.custom(let function), _) = self, function.enclosure == nil { return false }
    return parts.allSatisfy(\.isEnclosed)
  }
}
