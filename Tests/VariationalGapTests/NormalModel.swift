// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import VariationalGap

extension Model {
  /// x | z ~ N(z, σ²), σ = 1 unless another is given: with an exponential prior the model of the sheet.
  static func normal(
    _ prior: any Distribution, deviation: Double = 1, x: Double
  ) throws -> Model {
    try Model(
      prior: prior, likelihood: LikelihoodSpec.parse("normal(z, \(deviation))"), observations: [x])
  }
}
