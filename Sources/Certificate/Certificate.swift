// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// The numbers of a model as enclosures that ball arithmetic proves.
///
/// It shares the formulas of the densities with the engine, and no numerics: integrals come from FLINT's
/// `acb_calc_integrate` on formulas evaluated on complex balls, tails are bounded by formula, and the
/// normalisers of families are evaluated with as many bits as it takes.
public struct Certificate: Sendable {
  /// The model.
  public let model: CertifiedModel

  /// How many significant digits are wanted.
  public let digits: Int

  /// How many seconds of processor time one quantity may take.
  public let seconds: Double

  /// Why a quantity is not decided that might be in more ``seconds``.
  public static let timeIsOver = "the time that was allowed is over"

  /// Asks for so many digits.
  ///
  /// - Parameters:
  ///   - model: what is asked about.
  ///   - digits: at least 1.
  ///   - seconds: after which the enclosure that is there is taken.
  public init(of model: CertifiedModel, digits: Int = 15, seconds: Double = 60) {
    (self.model, self.digits, self.seconds) = (model, max(1, digits), seconds)
  }

  /// log p(x).
  public func logEvidence() -> CertifiedQuantity {
    Refinement(digits: digits, seconds: seconds).run { try model.evaluation($0).logEvidence() }
  }

  /// E_q[log p(x, z) − log q(z)].
  public func elbo(of q: FamilyMember) -> CertifiedQuantity {
    proof(of: q) { try $0.elbo() }
  }

  /// KL(q‖posterior).
  public func divergence(of q: FamilyMember) -> CertifiedQuantity {
    proof(of: q) { try $0.divergence() }
  }

  /// What is proven of a quantity of the model and a q.
  func proof(
    of q: FamilyMember, _ compute: (Evaluation) throws -> Ball
  ) -> CertifiedQuantity {
    Refinement(digits: digits, seconds: seconds).run { effort in
      try compute(try model.evaluation(effort, q: q))
    }
  }

  /// E[z | x].
  public func mean() -> CertifiedQuantity {
    Refinement(digits: digits, seconds: seconds).run { try model.evaluation($0).mean() }
  }

  /// The standard deviation of z given x.
  public func standardDeviation() -> CertifiedQuantity {
    Refinement(digits: digits, seconds: seconds).run {
      try model.evaluation($0).standardDeviation()
    }
  }

  /// The z with P(z′ ≤ z | x) = p, for p strictly between 0 and 1.
  public func quantile(_ p: Double) -> CertifiedQuantity {
    guard p > 0, p < 1 else {
      return .notDecided(reason: "a quantile needs a probability between 0 and 1, got \(p)")
    }
    return Refinement(digits: digits, seconds: seconds).run {
      try model.evaluation($0).quantile(p)
    }
  }
}
