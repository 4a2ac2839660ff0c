// SPDX-License-Identifier: GPL-3.0-or-later

public import RealModule

// The few elementary functions that the layers above need, from the system's library. Inlinable, since
// integrands call them at every node.

/// exp(x).
@inlinable
@inline(__always)
package func exponential(_ x: Double) -> Double { Double.exp(x) }

/// exp(x), with a relative error of 1e-16 or so however large x is.
@inlinable
package func exponential(_ x: DoubleDouble) -> Double {
  let head = Double.exp(x.head)
  // ∞ · 0 where x itself is infinite, and ∞ − ∞ where the tail is negative and exp(x) overflows.
  return x.tail == 0 || head == .infinity ? head : head + head * x.tail
}

/// log(x).
@inlinable
@inline(__always)
package func logarithm(_ x: Double) -> Double { Double.log(x) }

/// log(1 + x), accurate near 0.
@inlinable
package func logarithm(onePlus x: Double) -> Double { Double.log(onePlus: x) }

/// exp(x) − 1, accurate near 0.
@inlinable
package func exponentialMinusOne(_ x: Double) -> Double { Double.expMinusOne(x) }

/// log(1 − exp(−x)) for x ≥ 0, with an absolute error of 3e-16 or so; −∞ at 0.
///
/// Source: Mächler, "Accurately computing log(1 − exp(−|a|))" (2012): the two forms meet at log 2.
package func logarithm(oneMinusExpOfMinus x: Double) -> DoubleDouble {
  x < 0.6931471805599453
    ? .log(-exponentialMinusOne(-x)) : DoubleDouble(logarithm(onePlus: -exponential(-x)))
}

/// The same where x may be too small for a double, and its logarithm is known: there it is log x.
func logarithm(oneMinusExpOfMinus x: Double, log: @autoclosure () -> DoubleDouble) -> DoubleDouble {
  x < .leastNormalMagnitude ? log() : logarithm(oneMinusExpOfMinus: x)
}

/// log(p/(1 − p)), also where p is near ½.
func logit(_ p: Double) -> Double {
  abs(p - 0.5) < 0.25
    ? logarithm(onePlus: (2 * p - 1) / (1 - p)) : logarithm(p) - logarithm(onePlus: -p)
}

/// erf(x), the error function.
func errorFunction(_ x: Double) -> Double { Double.erf(x) }

/// √(x² + y²), without overflow on the way.
@inlinable
package func hypotenuse(_ x: Double, _ y: Double) -> Double { Double.hypot(x, y) }

/// base^exponent, for base ≥ 0; x⁰ = 1.
func power(_ base: Double, _ exponent: Double) -> Double {
  exponent == 0 ? 1 : Double.pow(base, exponent)
}

/// log |Γ(t)|.
func logarithmOfGamma(_ t: Double) -> Double { Double.logGamma(t) }

extension Double {
  /// Whether this is a whole number.
  var isWhole: Bool { isFinite && self == rounded(.towardZero) }

  /// Whether this is an even number.
  var isEven: Bool { isFinite && remainder(dividingBy: 2) == 0 }
}

/// cos t.
func cosine(_ t: Double) -> Double { Double.cos(t) }

/// The angle of (x, y), in [−π, π].
func angle(_ y: Double, _ x: Double) -> Double { Double.atan2(y: y, x: x) }
