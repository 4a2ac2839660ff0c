// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The gradient of the ELBO by the parameters η of q, under the integral sign.
///
/// With the scores s = ∂ log q/∂η and w = log p(x, z) − log q(z),
///
/// ```text
/// ∂ELBO/∂η = E_q[s·w] = E_q[(s − E_q[s])·(w − c)]
/// ```
///
/// for any c, where the support of q does not depend on η: E_q[s] = 0. With c = ELBO nothing large
/// cancels. A truncated q has the score of its base less its mean under q, which takes an integral of
/// its own.
///
/// Source: Ranganath, Gerrish and Blei, "Black box variational inference" (2014), equation 2.
struct ScoreIntegrals {
  private let member: FamilyMember
  private let charts: [Chart]
  private let logDensity: [LogDensityBounds]
  private let logWeight: [Formula]
  private(set) var evaluations = 0
  /// Whether all of the mass was shown to be covered.
  private(set) var isVerified = true

  /// - Throws: ``InferenceError/argument(_:value:requirement:)`` where the support of q depends on its
  ///   parameters.
  init(_ member: FamilyMember, logJoint: Formula) throws(InferenceError) {
    guard !member.family.hasVariableSupport else {
      throw .argument(
        "q", value: "\(member), whose support depends on its parameters",
        requirement: "of a family with a fixed support")
    }
    self.member = member
    let formula = member.distribution.formula
    charts = Chart.charts(
      of: member.distribution.support, cuts: Chart.breaks(of: [formula, logJoint]))
    logDensity = charts.map { LogDensityBounds($0.formula(formula)) }
    logWeight = charts.map { $0.formula(logJoint) - $0.formula(formula) }
  }

  /// ∂ELBO/∂η for each parameter.
  ///
  /// - Parameter elbo: c; its error only matters where q is truncated.
  mutating func gradient(
    elbo: Estimate, workspace: inout Workspace
  ) throws(InferenceError) -> [Estimate] {
    var gradient: [Estimate] = []
    let weights = logWeight.map { $0 - .number(elbo.value) }
    for (parameter, score) in zip(member.family.parameters, member.family.scores) {
      let quantity = "∂ELBO/∂\(parameter.name)"
      let score = score.setting(member.parameters)
      let scale = scale(of: score)
      let scores = charts.map { $0.formula(score) / .number(scale) }
      var centre = Estimate(0, error: 0)
      if member.truncation != nil {
        centre = try expectation(of: scores, [], quantity, workspace: &workspace)
      }
      let centred = scores.map { $0 - .number(centre.value) }
      let value = try expectation(of: centred, weights, quantity, workspace: &workspace)
      let component = scale * value.value
      guard component.isFinite else { throw .overflow(quantity: quantity) }
      gradient.append(
        Estimate(
          component, error: scale * (value.error + centre.error * elbo.error) + component.ulp))
    }
    return gradient
  }

  /// The size of a score where q has its mass.
  private func scale(of score: Formula) -> Double {
    let sizes = [0.1, 0.3, 0.5, 0.7, 0.9].map {
      abs(score(DoubleDouble(member.distribution.quantile($0))).head)
    }
    return sizes.filter { $0 > 1e-300 && $0.isFinite }.max() ?? 1
  }

  /// E_q of a product of factors, each given on every chart; an empty one is 1.
  private mutating func expectation(
    of first: [Formula], _ second: [Formula], _ quantity: String, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let product = charts.indices.map { chart in
      second.isEmpty ? first[chart] : first[chart] * second[chart]
    }
    let coverage = try Coverage.of(
      [
        BulkSearch.Term(
          density: logDensity, weight: product.map { LogDensityBounds($0) }, known: 0)
      ],
      on: charts, drop: FormulaPosterior.drop, quantity: quantity)
    let density = logDensity
    let value: @Sendable (Int, DoubleDouble) -> Double = { chart, t in
      let density = exponential(density[chart].formula(t))
      return density == 0 ? 0 : density * product[chart](t).head
    }
    let rough = try coverage.roughIntegral(of: quantity, workspace: &workspace) {
      abs(value($0, $1))
    }
    let noise = noise(of: product, on: coverage)
    let size = rough.value + rough.error
    let integral = try coverage.integral(
      allowed: 1e-14 * size + noise, of: quantity, workspace: &workspace, value)
    evaluations += rough.evaluations + integral.evaluations
    isVerified = isVerified && coverage.isComplete
    var error = integral.error + 8 * .ulpOfOne * size + 4 * noise
    // The sign of the integrand is not known in the pieces at the ends, nor outside.
    for cell in coverage.ends { error += exponential(cell.bounds[0].mass.upper) }
    error += coverage.outside(0)
    return Estimate(integral.value, error: error)
  }

  /// What rounding leaves of the integrand: interval arithmetic at a point shows the amplification of
  /// errors in doubles.
  private func noise(of product: [Formula], on coverage: Coverage) -> Double {
    coverage.panels.reduce(1e-31) { sum, panel in
      let t = panel.lower + 0.5 * (panel.upper - panel.lower)
      let point = Enclosure(from: t, to: t)
      let spread = product[panel.chart].enclosure(over: point)
      let logSpread = logDensity[panel.chart].formula.enclosure(over: point)
      let density = exponential(logDensity[panel.chart](t)) * (panel.upper - panel.lower)
      let width =
        spread.upper - spread.lower
        + max(abs(spread.lower), abs(spread.upper)) * (logSpread.upper - logSpread.lower)
      return density == 0 || !width.isFinite
        ? sum : sum + density * width * Accuracy.ofDoubleDoubles
    }
  }
}
