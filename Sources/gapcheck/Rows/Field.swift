// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// A column that is a name and a function.
struct Field<Record>: Column {
  let name: String
  private let read: @Sendable (Record) -> FieldValue

  init(_ name: String, _ value: @escaping @Sendable (Record) -> FieldValue) {
    self.name = name
    read = value
  }

  init(_ name: String, number path: @escaping @Sendable (Record) -> Double?) {
    self.init(name) { .number(path($0)) }
  }

  func value(_ record: Record) -> FieldValue { read(record) }

  /// The two columns of an estimate: the value, and its error bound; missing where there is none.
  static func pair(
    _ name: String, _ estimate: @escaping @Sendable (Record) -> Estimate?
  ) -> [Field] {
    [
      Field(name, number: { estimate($0)?.value }),
      Field("\(name)_error", number: { estimate($0)?.error }),
    ]
  }

  /// The columns of a record inside.
  static func columns(
    _ columns: [RecordColumn], _ record: @escaping @Sendable (Record) -> ResultRecord
  ) -> [Field] {
    columns.map { column in Field(column.name) { column.value(record($0)) } }
  }

  /// The columns that say what the model is: of prior and likelihood, or log joint and support, two are
  /// missing.
  static func model(_ model: @escaping @Sendable (Record) -> Model) -> [Field] {
    func text(_ name: String, _ value: @escaping @Sendable (Model) -> String?) -> Field {
      Field(name) { .text(value(model($0))) }
    }
    func list(
      _ name: String, _ texts: @escaping @Sendable (Model) -> [String?],
      orOne value: @escaping @Sendable (Model) -> String?
    ) -> Field {
      Field(name) {
        let model = model($0)
        return model.rows.isEmpty ? .text(value(model)) : .texts(texts(model))
      }
    }
    return [
      text("prior") { model in model.prior.map { "\($0)" } },
      list("likelihood", { $0.rows.map { $0.likelihood?.text } }) { model in
        model.likelihood.map { "\($0)" }
      },
      text("log_joint") { $0.logJointText },
      text("support") { $0.logJointText == nil ? nil : "\($0.support.lower)..\($0.support.upper)" },
      list("x", { $0.rows.map(\.name) }) { model in
        model.observations.isEmpty
          ? nil : model.observations.map { "\($0)" }.joined(separator: ",")
      },
    ]
  }

  /// The columns that a model of rows has besides: how many observations each likelihood has, and log
  /// likelihoods without a name; none for any other model.
  static func rows(
    of model: Model, _ value: @escaping @Sendable (Record) -> Model
  ) -> [Field] {
    guard !model.rows.isEmpty else { return [] }
    return [
      Field("rows") { .integer(value($0).rows.map(\.count).max() ?? 0) },
      Field("log_likelihood") {
        .texts(value($0).rows.map { $0.likelihood == nil ? $0.text : nil })
      },
    ]
  }

  /// The columns that say how a result came about.
  static func conditions(
    tolerance: @escaping @Sendable (Record) -> Double?
  ) -> [Field] {
    [Field("tolerance", number: tolerance)] + versions
  }

  /// The versions of what computed a result.
  static var versions: [Field] {
    [
      Field("version") { _ in .text(Version.number) },
      Field("gsl_version") { _ in .text(GSL.version) },
    ]
  }
}
