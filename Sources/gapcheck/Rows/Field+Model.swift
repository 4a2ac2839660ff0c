// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import VariationalGap

extension Field {
  /// The columns that say what the model is: of prior and likelihood, or log joint and support, two are
  /// missing.
  static func model(
    _ model: @escaping @Sendable (Record) -> Model
  ) -> [Field] {
    func text(
      _ name: String, _ value: @escaping @Sendable (Model) -> String?
    ) -> Field {
      Field(name) { value(model($0)).map(FieldValue.text) ?? .missing }
    }
    return [
      text("prior") { model in model.prior.map { "\($0)" } },
      text("likelihood") { model in model.likelihood.map { "\($0)" } },
      text("log_joint") { $0.logJointText },
      text("support") { $0.logJointText == nil ? nil : "\($0.support.lower)..\($0.support.upper)" },
      text("x") { model in
        model.observations.isEmpty
          ? nil : model.observations.map { "\($0)" }.joined(separator: ",")
      },
    ]
  }
}
