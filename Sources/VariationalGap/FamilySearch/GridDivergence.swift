// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// KL(q‖posterior) of the members of a family, and its gradient, on a fixed ``LineGrid``: a fraction of the
/// cost of an integral with a bound.
struct GridDivergence {
  /// log q of t, and its scores, in the parameters of the family.
  struct Density {
    let logDensity: Formula
    let scores: [Formula]

    init(_ family: Family, on support: Interval) {
      logDensity = support.densityOnLine(family.logDensity)
      scores = family.scores.map(support.onLine)
    }

    func setting(_ parameters: [Double]) -> (logDensity: Formula, scores: [Formula]) {
      (logDensity.setting(parameters), scores.map { $0.setting(parameters) })
    }
  }

  /// Whether an integrand has fallen off at both ends of a grid, and is still falling there: else it has no
  /// finite integral, or next to none.
  ///
  /// - Parameter sizes: the logarithms of its terms, weights included, at the nodes where there are any.
  static func fallsOff(_ sizes: [Double]) -> Bool {
    guard let peak = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) else { return true }
    return sizes[peak] < .infinity
      && [0, sizes.count - 1].allSatisfy { end in
        sizes[end] < sizes[peak] - 14 && sizes[end] < sizes[(peak + end) / 2] - 1
      }
  }

  /// Below this weight it is not known whether a density is infinite, or a part of it has left the doubles, as x/z near 0
  /// or the z² of a score.
  private static let tiniest = 1e-100

  private let density: Density
  private let grid: LineGrid
  private let logPosterior: [Double]

  /// - Parameter logPosterior: of t.
  init(_ density: Density, on grid: LineGrid, logPosterior: (Double) -> Double) {
    (self.density, self.grid) = (density, grid)
    self.logPosterior = grid.points.map(logPosterior)
  }

  /// KL and its gradient by the coordinates; `nil` where it is infinite, or the grid too coarse for q.
  func sample(_ member: FamilyMember, _ coordinates: FamilyCoordinates) -> QuasiNewton.Sample? {
    let (logDensity, scores) = density.setting(member.parameters)
    var (mass, value) = (0.0, 0.0)
    var gradient = scores.map { _ in 0.0 }
    var means = gradient
    // Where z or the density leave the doubles nothing is known; a heavy tail shows before.
    var sizes: [Double] = []
    for (index, t) in grid.points.enumerated() {
      let own = logDensity(DoubleDouble(t)).head
      guard own < .infinity else { continue }
      let logWeight = own + grid.logWeights[index]
      let weight = exponential(logWeight)
      let excess = own - logPosterior[index]
      guard weight < GridDivergence.tiniest || excess.isFinite else { return nil }
      let size = logWeight + logarithm(abs(excess))
      if size.isFinite { sizes.append(size) }
      guard weight >= GridDivergence.tiniest else { continue }
      let term = weight * excess
      mass += weight
      value += term
      for parameter in scores.indices {
        let score = scores[parameter](DoubleDouble(t)).head
        gradient[parameter] += term * score
        means[parameter] += weight * score
      }
    }
    guard abs(mass - 1) < 0.02, GridDivergence.fallsOff(sizes) else { return nil }
    let slopes = coordinates.slopes(at: member)
    for index in gradient.indices {
      gradient[index] = (gradient[index] - value * means[index]) * slopes[index]
    }
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
    return QuasiNewton.Sample(value: value, gradient: gradient)
  }
}

extension GridDivergence.Density {
  /// −E[log q] over the shares of a bulk, and its gradient: least for the member that is most like it.
  func crossEntropy(
    _ member: FamilyMember, _ coordinates: FamilyCoordinates, _ bulk: Bulk
  ) -> QuasiNewton.Sample? {
    let (logDensity, scores) = setting(member.parameters)
    var value = 0.0
    var gradient = scores.map { _ in 0.0 }
    for (share, t) in zip(bulk.shares, bulk.grid.points) where share > 0 {
      value -= share * logDensity(DoubleDouble(t)).head
      for parameter in scores.indices {
        gradient[parameter] -= share * scores[parameter](DoubleDouble(t)).head
      }
    }
    gradient = zip(gradient, coordinates.slopes(at: member)).map { $0 * $1 }
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
    return QuasiNewton.Sample(value: value, gradient: gradient)
  }
}
