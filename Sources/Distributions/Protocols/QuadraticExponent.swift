// SPDX-License-Identifier: GPL-3.0-or-later

/// A log density (or a log likelihood, as a function of z) that is quadratic in z.
///
/// ```text
/// log p(z) = Σᵢ kᵢ (z − μᵢ)² + l z + c  =  η₁ z + η₂ z² + const       on its support
/// ```
///
/// (η₁, η₂) = (l − 2 Σ kᵢ μᵢ, Σ kᵢ) are the natural parameters that belong to the sufficient
/// statistics (z, z²). Products and quotients of densities are sums and differences of exponents,
/// taken in 31 digits: the one way to keep digits where two densities nearly cancel.
///
/// The squares stay apart. Multiplied out, −½(z − x)² at z ≈ x would be the difference of numbers
/// as large as x², which at x = 10³⁰ leaves nothing of log p(x) even in 31 digits.
public struct QuadraticExponent: Sendable, Hashable {
  /// k (z − μ)².
  public struct Square: Sendable, Hashable {
    /// k, in units of 1/z²; negative for a density.
    public var coefficient: DoubleDouble
    /// μ.
    public var centre: Double
    /// A bound on the error of k: none where a double holds it.
    var coefficientError: Double
    /// A bound on the error of the slope 2k(z − μ) besides that of k: what μ is off by.
    var slopeError = 0.0

    /// Makes k (z − μ)².
    public init(coefficient: DoubleDouble, centre: Double) {
      self.coefficient = coefficient
      self.centre = centre
      coefficientError = RoundedNumber(coefficient).error
    }

    /// Makes −(z − μ)²/(2σ²); `nil` where σ is not between 1e-145 and 1e145: 1/σ² would lose
    /// digits, or overflow.
    init?(centre: Double, standardDeviation: Double) {
      guard (1e-145...1e145).contains(standardDeviation) else { return nil }
      // Not 1/σ²: the error term of σ² underflows first.
      let inverse = DoubleDouble(1) / DoubleDouble(standardDeviation)
      self.init(coefficient: inverse * inverse * -0.5, centre: centre)
      // A quotient and a square.
      coefficientError *= 4
    }
  }

  /// The terms kᵢ (z − μᵢ)²: those of a prior, a likelihood and a q at most.
  ///
  /// In place, and not in an array: an exponent is made for every point of a sweep.
  var first: Square?
  private var second: Square?
  private var third: Square?

  /// l, the coefficient of z outside the squares.
  public var linear: DoubleDouble

  /// c: minus the log-partition function, plus the log of the base measure.
  public var constant: DoubleDouble

  /// A bound on the absolute error of the constant; the coefficients are good to 31 digits.
  public var constantError: Double

  /// A bound on the absolute error of l.
  var linearError = 0.0

  /// Makes an exponent of at most one square.
  public init(
    square: Square? = nil, linear: DoubleDouble = DoubleDouble(0), constant: DoubleDouble,
    constantError: Double = 1e-16
  ) {
    first = square
    self.linear = linear
    self.constant = constant
    self.constantError = constantError
  }

  /// (η₁, η₂), the natural parameters that belong to (z, z²).
  public var naturalParameters: (linear: DoubleDouble, quadratic: DoubleDouble) {
    var parameters = (linear: linear, quadratic: DoubleDouble(0))
    func add(_ square: Square) {
      parameters.linear = parameters.linear - square.coefficient * (2 * square.centre)
      parameters.quadratic = parameters.quadratic + square.coefficient
    }
    if let first { add(first) }
    if let second { add(second) }
    if let third { add(third) }
    return parameters
  }

  /// The exponent of the product of two densities.
  ///
  /// Two squares about the same centre become one. A product of more than three centres is
  /// multiplied out about the third.
  public static func + (a: QuadraticExponent, b: QuadraticExponent) -> QuadraticExponent {
    var sum = a
    sum.linear = a.linear + b.linear
    sum.constant = a.constant + b.constant
    sum.constantError = a.constantError + b.constantError
    sum.linearError = a.linearError + b.linearError
    if let square = b.first { sum.add(square) }
    if let square = b.second { sum.add(square) }
    if let square = b.third { sum.add(square) }
    return sum
  }

  /// The exponent of the quotient of two densities.
  public static func - (a: QuadraticExponent, b: QuadraticExponent) -> QuadraticExponent {
    var opposite = b
    opposite.linear = -b.linear
    opposite.constant = -b.constant
    opposite.first?.coefficient = -(b.first?.coefficient ?? DoubleDouble(0))
    opposite.second?.coefficient = -(b.second?.coefficient ?? DoubleDouble(0))
    opposite.third?.coefficient = -(b.third?.coefficient ?? DoubleDouble(0))
    return a + opposite
  }

