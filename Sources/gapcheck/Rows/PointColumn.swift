// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The columns of a point (θ, x, φ). They may only grow.
///
/// Not functions, as in a ``Field``: those are objects, whose counts of references every worker would
/// write to for every cell of a sweep.
enum PointColumn: String, Column, CaseIterable {
  case theta
  case x
  case phi
  case logEvidence = "log_evidence"
  case logEvidenceError = "log_evidence_error"
  case elbo
  case elboError = "elbo_error"
  case gap
  case gapError = "gap_error"
  case divergence = "kl"
  case divergenceError = "kl_error"
  case elboGradientTheta = "elbo_gradient_theta"
  case elboGradientPhi = "elbo_gradient_phi"
  case status
  case reason
  case elboGradientThetaError = "elbo_gradient_theta_error"
  case elboGradientPhiError = "elbo_gradient_phi_error"

  /// All of them, in the order of the output.
  static let all = allCases

  var name: String { rawValue }

  func value(_ record: ExerciseRecord) -> FieldValue {
    switch self {
    case .theta: .number(record.theta)
    case .x: .number(record.x)
    case .phi: .number(record.phi)
    case .logEvidence: .number(record.logEvidence.value)
    case .logEvidenceError: .number(record.logEvidence.error)
    case .elbo: .number(record.elbo.value)
    case .elboError: .number(record.elbo.error)
    case .gap: .number(record.gap.value)
    case .gapError: .number(record.gap.error)
    case .divergence: .number(record.divergence.value)
    case .divergenceError: .number(record.divergence.error)
    case .elboGradientTheta: .number(record.elboGradientTheta.value)
    case .elboGradientThetaError: .number(record.elboGradientTheta.error)
    case .elboGradientPhi: .number(record.elboGradientPhi.value)
    case .elboGradientPhiError: .number(record.elboGradientPhi.error)
    case .status: .text(record.status.rawValue)
    case .reason: record.reason.map(FieldValue.text) ?? .missing
    }
  }
}
