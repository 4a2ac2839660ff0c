// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Nodes for integrals with a density on the line, and the share of its mass at each: the trapezoidal rule over its bulk
/// where that falls off fast, a ``LineGrid`` where it does not.
///
/// Nothing of it is proven. It guides searches, whose results are then integrated with a bound.
struct LineIntegral {
  /// t.
  let points: [Double]
  /// Of each point, adding up to 1.
  let shares: [Double]
  /// The logarithm of the mass.
  let logMass: Double
  /// The logarithm of the density at each point.
  let logDensities: [Double]
  /// Where the density is largest, as far as climbing finds it.
  let peak: Double

  /// How far the density falls within the nodes: 1e-16.
  private static let depth = 37.0
  /// Steps in units of the width of the peak: of a bell exp(−2π²/0.25²) = 1e-137 is missed, where a pole is as near as in
  /// cauchy(…) 1e-11.
  private static let step = 0.25
  private static let mostPoints = 600

  /// - Parameters:
  ///   - places: where to climb from.
  ///   - greatestStep: where exp(t) is in the density, poles are π/2 away, and steps small.
  ///   - density: its logarithm at a place.
  ///   - all: its logarithm at several places.
  /// - Returns: `nil` where no bulk was found.
  init?(
    from places: [Double], greatestStep: Double, density: (Double) -> Double,
    all: ([Double]) -> [Double]
  ) {
    func value(_ t: Double) -> Double {
      let value = density(t)
      return value < .infinity ? value : -.infinity
    }
    guard let top = Window.Peak(from: places, widest: LearningLine.widest, value) else {
      return nil
    }
    let reaches = [-1.0, 1].map { top.reach(to: LineIntegral.depth, side: $0, value) }
    let step = min(LineIntegral.step * top.scale, greatestStep)
    var (points, logWeights): ([Double], [Double]) = ([], [])
    if let left = reaches[0], let right = reaches[1],
      (left + right) / step < Double(LineIntegral.mostPoints)
    {
      let (first, last) = ((-left / step).rounded(.down), (right / step).rounded(.up))
      points = stride(from: first, through: last, by: 1).map { top.u + $0 * step }
      logWeights = [Double](repeating: logarithm(step), count: points.count)
    } else {
      let grid = LineGrid(centre: top.u, width: top.scale)
      (points, logWeights) = (grid.points, grid.logWeights)
    }
    logDensities = all(points)
    let logs = zip(logDensities, logWeights).map { $0 < .infinity ? $0 + $1 : -.infinity }
    let largest = logs.reduce(-Double.infinity, max)
    guard largest > -.infinity else { return nil }
    let masses = logs.map { exponential($0 - largest) }
    let total = masses.reduce(0, +)
    self.points = points
    shares = masses.map { $0 / total }
    (logMass, peak) = (largest + logarithm(total), top.u)
  }

  /// The quartiles of the density.
  var quartiles: [Double] {
    [0.25, 0.5, 0.75].map { share in
      var sum = 0.0
      let index = shares.firstIndex {
        sum += $0
        return sum >= share
      }
      return points[index ?? points.count - 1]
    }
  }

  /// Σ shares·values of each of several functions, whose values follow each other.
  func means(of values: [Double], count: Int) -> [Double] {
    (0..<count).map { function in
      var sum = 0.0
      for (index, share) in shares.enumerated() where share > 0 {
        sum += share * values[function * points.count + index]
      }
      return sum
    }
  }
}

extension LineIntegral {
  /// Of a product whose logarithms are given; from the usual places where climbing from one finds nothing.
  init?(of logs: [FormulaProgram], on support: Interval, from place: Double? = nil) {
    func integral(from places: [Double]) -> LineIntegral? {
      LineIntegral(
        from: places, greatestStep: support.greatestStepOnLine,
        density: { t in logs.reduce(0) { $0 + $1.estimate(at: t) } },
        all: { points in
          logs.dropFirst().reduce(logs[0].estimates(at: points)) { sums, log in
            zip(sums, log.estimates(at: points)).map { $0 + $1 }
          }
        })
    }
    guard let found = place.flatMap({ integral(from: [$0]) }) ?? integral(from: LearningLine.starts)
    else { return nil }
    self = found
  }
}

extension Interval {
  /// Steps of t that a density with exp(t), or the exp(2t) of a bell in z, in it can be integrated by: the latter is
  /// bounded in a strip of height π/4, and exp(−2π·π/4/0.125) = 1e-17 is missed.
  var greatestStepOnLine: Double { self == .real ? .infinity : 0.125 }
}
