// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Minimisation of a function of one variable in a bracket, by Brent's method.
///
/// The location of a smooth minimum is known to half the digits of a double at best, since f changes
/// by less than its own rounding closer by: |z − z*| ≈ √ε·|z*|. The value has all its digits. Where
/// the derivative is at hand, ``RootFinder`` gives the location to full precision.
///
/// Source: Brent, *Algorithms for Minimization without Derivatives* (1973), chapter 5, as in GSL.
public struct Minimizer: Sendable, Hashable {
  /// When to stop: the width of the bracket is at most max(absolute, relative · |z|).
  public var tolerance: Tolerance

  /// How many iterations there may be, at least 1. Each evaluates the function once.
  public var iterationLimit: Int

  /// Makes a minimiser. The parameters are checked when it is used.
  ///
  /// - Parameters:
  ///   - tolerance: by default relative 1e-7. A relative tolerance below 6e-8 = 4√ε is refused
  ///     without an absolute one: the steps of the method are no smaller than √ε·|z|. A minimum at
  ///     0 needs an absolute tolerance.
  ///   - iterationLimit: how many iterations there may be, at least 1.
  public init(tolerance: Tolerance = Tolerance(relative: 1e-7), iterationLimit: Int = 200) {
    self.tolerance = tolerance
    self.iterationLimit = iterationLimit
  }

  /// Where the method's own steps end: 4√ε.
  private static let finestRelative = 4 * Double.ulpOfOne.squareRoot()

  /// (3 − √5)/2.
  private static let goldenSection = 0.38196601125010515

  /// The minimum of a function between two points.
  ///
  /// - Parameters:
  ///   - lower: an end of the bracket, finite.
  ///   - upper: the other end, finite.
  ///   - guess: a point strictly between, where the function is below its values at both ends. By
  ///     default it is searched for, by golden sections; a function with one minimum and no maximum
  ///     inside the bracket has such a point.
  ///   - function: the function of z; its values have to be finite.
  /// - Returns: one local minimum in the bracket.
  /// - Throws: ``QuadratureError/invalidInterval(from:to:requirement:)`` if the three points do not
  ///   bracket a minimum, ``QuadratureError/invalidTolerance(_:requirement:)``,
  ///   ``QuadratureError/invalidParameter(name:value:requirement:)``,
  ///   ``QuadratureError/nonFiniteIntegrand(at:value:)`` for the first value that is not finite, and
  ///   ``QuadratureError/bracketTooWide(from:to:iterations:)`` at the limit of iterations.
  public func minimum(
    from lower: Double, to upper: Double, startingAt guess: Double? = nil,
    of function: (Double) -> Double
  ) throws(QuadratureError) -> Minimum {
    let bracket = try Bracket(from: lower, to: upper)
    try Bracket.check(
      tolerance, iterationLimit: iterationLimit, finestRelative: Minimizer.finestRelative)
    GSL.silenceErrorHandler
    guard let solver = unsafe gsl_min_fminimizer_alloc(cgsl_min_brent()) else {
      throw .outOfMemory(size: 1)
    }
    defer { unsafe gsl_min_fminimizer_free(solver) }
    return unsafe try EvaluationContext.withFunction(function) {
      function, context throws(QuadratureError) in
      let start = unsafe try Minimizer.start(guess, in: bracket, of: &context.pointee)
      let status = unsafe gsl_min_fminimizer_set(
        solver, function, start.point, start.bracket.lower, start.bracket.upper)
      unsafe try context.pointee.check()
      guard Int(status) == GSL_SUCCESS else {
        throw .invalidInterval(
          from: start.bracket.lower, to: start.bracket.upper,
          requirement: "the function must be smaller at \(start.point) than at its ends")
      }
      let end = try Bracket.narrowed(for: tolerance, limit: iterationLimit) {
        () throws(QuadratureError) in
        unsafe gsl_min_fminimizer_iterate(solver)
        unsafe try context.pointee.check()
        return Bracket(lower: unsafe solver.pointee.x_lower, upper: unsafe solver.pointee.x_upper)
      }
      return Minimum(
        location: unsafe solver.pointee.x_minimum, value: unsafe solver.pointee.f_minimum,
        lower: end.bracket.lower, upper: end.bracket.upper, iterations: end.iterations)
    }
  }

  /// A point to start at, and the bracket that holds it: those given, or found by golden sections.
  private static func start(
    _ guess: Double?, in bracket: Bracket, of function: inout EvaluationContext
  ) throws(QuadratureError) -> (point: Double, bracket: Bracket) {
    if let guess {
      guard bracket.lower < guess, guess < bracket.upper else {
        throw .invalidParameter(
          name: "the guess", value: guess,
          requirement: "strictly between \(bracket.lower) and \(bracket.upper)")
      }
      return (guess, bracket)
    }
    var (lower, upper) = (bracket.lower, bracket.upper)
    var atLower = function.evaluate(at: lower)
    var atUpper = function.evaluate(at: upper)
    while true {
      let point = lower + goldenSection * (upper - lower)
      guard lower < point, point < upper else {
        throw .invalidInterval(
          from: bracket.lower, to: bracket.upper,
          requirement: "the function must have a minimum inside, it falls towards \(lower)")
      }
      let value = function.evaluate(at: point)
      try function.check()
      if value < atLower && value < atUpper { return (point, Bracket(lower: lower, upper: upper)) }
      // The smaller end is kept.
      if atLower <= atUpper {
        (upper, atUpper) = (point, value)
      } else {
        (lower, atLower) = (point, value)
      }
    }
  }

  /// The minimum of a function that may throw.
  ///
  /// As ``minimum(from:to:startingAt:of:)-(_,_,_,(Double)->Double)``. An error of the function arrives
  /// unchanged, and the function is not evaluated after it.
  public func minimum(
    from lower: Double, to upper: Double, startingAt guess: Double? = nil,
    of function: (Double) throws -> Double
  ) throws -> Minimum {
    try catching(function) { function throws(QuadratureError) in
      try minimum(from: lower, to: upper, startingAt: guess, of: function)
    }
  }
}
