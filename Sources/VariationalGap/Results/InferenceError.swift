// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// Why a quantity of inference could not be had.
public enum InferenceError: Error, Sendable, Hashable {
  /// A double cannot hold the quantity, or a term of it.
  case overflow(quantity: String)

  /// The quantity is infinite, by theorem: thrown where nothing else can be had without it, as for a
  /// density that has no finite integral; else the result is a ``Quantity``.
  case infinite(quantity: String, reason: String)

  /// A text or an observation makes no model.
  case model(ModelError)

  /// There is no evidence: the joint density is 0, or its bulk was not found.
  case noEvidence(reason: String)

  /// An integral failed.
  case quadrature(quantity: String, QuadratureError)

  /// A parameter makes no distribution.
  case distribution(DistributionError)

  /// A family has no best member, or none was found.
  case noBestMember(reason: String)

  /// It takes longer than it may.
  case timeLimit(seconds: Double)

  /// An argument is not what it has to be.
  case argument(String, value: String, requirement: String)
}

extension InferenceError: CustomStringConvertible {
  /// What was wrong, with the value.
  public var description: String {
    switch self {
    case .overflow(let quantity): "\(quantity) is too large for a double"
    case .infinite(let quantity, let reason): "\(quantity) is infinite: \(reason)"
    case .model(let error): error.description
    case .noEvidence(let reason): "no evidence: \(reason)"
    case .noBestMember(let reason): "no best member: \(reason)"
    case .quadrature(let quantity, let error): "\(quantity): \(error)"
    case .distribution(let error): error.description
    case .timeLimit(let seconds): "not done in \(seconds.orderText) s of processor time"
    case .argument(let name, let value, let requirement):
      "\(name) must be \(requirement), got \(value)"
    }
  }
}
