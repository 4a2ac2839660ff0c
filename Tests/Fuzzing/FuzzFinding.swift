// SPDX-License-Identifier: GPL-3.0-or-later

package import Certificate
import Quadrature
import VariationalGap

/// What the certificate says of one answer.
package struct FuzzFinding: Sendable {
  /// What the engine says.
  package let answer: FuzzAnswer
  /// What is proven.
  package let proof: CertifiedQuantity
  /// What follows.
  package let verdict: FuzzVerdict

  /// Judges an answer.
  ///
  /// - Parameter scale: what the error of a mean or a quantile may be measured by, if that is larger than the
  ///   number.
  package init(_ answer: FuzzAnswer, _ proof: CertifiedQuantity, scale: Double) {
    (self.answer, self.proof) = (answer, proof)
    verdict =
      switch answer.outcome {
      case .refused(let error): FuzzFinding.judge(refusal: error, proof)
      case .answered(let quantity):
        FuzzFinding.judge(
          quantity, proof, scale: scale, isVerified: answer.isVerified,
          isRange: answer.quantity.isKnownByRange)
      case .audited(let verdict):
        switch verdict {
        case .yes: .right
        case .no: .broken
        case .cannotTell: .loose
        }
      }
  }

  /// A number that no double can hold is refused with reason, and no integral means no moment.
  private static func judge(
    refusal error: InferenceError, _ proof: CertifiedQuantity
  ) -> FuzzVerdict {
    switch (error, proof) {
    case (.infinite, .infinite): .right
    case (.infinite, .notDecided): .undecided
    case (.infinite, .finite): .falseInfinity
    case (_, .finite(let interval)) where interval.isBeyondDoubles: .right
    default: .refused
    }
  }

  private static func judge(
    _ quantity: Quantity, _ proof: CertifiedQuantity, scale: Double, isVerified: Bool,
    isRange: Bool
  ) -> FuzzVerdict {
    switch (quantity, proof) {
    case (.infinite(let sign, _), .infinite(let isPositive, _)):
      return isPositive == (sign == .plus) ? .right : .broken
    case (.undefined, .undefined): return .right
    // It could not be had, and nothing is claimed.
    case (.undefined, _) where !isVerified: return .refused
    case (.infinite, .finite), (.undefined, .finite): return .falseInfinity
    case (.infinite, .notDecided), (.undefined, .notDecided): return .undecided
    case (.infinite, .undefined), (.undefined, .infinite): return .broken
    case (.finite(let estimate), .infinite), (.finite(let estimate), .undefined):
      return estimate.error.isFinite ? .broken : isVerified ? .loose : .unverified
    case (.finite(let estimate), .finite(let interval)):
      if !estimate.value.isFinite, interval.isBeyondDoubles { return .right }
      let verdict = interval.judge(estimate.value, error: estimate.error)
      if verdict == .refuted { return .broken }
      if !isVerified { return .unverified }
      // Below the normal doubles there are no digits.
      let enough = max(1e-9 * max(abs(estimate.value), scale), .leastNormalMagnitude)
      guard estimate.error <= enough else { return .loose }
      return verdict == .confirmed || isRange ? .right : .undecided
    case (.finite(let estimate), .notDecided):
      if !isVerified { return .unverified }
      return estimate.error.isFinite ? .undecided : .loose
    }
  }

  /// Both in words.
  package var description: String {
    let engine =
      switch answer.outcome {
      case .answered(let quantity): "\(quantity)\(answer.isVerified ? "" : ", unverified")"
      case .refused(let error): "refused: \(error)"
      case .audited(let verdict): "\(verdict)"
      }
    let truth =
      switch proof {
      case .finite(let interval): "[\(interval.lower), \(interval.upper)]"
      case .infinite(let isPositive, let reason): "\(isPositive ? "" : "-")inf (\(reason))"
      case .undefined(let reason): "undefined (\(reason))"
      case .notDecided(let reason): "not decided (\(reason))"
      }
    return "\(answer.quantity): engine \(engine); truth \(truth)"
  }
}

extension FuzzAnswer.Quantity {
  /// Whether all that is proven is a range that it lies in.
  fileprivate var isKnownByRange: Bool {
    if case .bound(.importance) = self { true } else { false }
  }
}

extension CertifiedInterval {
  /// Whether no finite double comes near.
  fileprivate var isBeyondDoubles: Bool {
    lowerBound >= .greatestFiniteMagnitude || upperBound <= -.greatestFiniteMagnitude
  }
}
