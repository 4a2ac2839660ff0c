// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature

// Running error analysis: what formulas of a few terms lose to rounding.

extension Estimate {
  /// Whether the error is within a tolerance, relative to the value, and absolute below 1.
  package func isWithin(_ tolerance: Double) -> Bool { error <= tolerance * max(1, abs(value)) }

  /// The sum, with the error of the addition.
  static func + (a: Estimate, b: Estimate) -> Estimate {
    let sum = a.value + b.value
    return Estimate(sum, error: a.error + b.error + sum.ulp / 2)
  }

  /// The difference, with the error of the subtraction.
  static func - (a: Estimate, b: Estimate) -> Estimate {
    let difference = a.value - b.value
    return Estimate(difference, error: a.error + b.error + difference.ulp / 2)
  }

  /// The negative.
  static prefix func - (a: Estimate) -> Estimate { Estimate(-a.value, error: a.error) }

  /// The product, with the error of the multiplication.
  static func * (a: Estimate, b: Estimate) -> Estimate {
    let product = a.value * b.value
    // What is exact stays so beside a factor of which nothing is known.
    func share(_ a: Double, _ b: Double) -> Double { a == 0 || b == 0 ? 0 : a * b }
    let error = share(a.error, abs(b.value) + b.error) + share(abs(a.value), b.error)
    return Estimate(product, error: error + product.ulp / 2)
  }

  /// The quotient, with the error of the division; ∞ ± ∞ where the divisor may be 0.
  static func / (a: Estimate, b: Estimate) -> Estimate {
    let (quotient, least) = (a.value / b.value, abs(b.value) - b.error)
    guard least > 0 else { return Estimate(quotient, error: .infinity) }
    return Estimate(
      quotient, error: (a.error + abs(quotient) * b.error) / least + quotient.ulp)
  }

  /// √, of what is not negative.
  var squareRoot: Estimate {
    let root = value.squareRoot()
    // The difference of the roots, without its cancellation.
    let slip = error / (root + max(0, value - error).squareRoot())
    return Estimate(root, error: error == 0 ? root.ulp : slip + root.ulp)
  }

  /// The product with a number that is exact.
  static func * (a: Double, b: Estimate) -> Estimate { Estimate(a, error: 0) * b }
}
