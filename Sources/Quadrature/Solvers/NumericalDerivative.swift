// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The derivative of a function of one variable by adaptive differences.
///
/// The step given is the first and the largest. GSL weighs rounding, which grows as the step falls,
/// against truncation, which grows as it rises, and evaluates once more at the step that is best for
/// both. With a step of the order of 1e-3 of the function's own scale, the central difference gives
/// ten digits or so.
public struct NumericalDerivative: Sendable, Hashable {
  /// On which side of z the function is evaluated.
  public enum Side: String, Sendable, Hashable, CaseIterable {
    /// On both, within [z − h, z + h], by a 5-point rule. The most accurate.
    case central
    /// Above z only, within (z, z + h], by a 4-point rule.
    case forward
    /// Below z only, within [z − h, z), by a 4-point rule.
    case backward
  }

  /// On which side of z the function is evaluated.
  public var side: Side

  /// h, the first step and the largest; positive.
  public var step: Double

  /// Makes a differentiator. The step is checked when it is used.
  public init(_ side: Side = .central, step: Double) {
    self.side = side
    self.step = step
  }

  /// The derivative at a point.
  ///
  /// - Parameters:
  ///   - z: the point, finite. It is not evaluated itself.
  ///   - function: the function of z; its values have to be finite.
  /// - Returns: the derivative with GSL's estimate of rounding and truncation error, which assumes
  ///   that the function is computed to full precision, and which is no bound.
  /// - Throws: ``QuadratureError/invalidParameter(name:value:requirement:)`` for a step that is not
  ///   positive, or too small to change z, or so small that the difference quotient overflows, and
  ///   for a z that is not finite; ``QuadratureError/nonFiniteIntegrand(at:value:)`` for the first
  ///   value that is not finite.
  public func derivative(
    at z: Double, of function: (Double) -> Double
  ) throws(QuadratureError) -> Estimate {
    guard z.isFinite else {
      throw .invalidParameter(name: "z", value: z, requirement: "a finite number")
    }
    // A quarter is the smallest fraction of the step that GSL takes.
    guard step > 0, (z + step).isFinite, (z - step).isFinite, z + step / 4 != z, z - step / 4 != z
    else {
      throw .invalidParameter(
        name: "the step", value: step, requirement: "positive, finite and large enough to change z")
    }
    let (value, error) = unsafe try EvaluationContext.withFunction(function) {
      function, context throws(QuadratureError) in
      var (value, error) = (0.0, 0.0)
      switch side {
      case .central: unsafe gsl_deriv_central(function, z, step, &value, &error)
      case .forward: unsafe gsl_deriv_forward(function, z, step, &value, &error)
      case .backward: unsafe gsl_deriv_backward(function, z, step, &value, &error)
      }
      unsafe try context.pointee.check()
      return (value, error)
    }
    guard value.isFinite, error.isFinite else {
      throw .invalidParameter(
        name: "the step", value: step,
        requirement: "one for which the difference quotient is finite")
    }
    return Estimate(value, error: error)
  }

  /// The derivative of a function that may throw.
  ///
  /// As ``derivative(at:of:)-(_,(Double)->Double)``. An error of the function arrives unchanged, and
  /// the function is not evaluated after it.
  public func derivative(
    at z: Double, of function: (Double) throws -> Double
  ) throws -> Estimate {
    try catching(function) { function throws(QuadratureError) in
      try derivative(at: z, of: function)
    }
  }
}
