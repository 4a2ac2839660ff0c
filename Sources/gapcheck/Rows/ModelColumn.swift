// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The columns of the numbers of a model and a q. They may only grow.
enum ModelColumn: String, Column, CaseIterable {
  case logEvidence = "log_evidence"
  case logEvidenceError = "log_evidence_error"
  case elbo
  case elboError = "elbo_error"
  case gap
  case gapError = "gap_error"
  case divergence = "kl"
  case divergenceError = "kl_error"
  case tight
  case status
  case reason

  var name: String { rawValue }

  func value(_ record: ModelRecord) -> FieldValue {
    switch self {
    case .logEvidence: .number(record.logEvidence.value)
    case .logEvidenceError: .number(record.logEvidence.error)
    case .elbo: .number(record.elbo.value)
    case .elboError: .number(record.elbo.error)
    case .gap: .number(record.gap.value)
    case .gapError: .number(record.gap.error)
    case .divergence: .number(record.divergence.value)
    case .divergenceError: .number(record.divergence.error)
    case .tight: .flag(record.isTight)
    case .status: .text(record.status.rawValue)
    case .reason: record.reason.map(FieldValue.text) ?? .missing
    }
  }
}
