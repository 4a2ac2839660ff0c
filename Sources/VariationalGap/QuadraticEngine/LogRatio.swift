// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

// The engine's integrands for quadratic log densities, in the variable ε of a ``CentredQuadratic``. Each is
// a concrete type with a callback of its own, at the cost of C.

/// log p/q = bε + cε² − L.
struct LogRatio {
  var linear: Double
  var quadratic: Double
  var offset: Double

  @inline(__always)
  func value(_ e: Double) -> Double { e * (linear + e * quadratic) - offset }
}

/// exp(λε − κε²)·(expm1(u) − u), u = bε + cε² − E_q[bε + cε²].
///
/// For q and posterior of similar reach: E_q[expm1(u) − u] = exp(KL) − 1.
struct NearDivergence: DirectIntegrand {
  var bell: Bell
  var ratio: LogRatio

  static let callback: Callback = { e, integrand in
    let this = integrand.assumingMemoryBound(to: NearDivergence.self)
    let u = this.pointee.ratio.value(e)
    let logBell = this.pointee.bell.exponent(e)
    // Where q falls off faster than the posterior this would be 0·∞ far out; nothing cancels there.
    if u > 8 { return exponential(logBell + u) - exponential(logBell) * (1 + u) }
    return exponential(logBell) * expMinusOneMinus(u)
  }
}

/// p − q − q·t with t = log p/q = bε + cε² − L, all as densities of ε.
///
/// For q and posterior that hardly overlap: where r = p/q overflows or underflows, p itself does
/// not. Not negative but for rounding, since expm1(t) − t ≥ 0.
struct FarDivergence: DirectIntegrand {
  var bell: Bell
  var logNormalizer: Double
  var ratio: LogRatio
  /// The largest log p: where the mode is far away, the rounding of t must not make p larger.
  var logPeak: Double

  static let callback: Callback = { e, integrand in
    let this = integrand.assumingMemoryBound(to: FarDivergence.self)
    let t = this.pointee.ratio.value(e)
    let logDensity = this.pointee.bell.exponent(e) + this.pointee.logNormalizer
    if abs(t) < 0.5 { return exponential(logDensity) * expMinusOneMinus(t) }
    let logPosterior = min(logDensity + t, this.pointee.logPeak)
    // Where exp gives 0 the system's takes three times as long, to say so in errno.
    let posterior = logPosterior > -745.2 ? exponential(logPosterior) : 0
    return posterior - exponential(logDensity) * (1 + t)
  }
}
