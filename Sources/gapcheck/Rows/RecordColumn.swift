// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The columns of a record, in every format. They may only grow.
///
/// Not functions, as in a ``Field``: those are objects, whose counts of references every worker would
/// write to for every cell of a sweep.
enum RecordColumn: String, Column, CaseIterable {
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
  case elboGradientThetaError = "elbo_gradient_theta_error"
  case elboGradientPhiError = "elbo_gradient_phi_error"
  case tight
  case status
  case reason
  case positive
  case evaluations
  case errorKind = "error_kind"

  /// Where a record of the exercise sheet's model is.
  static let point: [RecordColumn] = [.theta, .x, .phi]

  /// What a row of the exercise sheet's model has besides.
  static let ofExercise =
    logarithms + [
      .elboGradientTheta, .elboGradientPhi, .status, .reason, .elboGradientThetaError,
      .elboGradientPhiError,
    ]

  /// The results of a row of any other model.
  static let ofModel = logarithms + [.tight, .status, .reason, .errorKind]

  /// The four logarithms, each with its bound.
  static let logarithms: [RecordColumn] = [
    .logEvidence, .logEvidenceError, .elbo, .elboError, .gap, .gapError, .divergence,
    .divergenceError,
  ]

  var name: String { rawValue }

  func value(_ record: GapRecord) -> FieldValue {
    switch self {
    case .theta: .number(record.exercise?.theta)
    case .x: .number(record.exercise?.x)
    case .phi: .number(record.exercise?.phi)
    case .logEvidence: .number(record.logEvidence.value)
    case .logEvidenceError: .number(record.logEvidence.error)
    case .elbo: .number(record.elbo.value)
    case .elboError: .number(record.elbo.error)
    case .gap: .number(record.gap.value)
    case .gapError: .number(record.gap.error)
    case .divergence: .number(record.divergence.value)
    case .divergenceError: .number(record.divergence.error)
    case .elboGradientTheta: .number(record.exercise?.elboGradientTheta.value)
    case .elboGradientPhi: .number(record.exercise?.elboGradientPhi.value)
    case .elboGradientThetaError: .number(record.exercise?.elboGradientTheta.error)
    case .elboGradientPhiError: .number(record.exercise?.elboGradientPhi.error)
    case .tight: .flag(record.isTight)
    case .status: .text(record.status.rawValue)
    case .reason: .text(record.reason)
    case .positive: .flag(record.positivity.flag)
    case .evaluations: .integer(record.evaluations)
    case .errorKind: .text(record.errorKind?.name)
    }
  }
}
