// SPDX-License-Identifier: GPL-3.0-or-later

/// Integrates several functions of one variable on one mesh.
///
/// ```swift
/// let moments = try integrate(from: 0, to: .infinity, components: 3) { z, values in
///   let density = exp(-z)
///   for power in 0..<3 { values[power] = pow(z, Double(power)) * density }
/// }
/// print(moments.values)
/// ```
///
/// All components are refined together until the norm of their errors meets the tolerance, relative to the norm
/// of their values. Unless the suspicion is ignored the mesh begins with the panels of a closer look, so
/// that nothing is missed that is as wide as a thousandth of the scale: see ``Workspace``.
///
/// - Parameters:
///   - lower: where the integrals start; −∞ is allowed.
///   - upper: where they end, above the start; +∞ is allowed.
///   - components: how many functions there are, at least 1.
///   - norm: how the errors of the components are measured together.
///   - tolerance: when to stop.
///   - limit: the number of segments.
///   - scale: the width of what is to be found, in units of z, positive; the length of a finite interval
///     without one, 1 on an infinite one.
///   - centre: about where the mass is, inside the interval.
///   - onSuspicion: whether to begin with the panels of a closer look.
///   - integrand: fills in the values of all components at z, each finite.
/// - Throws: ``QuadratureError/vectorNotConverged(best:reason:)`` with the best that was found, and the others of
///   ``QuadratureError``.
public func integrate(
  from lower: Double, to upper: Double, components: Int, norm: VectorNorm = .maximum,
  tolerance: Tolerance = .standard, limit: Int = 10_000, scale: Double? = nil,
  centre: Double? = nil, onSuspicion: SuspicionResponse = .report,
  _ integrand: (_ z: Double, _ values: inout MutableSpan<Double>) -> Void
) throws(QuadratureError) -> VectorIntegral {
  let hints = try IntegrandHints(scale: scale, centre: centre, from: lower, to: upper)
  let mesh = try Mesh(from: lower, to: upper, hints, onSuspicion)
  return try integrate(
    over: mesh, components: components, norm: norm, tolerance: tolerance, limit: limit, integrand)
}

/// Integrates several functions on a mesh that is there, of another integral.
///
/// - Parameters:
///   - mesh: where to begin.
///   - isFrozen: whether the mesh is left as it is; an error beyond the tolerance then shows as the status.
///   - components: how many functions there are, at least 1.
///   - norm: how the errors of the components are measured together.
///   - tolerance: when to stop.
///   - limit: the number of segments.
///   - integrand: fills in the values of all components at z, each finite.
/// - Throws: ``QuadratureError/vectorNotConverged(best:reason:)`` with the best that was found, and the others of
///   ``QuadratureError``.
public func integrate(
  over mesh: Mesh, isFrozen: Bool = false, components: Int, norm: VectorNorm = .maximum,
  tolerance: Tolerance = .standard, limit: Int = 10_000,
  _ integrand: (_ z: Double, _ values: inout MutableSpan<Double>) -> Void
) throws(QuadratureError) -> VectorIntegral {
  let integrator = try MeshIntegrator(
    components: components, norm: norm, tolerance: tolerance, limit: limit)
  return try integrator.integrate(over: mesh, isFrozen: isFrozen) { nodes, values in
    unsafe values.withUnsafeMutableBufferPointer { values in
      for node in nodes.indices {
        var row = unsafe UnsafeMutableBufferPointer(
          rebasing: values[node * components..<(node + 1) * components]
        ).mutableSpan
        integrand(nodes[node], &row)
      }
    }
  }
}

/// Integrates a function that is evaluated at several points at once.
///
/// - Parameters:
///   - lower: where the integral starts; −∞ is allowed.
///   - upper: where it ends, above the start; +∞ is allowed.
///   - tolerance: when to stop.
///   - limit: the number of segments.
///   - scale: the width of what is to be found, in units of z, positive; the length of a finite interval
///     without one, 1 on an infinite one.
///   - centre: about where the mass is, inside the interval.
///   - onSuspicion: whether to begin with the panels of a closer look.
///   - integrand: fills in the values at the points, as many as there are points, each finite.
/// - Throws: ``QuadratureError``.
public func integrate(
  from lower: Double, to upper: Double, tolerance: Tolerance = .standard, limit: Int = 10_000,
  scale: Double? = nil, centre: Double? = nil, onSuspicion: SuspicionResponse = .report,
  atPoints integrand: (_ points: Span<Double>, _ values: inout MutableSpan<Double>) -> Void
) throws(QuadratureError) -> VectorIntegral {
  let hints = try IntegrandHints(scale: scale, centre: centre, from: lower, to: upper)
  let mesh = try Mesh(from: lower, to: upper, hints, onSuspicion)
  let integrator = try MeshIntegrator(
    components: 1, norm: .maximum, tolerance: tolerance, limit: limit)
  return try integrator.integrate(over: mesh, isFrozen: false, integrand)
}

/// Integrates a complex-valued function of a real variable: the first component of the result is the real part, the
/// second the imaginary.
///
/// - Parameters:
///   - lower: where the integral starts; −∞ is allowed.
///   - upper: where it ends, above the start; +∞ is allowed.
///   - tolerance: when to stop, for the modulus.
///   - limit: the number of segments.
///   - scale: the width of what is to be found, in units of z, positive; the length of a finite interval
///     without one, 1 on an infinite one.
///   - centre: about where the mass is, inside the interval.
///   - onSuspicion: whether to begin with the panels of a closer look.
///   - integrand: the real and the imaginary part at z, both finite.
/// - Throws: ``QuadratureError``.
public func integrate(
  from lower: Double, to upper: Double, tolerance: Tolerance = .standard, limit: Int = 10_000,
  scale: Double? = nil, centre: Double? = nil, onSuspicion: SuspicionResponse = .report,
  complex integrand: (_ z: Double) -> (real: Double, imaginary: Double)
) throws(QuadratureError) -> VectorIntegral {
  try integrate(
    from: lower, to: upper, components: 2, norm: .euclidean, tolerance: tolerance, limit: limit,
    scale: scale, centre: centre, onSuspicion: onSuspicion
  ) { z, values in
    let value = integrand(z)
    values[0] = value.real
    values[1] = value.imaginary
  }
}

extension MeshIntegrator {
  /// Checks what was asked for.
  fileprivate init(
    components: Int, norm: VectorNorm, tolerance: Tolerance, limit: Int
  ) throws(QuadratureError) {
    guard components >= 1 else {
      throw .invalidParameter(
        name: "the number of components", value: Double(components), requirement: "at least 1")
    }
    guard limit >= 1 else {
      throw .invalidParameter(name: "limit", value: Double(limit), requirement: "at least 1")
    }
    try Routine.qag().check(tolerance)
    self.init(
      components: components, norm: norm, tolerance: tolerance, limit: limit, table: .points21,
      mayRefine: true)
  }
}

extension Mesh {
  /// Where an integral begins: with the panels of a closer look, or, where suspicion is ignored, with the whole.
  fileprivate init(
    from a: Double, to b: Double, _ hints: IntegrandHints, _ onSuspicion: SuspicionResponse
  ) throws(QuadratureError) {
    self =
      onSuspicion == .ignore
      ? try Mesh(from: a, to: b, points: hints.breakpoints(from: a, to: b))
      : try Mesh(from: a, to: b, lookingAt: hints)
  }
}
