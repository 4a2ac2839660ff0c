// SPDX-License-Identifier: GPL-3.0-or-later

/// Integrates a function of two to six variables over a box, deterministically, by nested adaptive rules.
///
/// ```swift
/// let volume = try integrate(from: [0, 0], to: [1, .infinity]) { z in exp(-z[0] * z[1] - z[1]) }
/// ```
///
/// For smooth integrands, and for difficult ones where the breakpoints say where. A jump across the box that no breakpoint follows
/// is seen only where a node lies on either side of it: its error can be larger than the estimate says. The cost grows with every
/// dimension by a factor of 15 at the least; beyond six, and for peaks that nothing points to, take ``MonteCarlo``.
///
/// - Parameters:
///   - lower: the lower ends of the box, 2 to 6; −∞ is allowed.
///   - upper: as many upper ends, each above the lower one; +∞ is allowed.
///   - breakpoints: for each dimension the points where the integrand is difficult, inside; none for all without any.
///   - tolerance: when to stop.
///   - budget: how often the integrand may be evaluated.
///   - integrand: the function of a point; its values have to be finite.
/// - Returns: the integral; the error is the sum of the estimates of all dimensions, and no proof.
/// - Throws: ``QuadratureError/notConverged(best:reason:)`` where the tolerance is not met, or the budget is used up,
///   ``QuadratureError/nonFiniteMultivariateIntegrand(at:value:)``, and for what was asked for wrongly
///   ``QuadratureError/invalidInterval(from:to:requirement:)``,
///   ``QuadratureError/invalidBreakpoint(_:requirement:)``,
///   ``QuadratureError/invalidParameter(name:value:requirement:)``.
public func integrate(
  from lower: [Double], to upper: [Double], breakpoints: [[Double]] = [],
  tolerance: Tolerance = Tolerance(relative: 1e-8), budget: Int = 50_000_000,
  _ integrand: (_ point: Span<Double>) -> Double
) throws(QuadratureError) -> Integral {
  guard (2...6).contains(lower.count), upper.count == lower.count else {
    throw .invalidParameter(
      name: "the number of lower and upper ends", value: Double(lower.count),
      requirement: "from 2 to 6, the same for both")
  }
  guard breakpoints.isEmpty || breakpoints.count == lower.count else {
    throw .invalidParameter(
      name: "the number of lists of breakpoints", value: Double(breakpoints.count),
      requirement: "0 or that of the dimensions, \(lower.count)")
  }
  try Routine.qag().check(tolerance)
  var meshes: [Mesh] = []
  for (index, (a, b)) in zip(lower, upper).enumerated() {
    let points = breakpoints.isEmpty ? [] : breakpoints[index]
    meshes.append(
      try Mesh(from: a, to: b, points: Partition.inner(points, from: a, to: b)))
  }
  var integrator = BoxIntegrator(meshes: meshes, budget: budget)
  let estimate = integrator.integral(
    from: 0, relative: tolerance.relative / 2, absolute: tolerance.absolute / 2, integrand)
  var integral = Integral(
    value: estimate.value, error: estimate.error, evaluations: integrator.evaluations,
    intervals: nil)
  if let failure = integrator.failure {
    guard case .notConverged(_, let reason) = failure else { throw failure }
    integral.error = .infinity
    integral.status = .notConverged
    throw .notConverged(best: integral, reason: reason)
  }
  if integral.error > tolerance.allowedError(for: integral.value) { integral.status = .roundoff }
  if integrator.nonzero <= 2 {
    integral.suspicion = .nearlyAllZero(nonzero: integrator.nonzero, of: integrator.evaluations)
  }
  return integral.doubted(by: tolerance)
}
