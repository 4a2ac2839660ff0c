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

    /// Makes k (z − μ)².
    public init(coefficient: DoubleDouble, centre: Double) {
      self.coefficient = coefficient
      self.centre = centre
    }
  }

  /// The terms kᵢ (z − μᵢ)².
  public var squares: [Square]

  /// l, the coefficient of z outside the squares.
  public var linear: DoubleDouble

  /// c: minus the log-partition function, plus the log of the base measure.
  public var constant: DoubleDouble

  /// A bound on the absolute error of the constant; the coefficients are good to 31 digits.
  public var constantError: Double

  /// Makes an exponent.
  public init(
    squares: [Square] = [], linear: DoubleDouble = DoubleDouble(0), constant: DoubleDouble,
    constantError: Double = 1e-16
  ) {
    self.squares = squares
    self.linear = linear
    self.constant = constant
    self.constantError = constantError
  }

  /// (η₁, η₂), the natural parameters that belong to (z, z²).
  public var naturalParameters: (linear: DoubleDouble, quadratic: DoubleDouble) {
    var parameters = (linear: linear, quadratic: DoubleDouble(0))
    for square in squares {
      parameters.linear = parameters.linear - square.coefficient * (2 * square.centre)
      parameters.quadratic = parameters.quadratic + square.coefficient
    }
    return parameters
  }

  /// The exponent of the product of two densities.
  public static func + (a: QuadraticExponent, b: QuadraticExponent) -> QuadraticExponent {
    QuadraticExponent(
      squares: b.squares.isEmpty ? a.squares : a.squares + b.squares, linear: a.linear + b.linear,
      constant: a.constant + b.constant, constantError: a.constantError + b.constantError)
  }

  /// The exponent of the quotient of two densities.
  public static func - (a: QuadraticExponent, b: QuadraticExponent) -> QuadraticExponent {
    let opposite = QuadraticExponent(
      squares: b.squares.map { Square(coefficient: -$0.coefficient, centre: $0.centre) },
      linear: -b.linear, constant: -b.constant, constantError: b.constantError)
    return a + opposite
  }

  /// The value at z.
  public func callAsFunction(_ z: DoubleDouble) -> DoubleDouble {
    var value = linear * z + constant
    for square in squares {
      let distance = z - DoubleDouble(square.centre)
      value = value + square.coefficient * (distance * distance)
    }
    return value
  }

  /// The derivative at z.
  public func slope(at z: DoubleDouble) -> DoubleDouble {
    var slope = linear
    for square in squares {
      slope = slope + square.coefficient * ((z - DoubleDouble(square.centre)) * 2)
    }
    return slope
  }

  /// Whether the exponent can be evaluated in doubles.
  public var isFinite: Bool {
    linear.isFinite && constant.isFinite && squares.allSatisfy { $0.coefficient.isFinite }
  }
}
