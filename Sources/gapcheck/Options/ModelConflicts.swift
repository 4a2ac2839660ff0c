// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// Options that say the same thing twice, or half of it.
enum ModelConflicts {
  /// Refuses options of a model that do not go together.
  ///
  /// - Throws: `ValidationError`.
  static func check(
    theta: String?, prior: String?, likelihood: String?, joint: LogJointOptions
  ) throws {
    if joint.logJoint == nil {
      guard joint.support == nil else {
        throw ValidationError(
          "--support goes with --log-joint; a prior has its own, and is cut with T[lower, upper]")
      }
      guard theta == nil || prior == nil else {
        throw ValidationError("--theta is short for --prior 'exponential(theta)': give one of them")
      }
      return
    }
    for (name, value) in [("--prior", prior), ("--theta", theta), ("--likelihood", likelihood)]
    where value != nil {
      throw ValidationError("--log-joint is a whole model: give it without \(name)")
    }
    guard joint.support != nil else {
      throw ValidationError("--log-joint needs its --support, as in --support 0..inf")
    }
  }

  /// Refuses more than one way to say what q is.
  ///
  /// - Throws: `ValidationError`.
  static func check(phi: String?, q: String?, family: String? = nil) throws {
    guard phi == nil || q == nil else {
      throw ValidationError("--phi is short for --q 'exponential(phi)': give one of them")
    }
    guard family == nil || (phi == nil && q == nil) else {
      throw ValidationError("--family asks for the best q: give it without --phi and --q")
    }
  }
}
