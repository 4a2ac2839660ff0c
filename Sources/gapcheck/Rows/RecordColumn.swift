// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The columns of records, in every format, in the order in which any of them stand beside each other.
///
/// Not functions, as in a ``Field``: those are objects, whose counts of references every worker would
/// write to for every cell of a sweep.
enum RecordColumn: String, Column, CaseIterable {
  typealias Record = ResultRecord

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
  case closedForm = "closed_form"
  case closedFormError = "closed_form_error"
  case agrees
  case mean
  case meanError = "mean_error"
  case standardDeviation = "sd"
  case standardDeviationError = "sd_error"
  case modes
  case quantiles
  case lowest = "quantile_0.025"
  case lowestError = "quantile_0.025_error"
  case lowerQuartile = "quantile_0.25"
  case lowerQuartileError = "quantile_0.25_error"
  case median = "quantile_0.5"
  case medianError = "quantile_0.5_error"
  case upperQuartile = "quantile_0.75"
  case upperQuartileError = "quantile_0.75_error"
  case highest = "quantile_0.975"
  case highestError = "quantile_0.975_error"
  case elboGradientTheta = "elbo_gradient_theta"
  case elboGradientPhi = "elbo_gradient_phi"
  case positive
  case tight
  case status
  case reason
  case evaluations
  case elboGradientThetaError = "elbo_gradient_theta_error"
  case elboGradientPhiError = "elbo_gradient_phi_error"
  case errorKind = "error_kind"
  case expectedLogLikelihood = "expected_log_likelihood"
  case expectedLogLikelihoodError = "expected_log_likelihood_error"
  case priorDivergence = "kl_prior"
  case priorDivergenceError = "kl_prior_error"
  case expectedLogPrior = "expected_log_prior"
  case expectedLogPriorError = "expected_log_prior_error"
  case entropy
  case entropyError = "entropy_error"
  case expectedLogJoint = "expected_log_joint"
  case expectedLogJointError = "expected_log_joint_error"
  case forwardDivergence = "forward_kl"
  case forwardDivergenceError = "forward_kl_error"
  case jeffreys
  case jeffreysError = "jeffreys_error"
  case partsAgree = "parts_agree"
  case partsReason = "parts_reason"

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

  /// The results of a row with a pair of distributions.
  static let ofPair = divergences + [.status, .reason, .errorKind]

  /// The four logarithms, each with its bound.
  static let logarithms: [RecordColumn] = [
    .logEvidence, .logEvidenceError, .elbo, .elboError, .gap, .gapError, .divergence,
    .divergenceError,
  ]

  /// The parts of the ELBO, and KL the other way round.
  static let parts: [RecordColumn] = [
    .expectedLogLikelihood, .expectedLogLikelihoodError, .priorDivergence, .priorDivergenceError,
    .expectedLogPrior, .expectedLogPriorError, .entropy, .entropyError, .expectedLogJoint,
    .expectedLogJointError, .forwardDivergence, .forwardDivergenceError, .jeffreys, .jeffreysError,
    .partsAgree, .partsReason,
  ]

  /// KL(q‖p), beside its closed form.
  static let divergences: [RecordColumn] = [
    .divergence, .divergenceError, .closedForm, .closedFormError, .agrees, .tight,
  ]

  /// The results of a row with a posterior.
  ///
  /// - Parameter areNested: as in ``moments(areNested:)``.
  static func ofPosterior(areNested: Bool) -> [RecordColumn] {
    moments(areNested: areNested) + [.status, .reason, .errorKind]
  }

  /// Evidence and moments, modes and quantiles.
  ///
  /// - Parameter areNested: whether quantiles are one array of objects, as in JSON; in CSV they are a cell
  ///   each.
  static func moments(areNested: Bool) -> [RecordColumn] {
    let quantiles: [RecordColumn] = [
      .lowest, .lowestError, .lowerQuartile, .lowerQuartileError, .median, .medianError,
      .upperQuartile, .upperQuartileError, .highest, .highestError,
    ]
    return [
      .logEvidence, .logEvidenceError, .mean, .meanError, .standardDeviation,
      .standardDeviationError, .modes,
    ] + (areNested ? [.quantiles] : quantiles)
  }

  var name: String { rawValue }

  /// The type of the values.
  ///
  /// - Parameter areNested: as in ``moments(areNested:)``.
  func type(areNested: Bool) -> ColumnType {
    switch self {
    case .status, .reason, .errorKind, .partsReason: .text
    case .agrees, .tight, .positive, .partsAgree: .flag
    case .evaluations: .integer
    case .modes: areNested ? .numbers : .text
    case .quantiles: .quantiles
    default: .number
    }
  }

