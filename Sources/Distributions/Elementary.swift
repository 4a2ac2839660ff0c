// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

// The few elementary functions that the layers above need, from the system's library.

/// exp(x).
@inline(__always)
package func exponential(_ x: Double) -> Double { Double.exp(x) }

/// log(x).
@inline(__always)
package func logarithm(_ x: Double) -> Double { Double.log(x) }

/// log(1 + x), accurate near 0.
package func logarithm(onePlus x: Double) -> Double { Double.log(onePlus: x) }

/// exp(x) − 1, accurate near 0.
package func exponentialMinusOne(_ x: Double) -> Double { Double.expMinusOne(x) }

/// log(exp(a) − exp(b)) for a ≥ b, without overflow; −∞ for a = b.
package func logarithmOfDifference(_ a: Double, _ b: Double) -> Double {
  guard b > -.infinity else { return a }
  let distance = b - a
  // Mächler, "Accurately computing log(1 − exp(−|a|))": the two forms meet at log 2.
  return distance > -0.6931471805599453
    ? a + logarithm(-exponentialMinusOne(distance))
    : a + logarithm(onePlus: -exponential(distance))
}

/// √(x² + y²), without overflow on the way.
package func hypotenuse(_ x: Double, _ y: Double) -> Double { Double.hypot(x, y) }
