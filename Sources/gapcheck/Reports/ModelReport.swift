// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `check` shows of a model and a q.
struct ModelReport {
  private let posterior: Posterior
  let family: any Distribution
  /// What the status was asked to hold to.
  let tolerance: Double
  let gap: Gap

  /// - Throws: `InferenceError`, `QuadratureError`.
  init(_ model: Model, family: any Distribution, tolerance: Double) throws {
    var workspace = try Workspace()
    (self.family, self.tolerance) = (family, tolerance)
    posterior = try model.posterior(workspace: &workspace)
    gap = try posterior.gap(of: family, workspace: &workspace)
  }

  /// The best member of a family, whose gap is known.
  init(_ best: BestMember, of posterior: Posterior, tolerance: Double) {
    self.posterior = posterior
    (family, self.tolerance) = (best.member.distribution, tolerance)
    gap = best.gap
  }

  var model: Model { posterior.model }

  var logEvidence: Estimate { posterior.logEvidence }

  /// An infinite KL says so before anything else: it is a theorem, whatever covers the mass.
  var status: Status { gap.status(tolerance: tolerance) }

  /// Why the status is not ok, in words; `nil` where it is.
  var reason: String? { gap.divergence.reason ?? status.reason }

  /// Whether q is the posterior, up to the rounding of its parameters.
  var isTight: Bool { gap.isTight }

  /// Whether every number could be had.
  var isComplete: Bool { status != .underflow }

  /// Whether the identity holds, and the gap is shown to be positive, or to be 0.
  var verdictsHold: Bool {
    gap.identity.isYes && (gap.positivity.isYes || isTight) && status != .unverified
  }

  /// The columns. They may only grow.
  static var fields: [Field<ModelReport>] {
    Field.model { $0.model }
      + [Field("q") { .text("\($0.family)") }]
      + Field.pair("log_evidence", { $0.logEvidence })
      + Field.pair("elbo", { $0.gap.elbo.shown })
      + Field.pair("gap", { $0.gap.difference.shown })
      + Field.pair("kl", { $0.gap.divergence.shown })
      + [
        Field("status") { .text($0.status.rawValue) },
        Field("reason") { $0.reason.map(FieldValue.text) ?? .missing },
        Field("positive") { $0.gap.positivity.flag.map(FieldValue.flag) ?? .missing },
        Field("tight") { .flag($0.isTight) },
        Field("evaluations") { .integer($0.gap.evaluations) },
        Field("tolerance", number: { $0.tolerance }),
        Field("version") { _ in .text(Version.number) },
        Field("gsl_version") { _ in .text(GSL.version) },
      ]
  }
}
