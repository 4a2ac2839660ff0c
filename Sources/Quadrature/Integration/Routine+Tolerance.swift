// SPDX-License-Identifier: GPL-3.0-or-later

extension Routine {
  /// Refuses a tolerance that the routine would refuse, or that nothing can meet.
  func check(_ tolerance: Tolerance) throws(QuadratureError) {
    try tolerance.check()
    guard tolerance.absolute == 0 else { return }
    switch self {
    case .qawf:
      throw .invalidTolerance(
        tolerance,
        requirement: "QAWF controls the absolute error alone; give an absolute tolerance above 0")
    case .romberg, .cquad:
      guard tolerance.relative >= .ulpOfOne else {
        throw .invalidTolerance(
          tolerance, requirement: "without an absolute one, the relative must be at least 2.3e-16")
      }
    default:
      guard tolerance.relative >= 50 * .ulpOfOne else {
        throw .invalidTolerance(
          tolerance, requirement: "without an absolute one, the relative must be at least 1.2e-14")
      }
    }
  }
}