  private mutating func add(_ square: Square) {
    if QuadraticExponent.merge(square, into: &first) { return }
    if QuadraticExponent.merge(square, into: &second) { return }
    if QuadraticExponent.merge(square, into: &third) { return }
    guard var last = third else { return }
    // k(z − μ)² = k(z − c)² + 2k(c − μ)z + k(μ² − c²)
    let (mine, other) = (DoubleDouble(last.centre), DoubleDouble(square.centre))
    let slope = square.coefficient * ((mine - other) * 2)
    let offset = square.coefficient * ((other - mine) * (other + mine))
    linear = linear + slope
    constant = constant + offset
    let rounding = 4 * RoundedNumber.unit + square.coefficientError / abs(square.coefficient.head)
    linearError += square.slopeError + rounding * abs(slope.head)
    constantError += square.slopeError * abs(square.centre) + rounding * abs(offset.head)
    last.add(square)
    third = last
  }

  /// Puts a square into an empty slot, or into one with the same centre.
  private static func merge(_ square: Square, into slot: inout Square?) -> Bool {
    guard let present = slot else {
      slot = square
      return true
    }
    guard present.centre == square.centre else { return false }
    slot?.add(square)
    return true
  }

  /// The value at z.
  public func callAsFunction(_ z: DoubleDouble) -> DoubleDouble {
    func value(_ square: Square) -> DoubleDouble {
      let distance = z - DoubleDouble(square.centre)
      return square.coefficient * (distance * distance)
    }
    var sum = linear * z + constant
    if let first { sum = sum + value(first) }
    if let second { sum = sum + value(second) }
    if let third { sum = sum + value(third) }
    return sum
  }

  /// The derivative at z.
  public func slope(at z: DoubleDouble) -> DoubleDouble {
    func slope(_ square: Square) -> DoubleDouble {
      square.coefficient * ((z - DoubleDouble(square.centre)) * 2)
    }
    var sum = linear
    if let first { sum = sum + slope(first) }
    if let second { sum = sum + slope(second) }
    if let third { sum = sum + slope(third) }
    return sum
  }

  /// Bounds on the errors of the slope at z and of η₂: those of the coefficients, and where squares
  /// cancel 2⁻¹⁰⁰ of the sum of their magnitudes.
  package func cancellation(at z: Double) -> (slope: Double, quadratic: Double) {
    // At most one square has nothing to cancel with.
    let unit = second == nil ? 0 : RoundedNumber.unit
    var sum = (slope: linearError + unit * abs(linear.head), quadratic: 0.0)
    func add(_ square: Square) {
      let error = square.coefficientError + unit * abs(square.coefficient.head)
      sum.slope += square.slopeError + 2 * error * abs(z - square.centre)
      sum.quadratic += error
    }
    if let first { add(first) }
    if let second { add(second) }
    if let third { add(third) }
    return sum
  }

  /// A bound on the error of the value at z: that of the constant, those of the coefficients, and the
  /// rounding of the terms, which may cancel.
  package func error(of value: DoubleDouble, at z: Double) -> Double {
    var error = linearError * abs(z)
    var size = abs(linear.head * z) + abs(constant.head)
    func add(_ square: Square) {
      let distance = abs(z - square.centre)
      error += distance * (square.slopeError + distance * square.coefficientError)
      size += abs(square.coefficient.head) * distance * distance
    }
    if let first { add(first) }
    if let second { add(second) }
    if let third { add(third) }
    return constantError + error + max(RoundedNumber.unit * size, 0x1p-96 * abs(value.head))
  }

  /// Whether the density is uniform: it has no scale of its own to be seen at.
  package var isFlat: Bool {
    naturalParameters.linear.head == 0 && naturalParameters.quadratic.head == 0
  }

  /// Whether the exponent can be evaluated in doubles.
  public var isFinite: Bool {
    linear.isFinite && constant.isFinite && first?.coefficient.isFinite ?? true
      && second?.coefficient.isFinite ?? true && third?.coefficient.isFinite ?? true
  }
}

extension QuadraticExponent.Square {
  /// Adds a square about the same centre.
  ///
  /// Of two that are opposite, with the same error, nothing is left: they are one and the same.
  fileprivate mutating func add(_ other: QuadraticExponent.Square) {
    let sum = coefficient + other.coefficient
    let isNothing = sum.head == 0 && coefficientError == other.coefficientError
    coefficientError = isNothing ? 0 : coefficientError + other.coefficientError
    slopeError = isNothing && slopeError == other.slopeError ? 0 : slopeError + other.slopeError
    coefficient = sum
  }
}
