// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// A root of a function of one variable in a bracket, by Brent's method.
///
/// The root stays bracketed, so that the method always converges: superlinearly where the function
/// is smooth and the root is simple, by bisection at worst. A jump through 0, or a pole, counts as a
/// root.
///
/// Source: Brent, *Algorithms for Minimization without Derivatives* (1973), chapter 4, as in GSL.
public struct RootFinder: Sendable, Hashable {
  /// When to stop: the width of the bracket is at most max(absolute, relative · |z|).
  public var tolerance: Tolerance

  /// How many iterations there may be, at least 1. Each evaluates the function once.
  public var iterationLimit: Int

  /// Makes a root finder. The parameters are checked when it is used.
  ///
  /// - Parameters:
  ///   - tolerance: by default relative 4ε ≈ 8.9e-16, all that a double holds. A smaller relative
  ///     tolerance is refused without an absolute one. A root at 0 needs an absolute tolerance,
  ///     unless the function is exactly 0 there.
  ///   - iterationLimit: how many iterations there may be, at least 1.
  public init(
    tolerance: Tolerance = Tolerance(relative: 4 * .ulpOfOne), iterationLimit: Int = 1000
  ) {
    self.tolerance = tolerance
    self.iterationLimit = iterationLimit
  }

  /// A root of a function between two points.
  ///
  /// - Parameters:
  ///   - lower: an end of the bracket, finite.
  ///   - upper: the other end, finite. The function has opposite signs at the ends, or is 0 at one.
  ///   - function: the function of z; its values have to be finite.
  /// - Throws: ``QuadratureError/invalidInterval(from:to:requirement:)`` if the signs are equal,
  ///   ``QuadratureError/invalidTolerance(_:requirement:)``,
  ///   ``QuadratureError/invalidParameter(name:value:requirement:)``,
  ///   ``QuadratureError/nonFiniteIntegrand(at:value:)`` for the first value that is not finite, and
  ///   ``QuadratureError/bracketTooWide(from:to:iterations:)`` at the limit of iterations.
  public func root(
    from lower: Double, to upper: Double, of function: (Double) -> Double
  ) throws(QuadratureError) -> Root {
    let bracket = try Bracket(from: lower, to: upper)
    try Bracket.check(
      tolerance, iterationLimit: iterationLimit, finestRelative: 4 * .ulpOfOne)
    GSL.silenceErrorHandler
    guard let solver = unsafe gsl_root_fsolver_alloc(cgsl_root_brent()) else {
      throw .outOfMemory(size: 1)
    }
    defer { unsafe gsl_root_fsolver_free(solver) }
    return unsafe try EvaluationContext.withFunction(function) {
      function, context throws(QuadratureError) in
      let status = unsafe gsl_root_fsolver_set(solver, function, bracket.lower, bracket.upper)
      unsafe try context.pointee.check()
      guard Int(status) == GSL_SUCCESS else {
        throw .invalidInterval(
          from: bracket.lower, to: bracket.upper,
          requirement: "the function must have opposite signs at its ends")
      }
      let end = try Bracket.narrowed(for: tolerance, limit: iterationLimit) {
        () throws(QuadratureError) in
        unsafe gsl_root_fsolver_iterate(solver)
        unsafe try context.pointee.check()
        return Bracket(lower: unsafe solver.pointee.x_lower, upper: unsafe solver.pointee.x_upper)
      }
      return Root(
        location: unsafe solver.pointee.root, lower: end.bracket.lower, upper: end.bracket.upper,
        iterations: end.iterations)
    }
  }

  /// A root of a function that may throw.
  ///
  /// As ``root(from:to:of:)-(_,_,(Double)->Double)``. An error of the function arrives unchanged, and
  /// the function is not evaluated after it.
  public func root(
    from lower: Double, to upper: Double, of function: (Double) throws -> Double
  ) throws -> Root {
    try catching(function) { function throws(QuadratureError) in
      try root(from: lower, to: upper, of: function)
    }
  }
}
