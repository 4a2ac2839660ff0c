// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `report` shows of a model and a q: numbers, and pictures.
struct ReportContents {
  /// A picture with its place on the page.
  struct Picture {
    let name: String
    let title: String
    let caption: String
    let script: PlotScript
  }

  let model: Model
  let check: CheckReport
  /// Mean, quantiles and modes; `nil` for the exercise's model and an exponential q, of which pictures say more.
  let summary: PosteriorSummary?
  /// In the order of the page.
  let pictures: [Picture]

  /// - Parameter target: q, or the family whose best member it is; `nil` for the best one of the exercise's
  ///   model.
  /// - Throws: `InferenceError`, `QuadratureError`, `DistributionError`.
  init(_ model: Model, for target: CheckGroup.Target?, tolerance: Double) throws {
    self.model = model
    check = try CheckReport(model, for: target, tolerance: tolerance)
    var workspace = try Workspace()
    // That of the exercise has an engine of its own.
    let posterior =
      check.optimum == nil ? check.posterior : try model.posterior(workspace: &workspace)
    let curves = try DensityCurves(
      of: model, posterior: posterior, family: check.family, workspace: &workspace)
    let densities = Picture(
      name: "densities", title: "The densities",
      caption: (model.prior == nil
        ? "The "
        : "The prior, the likelihood as a function of z (scaled to the posterior's height), the ")
        + "posterior and q.",
      script: DensityScript.script(curves, isBest: !check.isGiven, for: .svg))
    if let (theta, x) = model.exercise, check.optimum != nil {
      summary = nil
      pictures = try ReportContents.pictures(theta: theta, x: x, with: densities)
    } else {
      summary = try PosteriorSummary(posterior, tolerance: tolerance)
      pictures = [densities]
    }
  }

  /// The four pictures of the exercise's model.
  private static func pictures(
    theta: Double, x: Double, with densities: Picture
  ) throws -> [Picture] {
    let exercise = try Exercise(theta: theta, x: x)
    // Two neighbours of x, each with a latent and a best q of its own.
    let prior = try Exponential(rate: theta)
    let observations = [x - 1, x, x + 1]
    let pairs = try observations.map { x in
      let closedForm = ExerciseClosedForm(prior: prior, observation: x)
      return FactorizedDivergence.Pair(q: try closedForm.bestFamily(), p: prior)
    }
    let list = observations.map { "\($0)" }.joined(separator: ", ")
    return [
      Picture(
        name: "gap", title: "The gap",
        caption:
          "The shaded area is the gap between log p(x) and the ELBO, KL(q‖posterior), for every rate φ of "
          + "q. Below, the gap alone on a logarithmic scale: it is least at φ* and positive everywhere.",
        script: GapScript.script(try GapCurve(of: exercise, along: nil), for: .svg)),
      densities,
      Picture(
        name: "surface", title: "Learning θ and φ together",
        caption:
          "Contours of the ELBO over both rates, the direction of its gradient, and gradient ascent that "
          + "starts with q equal to the prior.",
        script: SurfaceScript.script(try ElboSurface(x: x, start: (theta, theta)), for: .svg)),
      Picture(
        name: "factorize", title: "KL of a product",
        caption:
          "Three observations, \(list), each with a latent of its own: KL(q‖prior) of all three by one "
          + "integral, beside the sum of the three KLs, each q being the best one.",
        script: FactorizeScript.script(try FactorizedDivergence(pairs), for: .svg)),
    ]
  }
}
