// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The variances of the pathwise estimators of a parameter whose ∂z/∂η at fixed noise has no formula, by its definition
///
/// ```text
/// v = −(∂F/∂η)/q = −G/q,   G(z) = ∫ s q over what lies below z,   s = ∂ log q/∂η.
/// ```
///
/// On a panel of the mass, G is the integral of the polynomial through s q at the nodes, and from the nearer end of the line
/// the sum over the panels between. The same on halves of the panels says how far that is off: an estimate, and no proof.
///
/// Source: Figurnov, Mohamed and Mnih, "Implicit reparameterization gradients" (2018), equation 5.
struct ImplicitPath {
  /// Of v·(log w)′ − s.
  let pathwise: Estimate
  /// Of v·(log w)′.
  let stickingTheLanding: Estimate
  let errorKind: ErrorKind

  /// A value on panels and on their halves may differ by as much of it.
  private static let slack = 1e-8
  /// What G is off by, in units of ∫ |s| q on the nearer side.
  private static let rounding = 32 * Double.ulpOfOne

  /// - Parameters:
  ///   - logDensity: log q, normalised.
  ///   - score: s, whose mean is 0.
  ///   - logWeight: log w.
  ///   - gradient: the mean of both estimators.
  ///   - reach: a function of z that v does not outgrow, but for a factor that s does not outgrow.
  ///   - support: that of q.
  /// - Throws: ``InferenceError``, also where what bounds the variance has no finite integral.
  init(
    of logDensity: Formula, score: Formula, logWeight: Formula, gradient: Estimate,
    reach: Formula, on support: Interval, _ quantity: String, workspace: inout Workspace
  ) throws(InferenceError) {
    let slope = logWeight.derivative() * reach
    let weight = (1 + slope.applying(.square)) * (1 + score.applying(.square))
    let mass = try Expectation(
      of: weight, under: logDensity, on: support, quantity, workspace: &workspace)
    let cover = mass.cover
    let order = LineOrder(of: cover.coordinates)
    let panels = cover.panels.sorted { order.precedes($0.stretch, $1.stretch) }
    let (scoreFunction, weightFunction) = (LatentFunction(score), LatentFunction(logWeight))
    let programs = cover.coordinates.map { coordinate in
      FormulaProgram([
        scoreFunction.formula(in: coordinate),
        weightFunction.formula(in: coordinate).derivative(),
      ])
    }
    func direction(of panel: Panel) -> Double {
      cover.coordinates[panel.stretch.coordinate].direction
    }
    func sums(_ panels: [Panel]) -> PathSums {
      PathSums(
        panels.map { panel in
          let samples = cover.samples(of: panel)
          let values = programs[panel.stretch.coordinate].values(at: samples.map(\.u))
          let direction = direction(of: panel)
          return PathPanel(
            half: panel.centre.half.head, isRising: direction > 0,
            densities: samples.map { exponential($0.last) },
            scores: values.prefix(samples.count).map(\.head),
            slopes: values.suffix(samples.count).map { direction * $0.head })
        }, gradient: gradient.value, rounding: ImplicitPath.rounding)
    }
    let whole = sums(panels)
    try TimeLimit.check()
    let halves = sums(
      panels.flatMap { panel -> [Panel] in
        guard let (first, second) = panel.stretch.halves else { return [panel] }
        return (direction(of: panel) > 0 ? [first, second] : [second, first]).map {
          Panel(stretch: $0, isActive: panel.isActive)
        }
      })
    try TimeLimit.check()
    // E[v (log w)′] is the gradient.
    let isRight =
      abs(halves.mean - gradient.value)
      <= ImplicitPath.slack * max(abs(gradient.value), halves.stickingTheLanding.squareRoot())
      + gradient.error
    // Of what is all but 0, as of a tight q, rounding alone is seen.
    let pairs = [
      (whole.pathwise, halves.pathwise), (whole.stickingTheLanding, halves.stickingTheLanding),
    ]
    let agrees = pairs.allSatisfy { abs($0 - $1) <= ImplicitPath.slack * abs($1) + halves.lost }
    let isVerified = mass.errorKind.isVerified && isRight && agrees
    let outside = 16 * cover.outside(0) + gradient.error * gradient.error
    let estimates = pairs.map { whole, halved in
      let error = 2 * abs(whole - halved) + halves.lost + outside + 16 * halved.ulp
      return Estimate(halved, error: isVerified ? error : .infinity)
    }
    (pathwise, stickingTheLanding) = (estimates[0], estimates[1])
    errorKind = isVerified ? .estimated : .unverified
  }
}

