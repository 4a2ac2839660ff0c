// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

extension DensityGrid {
  /// The columns of `posterior --grid`.
  static var fields: [Field<Row>] {
    func optional(_ name: String, _ value: @escaping @Sendable (Row) -> Double?) -> Field<Row> {
      Field(name) { value($0).map(FieldValue.number) ?? .missing }
    }
    return [
      Field("z", number: { $0.z }), optional("prior") { $0.prior },
      optional("likelihood") { $0.likelihood }, Field("posterior", number: { $0.posterior }),
      optional("q") { $0.q },
    ]
  }
}
