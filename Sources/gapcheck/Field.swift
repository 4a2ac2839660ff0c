// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// A value in a row.
enum FieldValue {
  case number(Double)
  case integer(Int)
  case text(String)
  case flag(Bool)
}

/// A named column of a record: one place for every format.
struct Field<Record> {
  let name: String
  let value: (Record) -> FieldValue

  init(_ name: String, _ value: @escaping (Record) -> FieldValue) {
    self.name = name
    self.value = value
  }

  init(_ name: String, number path: @escaping (Record) -> Double) {
    self.init(name) { .number(path($0)) }
  }

  /// The two columns of an estimate: the value, and its error bound.
  static func pair(_ name: String, _ estimate: @escaping (Record) -> Estimate) -> [Field] {
    [
      Field(name, number: { estimate($0).value }),
      Field("\(name)_error", number: { estimate($0).error }),
    ]
  }
}

extension Field where Record == ExerciseRecord {
  /// The columns of a point (θ, x, φ). They may only grow.
  static var all: [Field] {
    [
      Field("theta", number: \.theta), Field("x", number: \.x), Field("phi", number: \.phi),
    ]
      + pair("log_evidence", \.logEvidence) + pair("elbo", \.elbo) + pair("gap", \.gap)
      + pair("kl", \.divergence)
      + [
        Field("elbo_gradient_theta", number: \.elboGradientTheta.value),
        Field("elbo_gradient_phi", number: \.elboGradientPhi.value),
        Field("status") { .text($0.status.rawValue) },
      ]
  }
}
