// SPDX-License-Identifier: GPL-3.0-or-later

package import Distributions
import Quadrature

/// Densities of a model over the bulk of its posterior, at equidistant points.
package struct DensityGrid {
  /// The values at a point; `nil` for what the model has not.
  package struct Row {
    package let z: Double
    package let prior: Double?
    package let likelihood: Double?
    package let posterior: Double
    package let q: Double?
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
  package init(_ model: Model, family: (any Distribution)?, count: Int) throws {
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
  package subscript(index: Int) -> Row {
    let share = Double(index) / Double(count - 1)
    let z = lower * (1 - share) + upper * share
    let model = posterior.model
    return Row(
      z: z, prior: model.prior?.density(z), likelihood: model.likelihood(at: z),
      posterior: posterior.density(z), q: family?.density(z))
  }
}
