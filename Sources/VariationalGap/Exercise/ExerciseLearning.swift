// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
public import Quadrature

/// Learning θ of the exercise sheet's model from independent observations, in two ways: variationally,
/// by the largest Σ ELBO over θ and a φ for each observation, and by maximum likelihood.
///
/// Both objectives tend to Σ log N(x; 0, 1) as θ → ∞, where the prior puts all its mass on z = 0. If
/// every x ≤ 0, both grow with θ, that limit is the supremum, and there is no maximiser. If Σx > 0,
/// both fall at last as θ grows, and so there is one. In between the values decide.
public struct ExerciseLearning: Sendable {
  /// The observations, at least one.
  public let observations: [Double]

  /// Where an objective is largest.
  public enum Outcome: Sendable, Hashable {
    /// At a finite θ.
    case attained(Maximum)
    /// Nowhere: the supremum is approached as θ → ∞, with every φ → ∞ where there is one.
    case notAttained(supremum: Estimate)
  }

  /// A maximiser, and the objective there.
  public struct Maximum: Sendable, Hashable {
    /// θ.
    public let rate: Estimate
    /// The best φ for each observation, in their order; empty for maximum likelihood.
    public let familyRates: [Estimate]
    /// The objective: Σ ELBO or Σ log p(x).
    public let value: Estimate

    /// The prior's mean 1/θ here, over that of another maximiser.
    public func ratioOfPriorMeans(to other: Maximum) -> Estimate { other.rate / rate }

    /// How far the objective lies below that of another maximiser.
    public func shortfall(from other: Maximum) -> Estimate { other.value - value }
  }

  /// A problem of learning.
  ///
  /// - Throws: ``InferenceError`` for no observations, or one that is not finite.
  public init(observations: [Double]) throws(InferenceError) {
    guard !observations.isEmpty else {
      throw .model(.noObservation)
    }
    if let x = observations.first(where: { !$0.isFinite }) {
      throw .model(.observation(.notFinite(x)))
    }
    self.observations = observations
  }

  /// The largest Σ ELBO over θ > 0 and φ > 0.
  ///
  /// With φ at its best for each θ, θ·dΣELBO/dθ = Σ (1 − θa) = Σ (2a² − xa), a = 1/φ*, in 31 digits. Its
  /// sign changes from + to − are found on a logarithmic grid and enclosed between a certain + and a
  /// certain −. For a single x > 0 the one root is θ = φ = 2/x, and is taken as such.
  ///
  /// - Throws: ``InferenceError``, where a quantity does not fit in a double.
  public func maximizeElbo() throws(InferenceError) -> Outcome {
    if observations.count == 1 { return try maximizeSingleElbo(observations[0]) }
    return try best(
      spacing: 0.1,
      slope: { rate in elboSlope(rate) },
      maximum: { rate throws(InferenceError) in
        var sum = EstimateSum()
        var familyRates: [Estimate] = []
        for x in observations {
          let closedForm = try ExerciseClosedForm(rate: rate.value, observation: x)
          let family = try closedForm.bestFamily()
          familyRates.append(closedForm.bestRate(family, rateError: rate.error))
          sum.add(closedForm.elbo(family))
        }
        return Maximum(rate: rate, familyRates: familyRates, value: sum.total)
      })
  }

  /// Σ (1 − θa), each term in the form that loses less: for θ ≫ x, θa is 1 to all digits, and for θ ≪ x,
  /// 2a is x.
  private func elboSlope(_ rate: Double) -> Estimate {
    let unit = 0x1p-96
    var (sum, size, error) = (DoubleDouble(0), 0.0, 0.0)
    for x in observations {
      let mean = ExerciseClosedForm.bestMean(DoubleDouble(x) - DoubleDouble(rate))
      let product = mean * rate
      let (direct, parts) = (1 + product.head, mean.head * (2 * mean.head + abs(x)))
      let term =
        direct < parts
        ? DoubleDouble(1) - product : mean * (mean + mean - DoubleDouble(x))
      sum = sum + term
      size += abs(term.head)
      error += unit * min(direct, parts)
    }
    return Estimate(sum, error: error + Double(observations.count) * size * 0x1p-100)
  }

