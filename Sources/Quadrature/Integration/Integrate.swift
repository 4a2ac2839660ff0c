// SPDX-License-Identifier: GPL-3.0-or-later

/// Integrates a function of one variable, in a workspace of its own.
///
/// ```swift
/// let area = try integrate(from: 0, to: .infinity) { exp(-$0 * $0) }
/// print(area.value, "±", area.error)
/// ```
///
/// See ``Workspace`` for the errors, and for many integrations in a row.
///
/// - Parameters:
///   - lower: where the integral starts; −∞ is allowed.
///   - upper: where it ends; +∞ is allowed, and an end below the start.
///   - breakpoints: points inside the interval where the integrand is difficult.
///   - routine: how to integrate.
///   - tolerance: when the routine may stop.
///   - limit: the number of subintervals that an adaptive routine may use.
///   - scale: the width of what is to be found, in units of z, positive; the length of a finite interval
///     without one, 1 on an infinite one.
///   - centre: about where the mass is, inside the interval.
///   - onSuspicion: whether to look again, and what to do about what is found: see ``Suspicion``.
///   - integrand: the function, finite wherever it is asked.
public func integrate(
  from lower: Double, to upper: Double, breakpoints: [Double] = [],
  using routine: Routine = .automatic, tolerance: Tolerance = .standard, limit: Int = 1000,
  scale: Double? = nil, centre: Double? = nil, onSuspicion: SuspicionResponse = .report,
  _ integrand: (Double) -> Double
) throws(QuadratureError) -> Integral {
  var workspace = try Workspace(limit: limit)
  return try workspace.integrate(
    from: lower, to: upper, breakpoints: breakpoints, using: routine, tolerance: tolerance,
    scale: scale, centre: centre, onSuspicion: onSuspicion, integrand)
}

/// Integrates a function of one variable that may throw, in a workspace of its own.
///
/// See ``Workspace`` for the errors. An error of the integrand arrives unchanged.
///
/// - Parameters:
///   - lower: where the integral starts; −∞ is allowed.
///   - upper: where it ends; +∞ is allowed, and an end below the start.
///   - breakpoints: points inside the interval where the integrand is difficult.
///   - routine: how to integrate.
///   - tolerance: when the routine may stop.
///   - limit: the number of subintervals that an adaptive routine may use.
///   - scale: the width of what is to be found, in units of z, positive; the length of a finite interval
///     without one, 1 on an infinite one.
///   - centre: about where the mass is, inside the interval.
///   - onSuspicion: whether to look again, and what to do about what is found: see ``Suspicion``.
///   - integrand: the function, finite wherever it is asked.
public func integrate(
  from lower: Double, to upper: Double, breakpoints: [Double] = [],
  using routine: Routine = .automatic, tolerance: Tolerance = .standard, limit: Int = 1000,
  scale: Double? = nil, centre: Double? = nil, onSuspicion: SuspicionResponse = .report,
  _ integrand: (Double) throws -> Double
) throws -> Integral {
  var workspace = try Workspace(limit: limit)
  return try workspace.integrate(
    from: lower, to: upper, breakpoints: breakpoints, using: routine, tolerance: tolerance,
    scale: scale, centre: centre, onSuspicion: onSuspicion, integrand)
}
