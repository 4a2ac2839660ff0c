// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
import Quadrature

// For one answer: who has many lends each the same memory.

extension Exercise {
  /// ``init(theta:x:workspace:)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - theta: θ, positive and finite.
  ///   - x: the observation, finite.
  public init(theta: Double, x: Double) throws(InferenceError) {
    var workspace = try Workspace.forInference()
    try self.init(theta: theta, x: x, workspace: &workspace)
  }

  /// ``gap(phi:workspace:)``, in memory of its own.
  ///
  /// - Parameter phi: φ, positive and finite.
  public func gap(phi: Double) throws(InferenceError) -> Gap {
    try Workspace.lent { workspace throws(InferenceError) in
      try gap(phi: phi, workspace: &workspace)
    }
  }

  /// ``optimum(workspace:)``, in memory of its own.
  public func optimum() throws(InferenceError) -> BestExponential {
    try Workspace.lent { workspace throws(InferenceError) in try optimum(workspace: &workspace) }
  }

  /// ``compareGradients(of:sampleCount:seed:hasVariances:workspace:)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - sampleCount: how many draws.
  ///   - seed: any number.
  public func compareGradients(of family: Exponential, sampleCount: Int, seed: UInt64)
    throws(InferenceError) -> GradientComparison
  {
    try Workspace.lent { workspace throws(InferenceError) in
      try compareGradients(of: family, sampleCount: sampleCount, seed: seed, workspace: &workspace)
    }
  }

  /// ``record(phi:tolerance:workspace:)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - phi: φ, positive and finite.
  ///   - tolerance: the relative error bound above which the status is ``Status/roundoff``.
  public func record(phi: Double, tolerance: Double = 1e-10) throws(InferenceError) -> GapRecord {
    try Workspace.lent { workspace throws(InferenceError) in
      try record(phi: phi, tolerance: tolerance, workspace: &workspace)
    }
  }
}
