// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// A KL divergence: a number with its bound, or +∞ by theorem.
public enum Divergence: Sendable, Hashable {
  /// A finite divergence.
  case finite(Estimate)

  /// +∞, and why.
  case infinite(reason: String)

  /// The number; `nil` where the divergence is infinite.
  public var estimate: Estimate? {
    if case .finite(let estimate) = self { estimate } else { nil }
  }

  /// Why the divergence is infinite; `nil` where it is not.
  public var reason: String? {
    if case .infinite(let reason) = self { reason } else { nil }
  }

  /// Runs a computation, and takes ``InferenceError/infinite(quantity:reason:)`` as its result.
  init(_ compute: () throws(InferenceError) -> Estimate) throws(InferenceError) {
    do throws(InferenceError) {
      self = .finite(try compute())
    } catch .infinite(_, let reason) {
      self = .infinite(reason: reason)
    }
  }
}

extension Divergence: CustomStringConvertible {
  /// "value ± error", or "inf" with the reason.
  public var description: String {
    switch self {
    case .finite(let estimate): estimate.description
    case .infinite(let reason): "inf (\(reason))"
    }
  }
}
