// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// What `maximize` shows.
struct MaximizeReport {
  let learning: ExerciseLearning
  let elbo: ExerciseLearning.Outcome
  let likelihood: ExerciseLearning.Outcome

  init(_ learning: ExerciseLearning) throws(InferenceError) {
    self.learning = learning
    elbo = try learning.maximizeElbo()
    likelihood = try learning.maximizeLikelihood()
  }

  private static func maximum(_ outcome: ExerciseLearning.Outcome) -> ExerciseLearning.Maximum? {
    if case .attained(let maximum) = outcome { maximum } else { nil }
  }

  private static func value(_ outcome: ExerciseLearning.Outcome) -> Estimate {
    switch outcome {
    case .attained(let maximum): maximum.value
    case .notAttained(let supremum): supremum
    }
  }

  /// The columns: NaN for a θ that does not exist.
  static var fields: [Field<MaximizeReport>] {
    let missing = Estimate(.nan, error: .nan)
    return [
      Field("observations") { .integer($0.learning.observations.count) },
      Field("elbo_attained") { .flag(maximum($0.elbo) != nil) },
    ]
      + Field.pair("elbo_theta", { maximum($0.elbo)?.rate ?? missing })
      + Field.pair(
        "elbo_phi",
        { report in
          let rates = maximum(report.elbo)?.familyRates ?? []
          return rates.count == 1 ? rates[0] : missing
        })
      + Field.pair("elbo", { value($0.elbo) })
      + [Field("likelihood_attained") { .flag(maximum($0.likelihood) != nil) }]
      + Field.pair("likelihood_theta", { maximum($0.likelihood)?.rate ?? missing })
      + Field.pair("log_evidence", { value($0.likelihood) })
  }

  func text(_ style: TextStyle) -> [String] {
    let count = learning.observations.count
    let data = count == 1 ? "x = \(learning.observations[0])" : "\(count) observations"
    var lines = style.heading(
      "z ~ exponential(θ), x | z ~ normal(z, 1), q = exponential(φ)"
        + (count == 1 ? ", " : " for each x, ") + data)
    lines += variational(count, style) + [""] + exact(count, style)
    if let first = MaximizeReport.maximum(elbo), let second = MaximizeReport.maximum(likelihood) {
      let ratio = style.estimate(first.ratioOfPriorMeans(to: second))
      let distance = style.estimate(first.shortfall(from: second))
      lines +=
        [""]
        + style.paragraph(
          "The prior's mean 1/θ is \(ratio) times as large by the ELBO as by maximum "
            + "likelihood, and the largest \(count == 1 ? "ELBO" : "Σ ELBO") lies "
            + "\(distance) below the largest " + (count == 1 ? "log p(x)." : "Σ log p(x)."))
    }
    return lines
  }

  private func variational(_ count: Int, _ style: TextStyle) -> [String] {
    let sum = count == 1 ? "ELBO" : "Σ ELBO"
    switch elbo {
    case .attained(let maximum):
      let rate = style.estimate(maximum.rate)
      let place =
        count == 1
        ? "θ = φ = 2/x = \(rate)"
        : "θ = \(rate), φ at its best for each x"
      return style.paragraph(
        style.estimate(maximum.value), after: "max \(sum) over (θ, φ)  ", indent: 4)
        + style.paragraph("at \(place)", after: "  ", indent: 4)
    case .notAttained(let supremum):
      return ["\(sum) has no maximiser over (θ, φ)."]
        + style.paragraph(
          "Its supremum \(style.estimate(supremum)) is approached as "
            + (count == 1 ? "θ = φ → ∞, since x ≤ 0." : "θ → ∞, with every φ → ∞."),
          after: "  ", indent: 2)
    }
  }

  private func exact(_ count: Int, _ style: TextStyle) -> [String] {
    let sum = count == 1 ? "log p(x)" : "Σ log p(x)"
    switch likelihood {
    case .attained(let maximum):
      return style.paragraph(
        style.estimate(maximum.value), after: "max \(sum) over θ   ", indent: 4)
        + style.paragraph(
          "at θ = \(style.estimate(maximum.rate)), where 1/θ = "
            + (count == 1 ? "E[z | x]" : "the average of E[z | x]"), after: "  ", indent: 4)
    case .notAttained(let supremum):
      return ["\(sum) has no maximiser over θ."]
        + style.paragraph(
          "Its supremum \(style.estimate(supremum)) is approached as θ → ∞"
            + (count == 1 ? ", since x ≤ 0." : "."), after: "  ", indent: 2)
    }
  }
}
