// SPDX-License-Identifier: GPL-3.0-or-later

/// Why there is no integral.
public enum QuadratureError: Error, Sendable, Hashable {
  /// The tolerance cannot be met by the routine, or is not a number.
  case invalidTolerance(Tolerance, requirement: String)

  /// The interval is not one that the routine integrates over.
  case invalidInterval(from: Double, to: Double, requirement: String)

  /// A breakpoint lies outside the interval, or the routine takes none.
  case invalidBreakpoint(Double, requirement: String)

  /// A parameter of a routine or a rule has no meaning.
  case invalidParameter(name: String, value: Double, requirement: String)

  /// The integrand is not finite at z.
  case nonFiniteIntegrand(at: Double, value: Double)

  /// The integrand is not finite at a point of several dimensions.
  case nonFiniteMultivariateIntegrand(at: [Double], value: Double)

  /// The tolerance was not reached; `best` is the best approximation found.
  case notConverged(best: Integral, reason: String)

  /// The tolerance was not reached by several integrals on one mesh.
  case vectorNotConverged(best: VectorIntegral, reason: String)

  /// The routine is content with `best`, and it should not be believed; thrown where
  /// ``SuspicionResponse/throw`` asks for it.
  case suspicious(Suspicion, best: Integral)

  /// A solver used up its iterations; what it looks for lies between the two points.
  case bracketTooWide(from: Double, to: Double, iterations: Int)

  /// A simplex did not shrink to its tolerance; `best` is its best corner.
  case simplexTooLarge(best: MultivariateMinimum)

  /// There is not enough memory for a workspace of this size.
  case outOfMemory(size: Int)
}

extension QuadratureError: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .invalidTolerance(let tolerance, let requirement):
      "invalid tolerance (\(tolerance)): \(requirement)"
    case .invalidInterval(let from, let to, let requirement):
      "invalid interval from \(from) to \(to): \(requirement)"
    case .invalidBreakpoint(let point, let requirement):
      "invalid breakpoint \(point): \(requirement)"
    case .invalidParameter(let name, let value, let requirement):
      "\(name) must be \(requirement), got \(value)"
    case .nonFiniteIntegrand(let z, let value):
      "the integrand is \(value) at z = \(z); it must be finite"
    case .nonFiniteMultivariateIntegrand(let z, let value):
      "the integrand is \(value) at z = \(z); it must be finite"
    case .notConverged(let best, let reason):
      "not converged: \(reason); best estimate \(best.value) ± \(best.error)"
    case .vectorNotConverged(let best, let reason):
      "not converged: \(reason); best estimate \(best)"
    case .suspicious(let suspicion, let best):
      "suspicious: \(suspicion); the routine says \(best.value) ± \(best.error)"
    case .bracketTooWide(let from, let to, let iterations):
      "not converged after \(iterations) iterations; the bracket is \(from) to \(to)"
    case .simplexTooLarge(let best):
      "not converged after \(best.iterations) iterations; the best point is \(best.location), "
        + "the size of the simplex \(best.size)"
    case .outOfMemory(let size):
      "not enough memory for a workspace of size \(size)"
    }
  }
}
