// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Quadrature

/// GSL's own answer, called without anything of this library between.
struct DirectCall {
  var value = 0.0
  var error = 0.0
  var evaluations = 0
  var status: Int32 = 0

  /// The integrand behind a C callback.
  private final class Box {
    var integrand: (Double) -> Double = { _ in .nan }
    var evaluations = 0
  }

  /// Calls the routine of a row; `nil` where GSL has no such routine.
  init?(_ row: IntegralCase, limit: Int) {
    gsl_set_error_handler_off()
    var (a, b) = (row.lower, row.upper)
    let box = Box()
    var integrand: (Double) -> Double = { z in
      box.evaluations += 1
      return row.integrand(z)
    }
    var routine = row.routine
    if case .automatic = routine {
      switch (a.isFinite, b.isFinite, row.breakpoints.isEmpty) {
      case (_, _, false): routine = .qagp
      case (true, true, _): routine = .qags
      case (true, false, _): routine = .qagiu
      case (false, true, _): routine = .qagil
      case (false, false, _): routine = .qagi
      }
    }
    if !(a.isFinite && b.isFinite) {
      switch routine {
      case .qagp where !row.breakpoints.isEmpty: return nil
      case .qng, .qag, .qags, .qagp, .cquad, .romberg:
        integrand = DirectCall.mapped(integrand, from: a, to: b)
        (a, b) = (0, 1)
      default: break
      }
    }
    box.integrand = integrand
    var function = gsl_function(
      function: { z, box in
        guard let box else { return .nan }
        return Unmanaged<Box>.fromOpaque(box).takeUnretainedValue().integrand(z)
      }, params: Unmanaged.passUnretained(box).toOpaque())
    withExtendedLifetime(box) {
      call(routine, &function, a, b, row.breakpoints, row.tolerance, limit)
    }
    evaluations = box.evaluations
    // The closure holds the box.
    box.integrand = { _ in .nan }
  }

  /// z = a + (1 − t)/t, and both halves at once for the whole line; the limit at t = 0 as this
  /// library takes it.
  private static func mapped(
    _ f: @escaping (Double) -> Double, from a: Double, to b: Double
  ) -> (Double) -> Double {
    { t in
      let t = t == 0 ? .ulpOfOne : t
      let (tail, derivative) = ((1 - t) / t, 1 / (t * t))
      if a.isFinite { return f(a + tail) * derivative }
      if b.isFinite { return f(b - tail) * derivative }
      return f(tail) * derivative + f(-tail) * derivative
    }
  }

  private mutating func call(
    _ routine: Routine, _ f: inout gsl_function, _ a: Double, _ b: Double, _ breakpoints: [Double],
    _ tolerance: Tolerance, _ limit: Int
  ) {
    let (absolute, relative) = (tolerance.absolute, tolerance.relative)
    let w = gsl_integration_workspace_alloc(limit)
    defer { gsl_integration_workspace_free(w) }
    switch routine {
    case .qng:
      var count = 0
      status = gsl_integration_qng(&f, a, b, absolute, relative, &value, &error, &count)
    case .qag(let rule):
      let key = (GaussKronrodRule.allCases.firstIndex(of: rule) ?? 0) + 1
      status = gsl_integration_qag(
        &f, a, b, absolute, relative, limit, Int32(key), w, &value, &error)
    case .qags, .automatic:
      status = gsl_integration_qags(&f, a, b, absolute, relative, limit, w, &value, &error)
    case .qagp:
      var points = Set([a, b] + breakpoints).sorted()
      status = gsl_integration_qagp(
        &f, &points, points.count, absolute, relative, limit, w, &value, &error)
    case .qagi:
      status = gsl_integration_qagi(&f, absolute, relative, limit, w, &value, &error)
    case .qagiu:
      status = gsl_integration_qagiu(&f, a, absolute, relative, limit, w, &value, &error)
    case .qagil:
      status = gsl_integration_qagil(&f, b, absolute, relative, limit, w, &value, &error)
    case .cquad:
      let table = gsl_integration_cquad_workspace_alloc(max(limit, 3))
      defer { gsl_integration_cquad_workspace_free(table) }
      var count = 0
      status = gsl_integration_cquad(&f, a, b, absolute, relative, table, &value, &error, &count)
    case .romberg(let levels):
      let table = gsl_integration_romberg_alloc(levels)
      defer { gsl_integration_romberg_free(table) }
      var count = 0
      status = gsl_integration_romberg(&f, a, b, absolute, relative, &value, &count, table)
    case .qawc(let singularity):
      status = gsl_integration_qawc(
        &f, a, b, singularity, absolute, relative, limit, w, &value, &error)
    case .qaws(let weight):
      let table = gsl_integration_qaws_table_alloc(
        weight.lowerExponent, weight.upperExponent, weight.hasLowerLogarithm ? 1 : 0,
        weight.hasUpperLogarithm ? 1 : 0)
      defer { gsl_integration_qaws_table_free(table) }
      status = gsl_integration_qaws(
        &f, a, b, table, absolute, relative, limit, w, &value, &error)
    case .qawo(let oscillation):
      let table = DirectCall.table(oscillation, length: b - a)
      defer { gsl_integration_qawo_table_free(table) }
      status = gsl_integration_qawo(
        &f, a, absolute, relative, limit, w, table, &value, &error)
    case .qawf(let oscillation):
      let table = DirectCall.table(oscillation, length: 1)
      let cycles = gsl_integration_workspace_alloc(limit)
      defer {
        gsl_integration_workspace_free(cycles)
        gsl_integration_qawo_table_free(table)
      }
      status = gsl_integration_qawf(&f, a, absolute, limit, w, cycles, table, &value, &error)
    }
  }

  private static func table(
    _ oscillation: Oscillation, length: Double
  ) -> UnsafeMutablePointer<gsl_integration_qawo_table>? {
    switch oscillation {
    case .sine(let frequency):
      gsl_integration_qawo_table_alloc(frequency, length, GSL_INTEG_SINE, 50)
    case .cosine(let frequency):
      gsl_integration_qawo_table_alloc(frequency, length, GSL_INTEG_COSINE, 50)
    }
  }
}
