// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// What a routine of GSL hands back, before its status has been read.
struct RawIntegral {
  var value = 0.0
  var error = 0.0
  var intervals: Int?
  var status: Int32 = 0

  /// The result, or the error that the status stands for.
  func judged(
    by tolerance: Tolerance, evaluations: Int
  ) throws(QuadratureError) -> Integral {
    var integral = Integral(
      value: value, error: error, evaluations: evaluations, intervals: intervals)
    // CQUAD says ±∞ ± 0 of an integral that diverges, the others "success" of a sum that overflows.
    guard value.isFinite, error.isFinite else {
      integral.error = .infinity
      integral.status = .notConverged
      let isFailure = Int(status) != GSL_SUCCESS && Int(status) != GSL_EROUND
      throw .notConverged(
        best: integral, reason: isFailure ? GSL.reason(status) : "the sum overflows")
    }
    switch Int(status) {
    case GSL_SUCCESS:
      // CQUAD also says so when it has dropped intervals that it could not improve.
      if intervals == nil && error > tolerance.allowedError(for: value) {
        integral.status = .roundoff
      }
      return integral
    case GSL_EROUND:
      integral.status = .roundoff
      return integral
    case GSL_EBADTOL:
      throw .invalidTolerance(tolerance, requirement: GSL.reason(status))
    default:
      // Romberg's test is strict, so that it never accepts an exact 0.
      if error <= tolerance.allowedError(for: value) && Int(status) == GSL_EMAXITER {
        return integral
      }
      integral.status = .notConverged
      throw .notConverged(best: integral, reason: GSL.reason(status))
    }
  }

  /// Sets the error of Romberg's method, which GSL computes and keeps to itself: the difference of
  /// the last two entries on the diagonal of the tableau, whose last two rows are left in the
  /// workspace.
  mutating func readRombergError(
    from table: UnsafePointer<gsl_integration_romberg_workspace>, evaluations: Int
  ) {
    guard evaluations > 2 else { return }
    let panels = evaluations - 1
    let row = panels.trailingZeroBitCount
    let (first, second) = unsafe (table.pointee.work1, table.pointee.work2)
    guard let first = unsafe first, let second = unsafe second else { return }
    let isOdd = !row.isMultiple(of: 2)
    let previous = unsafe isOdd ? first : second
    let current = unsafe isOdd ? second : first
    error = unsafe abs(current[row] - previous[row - 1])
    intervals = panels
  }
}
