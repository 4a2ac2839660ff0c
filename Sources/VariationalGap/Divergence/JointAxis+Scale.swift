// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension JointAxis {
  /// How large the share is, and what an integral over the axis costs.
  struct Scale {
    /// A bound on √E[share²], and by Cauchy and Schwarz on E|share|.
    var magnitude: Double
    /// How many evaluations one integral takes.
    var evaluations: Int
    /// A bound on E[|share|; ε outside the window].
    var tail: Double
  }

  /// Probes the axis by one-dimensional integrals.
  ///
  /// - Parameter isConditional: whether the share depends on the noise before as well. It is then at
  ///   most quadratic in it, and a polynomial αε² + βε + γ obeys E[·²] ≤ 3·max over ε ∈ {−2, 0, 2}.
  func scale(
    isConditional: Bool, workspace: inout Workspace
  ) throws(InferenceError) -> Scale {
    var scale = Scale(magnitude: 0, evaluations: 0, tail: 0)
    for previous in isConditional ? [-2.0, 0, 2] : [0] {
      let integral: Integral
      do throws(QuadratureError) {
        integral = try workspace.integrate(
          from: window.lower, to: window.upper, using: .qag(.points61),
          tolerance: Tolerance(relative: NestedQuadrature.relative, absolute: rounding * rounding),
          onSuspicion: .ignore
        ) { [logDensity, logRatio] noise in
          let share = logRatio(noise, previous)
          return exponential(logDensity(noise)) * share * share
        }
      } catch .notConverged(let best, _) {
        integral = best
      } catch .nonFiniteIntegrand {
        throw .overflow(quantity: "log q(z) − log p(z)")
      } catch {
        throw .quadrature(quantity: "log q(z) − log p(z)", error)
      }
      let magnitude = max(0, integral.value + integral.error).squareRoot()
      scale.magnitude = max(scale.magnitude, (isConditional ? 2 : 1) * magnitude)
      scale.evaluations = max(scale.evaluations, integral.evaluations)
      scale.tail = max(scale.tail, 4 * tailMass * largest(previous))
    }
    return scale
  }

  /// The largest share between the centre and twice the window, from three points on either side.
  ///
  /// A share that grows like a polynomial of degree 2 is at most 1.25 times that in between; and
  /// beyond there is next to no mass.
  private func largest(_ previous: Double) -> Double {
    var points = [0.5 * (window.lower + window.upper), window.lower, window.upper]
    if window.lower > support.lower { points.append(2 * window.lower - points[0]) }
    if window.upper < support.upper { points.append(2 * window.upper - points[0]) }
    return points.map { abs(logRatio($0, previous)) }.filter(\.isFinite).max() ?? 0
  }
}
