// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The memory that the integrators work in, kept across calls.
///
/// A workspace serves one integration at a time: it is a noncopyable value, and a nested integration
/// needs one of its own. An integrand that uses the workspace it is called from is stopped by Swift's
/// check of exclusive access. Kept, a workspace spares every allocation per call (a
/// closure literal that captures is allocated by whoever writes it); the parts that only
/// some routines need (CQUAD, Romberg, the tables of QAWS and QAWO) are made when first used. It may be
/// sent to another task.
///
/// The inner workspace of a nested integration is a variable that the outer integrand captures:
///
/// ```swift
/// var outer = try Workspace()
/// var inner = try Workspace()
/// let volume = try outer.integrate(from: 0, to: 1) { y throws -> Double in
///   try inner.integrate(from: 0, to: y) { z in exp(z) }.value
/// }
/// ```
@safe
public struct Workspace: ~Copyable {
  /// The number of subintervals that the adaptive routines may use. They give up with one less.
  public let limit: Int

  let adaptive: UnsafeMutablePointer<gsl_integration_workspace>
  /// The values of a closure at the nodes of panels, of ``Bisection/capacity``.
  let samples: UnsafeMutablePointer<Double>
  private var cycleWorkspace: UnsafeMutablePointer<gsl_integration_workspace>?
  private var cquadWorkspace: UnsafeMutablePointer<gsl_integration_cquad_workspace>?
  private var rombergWorkspace: UnsafeMutablePointer<gsl_integration_romberg_workspace>?
  private var qawsTable: UnsafeMutablePointer<gsl_integration_qaws_table>?
  private var qawoTable: UnsafeMutablePointer<gsl_integration_qawo_table>?

  /// The depth of bisection that QAWO's table of Chebyshev moments is made for: at L/2⁵⁰ the
  /// nodes of a subinterval are no longer distinct.
  private static let qawoLevels = 50

  /// The largest limit. Each subinterval takes 48 bytes; beyond this, something is wrong.
  private static let largestLimit = 1 << 32

  /// Makes a workspace.
  ///
  /// - Parameter limit: the number of subintervals that the adaptive routines may use, at least 1,
  ///   for QAWS at least 3. CQUAD uses as many, or 3.
  /// - Throws: ``QuadratureError/invalidParameter(name:value:requirement:)`` for a limit below 1,
  ///   ``QuadratureError/outOfMemory(size:)``.
  public init(limit: Int = 1000) throws(QuadratureError) {
    GSL.silenceErrorHandler
    guard limit >= 1 else {
      throw .invalidParameter(name: "limit", value: Double(limit), requirement: "at least 1")
    }
    guard limit <= Workspace.largestLimit,
      let allocated = unsafe gsl_integration_workspace_alloc(limit)
    else { throw .outOfMemory(size: limit) }
    self.limit = limit
    unsafe adaptive = allocated
    unsafe samples = .allocate(capacity: Bisection.capacity)
  }

  deinit {
    unsafe gsl_integration_workspace_free(adaptive)
    unsafe samples.deallocate()
    if let cycleWorkspace = unsafe cycleWorkspace {
      unsafe gsl_integration_workspace_free(cycleWorkspace)
    }
    if let cquadWorkspace = unsafe cquadWorkspace {
      unsafe gsl_integration_cquad_workspace_free(cquadWorkspace)
    }
    if let rombergWorkspace = unsafe rombergWorkspace {
      unsafe gsl_integration_romberg_free(rombergWorkspace)
    }
    if let qawsTable = unsafe qawsTable { unsafe gsl_integration_qaws_table_free(qawsTable) }
    if let qawoTable = unsafe qawoTable { unsafe gsl_integration_qawo_table_free(qawoTable) }
  }

  /// The second adaptive workspace, for the cycles of QAWF.
  mutating func cycles()
    throws(QuadratureError) -> UnsafeMutablePointer<gsl_integration_workspace>
  {
    if let existing = unsafe cycleWorkspace { return unsafe existing }
    guard let made = unsafe gsl_integration_workspace_alloc(limit) else {
      throw .outOfMemory(size: limit)
    }
    unsafe cycleWorkspace = made
    return unsafe made
  }

  mutating func cquad()
    throws(QuadratureError) -> UnsafeMutablePointer<gsl_integration_cquad_workspace>
  {
    if let existing = unsafe cquadWorkspace { return unsafe existing }
    guard let made = unsafe gsl_integration_cquad_workspace_alloc(max(limit, 3)) else {
      throw .outOfMemory(size: limit)
    }
    unsafe cquadWorkspace = made
    return unsafe made
  }

  mutating func romberg(
    levels: Int
  ) throws(QuadratureError) -> UnsafeMutablePointer<gsl_integration_romberg_workspace> {
    guard (2...30).contains(levels) else {
      throw .invalidParameter(
        name: "Romberg's levels", value: Double(levels), requirement: "from 2 to 30")
    }
    if let existing = unsafe rombergWorkspace {
      if unsafe existing.pointee.n == levels { return unsafe existing }
      unsafe gsl_integration_romberg_free(existing)
      unsafe rombergWorkspace = nil
    }
    guard let made = unsafe gsl_integration_romberg_alloc(levels) else {
      throw .outOfMemory(size: levels)
    }
    unsafe rombergWorkspace = made
    return unsafe made
  }

  mutating func qaws(
    _ weight: EndpointSingularity
  ) throws(QuadratureError) -> UnsafeMutablePointer<gsl_integration_qaws_table> {
    for (name, exponent) in [
      ("the lower exponent", weight.lowerExponent), ("the upper exponent", weight.upperExponent),
    ] where !(exponent > -1 && exponent.isFinite) {
      throw .invalidParameter(
        name: name, value: exponent, requirement: "a finite number greater than −1")
    }
    let (mu, nu): (Int32, Int32) = (
      weight.hasLowerLogarithm ? 1 : 0, weight.hasUpperLogarithm ? 1 : 0
    )
    if let existing = unsafe qawsTable {
      unsafe gsl_integration_qaws_table_set(
        existing, weight.lowerExponent, weight.upperExponent, mu, nu)
      return unsafe existing
    }
    guard
      let made = unsafe gsl_integration_qaws_table_alloc(
        weight.lowerExponent, weight.upperExponent, mu, nu)
    else { throw .outOfMemory(size: 1) }
    unsafe qawsTable = made
    return unsafe made
  }

  mutating func qawo(
    _ oscillation: Oscillation, length: Double
  ) throws(QuadratureError) -> UnsafeMutablePointer<gsl_integration_qawo_table> {
    let frequency = oscillation.frequency
    guard frequency.isFinite else {
      throw .invalidParameter(
        name: "the frequency", value: frequency, requirement: "a finite number")
    }
    let kind = if case .sine = oscillation { GSL_INTEG_SINE } else { GSL_INTEG_COSINE }
    if let existing = unsafe qawoTable {
      unsafe gsl_integration_qawo_table_set(existing, frequency, length, kind)
      return unsafe existing
    }
    guard
      let made = unsafe gsl_integration_qawo_table_alloc(
        frequency, length, kind, Workspace.qawoLevels)
    else { throw .outOfMemory(size: Workspace.qawoLevels) }
    unsafe qawoTable = made
    return unsafe made
  }
}

// The pointers are owned by this one value and freed with it; no other thread can hold them.
extension Workspace: @unchecked Sendable {}
