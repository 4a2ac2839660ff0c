// SPDX-License-Identifier: GPL-3.0-or-later

package import Distributions
import Foundation
package import Quadrature

/// What a picture of importance weights shows: how likely q makes a w = p(x, z)/q(z) above some level.
package struct WeightCurve {
  /// P(log w > level) under q.
  package struct Point {
    /// log w − log E_q[w].
    package let level: Double
    /// With a bound on its error, at a level that is rounded to a double.
    package let probability: Estimate
  }

  package let model: Model
  package let family: any Distribution
  /// The numbers of the weights.
  package let weights: ImportanceWeights
  /// Whether w is a constant: q is the posterior.
  package var isTight: Bool { weights.isTight }
  /// By ascending level.
  package let points: [Point]
  /// P(w > 0): less than 1 where q has mass that p(x, z) has not.
  package let positive: Double
  /// The largest log w − log E_q[w]; `nil` where w has no bound, or it is not known.
  package let largest: Double?
  /// What draws of q see: log w − log E_q[w], descending; −∞ for a w of 0.
  package let sample: [Double]

  /// The least probability that is looked for.
  package static let leastProbability = 1e-9
  private static let count = 200

  /// - Parameters:
  ///   - model: the model.
  ///   - family: q.
  ///   - draws: how many draws of q are made besides.
  ///   - seed: their seed.
  /// - Throws: `InferenceError`, `QuadratureError`.
  package init(
    of model: Model, family: any Distribution, draws: Int, seed: UInt64
  ) throws {
    var workspace = try Workspace()
    let posterior = try model.posterior(workspace: &workspace)
    (self.model, self.family) = (model, family)
    let weights = try posterior.importanceWeights(of: family, workspace: &workspace)
    self.weights = weights
    let moments = try WeightMoments(posterior, family, workspace: &workspace)
    let centre = weights.reachedLogEvidence.map(\.value) ?? weights.logEvidence.value
    guard !weights.isTight, centre.isFinite, let common = moments.common else {
      (points, positive, largest, sample) = ([], weights.isTight ? 1 : 0, nil, [])
      return
    }
    largest = weights.largestLog.estimate.map { $0.value - centre }
    let levels = WeightLevels(
      WeightLandscape(moments.logWeight, logDensity: moments.logFamily, on: common),
      under: family)
    /// P(log w > level), the level relative to the mean.
    func probability(_ level: Double) -> Estimate { levels.probability(above: centre + level) }
    positive = min(1, levels.probability(above: -.greatestFiniteMagnitude).value)
    guard positive > 2 * WeightCurve.leastProbability else {
      (points, sample) = ([], [])
      return
    }
    // From where most weights are larger to where nearly none is.
    let low = WeightCurve.crossing(of: 0.95 * positive) { probability($0).value }
    let high = WeightCurve.crossing(of: WeightCurve.leastProbability) { probability($0).value }
    points = (0...WeightCurve.count).compactMap { index in
      let share = Double(index) / Double(WeightCurve.count)
      let level = low + share * (high - low)
      let probability = probability(level)
      return level.isFinite && probability.value.isFinite
        ? Point(level: level, probability: probability) : nil
    }
    sample = try moments.drawnLogWeights(draws, seed: seed).map { $0 - centre }.sorted(by: >)
  }

  /// The level at which a falling function passes a value; the end of what a double holds where it does not.
  private static func crossing(of value: Double, _ function: (Double) -> Double) -> Double {
    Bisection.boundary(in: .real, near: 0) { function($0) > value }
  }
}
