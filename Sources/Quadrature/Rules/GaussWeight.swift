// SPDX-License-Identifier: GPL-3.0-or-later

/// The weight function w of a Gauss rule, ∫ w(z) f(z) dz, with its parameters.
///
/// The parameters are checked when a ``GaussRule`` is made. Ends, centres and exponents are finite;
/// an interval (a, b) has a < b, by more than 2.2e-16, which is what GSL tells apart, and by a
/// finite length.
public enum GaussWeight: Sendable, Hashable {
  /// Gauss–Legendre: w(z) = 1 on (a, b).
  case legendre(from: Double, to: Double)

  /// Gauss–Chebyshev of the first kind: w(z) = 1/√((b − z)(z − a)) on (a, b).
  case chebyshevFirstKind(from: Double, to: Double)

  /// Gauss–Chebyshev of the second kind: w(z) = √((b − z)(z − a)) on (a, b).
  case chebyshevSecondKind(from: Double, to: Double)

  /// Gauss–Gegenbauer: w(z) = ((b − z)(z − a))^α on (a, b), α > −1.
  case gegenbauer(from: Double, to: Double, exponent: Double)

  /// Gauss–Jacobi: w(z) = (z − a)^β (b − z)^α on (a, b); β > −1 is the lower exponent, α > −1 the
  /// upper.
  case jacobi(from: Double, to: Double, lowerExponent: Double, upperExponent: Double)

  /// Gauss–Laguerre: w(z) = (z − a)^α exp(−λ(z − a)) on (a, ∞), rate λ > 0, α > −1.
  case laguerre(from: Double = 0, rate: Double = 1, exponent: Double = 0)

  /// Gauss–Hermite: w(z) = |z − c|^α exp(−λ(z − c)²) on (−∞, ∞), rate λ > 0, α > −1.
  ///
  /// For expectations under N(c, σ²): λ = 1/(2σ²), and divide by σ√(2π).
  case hermite(center: Double = 0, rate: Double = 1, exponent: Double = 0)

  /// GSL's "exponential" weight, a power of the distance from the middle:
  /// w(z) = |z − (a + b)/2|^α on (a, b), α > −1.
  case exponential(from: Double, to: Double, exponent: Double)

  /// w(z) = (z − a)^α (z + b)^β on (a, ∞), a + b > 0, a ≠ b, α > −1, α + β + 2n < 0 for n points.
  ///
  /// The last condition makes ∫ w(z) z^(2n − 1) dz finite: β is a large negative number. a ≠ b is a
  /// whim of GSL's.
  case rational(from: Double, shift: Double, exponent: Double, decay: Double)
}
