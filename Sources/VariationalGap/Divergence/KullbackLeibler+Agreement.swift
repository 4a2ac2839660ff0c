// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

extension KullbackLeibler.Comparison {
  /// Whether a closed form says the same, within both bounds; `nil` where there is none, or KL is
  /// infinite. Decided where the sum of the bounds is below half of KL, or below 1e-6.
  ///
  /// - Parameter closedForm: KL(q‖p) by its closed form, where one is known.
  public func agreement(with closedForm: Estimate?) -> Verdict? {
    guard let divergence = divergence.estimate, let closedForm else { return nil }
    return Verdict(
      that: divergence, equals: closedForm, decisive: max(0.5 * divergence.value, 1e-6))
  }

  /// Whether the bound is as tight as a relative tolerance asks, and decides the ``agreement(with:)``.
  ///
  /// - Parameters:
  ///   - tolerance: the relative error bound above which the status is ``Status/roundoff``.
  ///   - closedForm: KL(q‖p) by its closed form, where one is known.
  public func status(tolerance: Double, besides closedForm: Estimate?) -> Status {
    let status = status(tolerance: tolerance)
    let isUndecided = agreement(with: closedForm)?.reason != nil
    return isUndecided && [.ok, .roundoff].contains(status) ? .undecided : status
  }
}
