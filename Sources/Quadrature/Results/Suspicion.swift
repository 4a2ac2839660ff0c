// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a result should not be believed, although its routine is content.
///
/// A routine knows the integrand at its nodes and nowhere else. What speaks against a result is what a
/// closer look finds, and what shows in the numbers themselves.
public enum Suspicion: Sendable, Hashable {
  /// Of all values that were looked at, none or next to none is not 0: the mass lies elsewhere.
  case nearlyAllZero(nonzero: Int, of: Int)

  /// The estimate of the error is larger than the magnitude of the value, and than the absolute
  /// tolerance: nothing is known of the value, perhaps not its sign.
  case errorExceedsValue

  /// A closer look, at all features as wide as a thousandth of the scale, finds this value.
  case disagreement(Estimate)

  /// The integrand is not finite at a point that the routine did not ask for.
  case nonFiniteIntegrand(at: Double, value: Double)

  /// Towards this end the integrand times the distance does not fall, as far as doubles reach: by this
  /// test, which is no proof, the integral diverges, or converges by cancellation only.
  case divergence(at: Double)

  /// The iterations of VEGAS disagree: χ² per degree of freedom is far from 1.
  case inconsistentIterations(chiSquaredPerDegreeOfFreedom: Double)
}

extension Suspicion: CustomStringConvertible {
  /// What was found, in a sentence.
  public var description: String {
    switch self {
    case .nearlyAllZero(let nonzero, let count):
      nonzero == 0
        ? "all of \(count) values are 0" : "all but \(nonzero) of \(count) values are 0"
    case .errorExceedsValue:
      "the error is larger than the value"
    case .disagreement(let estimate):
      "a closer look finds \(estimate)"
    case .nonFiniteIntegrand(let z, let value):
      "the integrand is \(value) at z = \(z)"
    case .divergence(let end):
      "the integral seems to diverge at z = \(end)"
    case .inconsistentIterations(let chiSquared):
      "the iterations disagree, χ²/dof \(chiSquared)"
    }
  }
}