  func value(_ record: ResultRecord) -> FieldValue {
    switch record {
    case .gap(let record): value(record)
    case .parts(let record, let parts): value(parts) ?? value(record)
    case .divergence(let report): value(report)
    case .posterior(let summary): value(summary)
    }
  }

  private func value(_ record: GapRecord) -> FieldValue {
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
    case .reason: .text(record.reason.map { MessageText.cut($0) })
    case .positive: .flag(record.positivity.flag)
    case .evaluations: .integer(record.evaluations)
    case .errorKind: .text(record.errorKind?.name)
    default: .missing
    }
  }

  /// `nil` where the column is none of a part.
  private func value(_ parts: ElboParts) -> FieldValue? {
    switch self {
    case .expectedLogLikelihood: .number(parts.expectedLogLikelihood?.shown.value)
    case .expectedLogLikelihoodError: .number(parts.expectedLogLikelihood?.shown.error)
    case .priorDivergence: .number(parts.priorDivergence?.shown.value)
    case .priorDivergenceError: .number(parts.priorDivergence?.shown.error)
    case .expectedLogPrior: .number(parts.expectedLogPrior?.shown.value)
    case .expectedLogPriorError: .number(parts.expectedLogPrior?.shown.error)
    case .entropy: .number(parts.entropy.shown.value)
    case .entropyError: .number(parts.entropy.shown.error)
    case .expectedLogJoint: .number(parts.expectedLogJoint.shown.value)
    case .expectedLogJointError: .number(parts.expectedLogJoint.shown.error)
    case .forwardDivergence: .number(parts.forwardDivergence.shown.value)
    case .forwardDivergenceError: .number(parts.forwardDivergence.shown.error)
    case .jeffreys: .number(parts.jeffreys.shown.value)
    case .jeffreysError: .number(parts.jeffreys.shown.error)
    case .partsAgree: .flag(parts.identity.flag)
    case .partsReason: .text(parts.reason)
    default: nil
    }
  }

  private func value(_ report: KullbackLeiblerReport) -> FieldValue {
    let comparison = report.comparison
    return switch self {
    case .divergence: .number(comparison.divergence.shown.value)
    case .divergenceError: .number(comparison.divergence.shown.error)
    case .closedForm: .number(report.closedForm?.value)
    case .closedFormError: .number(report.closedForm?.error)
    case .agrees: .flag(report.agreement?.flag)
    case .tight: .flag(comparison.isTight)
    case .status: .text(report.status.rawValue)
    case .reason: .text(report.reason.map { MessageText.cut($0) })
    case .evaluations: .integer(comparison.evaluations)
    case .errorKind: .text(comparison.errorKind.name)
    default: .missing
    }
  }

  private func value(_ summary: PosteriorSummary) -> FieldValue {
    let posterior = summary.posterior
    func quantile(_ index: Int) -> Estimate? {
      summary.quantiles.indices.contains(index) ? summary.quantiles[index].value : nil
    }
    return switch self {
    case .logEvidence: .number(posterior.logEvidence.value)
    case .logEvidenceError: .number(posterior.logEvidence.error)
    case .mean: .number(summary.mean?.value)
    case .meanError: .number(summary.mean?.error)
    case .standardDeviation: .number(summary.standardDeviation?.value)
    case .standardDeviationError: .number(summary.standardDeviation?.error)
    case .modes: .list(posterior.modes.map(FieldValue.number))
    case .quantiles:
      .list(
        summary.quantiles.map { quantile in
          .object([
            ("probability", .number(quantile.probability)),
            ("value", .number(quantile.value?.value)), ("error", .number(quantile.value?.error)),
          ])
        })
    case .lowest: .number(quantile(0)?.value)
    case .lowestError: .number(quantile(0)?.error)
    case .lowerQuartile: .number(quantile(1)?.value)
    case .lowerQuartileError: .number(quantile(1)?.error)
    case .median: .number(quantile(2)?.value)
    case .medianError: .number(quantile(2)?.error)
    case .upperQuartile: .number(quantile(3)?.value)
    case .upperQuartileError: .number(quantile(3)?.error)
    case .highest: .number(quantile(4)?.value)
    case .highestError: .number(quantile(4)?.error)
    case .status: .text(summary.status.rawValue)
    case .reason: .text(summary.reason.map { MessageText.cut($0) })
    case .evaluations: .integer(posterior.evaluations)
    case .errorKind: .text(posterior.errorKind.name)
    default: .missing
    }
  }
}
