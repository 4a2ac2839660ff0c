// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// Why a quantity of inference could not be had.
public enum InferenceError: Error, Sendable, Hashable {
  /// A double cannot hold the quantity, or a term of it.
  case overflow(quantity: String)

  /// The quantity is infinite, by theorem.
  case infinite(quantity: String, reason: String)

  /// The observation is not a finite number.
  case invalidObservation(Double)

  /// A text or an observation makes no model.
  case model(ModelError)

  /// The joint density cannot be normalised, or its bulk was not found.
  case noEvidence(reason: String)

  /// An integral failed.
  case quadrature(quantity: String, QuadratureError)

  /// A parameter makes no distribution.
  case distribution(DistributionError)
}

extension InferenceError: CustomStringConvertible {
  /// What was wrong, with the value.
  public var description: String {
    switch self {
    case .overflow(let quantity): "\(quantity) is too large for a double"
    case .infinite(let quantity, let reason): "\(quantity) is infinite: \(reason)"
    case .invalidObservation(let x): "the observation x must be finite, got \(x)"
    case .model(let error): error.description
    case .noEvidence(let reason): "no evidence: \(reason)"
    case .quadrature(let quantity, let error): "\(quantity): \(error)"
    case .distribution(let error): error.description
    }
  }
}