  /// One observation: θ = φ = 2/x for x > 0, the sheet's problem 1.
  private func maximizeSingleElbo(_ x: Double) throws(InferenceError) -> Outcome {
    guard x > 0 else { return .notAttained(supremum: limit) }
    do {
      let family = try Exponential(rate: 2 / x)
      let rate = Estimate(family.rate, error: family.rate.ulp)
      let value = try ExerciseClosedForm(rate: family.rate, observation: x).elbo(family)
      return .attained(Maximum(rate: rate, familyRates: [rate], value: value))
    } catch let error as InferenceError {
      throw error
    } catch {
      throw .overflow(quantity: "θ = φ = 2/x at x = \(x)")
    }
  }

  /// The largest Σ log p(x) over θ > 0: maximum likelihood.
  ///
  /// θ·dΣ log p/dθ = Σ (1 − θ·E[z | x]), with the posterior means by quadrature; the maximiser has
  /// 1/θ equal to the average of E[z | x]. For θ > x the term is taken as E[z² | x] − x·E[z | x],
  /// which is the same by parts: for θ ≫ x, θ·E[z | x] is 1 to all digits.
  ///
  /// - Throws: ``InferenceError``, where a quantity does not fit in a double.
  public func maximizeLikelihood() throws(InferenceError) -> Outcome {
    try best(
      spacing: 0.4,
      slope: { rate throws(InferenceError) in
        try ExerciseLearning.withWorkspace { workspace throws(InferenceError) in
          var sum = EstimateSum()
          for x in observations {
            let engine = try Exercise(theta: rate, x: x, workspace: &workspace).engine
            let mean = try engine.mean(workspace: &workspace)
            sum.add(
              rate > x
                ? try engine.variance(workspace: &workspace)
                  + mean * (mean - Estimate(x, error: 0))
                : Estimate(1, error: 0) - rate * mean)
          }
          return sum.total
        }
      },
      maximum: { rate throws(InferenceError) in
        try ExerciseLearning.withWorkspace { workspace throws(InferenceError) in
          var sum = EstimateSum()
          for x in observations {
            sum.add(try Exercise(theta: rate.value, x: x, workspace: &workspace).logEvidence)
          }
          return Maximum(rate: rate, familyRates: [], value: sum.total)
        }
      })
  }

  /// Σ log N(x; 0, 1), what both objectives tend to as θ → ∞.
  public var limit: Estimate {
    var sum = EstimateSum()
    for x in observations {
      let square = DoubleDouble.product(x, x) * -0.5
      sum.add(Estimate(square - .halfLogTwoPi, error: 0))
    }
    return sum.total
  }

  private static func withWorkspace<Result>(
    _ body: (inout Workspace) throws(InferenceError) -> Result
  ) throws(InferenceError) -> Result {
    var workspace: Workspace
    do {
      workspace = try Workspace()
    } catch {
      throw .quadrature(quantity: "the likelihood", error)
    }
    return try body(&workspace)
  }

  /// θ·d/dθ of an objective, with its bound.
  private typealias Slope = (Double) throws(InferenceError) -> Estimate

