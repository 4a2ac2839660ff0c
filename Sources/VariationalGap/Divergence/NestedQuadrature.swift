// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// ∫ q(z)·(log q(z) − log p(z)) dz over several coordinates, by adaptive quadrature in adaptive
/// quadrature: QAG with 61 points, one workspace a level.
///
/// The integrand of the innermost level is that of the joint densities: log q of all coordinates,
/// and log q − log p of all coordinates.
final class NestedQuadrature {
  /// The relative tolerance of each level: what 61 points reach in one pass over a window that ends
  /// where the density has fallen by exp(−32).
  static let relative = 1e-11

  private let axis: JointAxis
  private let inner: NestedQuadrature?
  private var workspace: Workspace
  /// A bound on E|log q − log p|, and an absolute error that is always small enough.
  private let magnitude: Double
  private let absolute: Double
  /// The largest error of an integral of this level, relative to the density of the coordinates
  /// outside it times (magnitude + |their log ratio|).
  private var worst = 0.0
  private var ownEvaluations = 0
  private var failure: QuadratureError?

  /// - Parameters:
  ///   - axes: the coordinates, the outermost first; at least one.
  ///   - magnitude: a bound on E|log q − log p|.
  ///   - rounding: one on its rounding.
  init?(_ axes: ArraySlice<JointAxis>, magnitude: Double, rounding: Double) throws(QuadratureError)
  {
    guard let first = axes.first else { return nil }
    axis = first
    inner = try NestedQuadrature(axes.dropFirst(), magnitude: magnitude, rounding: rounding)
    workspace = try Workspace(limit: 200)
    self.magnitude = magnitude
    absolute = NestedQuadrature.relative * magnitude + rounding
  }

  /// The integral, with GSL's estimates of the errors of all levels; nothing beyond the windows.
  func callAsFunction() throws(InferenceError) -> Computed {
    let outer = integral(logDensity: 0, logRatio: 0, previous: 0)
    var computed = Computed(estimate: outer, evaluations: 0)
    var level: NestedQuadrature? = self
    while let current = level {
      if let failure = current.failure {
        throw .quadrature(quantity: "the KL of the joint distributions", failure)
      }
      // E[magnitude + |log ratio|] ≤ 2·magnitude.
      if current !== self { computed.estimate.error += 2 * magnitude * current.worst }
      computed.evaluations = current.ownEvaluations
      level = current.inner
    }
    return computed
  }

  /// The integral over the coordinates of this level and those inside, given those outside.
  private func integral(
    logDensity outerDensity: Double, logRatio outerRatio: Double, previous: Double
  ) -> Estimate {
    let (axis, inner) = (axis, inner)
    let weight = exponential(outerDensity)
    var best = Integral.empty
    do throws(QuadratureError) {
      best = try workspace.integrate(
        from: axis.window.lower, to: axis.window.upper, using: .qag(.points61),
        tolerance: Tolerance(relative: Self.relative, absolute: absolute * weight),
        onSuspicion: .ignore
      ) { noise in
        let density = outerDensity + axis.logDensity(noise)
        let ratio = outerRatio + axis.logRatio(noise, previous)
        guard let inner else { return exponential(density) * ratio }
        return inner.integral(logDensity: density, logRatio: ratio, previous: noise).value
      }
    } catch .notConverged(let unfinished, _) {
      best = unfinished
    } catch {
      if failure == nil { failure = error }
      return Estimate(.nan, error: .infinity)
    }
    ownEvaluations += best.evaluations
    let unit = weight * (magnitude + abs(outerRatio))
    if unit > 0 { worst = max(worst, best.error / unit) }
    return best.estimate
  }
}
