// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The path of gradient ascent on the exercise sheet's ELBO, in the coordinates (log θ, log φ): both
/// stay positive by themselves.
///
/// A step goes along (θ ∂ELBO/∂θ, φ ∂ELBO/∂φ), both in closed form, and is halved until it gains at
/// least a quarter of what the slope promises (Armijo's rule). Source: Nocedal, Wright, *Numerical
/// Optimization* (Springer, 2006), algorithm 3.1.
public struct ExerciseAscent: Sendable, Hashable {
  /// A point on the path.
  public struct Point: Sendable, Hashable {
    /// θ.
    public let theta: Double
    /// φ.
    public let phi: Double
    /// ELBO(θ, φ).
    public let elbo: Double

    /// Makes a point; `nil` where θ or φ is not positive and finite, or the ELBO is not finite.
    public init?(theta: Double, phi: Double, observation: Double) {
      guard let prior = try? Exponential(rate: theta), let family = try? Exponential(rate: phi)
      else { return nil }
      let elbo = ExerciseClosedForm(prior: prior, observation: observation).elbo(family).value
      guard elbo.isFinite else { return nil }
      (self.theta, self.phi, self.elbo) = (theta, phi, elbo)
    }
  }

  /// Where it went, from the start on.
  public let points: [Point]

  /// Whether it ended where the slope vanishes, and not at the limit of steps.
  public let hasArrived: Bool

  /// Ascends.
  ///
  /// - Parameters:
  ///   - start: where to start.
  ///   - x: the observation, finite.
  ///   - limit: how many steps to make at most.
  ///   - tolerance: the slope, in nats per unit of log θ and log φ, at which it has arrived.
  public init(from start: Point, observation x: Double, limit: Int, tolerance: Double = 1e-6) {
    var points = [start]
    var (point, step) = (start, 1.0)
    var hasArrived = false
    ascent: for _ in 0..<max(0, limit) {
      guard let slope = ExerciseAscent.slope(theta: point.theta, phi: point.phi, observation: x)
      else { break }
      let square = slope.theta * slope.theta + slope.phi * slope.phi
      guard square.isFinite else { break }
      if square <= tolerance * tolerance {
        hasArrived = true
        break
      }
      // No step goes further than a factor of e.
      step = min(2 * step, 1 / square.squareRoot())
      while true {
        let next = Point(
          theta: point.theta * exponential(step * slope.theta),
          phi: point.phi * exponential(step * slope.phi), observation: x)
        if let next, next.elbo - point.elbo >= 0.25 * step * square {
          point = next
          points.append(next)
          break
        }
        step /= 2
        // The gain is below the rounding of the ELBO.
        if step * square <= 4 * point.elbo.ulp {
          hasArrived = true
          break ascent
        }
      }
    }
    self.points = points
    self.hasArrived = hasArrived
  }

  /// (θ ∂ELBO/∂θ, φ ∂ELBO/∂φ) = (∂ELBO/∂log θ, ∂ELBO/∂log φ); `nil` where it does not fit in doubles.
  public static func slope(
    theta: Double, phi: Double, observation x: Double
  ) -> (theta: Double, phi: Double)? {
    guard let prior = try? Exponential(rate: theta), let family = try? Exponential(rate: phi)
    else { return nil }
    let closedForm = ExerciseClosedForm(prior: prior, observation: x)
    let slope = (
      theta: theta * closedForm.elboGradientTheta(family).value,
      phi: phi * closedForm.elboGradientPhi(family).value
    )
    return slope.theta.isFinite && slope.phi.isFinite ? slope : nil
  }
}
