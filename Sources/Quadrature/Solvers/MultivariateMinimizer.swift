// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Minimisation of a function of several variables without its derivatives, by the simplex method of
/// Nelder and Mead.
///
/// A simplex of n + 1 corners walks downhill by reflecting its worst corner, and shrinks around a
/// minimum. It needs no smooth function, and no good start; it is slow in more than a handful of
/// dimensions. As in one dimension, the location of a smooth minimum is known to half the digits of
/// a double at best.
///
/// Source: Nelder and Mead, "A simplex method for function minimization" (Computer Journal 7, 1965),
/// as in GSL (nmsimplex2).
public struct MultivariateMinimizer: Sendable, Hashable {
  /// When to stop: the size of the simplex is at most this. Positive.
  public var size: Double

  /// How many iterations there may be, at least 1. Each evaluates the function once or twice, or
  /// once for each corner where the simplex contracts as a whole.
  public var iterationLimit: Int

  /// Makes a minimiser. The parameters are checked when it is used.
  ///
  /// - Parameters:
  ///   - size: by default 1e-7, in the units of the coordinates: they should be scaled so that the
  ///     function varies over distances of order 1.
  ///   - iterationLimit: by default 1000.
  public init(size: Double = 1e-7, iterationLimit: Int = 1000) {
    self.size = size
    self.iterationLimit = iterationLimit
  }

  /// A minimum of a function near a point.
  ///
  /// - Parameters:
  ///   - start: the first corner of the simplex, at least one coordinate, each finite.
  ///   - steps: how far the other corners are from it, one along each axis; finite and not 0.
  ///   - function: the function of a point; its values have to be finite.
  /// - Returns: one local minimum, not farther uphill than the start.
  /// - Throws: ``QuadratureError/invalidParameter(name:value:requirement:)``,
  ///   ``QuadratureError/nonFiniteMultivariateIntegrand(at:value:)`` for the first value that is
  ///   not finite, after which nothing is evaluated, and
  ///   ``QuadratureError/simplexTooLarge(best:)`` at the limit of iterations.
  public func minimum(
    startingAt start: [Double], steps: [Double], of function: @escaping ([Double]) -> Double
  ) throws(QuadratureError) -> MultivariateMinimum {
    try check(start, steps)
    GSL.silenceErrorHandler
    let dimensions = start.count
    guard
      let solver = unsafe gsl_multimin_fminimizer_alloc(cgsl_multimin_nmsimplex2(), dimensions)
    else { throw .outOfMemory(size: dimensions) }
    defer { unsafe gsl_multimin_fminimizer_free(solver) }
    guard let first = unsafe gsl_vector_alloc(dimensions) else {
      throw .outOfMemory(size: dimensions)
    }
    defer { unsafe gsl_vector_free(first) }
    guard let edges = unsafe gsl_vector_alloc(dimensions) else {
      throw .outOfMemory(size: dimensions)
    }
    defer { unsafe gsl_vector_free(edges) }
    for (index, (coordinate, step)) in zip(start, steps).enumerated() {
      unsafe gsl_vector_set(first, index, coordinate)
      unsafe gsl_vector_set(edges, index, step)
    }
    var context = MultivariateContext(function)
    return unsafe try withUnsafeMutablePointer(to: &context) { context throws(QuadratureError) in
      var function = unsafe gsl_multimin_function(
        f: MultivariateContext.callback, n: dimensions, params: context)
      return unsafe try withUnsafeMutablePointer(to: &function) {
        function throws(QuadratureError) in
        unsafe gsl_multimin_fminimizer_set(solver, function, first, edges)
        unsafe try context.pointee.check()
        return unsafe try iterate(solver, context)
      }
    }
  }

  /// A minimum of a function that may throw.
  ///
  /// As ``minimum(startingAt:steps:of:)-(_,_,([Double])->Double)``. An error of the function arrives
  /// unchanged, and the function is not evaluated after it.
  public func minimum(
    startingAt start: [Double], steps: [Double],
    of function: ([Double]) throws -> Double
  ) throws -> MultivariateMinimum {
    try catching(function) { (function: @escaping ([Double]) -> Double) throws(QuadratureError) in
      try minimum(startingAt: start, steps: steps, of: function)
    }
  }

  private func iterate(
    _ solver: UnsafeMutablePointer<gsl_multimin_fminimizer>,
    _ context: UnsafeMutablePointer<MultivariateContext>
  ) throws(QuadratureError) -> MultivariateMinimum {
    var iteration = 0
    var status: Int32
    repeat {
      iteration += 1
      status = unsafe gsl_multimin_fminimizer_iterate(solver)
      unsafe try context.pointee.check()
    } while unsafe solver.pointee.size > size && Int(status) == GSL_SUCCESS
      && iteration < iterationLimit
    let best = unsafe MultivariateMinimum(
      location: (0..<solver.pointee.x.pointee.size).map {
        unsafe gsl_vector_get(solver.pointee.x, $0)
      },
      value: solver.pointee.fval, size: solver.pointee.size, iterations: iteration,
      evaluations: context.pointee.evaluations)
    guard best.size <= size else { throw .simplexTooLarge(best: best) }
    return best
  }

  private func check(_ start: [Double], _ steps: [Double]) throws(QuadratureError) {
    guard size > 0, size.isFinite else {
      throw .invalidParameter(
        name: "the size of the simplex", value: size, requirement: "positive and finite")
    }
    guard iterationLimit >= 1 else {
      throw .invalidParameter(
        name: "the limit of iterations", value: Double(iterationLimit), requirement: "at least 1")
    }
    guard !start.isEmpty, start.count == steps.count else {
      throw .invalidParameter(
        name: "the number of steps", value: Double(steps.count),
        requirement: "that of the coordinates, \(start.count), and at least 1")
    }
    for coordinate in start where !coordinate.isFinite {
      throw .invalidParameter(
        name: "a coordinate of the start", value: coordinate, requirement: "finite")
    }
    for step in steps where step == 0 || !step.isFinite {
      throw .invalidParameter(name: "a step", value: step, requirement: "finite and not 0")
    }
  }
}
