// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

extension FactorizedDivergence {
  /// What the two sides say.
  public enum Finding: Sendable, Hashable {
    /// They agree within the sum of their bounds.
    case equal(difference: Estimate)

    /// Both are +∞.
    case bothInfinite(reason: String)

    /// They differ by the mutual information of the correlated coordinates, within the bounds.
    case differsByMutualInformation(difference: Estimate, mutualInformation: Double)

    /// They differ, and nothing explains it. One VEGAS estimate in 300 does.
    case differs(difference: Estimate)

    /// The bound on their difference is larger than both, and a millionth of a nat.
    case undecided(difference: Estimate)
  }

  /// ``joint`` less ``sum``; `nil` where they are infinite.
  public var difference: Estimate? {
    guard let joint = joint.estimate, let sum = sum.estimate else { return nil }
    return joint - sum
  }

  /// Compares ``joint`` with ``sum``.
  public var finding: Finding {
    guard let difference else { return .bothInfinite(reason: sum.reason ?? "") }
    if abs(difference.value) <= difference.error {
      let isDecisive = difference.error <= max(1e-6, 0.5 * min(joint.value, sum.value))
      return isDecisive ? .equal(difference: difference) : .undecided(difference: difference)
    }
    if let information = correlation?.mutualInformation,
      abs(difference.value - information) <= difference.error + 2 * information.ulp
    {
      return .differsByMutualInformation(difference: difference, mutualInformation: information)
    }
    return .differs(difference: difference)
  }

  /// Whether KL(q‖p) = Σᵢ KL(qᵢ‖pᵢ), as far as the bounds tell.
  public var equality: Verdict {
    switch finding {
    case .equal, .bothInfinite: .yes
    case .differsByMutualInformation, .differs: .no
    case .undecided(let difference):
      .cannotTell(
        reason: "the two sides differ by \(abs(difference.value)), and their bounds allow "
          + "\(difference.error)")
    }
  }

  /// Undecided where the bounds do not tell whether the two sides are the same.
  public var status: Status { equality.flag == nil ? .undecided : joint.status }

  /// Why the two sides cannot be told apart, or are infinite; `nil` where neither is the case.
  public var reason: String? { equality.reason ?? joint.reason }
}
