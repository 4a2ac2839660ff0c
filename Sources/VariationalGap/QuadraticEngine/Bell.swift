// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

// The engine's integrands for quadratic log densities, in the variable ε of a ``CentredQuadratic``. Each is
// a concrete type with a callback of its own, at the cost of C.

/// The unnormalised density exp(λε − κε²).
struct Bell {
  var linear: Double
  var quadratic: Double

  @inline(__always)
  func exponent(_ e: Double) -> Double { e * (linear - quadratic * e) }
}

/// exp(λε − κε²)·(a + bε + cε²): normalisers and moments.
struct BellMoment: DirectIntegrand {
  var bell: Bell
  var constant = 1.0
  var linear = 0.0
  var quadratic = 0.0

  static let callback: Callback = { e, integrand in
    let this = integrand.assumingMemoryBound(to: BellMoment.self)
    let polynomial = this.pointee.constant + e * (this.pointee.linear + e * this.pointee.quadratic)
    return exponential(this.pointee.bell.exponent(e)) * polynomial
  }
}

/// exp(λε − κε²) − exp(−α|ε|), for a normaliser.
///
/// The exponential with about the same volume is integrated exactly; what is left for quadrature is a
/// few times smaller, and so is its rounding.
struct BellExcess: DirectIntegrand {
  var bell: Bell
  var rate: Double

  static let callback: Callback = { e, integrand in
    let this = integrand.assumingMemoryBound(to: BellExcess.self)
    return exponential(this.pointee.bell.exponent(e)) - exponential(-this.pointee.rate * abs(e))
  }
}
