// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// One coordinate u, from −∞ to ∞, for all of a support, in which most densities are one smooth bell:
///
/// ```text
/// z = u             on the line
/// z = a + eᵘ        from a to ∞
/// z = b − eᵘ        from −∞ to b
/// z = 1/(1 + e⁻ᵘ)   between 0 and 1
/// ```
struct SmoothLine: Sendable {
  let support: Interval
  /// z; `nil` for u itself.
  private let latent: Formula?
  /// log |dz/du|.
  private let logSlope: Formula
  /// Strips about the line are no higher: exp(u + iy) has a positive real part below ½π.
  let greatestHeight: Double

  /// - Returns: `nil` for other intervals.
  init?(_ support: Interval) {
    self.support = support
    let distance = Formula.latent.applying(.exp)
    switch (support.lower.isFinite, support.upper.isFinite) {
    case (false, false): (latent, logSlope, greatestHeight) = (nil, 0, .infinity)
    case (true, false):
      (latent, logSlope, greatestHeight) = (.number(support.lower) + distance, .latent, 1.25)
    case (false, true):
      (latent, logSlope, greatestHeight) = (.number(support.upper) - distance, .latent, 1.25)
    case (true, true):
      guard support.lower == 0, support.upper == 1 else { return nil }
      latent = .latent.applying(.inverseLogit)
      logSlope = -(-Formula.latent).applying(.softplus) - Formula.latent.applying(.softplus)
      greatestHeight = 1.57
    }
  }

  /// The logarithm of the density of u, of that of z; `nil` where doubles are not known to have its digits.
  func logDensity(_ logDensity: Formula) -> GatheredSum? {
    let inner = latent.map { logDensity.substituting($0) } ?? logDensity
    // Conditions that hold all over the support are none.
    let plain = inner.isElementary ? inner : inner.decided(over: .wholeLine)
    guard plain.isElementary else { return nil }
    let sum = GatheredSum(plain + logSlope)
    return sum.constant.isFinite && sum.terms.allSatisfy { $0.coefficient.isFinite } ? sum : nil
  }
}
