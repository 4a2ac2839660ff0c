// SPDX-License-Identifier: GPL-3.0-or-later

/// Integrates a function over a box by nested adaptive rules, one dimension inside the other.
///
/// What an outer rule integrates is the inner integral and, on the same mesh, the estimate of its error, so that the
/// errors of all dimensions are in the result.
struct BoxIntegrator {
  let meshes: [Mesh]
  let budget: Int
  /// Where the nodes are moved to, in each dimension; empty where they stay.
  let warps: [BoxWarp]

  private(set) var evaluations = 0
  private(set) var nonzero = 0
  private(set) var failure: QuadratureError?
  private var point: [Double]
  /// The largest inner integral so far, for each dimension: what an error is measured by where the integral is small.
  private var largest: [Double]

  /// The most segments of a mesh in one dimension.
  private static let limit = 2_000
  /// How much smaller the error of a dimension is to be than that of the one around it.
  private static let share = 0.1

  /// - Parameters:
  ///   - meshes: where each dimension begins.
  ///   - budget: how often the integrand may be evaluated.
  ///   - warps: where the nodes are moved to.
  init(meshes: [Mesh], budget: Int, warps: [BoxWarp] = []) {
    (self.meshes, self.budget, self.warps) = (meshes, budget, warps)
    point = meshes.map { _ in 0 }
    largest = point
  }

  /// The integral over the box.
  mutating func integral(
    _ tolerance: Tolerance, _ integrand: (Span<Double>) -> Double
  ) -> Estimate {
    integral(
      from: 0, relative: tolerance.relative / 2, absolute: tolerance.absolute / 2, integrand)
  }

  /// The integral over the dimensions from `dimension` on, at what the point has for those before.
  private mutating func integral(
    from dimension: Int, relative: Double, absolute: Double, _ integrand: (Span<Double>) -> Double
  ) -> Estimate {
    let isInnermost = dimension == meshes.count - 1
    let integrator = MeshIntegrator(
      components: isInnermost ? 1 : 2, norm: .maximum,
      tolerance: Tolerance(relative: relative, absolute: max(absolute, .leastNormalMagnitude)),
      limit: BoxIntegrator.limit, table: meshes.count > 3 ? .points15 : .points21)
    do throws(QuadratureError) {
      let result = try integrator.integrate(over: meshes[dimension], isFrozen: false) {
        nodes, values in
        for node in nodes.indices {
          let (z, factor) = warps.isEmpty ? (nodes[node], 1) : warps[dimension](nodes[node])
          point[dimension] = z
          if isInnermost {
            values[node] = value(integrand) * factor
          } else {
            let inner = failure == nil ? self.inner(dimension, relative, integrand) : nil
            values[2 * node] = (inner?.value ?? 0) * factor
            values[2 * node + 1] = (inner?.error ?? 0) * factor
          }
        }
      }
      return estimate(result)
    } catch {
      if case .vectorNotConverged(let best, _) = error { return estimate(best) }
      failure = failure ?? error
      return Estimate(0, error: .infinity)
    }
  }

  private mutating func inner(
    _ dimension: Int, _ relative: Double, _ integrand: (Span<Double>) -> Double
  ) -> Estimate {
    let relative = max(relative * BoxIntegrator.share, BoxIntegrator.finest)
    let inner = integral(
      from: dimension + 1, relative: relative, absolute: relative * largest[dimension], integrand)
    largest[dimension] = max(largest[dimension], abs(inner.value))
    return inner
  }

  /// The least relative error that is asked of a rule.
  private static let finest = 1e-13

  private mutating func value(_ integrand: (Span<Double>) -> Double) -> Double {
    guard failure == nil else { return 0 }
    guard evaluations < budget else {
      failure = .notConverged(
        best: .empty, reason: "the budget of \(budget) evaluations is used up")
      return 0
    }
    evaluations += 1
    let value = integrand(point.span)
    if value != 0 { nonzero += 1 }
    if !value.isFinite {
      failure = .nonFiniteMultivariateIntegrand(at: point, value: value)
      return 0
    }
    return value
  }

  private func estimate(_ result: VectorIntegral) -> Estimate {
    let inner = result.values.count > 1 ? abs(result.values[1]) + result.errors[1] : 0
    return Estimate(result.values[0], error: result.errors[0] + inner)
  }
}