/// What is known at the nodes of a panel.
private struct PathPanel {
  /// Half of its length.
  let half: Double
  /// Whether z rises along it.
  let isRising: Bool
  /// q, s and the derivative of log w towards larger z at the nodes, for a unit of the panel's coordinate.
  let (densities, scores, slopes): ([Double], [Double], [Double])

  init(half: Double, isRising: Bool, densities: [Double], scores: [Double], slopes: [Double]) {
    self.half = half
    self.isRising = isRising
    (self.densities, self.scores, self.slopes) = (densities, scores, slopes)
  }

  /// The integral of a function, from its values at the nodes, and the parts of it that lie below each node on the line.
  func integral(of values: [Double]) -> (whole: Double, below: [Double]) {
    let series = LegendreSeries(values: values)
    let whole = half * series.integral(to: 1)
    let parts = Panel.rule.nodes.map { half * series.integral(to: $0) }
    return (whole, isRising ? parts : parts.map { whole - $0 })
  }
}

/// The second moments of pathwise estimators over panels from left to right.
private struct PathSums {
  private(set) var (pathwise, stickingTheLanding, mean) = (0.0, 0.0, 0.0)
  /// What the rounding of G leaves of the moments.
  private(set) var lost = 0.0

  init(_ panels: [PathPanel], gradient: Double, rounding: Double) {
    let masses = panels.map { $0.integral(of: $0.densities).whole }
    let scores = panels.map { panel in
      panel.integral(of: zip(panel.scores, panel.densities).map { $0 * $1 })
    }
    let sizes = panels.map { panel in
      panel.integral(of: zip(panel.scores, panel.densities).map { abs($0 * $1) })
    }
    // Below and above each panel.
    func running(_ values: [Double]) -> (below: [Double], above: [Double]) {
      var (below, above) = ([Double](), [Double]())
      var sum = 0.0
      for value in values {
        below.append(sum)
        sum += value
      }
      sum = 0
      for value in values.reversed() {
        above.append(sum)
        sum += value
      }
      return (below, above.reversed())
    }
    let (mass, score, size) = (
      running(masses), running(scores.map(\.whole)), running(sizes.map(\.whole))
    )
    for (index, panel) in panels.enumerated() {
      // From the nearer end, since the whole is 0.
      let isLeft = mass.below[index] < mass.above[index]
      for (node, weight) in Panel.rule.weights.enumerated() where panel.densities[node] > 0 {
        let (part, reach) = (scores[index].below[node], sizes[index].below[node])
        let below =
          isLeft
          ? score.below[index] + part : part - scores[index].whole - score.above[index]
        let cumulated =
          isLeft ? size.below[index] + reach : sizes[index].whole - reach + size.above[index]
        let share = panel.half * weight
        let density = panel.densities[node]
        let landing = -below * panel.slopes[node] / density
        let path = landing - panel.scores[node]
        let (one, other) = (landing - gradient, path - gradient)
        stickingTheLanding += share * one * density * one
        pathwise += share * other * density * other
        mean += share * landing * density
        lost +=
          share * 2 * max(abs(one), abs(other)) * abs(panel.slopes[node]) * rounding
          * max(abs(cumulated), abs(below))
      }
    }
  }
}
