// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Nodes and weights for integrals over the line, dense around a place and as far out as doubles reach: on
/// either side the trapezoidal rule in v with log(|t − centre|/width) = 3·sinh(v/3) − exp(−v).
///
/// For a density with its peak at the centre and about that width the rule converges exponentially, also with
/// heavy tails, and where one side is a thousand times as wide as the other. Its error is not bounded: it
/// guides searches, whose results are then integrated with a bound.
///
/// Source: Takahasi and Mori, "Double exponential formulas for numerical integration" (1974).
struct LineGrid {
  /// t, from left to right.
  let points: [Double]
  /// log of the weight of each.
  let logWeights: [Double]

  private static let step = 0.125

  init(centre: Double, width: Double) {
    let nodes = (-28...128).map { index -> (distance: Double, logWeight: Double) in
      let v = Double(index) * LineGrid.step
      let (rise, fall) = (exponential(v / 3), exponential(-v / 3))
      let nearness = exponential(-v)
      let logDistance = 1.5 * (rise - fall) - nearness
      return (
        width * exponential(logDistance),
        logarithm(LineGrid.step * width) + logDistance
          + logarithm(0.5 * (rise + fall) + nearness)
      )
    }
    let sides =
      nodes.reversed().map { (t: centre - $0.distance, logWeight: $0.logWeight) }
      + nodes.map { (t: centre + $0.distance, logWeight: $0.logWeight) }
    let finite = sides.filter { $0.t.isFinite && $0.logWeight.isFinite }
    (points, logWeights) = (finite.map(\.t), finite.map(\.logWeight))
  }
}

/// The bulk of a density on the line, as a grid and the share of the mass at each of its points.
struct Bulk {
  let grid: LineGrid
  /// Of each point, adding up to 1; 0 in the outer half percents, where a tail may have no moments.
  let shares: [Double]
  /// Quartiles: t at which the shares add up to ¼, ½ and ¾.
  let quartiles: [Double]
  /// The unit of t.
  let width: Double

  /// - Parameters:
  ///   - logDensity: of t, up to a constant; a NaN is taken for −∞.
  ///   - start: a t to start from.
  /// - Returns: `nil` where no bulk was found in doubles.
  init?(of logDensity: (Double) -> Double, from start: Double, width: Double = 1) {
    var (centre, width) = (start, width)
    // The nodes lie at all scales: their quartiles lead to the bulk from anywhere.
    for _ in 0..<60 {
      let grid = LineGrid(centre: centre, width: width)
      guard let quartiles = Masses(of: logDensity, on: grid)?.quartiles(on: grid) else {
        return nil
      }
      if abs(quartiles[1] - centre) < 0.5 * width,
        (0.5...2).contains(Bulk.width(of: quartiles, on: grid) / width)
      {
        let own = Bulk.grid(about: Bulk.peak(of: logDensity, on: grid), width: width, logDensity)
        guard let masses = Masses(of: logDensity, on: own) else { return nil }
        (self.grid, self.width, shares) = (own, width, masses.shares)
        self.quartiles = masses.quartiles(on: own)
        return
      }
      (centre, width) = (quartiles[1], Bulk.width(of: quartiles, on: grid))
      guard width > 0, width.isFinite else { return nil }
    }
    return nil
  }

  /// The standard deviation that a bell with these quartiles has, and no less than the grid can tell.
  private static func width(of quartiles: [Double], on grid: LineGrid) -> Double {
    let index = grid.points.firstIndex { $0 >= quartiles[1] } ?? 0
    let neighbours = (max(index - 1, 0), min(index + 1, grid.points.count - 1))
    return max(
      0.74 * (quartiles[2] - quartiles[0]),
      0.25 * (grid.points[neighbours.1] - grid.points[neighbours.0]))
  }

  /// The place of the largest density, by golden section about the best node.
  private static func peak(of logDensity: (Double) -> Double, on grid: LineGrid) -> Double {
    let values = grid.points.map(logDensity)
    guard
      let best = values.indices.filter({ values[$0].isFinite }).max(by: { values[$0] < values[$1] })
    else { return 0 }
    var low = grid.points[max(best - 1, 0)]
    var high = grid.points[min(best + 1, values.count - 1)]
    for _ in 0..<40 {
      let step = 0.381966 * (high - low)
      if logDensity(low + step) > logDensity(high - step) { high -= step } else { low += step }
    }
    return low + 0.5 * (high - low)
  }

  /// A grid about the peak, of the width of its steeper side: the edge that gamma(0.001, 1) has in log z is a
  /// thousandth of the width of the bulk.
  private static func grid(
    about peak: Double, width: Double, _ logDensity: (Double) -> Double
  ) -> LineGrid {
    let top = logDensity(peak)
    var reach = width
    while reach > 1e-3 * width,
      [-reach, reach].contains(where: { !(logDensity(peak + $0) > top - 1) })
    {
      reach *= 0.7
    }
    return LineGrid(centre: peak, width: reach)
  }

  /// The mass of a density at each point of a grid, relative to the largest.
  private struct Masses {
    let values: [Double]
    let total: Double

    init?(of logDensity: (Double) -> Double, on grid: LineGrid) {
      let logs = zip(grid.points, grid.logWeights).map { logDensity($0) + $1 }
      let peak = logs.reduce(-Double.infinity) { $1.isFinite ? max($0, $1) : $0 }
      guard peak.isFinite else { return nil }
      values = logs.map { $0.isFinite ? exponential($0 - peak) : 0 }
      total = values.reduce(0, +)
    }

    func quartiles(on grid: LineGrid) -> [Double] {
      [0.25, 0.5, 0.75].map { share in
        var sum = 0.0
        let index = values.firstIndex {
          sum += $0
          return sum >= share * total
        }
        return grid.points[index ?? grid.points.count - 1]
      }
    }

    /// Without the outer half percents.
    var shares: [Double] {
      var sum = 0.0
      let inner = values.map { mass in
        sum += mass
        return sum > 0.005 * total && sum - mass < 0.995 * total ? mass : 0
      }
      let kept = inner.reduce(0, +)
      return inner.map { $0 / kept }
    }
  }
}
