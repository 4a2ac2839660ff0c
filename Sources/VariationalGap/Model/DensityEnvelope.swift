// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A step function above a density, for drawing from it by rejection.
///
/// Source: Devroye, *Non-Uniform Random Variate Generation* (Springer, 1986), II.3.
struct DensityEnvelope {
  private struct Step {
    let stretch: Stretch
    /// A bound on the log density of u.
    let logBound: Double
    /// The mass of the steps up to the end of this one.
    var total: Double
  }

  private let cover: Cover
  private var steps: [Step] = []

  /// Cuts the panels of a cover until the density varies by a factor of 2 or so.
  ///
  /// - Parameter peak: what masses are relative to: its exponential.
  init(over cover: Cover, relativeTo peak: Double) throws(InferenceError) {
    self.cover = cover
    var total = 0.0
    var open = cover.panels.filter { $0.isActive[0] }.map { (stretch: $0.stretch, depth: 0) }
    while let (stretch, depth) = open.popLast() {
      let range = cover.terms[0].density[stretch.coordinate].range(over: stretch, sufficient: 0.5)
      if range.upper - range.lower > 1, depth < 10, let (first, second) = stretch.halves {
        open += [(second, depth + 1), (first, depth + 1)]
      } else if !range.isEmpty {
        total += exponential(range.upper - peak) * (stretch.upper - stretch.lower)
        steps.append(Step(stretch: stretch, logBound: range.upper, total: total))
      }
    }
    guard total.isFinite, cover.outside(0, relativeTo: peak) < 1e-15 * total else {
      throw .noEvidence(reason: "the posterior cannot be drawn from: its density has no bound")
    }
  }

  /// The next draw of a stream.
  func draw(from source: inout RandomSource) -> Double {
    while true {
      let target = source.uniform() * (steps.last?.total ?? 0)
      var (low, high) = (0, steps.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if steps[middle].total < target { low = middle + 1 } else { high = middle }
      }
      let (step, stretch) = (steps[low], steps[low].stretch)
      let length = DoubleDouble(stretch.upper) - DoubleDouble(stretch.lower)
      let u = DoubleDouble(stretch.lower) + length * source.uniform()
      let density = cover.terms[0].density[stretch.coordinate](u)
      if logarithm(source.uniform()) < (density - DoubleDouble(step.logBound)).head {
        return cover.coordinates[stretch.coordinate].z(u).head
      }
    }
  }
}
