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
    public let rate: Double
    /// The best φ for each observation, in their order; empty for maximum likelihood.
    public let familyRates: [Double]
    /// The objective: Σ ELBO or Σ log p(x).
    public let value: Estimate
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
  /// With φ at its best for each θ, θ·dΣELBO/dθ = Σ (1 − θ/φ*) = Σ (2a² − xa), a = 1/φ*. Its sign
  /// changes from + to − are found on a logarithmic grid and refined by Brent's method. For a single
  /// x > 0 the one root is θ = φ = 2/x, and is taken as such.
  ///
  /// - Throws: ``InferenceError``, where a quantity does not fit in a double.
  public func maximizeElbo() throws(InferenceError) -> Outcome {
    let observations = observations
    if observations.count == 1 { return try maximizeSingleElbo(observations[0]) }
    return try best(
      gridPoints: 400,
      slope: { rate throws(InferenceError) in
        var slope = 0.0
        for x in observations {
          let mean = 1 / (try ExerciseClosedForm(rate: rate, observation: x).bestFamily().rate)
          slope += (2 * mean - x) * mean
        }
        return slope
      },
      maximum: { rate throws(InferenceError) in
        var sum = EstimateSum()
        var familyRates: [Double] = []
        for x in observations {
          let closedForm = try ExerciseClosedForm(rate: rate, observation: x)
          let family = try closedForm.bestFamily()
          familyRates.append(family.rate)
          sum.add(closedForm.elbo(family))
        }
        return Maximum(rate: rate, familyRates: familyRates, value: sum.total)
      })
  }

  /// One observation: θ = φ = 2/x for x > 0, the sheet's problem 1.
  private func maximizeSingleElbo(_ x: Double) throws(InferenceError) -> Outcome {
    guard x > 0 else { return .notAttained(supremum: limit) }
    let rate = 2 / x
    guard rate.isFinite else { throw .overflow(quantity: "θ = φ = 2/x at x = \(x)") }
    do {
      let family = try Exponential(rate: rate)
      let value = try ExerciseClosedForm(rate: rate, observation: x).elbo(family)
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
    let observations = observations
    return try best(
      gridPoints: 24,
      slope: { rate throws(InferenceError) in
        try ExerciseLearning.withWorkspace { workspace throws(InferenceError) in
          var slope = 0.0
          for x in observations {
            let exercise = try Exercise(theta: rate, x: x, workspace: &workspace)
            let mean = try exercise.engine.mean(workspace: &workspace).value
            if rate > x {
              let variance = try exercise.engine.variance(workspace: &workspace).value
              slope += variance + mean * (mean - x)
            } else {
              slope += 1 - rate * mean
            }
          }
          return slope
        }
      },
      maximum: { rate throws(InferenceError) in
        try ExerciseLearning.withWorkspace { workspace throws(InferenceError) in
          var sum = EstimateSum()
          for x in observations {
            let exercise = try Exercise(theta: rate, x: x, workspace: &workspace)
            sum.add(exercise.logEvidence)
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

  /// The best of the local maxima, unless the limit θ → ∞ exceeds it.
  private func best(
    gridPoints: Int,
    slope: @escaping (Double) throws(InferenceError) -> Double,
    maximum: (Double) throws(InferenceError) -> Maximum
  ) throws(InferenceError) -> Outcome {
    let limit = limit
    if observations.allSatisfy({ $0 <= 0 }) { return .notAttained(supremum: limit) }
    var best: Maximum?
    let grid = try grid(points: gridPoints, slope: slope)
    for (left, right) in zip(grid, grid.dropFirst()) where left.slope > 0 && right.slope <= 0 {
      let root = try root(from: left.logRate, to: right.logRate, of: slope)
      let candidate = try maximum(exponential(root))
      if candidate.value.value > best?.value.value ?? -.infinity { best = candidate }
    }
    // A small Σx > 0 moves the maximum by less than a rounding above the limit, but above it.
    let isAttained = observations.reduce(0, +) > 0
    guard let best, isAttained || best.value.value > limit.value else {
      if isAttained { throw .overflow(quantity: "the θ at which the objective is largest") }
      return .notAttained(supremum: limit)
    }
    return .attained(best)
  }

  /// log θ and the slope on a logarithmic grid that holds every sign change.
  ///
  /// Below 1/(4 + max |x|) every observation pulls θ up, since both 1/φ* and E[z | x] are less than
  /// |x| + 3 there; above, where θ exceeds every scale of the data, the slope has the sign of −Σx.
  private func grid(
    points: Int, slope: (Double) throws(InferenceError) -> Double
  ) throws(InferenceError) -> [(logRate: Double, slope: Double)] {
    let largest = observations.map { abs($0) }.max() ?? 1
    let mean = observations.reduce(0, +) / Double(observations.count)
    let low = -logarithm(4 + largest)
    var scale = max(10, 10 * largest)
    if mean > 0 { scale = max(scale, 10 / mean) }
    let high = logarithm(scale)
    var grid: [(logRate: Double, slope: Double)] = []
    for index in 0...points {
      let logRate = low + (high - low) * Double(index) / Double(points)
      grid.append((logRate, try slope(exponential(logRate))))
    }
    return grid
  }

  private func root(
    from low: Double, to high: Double, of slope: @escaping (Double) throws(InferenceError) -> Double
  ) throws(InferenceError) -> Double {
    let tolerance = Tolerance(relative: 4 * .ulpOfOne, absolute: 2 * .ulpOfOne)
    return try InferenceError.solving(for: "the maximiser") {
      try RootFinder(tolerance: tolerance)
        .root(from: low, to: high) { (logRate: Double) throws -> Double in
          try slope(exponential(logRate))
        }.location
    }
  }
}

/// A sum of estimates in 31 digits, whose bounds add up.
struct EstimateSum {
  private var value = DoubleDouble(0)
  private var error = 0.0

  mutating func add(_ term: Estimate) {
    value = value + DoubleDouble(term.value)
    error += term.error
  }

  var total: Estimate { Estimate(value, error: error) }
}
