// SPDX-License-Identifier: GPL-3.0-or-later

/// How a computation ended.
public enum Status: String, Sendable, Hashable, CaseIterable, Codable {
  /// Every bound is as tight as asked for.
  case ok
  /// A bound is wider than the tolerance asks for: rounding, or the limit of subintervals.
  case roundoff
  /// A double cannot hold a quantity; it is reported as an infinity.
  case overflow
  /// A positive quantity is too small for a double.
  case underflow
  /// A bound is larger than what it would have to decide: see ``Verdict``.
  case undecided
  /// Not all of the mass was shown to be covered, or two routines disagree; the bound says by how much.
  case unverified
  /// A quantity is infinite by theorem.
  case infinite
  /// An integral did not converge.
  case notConverged = "not_converged"
  /// It takes longer than it may.
  case timeout
  /// The KL has no minimum inside a family.
  case noBestMember = "no_best_member"
  /// The parameters make no model.
  case invalid

  /// The status of a result that has all its numbers, in words; `nil` where it is ok.
  public var reason: String? {
    switch self {
    case .ok: nil
    case .roundoff: "an error bound is wider than the tolerance"
    case .overflow: "a derivative of the ELBO is too large for a double"
    case .underflow: "KL(q‖posterior) is positive, and too small for a double"
    case .undecided: "an error bound is larger than what it would have to decide"
    case .unverified: "not all of the mass was shown to be covered"
    case .infinite, .notConverged, .timeout, .noBestMember, .invalid: rawValue
    }
  }
}
