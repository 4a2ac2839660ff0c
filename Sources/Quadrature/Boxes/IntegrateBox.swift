// SPDX-License-Identifier: GPL-3.0-or-later

/// Integrates a function of two to six variables over a box, deterministically, by nested adaptive rules.
///
/// ```swift
/// let volume = try integrate(from: [0, 0], to: [1, .infinity]) { z in exp(-z[0] * z[1] - z[1]) }
/// ```
///
/// For smooth integrands, and for difficult ones where the breakpoints say where. Unless the suspicion is ignored, the integral is
/// computed twice, with all nodes moved: where the two differ by more than the error, as they do where a jump across the
/// box lies between nodes, the result is suspicious. The cost grows with every dimension by a factor of 15 at the least; beyond
/// six, and for peaks that nothing points to, take ``MonteCarlo``.
///
/// - Parameters:
///   - lower: the lower ends of the box, 2 to 6; −∞ is allowed.
///   - upper: as many upper ends, each above the lower one; +∞ is allowed.
///   - breakpoints: for each dimension the points where the integrand is difficult, inside; none for all without any.
///   - tolerance: when to stop.
///   - budget: how often the integrand may be evaluated, the second time included.
///   - onSuspicion: whether to compute it twice, and what to do about what is found.
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
  onSuspicion: SuspicionResponse = .report,
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
  var warps: [BoxWarp] = []
  for (index, (a, b)) in zip(lower, upper).enumerated() {
    let points = try Partition.inner(breakpoints.isEmpty ? [] : breakpoints[index], from: a, to: b)
    meshes.append(try Mesh(from: a, to: b, points: points))
    warps.append(BoxWarp(edges: [a] + points + [b], dimension: index))
  }
  var first = BoxIntegrator(meshes: meshes, budget: budget)
  let estimate = first.integral(tolerance, integrand)
  var integral = Integral(
    value: estimate.value, error: estimate.error, evaluations: first.evaluations, intervals: nil)
  if let failure = first.failure {
    guard case .notConverged(_, let reason) = failure else { throw failure }
    integral.error = .infinity
    integral.status = .notConverged
    throw .notConverged(best: integral, reason: reason)
  }
  if integral.error > tolerance.allowedError(for: integral.value) { integral.status = .roundoff }
  if first.nonzero <= 2 {
    integral.suspicion = .nearlyAllZero(nonzero: first.nonzero, of: first.evaluations)
  }
  integral = integral.doubted(by: tolerance)
  guard onSuspicion != .ignore, integral.suspicion == nil else {
    return try integral.answering(onSuspicion)
  }
  var second = BoxIntegrator(meshes: meshes, budget: budget - first.evaluations, warps: warps)
  let other = second.integral(tolerance, integrand)
  integral.inspections = second.evaluations
  switch second.failure {
  case nil:
    let difference = abs(other.value - integral.value)
    if difference > max(other.error, integral.error) {
      integral.suspicion = .disagreement(other)
    }
    integral.error += 2 * difference
  case .notConverged: break
  case let failure?: throw failure
  }
  return try integral.answering(onSuspicion)
}