  /// The best of the local maxima, unless the limit θ → ∞ exceeds it.
  ///
  /// - Parameter spacing: of the grid in log θ. A term of the slope changes over distances of 1 and more.
  private func best(
    spacing: Double, slope: @escaping Slope,
    maximum: (Estimate) throws(InferenceError) -> Maximum
  ) throws(InferenceError) -> Outcome {
    let limit = limit
    if observations.allSatisfy({ $0 <= 0 }) { return .notAttained(supremum: limit) }
    var candidates: [Maximum] = []
    let sum = observations.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) }.head
    let grid = try grid(spacing: spacing, sum: sum, slope: slope)
    for (left, right) in zip(grid, grid.dropFirst()) where left.slope > 0 && right.slope <= 0 {
      let rate = try crossing(from: left.logRate, to: right.logRate, of: slope)
      candidates.append(try maximum(rate))
    }
    // A small Σx > 0 moves the maximum by less than a rounding above the limit, but above it.
    let isAttained = sum > 0
    guard let best = candidates.max(by: { $0.value.value < $1.value.value }),
      isAttained || best.value.value > limit.value
    else {
      if isAttained { throw .overflow(quantity: "the θ at which the objective is largest") }
      return .notAttained(supremum: limit)
    }
    // A θ of which the bounds do not tell that it is worse may be the best.
    var error = isAttained || best.value.lowerBound > limit.upperBound ? 0 : Double.infinity
    for rival in candidates where rival.value.upperBound >= best.value.lowerBound {
      error = max(error, abs(rival.rate.value - best.rate.value) + rival.rate.error)
    }
    return .attained(
      Maximum(
        rate: Estimate(best.rate.value, error: error), familyRates: best.familyRates,
        value: best.value))
  }

  /// log θ and the slope on a logarithmic grid that holds every sign change.
  ///
  /// Below 1/(4 + max |x|) every observation pulls θ up, since both 1/φ* and E[z | x] are less than
  /// |x| + 3 there. Above, the slope is a series −Σx/θ + c₂/θ² + … with |cₖ| ≤ n(|x| + 3)ᵏ: it has the
  /// sign of −Σx once θ exceeds (max |x| + 3)² over the mean.
  private func grid(
    spacing: Double, sum: Double, slope: Slope
  ) throws(InferenceError) -> [(logRate: Double, slope: Double)] {
    let largest = 3 + (observations.map { abs($0) }.max() ?? 1)
    let mean = abs(sum) / Double(observations.count)
    let low = -logarithm(1 + largest)
    let scale = 10 * largest * (mean > 0 ? max(1, largest / mean) : 1)
    let high = logarithm(min(scale, 1e306))
    let steps = ((high - low) / spacing).rounded(.up)
    var grid: [(logRate: Double, slope: Double)] = []
    for step in stride(from: 0, through: steps, by: 1) {
      let logRate = low + (high - low) * step / steps
      grid.append((logRate, try slope(exponential(logRate)).value))
    }
    return grid
  }

  /// The θ where a slope changes its sign from + to −: Brent's root, then the nearest points on either
  /// side at which the bound leaves no doubt about the sign.
  private func crossing(
    from low: Double, to high: Double, of slope: @escaping Slope
  ) throws(InferenceError) -> Estimate {
    let tolerance = Tolerance(relative: 4 * .ulpOfOne, absolute: 2 * .ulpOfOne)
    let root = try InferenceError.solving(for: "the maximiser") {
      try RootFinder(tolerance: tolerance)
        .root(from: low, to: high) { (logRate: Double) throws -> Double in
          try slope(exponential(logRate)).value
        }.location
    }
    let rate = exponential(root)
    var (below, above) = (-Double.infinity, Double.infinity)
    var reach = 4 * Double.ulpOfOne
    while reach < 1, below == -.infinity || above == .infinity {
      if below == -.infinity, try slope(rate * (1 - reach)).lowerBound > 0 {
        below = rate * (1 - reach)
      }
      if above == .infinity, try slope(rate * (1 + reach)).upperBound < 0 {
        above = rate * (1 + reach)
      }
      reach *= 8
    }
    guard below.isFinite, above.isFinite else { return Estimate(rate, error: .infinity) }
    var middle = rate
    while below < middle, middle < above {
      let sign = try slope(middle)
      if sign.lowerBound > 0 {
        below = middle
      } else if sign.upperBound < 0 {
        above = middle
      } else {
        break
      }
      middle = below + (above - below) / 2
    }
    return Estimate(middle, error: max(middle - below, above - middle))
  }
}
