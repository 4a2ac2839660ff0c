// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `report` shows of the exercise's model at a point: numbers and four pictures' data.
struct ReportContents {
  let model: Model
  let check: CheckReport
  let densities: DensityCurves
  /// Whether q is the best one.
  let isBest: Bool
  let gap: GapCurve
  let surface: ElboSurface
  let divergence: FactorizedDivergence
  /// The observations that the factorised KL is of.
  let observations: [Double]

  /// - Throws: `InferenceError`, `QuadratureError`, `DistributionError`.
  init(_ model: Model, theta: Double, x: Double, phi: Double?, tolerance: Double) throws {
    self.model = model
    let family = try phi.map { try Exponential(rate: $0) }
    check = try CheckReport(model, q: family, tolerance: tolerance)
    let exercise = try Exercise(theta: theta, x: x)
    densities = try DensityCurves(of: model, family: family ?? exercise.optimum().family)
    gap = try GapCurve(of: exercise, along: nil)
    isBest = family == nil
    surface = try ElboSurface(x: x, start: (theta, theta))
    // Two neighbours of x, each with a latent and a best q of its own.
    let prior = try Exponential(rate: theta)
    observations = [x - 1, x, x + 1]
    let pairs = try observations.map { x in
      let closedForm = ExerciseClosedForm(prior: prior, observation: x)
      return FactorizedDivergence.Pair(q: try closedForm.bestFamily(), p: prior)
    }
    divergence = try FactorizedDivergence(pairs)
  }

  /// The four pictures, in the order of the page.
  var pictures: [(name: String, title: String, caption: String, script: PlotScript)] {
    let list = observations.map { "\($0)" }.joined(separator: ", ")
    return [
      (
        "gap", "The gap",
        "The shaded area is the gap between log p(x) and the ELBO, KL(q‖posterior), for every rate φ of "
          + "q. Below, the gap alone on a logarithmic scale: it is least at φ* and positive everywhere.",
        GapScript.script(gap, for: .svg)
      ),
      (
        "densities", "The densities",
        "The prior, the likelihood as a function of z (scaled to the posterior's height), the posterior "
          + "and q.",
        DensityScript.script(densities, isBest: isBest, for: .svg)
      ),
      (
        "surface", "Learning θ and φ together",
        "Contours of the ELBO over both rates, the direction of its gradient, and gradient ascent that "
          + "starts with q equal to the prior.",
        SurfaceScript.script(surface, for: .svg)
      ),
      (
        "factorize", "KL of a product",
        "Three observations, \(list), each with a latent of its own: KL(q‖prior) of all three by one "
          + "integral, beside the sum of the three KLs, each q being the best one.",
        FactorizeScript.script(divergence, for: .svg)
      ),
    ]
  }
}
