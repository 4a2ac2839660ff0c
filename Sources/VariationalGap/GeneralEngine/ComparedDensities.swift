// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The log densities of q and of its target.
struct ComparedDensities {
  /// log q, and log p̃ − log Z.
  let (family, target): (Formula, Formula)
  /// w = log p̃ − log q.
  let weight: Formula
  let familySupport: Interval
  let targetSupport: Interval
  let normalizer: FormulaComparison.Normalizer
  /// What KL is called in messages.
  let quantity: String
  let targetName: String

  init(_ q: some Distribution, _ target: FormulaComparison.Target) {
    family = q.formula
    self.target = target.formula - .number(target.normalizer.value)
    weight = target.formula - q.formula
    familySupport = q.support
    targetSupport = target.support
    normalizer = target.normalizer
    quantity = "KL(q‖\(target.name))"
    targetName = target.name == "p" ? target.name : "the \(target.name)"
  }

  /// p, and q·(1 + |w|), in each coordinate: what a search has to cover.
  func terms(_ coordinates: [Coordinate]) -> [MassSearch.Term] {
    let isInside = coordinates.map { coordinate in
      let inner: Double =
        switch (coordinate.lower.isFinite, coordinate.upper.isFinite) {
        case (true, true): 0.5 * coordinate.lower + 0.5 * coordinate.upper
        case (true, false): coordinate.lower + 1
        case (false, _): coordinate.upper - 1
        }
      return familySupport.contains(coordinate.z(DoubleDouble(inner)).head)
    }
    let densities = zip(coordinates, isInside).map {
      $1 ? $0.logDensity(family) : CoordinateFunction(.number(-.infinity))
    }
    return [
      MassSearch.Term(
        density: coordinates.map { $0.logDensity(target) }, weight: nil, known: 0),
      MassSearch.Term(
        density: densities,
        weight: coordinates.indices.map {
          isInside[$0]
            ? Weight(weight, in: coordinates[$0], density: densities[$0]) : nil
        }, known: 0),
    ]
  }
}
