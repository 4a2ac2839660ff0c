// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `check` shows of a model and a q.
struct ModelReport {
  private let posterior: ModelPosterior
  let family: any Distribution
  /// What the status was asked to hold to.
  let tolerance: Double
  /// `nil` where KL(q‖posterior) is infinite.
  let gap: Gap?
  /// Why KL(q‖posterior) is infinite.
  private let infinity: String?

  /// - Throws: `InferenceError`, `QuadratureError`.
  init(_ model: FormulaModel, family: any Distribution, tolerance: Double) throws {
    var workspace = try Workspace()
    (self.family, self.tolerance) = (family, tolerance)
    posterior = try model.posterior(workspace: &workspace)
    do throws(InferenceError) {
      gap = try posterior.gap(of: family, workspace: &workspace)
      infinity = nil
    } catch .infinite(_, let reason) {
      gap = nil
      infinity = reason
    }
  }

  /// The best member of a family, whose gap is known.
  init(_ best: BestMember, of posterior: ModelPosterior, tolerance: Double) {
    self.posterior = posterior
    (family, self.tolerance) = (best.member.distribution, tolerance)
    (gap, infinity) = (best.gap, nil)
  }

  var model: FormulaModel { posterior.model }

  var logEvidence: Estimate { posterior.logEvidence }

  /// An infinite KL says so before anything else: it is a theorem, whatever covers the mass.
  var status: Status { gap?.status(tolerance: tolerance) ?? .infinite }

  /// Why the status is not ok, in words; `nil` where it is.
  var reason: String? { infinity ?? status.reason }

  /// Whether log p(x) = ELBO + KL within the bounds; −∞ + ∞ says nothing against it.
  var identityHolds: Bool { gap?.identityHolds ?? true }

  /// Whether q is the posterior, up to the rounding of its parameters.
  var isTight: Bool { gap?.isTight ?? false }

  /// Whether the gap of this q is shown to be above 0.
  var isPositive: Bool {
    guard let gap else { return true }
    return gap.isVerified && !gap.isTight && gap.divergence.lowerBound > 0
  }

  /// Whether every number could be had.
  var isComplete: Bool { status != .underflow }

  /// Whether the identity holds, and the gap is shown to be positive, or to be 0.
  var verdictsHold: Bool {
    identityHolds && (isPositive || isTight) && status != .unverified
  }

  private var evaluations: Int { gap?.evaluations ?? posterior.evaluations }

  /// The columns. They may only grow.
  static var fields: [Field<ModelReport>] {
    let minusInfinite = Estimate(-.infinity, error: .nan)
    return Field.model { $0.model }
      + [Field("q") { .text("\($0.family)") }]
      + Field.pair("log_evidence", { $0.logEvidence })
      + Field.pair("elbo", { $0.gap?.elbo ?? minusInfinite })
      + Field.pair("gap", { $0.gap?.difference ?? .infinite })
      + Field.pair("kl", { $0.gap?.divergence ?? .infinite })
      + [
        Field("status") { .text($0.status.rawValue) },
        Field("reason") { $0.reason.map(FieldValue.text) ?? .missing },
        Field("positive") { .flag($0.isPositive) },
        Field("tight") { .flag($0.isTight) },
        Field("evaluations") { .integer($0.evaluations) },
        Field("tolerance", number: { $0.tolerance }),
        Field("version") { _ in .text(Version.number) },
        Field("gsl_version") { _ in .text(GSL.version) },
      ]
  }
}
