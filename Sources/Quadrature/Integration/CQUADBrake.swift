// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Ends an integration by CQUAD, which has no limit of its own.
///
/// CQUAD refines until the tolerance is met, and that can be never: where the integrand is 1 at
/// z = 0 and 0 elsewhere, or 0 from some evaluation on, as it is after a latch. Its loop drops the
/// intervals that exceed the size of its workspace; a size of 2 makes it drop, and count, them all,
/// which ends the loop with the sum of what it has.
///
/// It borrows context and workspace for the one call that it is made for.
@safe
struct CQUADBrake {
  private let context: UnsafeMutablePointer<EvaluationContext>
  private let workspace: UnsafeMutablePointer<gsl_integration_cquad_workspace>
  private let budget: Int
  private let size: Int
  private var nodes = 0

  /// The nodes of the first interval. GSL sets up its heap after them, as large as the workspace is
  /// then; the brake has to wait.
  private static let firstNodes = 33

  init(
    _ context: UnsafeMutablePointer<EvaluationContext>,
    _ workspace: UnsafeMutablePointer<gsl_integration_cquad_workspace>, budget: Int
  ) {
    unsafe self.context = context
    unsafe self.workspace = workspace
    unsafe size = workspace.pointee.size
    self.budget = budget
  }

  /// Whether the evaluations are used up.
  var isSpent: Bool { unsafe context.pointee.evaluations >= budget }

  /// Makes the workspace whole again.
  func release() { unsafe workspace.pointee.size = size }

  private mutating func evaluate(at z: Double) -> Double {
    let value = unsafe context.pointee.evaluate(substituting: z)
    nodes &+= 1
    if nodes > CQUADBrake.firstNodes, unsafe context.pointee.offence != nil || isSpent {
      unsafe workspace.pointee.size = 2
    }
    return value
  }

  static let callback: DirectIntegrand.Callback = { z, brake in
    unsafe brake.assumingMemoryBound(to: CQUADBrake.self).pointee.evaluate(at: z)
  }
}
