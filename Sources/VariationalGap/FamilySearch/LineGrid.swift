// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Nodes and weights for integrals over the line, dense around a place and as far out as doubles reach: the
/// trapezoidal rule in v with t = centre + width·sinh(3·sinh(v/3)).
///
/// For a density of about that width the rule converges exponentially, heavy tails too. Its error is not
/// bounded: it guides searches, whose results are then integrated with a bound.
///
/// Source: Takahasi and Mori, "Double exponential formulas for numerical integration" (1974).
struct LineGrid {
  /// t, from left to right.
  let points: [Double]
  /// log of the weight of each.
  let logWeights: [Double]
  /// The unit of t.
  let width: Double

  private static let step = 0.1

  init(centre: Double, width: Double) {
    var points: [Double] = []
    var logWeights: [Double] = []
    for index in -160...160 {
      let v = Double(index) * LineGrid.step
      let w = 1.5 * (exponential(v / 3) - exponential(-v / 3))
      let (rise, fall) = (exponential(w), exponential(-w))
      let t = centre + width * 0.5 * (rise - fall)
      guard t.isFinite else { continue }
      points.append(t)
      let slope = 0.25 * (exponential(v / 3) + exponential(-v / 3)) * (rise + fall)
      logWeights.append(logarithm(LineGrid.step * width) + logarithm(slope))
    }
    (self.points, self.logWeights, self.width) = (points, logWeights, width)
  }
}

/// The bulk of a density on the line, as a grid and the share of the mass at each of its points.
struct Bulk {
  let grid: LineGrid
  /// Of each point, adding up to 1; 0 in the outer half percents, where a tail may have no moments.
  let shares: [Double]
  /// Quartiles: t at which the shares add up to ¼, ½ and ¾.
  let quartiles: [Double]

  /// - Parameters:
  ///   - logDensity: of t, up to a constant; a NaN is taken for −∞.
  ///   - start: a t to start from.
  /// - Returns: `nil` where no bulk was found in doubles.
  init?(of logDensity: (Double) -> Double, from start: Double, width: Double = 1) {
    var (centre, width) = (start, width)
    // The nodes lie at all scales: their quartiles lead to the bulk from anywhere.
    for _ in 0..<60 {
      let grid = LineGrid(centre: centre, width: width)
      let logs = zip(grid.points, grid.logWeights).map { logDensity($0) + $1 }
      let peak = logs.reduce(-Double.infinity) { $1.isFinite ? max($0, $1) : $0 }
      guard peak.isFinite else { return nil }
      let masses = logs.map { $0.isFinite ? exponential($0 - peak) : 0 }
      let total = masses.reduce(0, +)
      var (sum, indices) = (0.0, [0, 0, 0])
      var shares: [Double] = []
      for (index, mass) in masses.enumerated() {
        for (rank, share) in [0.25, 0.5, 0.75].enumerated() where sum < share * total {
          indices[rank] = index
        }
        sum += mass
        shares.append(sum > 0.005 * total && sum - mass < 0.995 * total ? mass : 0)
      }
      let t = indices.map { grid.points[$0] }
      let neighbours = (max(indices[1] - 1, 0), min(indices[1] + 1, grid.points.count - 1))
      let distance = grid.points[neighbours.1] - grid.points[neighbours.0]
      let next = max(0.74 * (t[2] - t[0]), 0.25 * distance)
      if abs(t[1] - centre) < 0.5 * width, (0.5...2).contains(next / width) {
        let kept = shares.reduce(0, +)
        (self.grid, self.shares, quartiles) = (grid, shares.map { $0 / kept }, t)
        return
      }
      guard next > 0, next.isFinite else { return nil }
      (centre, width) = (t[1], next)
    }
    return nil
  }
}
