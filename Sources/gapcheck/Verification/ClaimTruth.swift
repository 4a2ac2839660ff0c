// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What quantities of claims are.
///
/// Unchecked: one claim is looked at at a time.
final class ClaimTruth: @unchecked Sendable {
  /// A quantity's value, or why there is none.
  typealias Outcome = Result<Estimate, Claim.Fault>

  /// The quantities: each is a column of a kind of row. A quantity of another kind is a line more.
  private static let columns: [(kind: BatchKind, columns: [RecordColumn])] = [
    (.pair, [.divergence]),
    (.model, [.logEvidence, .elbo, .gap, .divergence]),
    (.exercise, [.logEvidence, .elbo, .gap, .divergence, .elboGradientTheta, .elboGradientPhi]),
    (
      .posterior,
      [
        .logEvidence, .mean, .standardDeviation, .lowest, .lowerQuartile, .median, .upperQuartile,
        .highest,
      ]
    ),
  ]

  /// The names of all quantities.
  static var names: [String] {
    let all =
      columns.flatMap(\.columns).map(\.name).filter { !$0.hasPrefix(ModelNumber.gradient) }
      + DivergencesReport.names + ModelNumber.names
    var names: [String] = []
    for name in all where !names.contains(name) { names.append(name) }
    return names
  }

  private let worker: GapWorker
  private let rows = BatchRows(given: BatchGiven(texts: [:], parts: []))

  init(tolerance: Double, rowTimeout: Double) throws(QuadratureError) {
    worker = try GapWorker(tolerance: tolerance, rowTimeout: rowTimeout)
  }

  /// Looks at a claim within the time that it may take.
  func withinTime<Value>(_ look: () -> Value) -> Value { worker.withinTime(look) }

  /// The value of a quantity; infinite where it is so by theorem.
  func value(_ quantity: String, of claim: Claim) -> Outcome {
    let described = rows.kind(of: claim)
    var kinds: [BatchKind] = claim.isPair ? [.pair] : [.model, .exercise, .posterior]
    if let described, kinds.contains(described) {
      kinds = [described] + kinds.filter { $0 != described }
    }
    for kind in kinds {
      let known = ClaimTruth.columns.first { $0.kind == kind }?.columns ?? []
      if let column = known.first(where: { $0.name == quantity }), can(kind, claim) {
        return value(column, rows.record(of: claim, kind, by: worker))
      }
    }
    let order = DivergencesReport.order(of: quantity)
    if claim.isPair, order != nil || DivergencesReport.names.contains(quantity) {
      return divergence(quantity, orders: order.map { [$0] } ?? [], claim)
    }
    let whole = claim.spelledOut
    let number = ModelNumber(name: claim.has(.q) ? quantity : ModelNumber.spelledOut(quantity))
    if let number, can(.model, whole) { return value(number, whole) }
    if let reason = ModelNumber.reasonWithoutTruth(quantity) {
      return .failure(Claim.Fault(description: reason))
    }
    let isKnown = number != nil || order != nil || ClaimTruth.names.contains(quantity)
    return .failure(
      Claim.Fault(
        description: isKnown
          ? "\(quantity) needs a model that the row does not have"
          : "quantity must be one of \(ClaimTruth.names.joined(separator: ", ")), got '\(quantity)'"
      ))
  }

  /// Whether a row has what a kind is computed from.
  private func can(_ kind: BatchKind, _ claim: Claim) -> Bool {
    let hasModel = claim.has(.prior) || claim.has(.logJoint)
    return switch kind {
    case .model: hasModel && claim.has(.q)
    case .exercise: !hasModel && claim.has(.theta) && claim.has(.phi)
    case .posterior: hasModel || claim.has(.theta)
    case .pair: true
    }
  }

  private func value(_ column: RecordColumn, _ record: ResultRecord) -> Outcome {
    func number(_ name: String) -> Double? {
      guard let column = RecordColumn(rawValue: name),
        case .number(let number) = column.value(record)
      else { return nil }
      return number
    }
    let reason: String
    if case .text(let text) = RecordColumn.reason.value(record) {
      reason = text
    } else {
      reason = record.status.rawValue
    }
    guard let value = number(column.name), !value.isNaN, record.status != .unverified else {
      return .failure(Claim.Fault(description: reason))
    }
    if value.isInfinite {
      return record.status == .infinite
        ? .success(Estimate(value, error: 0)) : .failure(Claim.Fault(description: reason))
    }
    return .success(Estimate(value, error: number("\(column.name)_error") ?? .infinity))
  }

  /// A number of a model and a q.
  private func value(_ number: ModelNumber, _ claim: Claim) -> Outcome {
    outcome {
      guard let q = claim.text(of: .q) else {
        throw Claim.Fault(description: "q must be a distribution, got nothing")
      }
      let texts = try rows.model(claim)
      return try number.value(of: { try texts.model() }, .texts(texts), q: q, by: worker)
    }
  }

  /// A divergence of a pair that is no KL.
  private func divergence(_ name: String, orders: [Double], _ claim: Claim) -> Outcome {
    outcome {
      guard let q = claim.text(of: .q), let p = claim.text(of: .p) else {
        throw Claim.Fault(description: "q and p must be distributions, got nothing")
      }
      return DivergencesReport.number(
        name,
        of: try worker.divergences(
          of: try DistributionSpec.law(q), and: try DistributionSpec.law(p), orders: orders))
    }
  }

  /// A number that is infinite by theorem, or finite; why there is none.
  private func outcome(_ compute: () throws -> Quantity?) -> Outcome {
    do {
      let computed = try compute()
      // Whatever came of it: a part of it may be unfinished.
      try TimeLimit.check()
      guard let number = computed else {
        throw Claim.Fault(description: "there is no such number")
      }
      if case .undefined(let reason) = number { throw Claim.Fault(description: reason) }
      return .success(number.bounded)
    } catch {
      return .failure(error as? Claim.Fault ?? Claim.Fault(description: "\(error)"))
    }
  }
}
