// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// A value in a row.
enum FieldValue {
  case number(Double)
  case integer(Int)
  case text(String)
  case flag(Bool)
  /// Nothing: null, or an empty cell.
  case missing
}

/// A named column of a record: one place for every format.
struct Field<Record>: Sendable {
  let name: String
  /// `"name":`, ready to be written.
  let jsonKey: [UInt8]
  private let reading: Reading

  /// How the value is got from a record.
  ///
  /// The functions are not wrapped in others: a closure that captures is an object, and its count of
  /// references would be written to by every worker for every cell.
  private enum Reading: Sendable {
    case any(@Sendable (Record) -> FieldValue)
    case number(@Sendable (Record) -> Double)
    case value(@Sendable (Record) -> Estimate)
    case error(@Sendable (Record) -> Estimate)
  }

  private init(_ name: String, reading: Reading) {
    self.name = name
    jsonKey = Array("\"\(name)\":".utf8)
    self.reading = reading
  }

  init(_ name: String, _ value: @escaping @Sendable (Record) -> FieldValue) {
    self.init(name, reading: .any(value))
  }

  init(_ name: String, number path: @escaping @Sendable (Record) -> Double) {
    self.init(name, reading: .number(path))
  }

  /// The value in a record.
  func value(_ record: Record) -> FieldValue {
    switch reading {
    case .any(let value): value(record)
    case .number(let number): .number(number(record))
    case .value(let estimate): .number(estimate(record).value)
    case .error(let estimate): .number(estimate(record).error)
    }
  }

  /// The two columns of an estimate: the value, and its error bound.
  static func pair(
    _ name: String, _ estimate: @escaping @Sendable (Record) -> Estimate
  ) -> [Field] {
    [
      Field(name, reading: .value(estimate)),
      Field("\(name)_error", reading: .error(estimate)),
    ]
  }
}

extension Field where Record == ExerciseRecord {
  /// The columns of a point (θ, x, φ). They may only grow.
  static let all: [Field] =
    [
      Field("theta", number: { $0.theta }), Field("x", number: { $0.x }),
      Field("phi", number: { $0.phi }),
    ]
    + pair("log_evidence", { $0.logEvidence }) + pair("elbo", { $0.elbo })
    + pair("gap", { $0.gap }) + pair("kl", { $0.divergence })
    + [
      Field("elbo_gradient_theta", number: { $0.elboGradientTheta.value }),
      Field("elbo_gradient_phi", number: { $0.elboGradientPhi.value }),
      Field("status") { .text($0.status.rawValue) },
      Field("reason") { $0.reason.map(FieldValue.text) ?? .missing },
    ]
}
