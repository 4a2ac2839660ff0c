// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
import Quadrature

// For one answer: who has many lends each the same memory.

extension KullbackLeibler {
  /// ``divergence(from:to:workspace:)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - q: the distribution that is averaged over.
  ///   - p: the one that it is compared with.
  public static func divergence(from q: some Distribution, to p: some Distribution)
    throws(InferenceError) -> Quantity
  {
    try Workspace.lent { workspace throws(InferenceError) in
      try divergence(from: q, to: p, workspace: &workspace)
    }
  }

  /// ``comparison(of:with:workspace:)-(Distribution,_,_)``, in memory of its own.
  ///
  /// - Parameters:
  ///   - q: the distribution that is averaged over.
  ///   - p: the one that it is compared with.
  public static func comparison(of q: some Distribution, with p: some Distribution)
    throws(InferenceError) -> Comparison
  {
    try Workspace.lent { workspace throws(InferenceError) in
      try comparison(of: q, with: p, workspace: &workspace)
    }
  }
}
