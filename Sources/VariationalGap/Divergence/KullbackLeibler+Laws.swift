// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

extension KullbackLeibler {
  /// KL(q‖p) of distributions on the line or of counts, and what is known about it.
  ///
  /// It is infinite where one is on the line and the other of counts: points have no probability under a density,
  /// and all of it under the other.
  ///
  /// - Throws: as ``comparison(of:with:workspace:)``, and ``CountDivergence/comparison(of:with:)``.
  public static func comparison(
    of q: DistributionLaw, with p: DistributionLaw, workspace: inout Workspace
  ) throws(InferenceError) -> Comparison {
    switch (q, p) {
    case (.line(let q), .line(let p)): try comparison(of: q, with: p, workspace: &workspace)
    case (.counts(let q), .counts(let p)): try CountDivergence.comparison(of: q, with: p)
    case (.counts, .line):
      Comparison(infinite: "q is of counts, to which a density as p gives no mass")
    case (.line, .counts):
      Comparison(infinite: "q has a density, p all of its mass on counts")
    }
  }
}

extension KullbackLeiblerClosedForm {
  /// The same of distributions on the line or of counts.
  public static func estimate(from q: DistributionLaw, to p: DistributionLaw) -> Estimate? {
    switch (q, p) {
    case (.line(let q), .line(let p)): estimate(from: q, to: p)
    case (.counts(let q), .counts(let p)): CountDivergence.closedForm(from: q, to: p)
    case (.counts, .line), (.line, .counts): nil
    }
  }
}
