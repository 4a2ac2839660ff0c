// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// A number with its bound, or the theorem that says why there is none: a moment, a divergence, an
/// ELBO.
public enum Quantity: Sendable, Hashable {
  /// |value − truth| ≤ error.
  case finite(Estimate)

  /// ±∞, and why.
  case infinite(FloatingPointSign, reason: String)

  /// There is no such number, not even an infinite one, and why.
  case undefined(reason: String)

  /// The number with its bound; `nil` where it is infinite or undefined.
  public var estimate: Estimate? {
    if case .finite(let estimate) = self { estimate } else { nil }
  }

  /// Why the quantity is infinite or undefined; `nil` where it is finite.
  public var reason: String? {
    switch self {
    case .finite: nil
    case .infinite(_, let reason), .undefined(let reason): reason
    }
  }

  /// How its computation ended.
  package var status: Status { estimate == nil ? .infinite : .ok }

  /// The number: ±∞ where it is infinite, NaN where it is undefined.
  public var value: Double {
    switch self {
    case .finite(let estimate): estimate.value
    case .infinite(.plus, _): .infinity
    case .infinite(.minus, _): -.infinity
    case .undefined: .nan
    }
  }

  /// The bound on the error: 0 for an infinity, which is exact, and NaN for what is undefined.
  public var error: Double {
    switch self {
    case .finite(let estimate): estimate.error
    case .infinite: 0
    case .undefined: .nan
    }
  }

  /// ``value`` and ``error``.
  public var bounded: Estimate { Estimate(value, error: error) }

  /// ``value``, and the error where there is one: what is infinite by theorem has none.
  package var shown: Estimate { estimate ?? Estimate(value, error: .nan) }

  /// The lower end of the interval that holds the truth.
  public var lowerBound: Double { value - error }

  /// The upper end of the interval that holds the truth.
  public var upperBound: Double { value + error }

  /// Runs a computation, and takes ``InferenceError/infinite(quantity:reason:)`` as its result.
  init(_ compute: () throws(InferenceError) -> Estimate) throws(InferenceError) {
    do throws(InferenceError) {
      self = .finite(try compute())
    } catch .infinite(_, let reason) {
      self = .infinite(.plus, reason: reason)
    }
  }
}

extension Quantity: CustomStringConvertible {
  /// "value ± error", "inf" with the reason, or "undefined" with the reason.
  public var description: String {
    switch self {
    case .finite(let estimate): estimate.description
    case .infinite(let sign, let reason): "\(sign == .plus ? "inf" : "-inf") (\(reason))"
    case .undefined(let reason): "undefined (\(reason))"
    }
  }
}
