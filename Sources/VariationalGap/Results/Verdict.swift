// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature

/// What the bounds of numbers say about a claim.
///
/// A yes and a no are shown by the numbers. Where a bound is larger than what it would have to decide,
/// the verdict is neither.
public enum Verdict: Sendable, Hashable {
  /// The claim holds, within the bounds.
  case yes

  /// The claim does not hold, whatever the errors within their bounds.
  case no

  /// The bounds are too wide to tell, and how wide.
  case cannotTell(reason: String)

  /// Whether the claim is shown to hold.
  public var isYes: Bool { self == .yes }

  /// Whether the claim holds; `nil` where that cannot be told.
  public var flag: Bool? {
    switch self {
    case .yes: true
    case .no: false
    case .cannotTell: nil
    }
  }

  /// Why it cannot be told; `nil` where it can.
  public var reason: String? {
    if case .cannotTell(let reason) = self { reason } else { nil }
  }

  /// Whether two numbers are the same: no where they differ by more than the sum of their bounds; yes
  /// where they do not, unless that sum is larger than what it decides.
  ///
  /// - Parameter decisive: how large the sum may be.
  init(that a: Estimate, equals b: Estimate, decisive: Double) {
    let (difference, allowed) = (abs(a.value - b.value), a.error + b.error)
    if difference > allowed {
      self = .no
    } else if allowed <= decisive {
      self = .yes
    } else {
      self = .cannotTell(
        reason:
          "the two sides differ by \(Estimate(0, error: difference).rounded.error), and their "
          + "bounds allow \(Estimate(0, error: allowed).rounded.error)")
    }
  }
}
