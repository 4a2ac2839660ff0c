// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// Densities of a model over the bulk of its posterior, at equidistant points.
struct DensityGrid {
  /// The values at a point; `nil` for what the model has not.
  struct Row {
    let z: Double
    let prior: Double?
    let likelihood: Double?
    let posterior: Double
    let q: Double?
  }

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

  private let posterior: Posterior
  private let family: (any Distribution)?
  private let count: Int
  private let lower: Double
  private let upper: Double

  /// How much mass may lie beyond each end.
  private static let tail = 0.0005

  /// The bulk of q or the prior is left out where it is so many times as wide as the posterior's.
  private static let widest = 20.0

  /// - Throws: `InferenceError`, `QuadratureError`.
  init(_ model: Model, family: (any Distribution)?, count: Int) throws {
    var workspace = try Workspace()
    let posterior = try model.posterior(workspace: &workspace)
    var lower = try posterior.quantile(Self.tail, workspace: &workspace).value
    var upper = try posterior.quantile(1 - Self.tail, workspace: &workspace).value
    let width = upper - lower
    for other in [family, model.prior].compactMap({ $0 }) {
      let ends = (other.quantile(Self.tail), other.quantile(1 - Self.tail))
      guard ends.1 - ends.0 <= Self.widest * width else { continue }
      lower = min(lower, ends.0)
      upper = max(upper, ends.1)
    }
    self.posterior = posterior
    self.family = family
    self.count = count
    (self.lower, self.upper) = (lower, upper)
  }

  /// The row at an index from 0 to count − 1.
  subscript(index: Int) -> Row {
    let share = Double(index) / Double(count - 1)
    let z = lower * (1 - share) + upper * share
    let model = posterior.model
    return Row(
      z: z, prior: model.prior?.density(z), likelihood: model.likelihood(at: z),
      posterior: posterior.density(z), q: family?.density(z))
  }
}
