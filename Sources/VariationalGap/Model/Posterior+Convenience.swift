// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

// For one answer: who has many lends each the same memory.

extension Posterior {
  /// ``mean(workspace:)``, in memory of its own.
  public func mean() throws(InferenceError) -> Quantity {
    try Workspace.lent { workspace throws(InferenceError) in try mean(workspace: &workspace) }
  }

  /// ``variance(workspace:)``, in memory of its own.
  public func variance() throws(InferenceError) -> Quantity {
    try Workspace.lent { workspace throws(InferenceError) in try variance(workspace: &workspace) }
  }

  /// ``standardDeviation(workspace:)``, in memory of its own.
  public func standardDeviation() throws(InferenceError) -> Quantity {
    try Workspace.lent { workspace throws(InferenceError) in
      try standardDeviation(workspace: &workspace)
    }
  }

  /// ``cumulativeProbability(_:workspace:)``, in memory of its own.
  ///
  /// - Parameter value: the end of the probability.
  public func cumulativeProbability(_ value: Double) throws(InferenceError) -> Estimate {
    try Workspace.lent { workspace throws(InferenceError) in
      try cumulativeProbability(value, workspace: &workspace)
    }
  }

  /// ``quantile(_:workspace:)``, in memory of its own.
  ///
  /// - Parameter p: strictly between 0 and 1.
  public func quantile(_ p: Double) throws(InferenceError) -> Estimate {
    try Workspace.lent { workspace throws(InferenceError) in try quantile(p, workspace: &workspace)
    }
  }

  /// ``expectation(of:workspace:)``, in memory of its own.
  ///
  /// - Parameter function: f as a formula in z.
  public func expectation(of function: Formula) throws(InferenceError) -> Quantity {
    try Workspace.lent { workspace throws(InferenceError) in
      try expectation(of: function, workspace: &workspace)
    }
  }

  /// ``logPredictiveDensity(of:workspace:)``, in memory of its own.
  ///
  /// - Parameter observation: x*.
  public func logPredictiveDensity(of observation: Double) throws(InferenceError) -> Estimate {
    try Workspace.lent { workspace throws(InferenceError) in
      try logPredictiveDensity(of: observation, workspace: &workspace)
    }
  }

  /// ``samples(_:seed:workspace:)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - seed: any number.
  public func samples(_ count: Int, seed: UInt64) throws(InferenceError) -> [Double] {
    try Workspace.lent { workspace throws(InferenceError) in
      try samples(count, seed: seed, workspace: &workspace)
    }
  }

  /// ``gap(of:workspace:)``, in memory of its own.
  ///
  /// - Parameter family: q.
  public func gap(of family: any Distribution) throws(InferenceError) -> Gap {
    try Workspace.lent { workspace throws(InferenceError) in
      try gap(of: family, workspace: &workspace)
    }
  }

  /// ``elboGradient(of:workspace:)``, in memory of its own.
  ///
  /// - Parameter member: q.
  public func elboGradient(of member: FamilyMember) throws(InferenceError) -> ElboGradient {
    try Workspace.lent { workspace throws(InferenceError) in
      try elboGradient(of: member, workspace: &workspace)
    }
  }

  /// ``compareGradients(of:sampleCount:seed:hasVariances:workspace:)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - member: q.
  ///   - sampleCount: how many draws.
  ///   - seed: any number.
  public func compareGradients(of member: FamilyMember, sampleCount: Int, seed: UInt64)
    throws(InferenceError) -> GradientComparison
  {
    try Workspace.lent { workspace throws(InferenceError) in
      try compareGradients(of: member, sampleCount: sampleCount, seed: seed, workspace: &workspace)
    }
  }

  /// ``record(of:tolerance:workspace:)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - tolerance: the relative error bound above which the status is ``Status/roundoff``.
  public func record(of family: any Distribution, tolerance: Double = 1e-10) throws(InferenceError)
    -> GapRecord
  {
    try Workspace.lent { record(of: family, tolerance: tolerance, workspace: &$0) }
  }
}

extension Model {
  /// ``posterior(workspace:)``, in memory of its own.
  public func posterior() throws(InferenceError) -> Posterior {
    try Workspace.lent { workspace throws(InferenceError) in try posterior(workspace: &workspace) }
  }
}

extension PosteriorSummary {
  /// ``init(_:tolerance:workspace:)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - posterior: with its evidence.
  ///   - tolerance: the error bound above which the status is ``Status/roundoff``.
  public init(_ posterior: Posterior, tolerance: Double = 1e-10) throws(InferenceError) {
    var workspace = try Workspace.forInference()
    self.init(posterior, tolerance: tolerance, workspace: &workspace)
  }
}
