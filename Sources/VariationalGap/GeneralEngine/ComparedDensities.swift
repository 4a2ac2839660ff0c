// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The log densities of q and of its target.
struct ComparedDensities {
  /// log q, and log p̃ − log Z.
  let (family, target): (LatentFunction, LatentFunction)
  /// w = log p̃ − log q.
  let weight: LatentFunction
  /// A bound on the error of the constant in log q.
  let familyError: Double
  let familySupport: Interval
  let targetSupport: Interval
  let normalizer: FormulaComparison.Normalizer
  /// What a search for both starts from.
  let start: MassSearch.Start?
  /// What KL is called in messages.
  let quantity: String
  let targetName: String

  init(_ q: some Distribution, _ logMass: Estimate, _ target: FormulaComparison.Target) {
    family = LatentFunction(q.formula - .number(logMass.value))
    familyError = logMass.error
    self.target = target.density
    let difference = LatentFunction(target.function, minus: family)
    weight =
      difference.formula.unconditioned(by: family.formula, on: q.support)
      .map { LatentFunction($0) } ?? difference
    familySupport = q.support
    targetSupport = target.support
    normalizer = target.normalizer
    start = target.start
    quantity = "KL(q‖\(target.name))"
    targetName = target.name == "p" ? target.name : "the \(target.name)"
  }

  /// p, and q·(1 + |w|), in each coordinate: what a search has to cover.
  func terms(_ coordinates: [Coordinate]) -> [MassSearch.Term] {
    // Coordinates start from the ends of the support of q, and reach across none.
    let isInside = coordinates.map { coordinate in
      func distance(to end: Double) -> Double {
        end.isFinite ? (coordinate.origin - DoubleDouble(end)).head : -end
      }
      let (above, below) = (distance(to: familySupport.lower), distance(to: familySupport.upper))
      return coordinate.direction > 0 ? above >= 0 && below < 0 : above > 0 && below <= 0
    }
    let densities = zip(coordinates, isInside).map {
      $1 ? family.logDensity(in: $0) : CoordinateFunction(.number(-.infinity))
    }
    return [
      MassSearch.Term(
        density: coordinates.map { target.logDensity(in: $0) }, known: 0),
      MassSearch.Term(
        density: densities,
        weight: coordinates.indices.map {
          isInside[$0]
            ? Weight(weight, in: coordinates[$0], density: densities[$0]) : nil
        }, known: 0),
    ]
  }
}
