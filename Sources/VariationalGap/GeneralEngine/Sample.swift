// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// What integrands are made of at one point of a coordinate.
struct Sample: Sendable {
  let u: DoubleDouble
  /// The log densities of the first term and of the last.
  let (first, last): (DoubleDouble, DoubleDouble)
  /// The density of the last term.
  let density: Double
  /// The function that the last term is weighted with, but for its constant; 0 where there is none.
  let weight: DoubleDouble

  init(u: DoubleDouble, first: DoubleDouble, last: DoubleDouble, weight: DoubleDouble) {
    (self.u, self.first, self.last, self.weight) = (u, first, last, weight)
    density = exponential(last)
  }
}

/// What a sample is computed by in one coordinate: all in one program.
struct SampleProgram: Sendable {
  private let program: FormulaProgram
  /// Which of its formulas is the log density of the last term.
  private let last: Int
  private let weight: Weight?
  /// Whether bounds on w are not looked for in its terms where it overflows: w is ordinary where the densities are.
  private let isQuick: Bool

  init(_ terms: [MassSearch.Term], in coordinate: Int, isQuick: Bool = false) {
    self.isQuick = isQuick
    weight = terms.last?.weight?[coordinate]
    program = FormulaProgram(
      terms.map { $0.density[coordinate].formula }
        + (weight.map { [$0.variable.formula] } ?? []))
    last = terms.count - 1
  }

  /// At a point.
  func sample(at u: DoubleDouble) -> Sample {
    let values = program.values(at: [u])
    return Sample(
      u: u, first: values[0], last: values[last],
      weight: weight == nil ? DoubleDouble(0) : values[last + 1])
  }

  /// At several points.
  func samples(at points: [DoubleDouble]) -> [Sample] {
    let values = program.values(at: points)
    let count = points.count
    return points.indices.map {
      Sample(
        u: points[$0], first: values[$0], last: values[last * count + $0],
        weight: weight == nil ? DoubleDouble(0) : values[(last + 1) * count + $0])
    }
  }

  /// Bounds on the logarithms of the first term, and of f·(1 + |w|) of the last, over a rectangle; ∞ where
  /// one may not be analytic.
  func logMagnitudes(over u: ComplexEnclosure) -> SIMD2<Double> {
    let bounds = program.enclosures(over: u)
    func bare(_ term: Int) -> Double {
      bounds[term].isDefined ? bounds[term].real.upper : .infinity
    }
    let density = bare(last)
    guard let weight, density < .infinity else { return SIMD2(bare(0), density) }
    let value = bounds[last + 1].shifted(by: weight.constant)
    let size =
      isQuick && !(value.magnitude < 1e100)
      ? .infinity : weight.logProduct(over: u, value: value, bare: density)
    return SIMD2(last == 0 ? size : bare(0), size)
  }

  /// The same of what matters in a panel, −∞ for what does not.
  func logMagnitudes(over u: ComplexEnclosure, in panel: Panel) -> SIMD2<Double> {
    let sizes = logMagnitudes(over: u)
    return SIMD2(
      panel.isActive.first ?? false ? sizes.x : -.infinity,
      panel.isActive.last ?? false ? sizes.y : -.infinity)
  }

  /// The log density of the last term, and w, with what is left of their digits, at several points.
  func rounding(at points: [Double]) -> [(density: RunningError, weight: RunningError?)] {
    let values = program.runningErrors(at: points)
    let count = points.count
    return points.indices.map { point in
      (
        values[last * count + point],
        weight.map { values[(last + 1) * count + point].shifted(by: $0.constant) }
      )
    }
  }
}
