// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension Cover {
  /// Integrates over panels: by one rule where its error is proven, elsewhere adaptively by two
  /// routines, whose disagreement counts as error.
  ///
  /// - Parameters:
  ///   - parts: the panels, or parts of them.
  ///   - proofs: the logarithm of a bound on the error of the rule on each: see ``proofs(over:_:)``.
  ///   - value: the integrand at the point u of a panel.
  func integrals(
    over parts: [Panel], proofs: [Double], of quantity: String, workspace: inout Workspace,
    _ value: @escaping @Sendable (_ panel: Panel, _ u: DoubleDouble) -> Double
  ) throws(InferenceError) -> [CoverIntegral] {
    var integrals: [CoverIntegral] = []
    var unproven: [Int] = []
    var size = 0.0
    for (index, (panel, proof)) in zip(parts, proofs).enumerated() {
      integrals.append(CoverIntegral(error: .infinity))
      guard proof < 700 else {
        unproven.append(index)
        // About what there is, so that digits are not asked of tails that are none of the whole.
        let (middle, length) = (panel.stretch.middle, panel.stretch.upper - panel.stretch.lower)
        let share = abs(value(panel, DoubleDouble(middle))) * length
        if share.isFinite { size += share }
        continue
      }
      var part = try sum(over: panel, quantity, value)
      part.error += exponential(proof)
      size += part.magnitude
      integrals[index] = part
      if !panel.isProven { unproven.append(index) }
    }
    // A proof that is not as good as was wished for may be good enough.
    let open = unproven.filter { !(integrals[$0].error <= Cover.sufficient * size) }
    for index in open {
      // Many are small already.
      let part =
        open.count <= Cover.mostAdaptive
        ? try adaptive(parts[index], size: size, quantity, &workspace, value)
        : try doubled(parts[index], size: size, quantity, value)
      if part.error < integrals[index].error { integrals[index] = part }
    }
    return integrals
  }

  /// The sum of the integrals over all panels, or over some.
  func integral(
    over parts: [Panel]? = nil, of quantity: String, workspace: inout Workspace,
    logMagnitude: (Panel, ComplexEnclosure) -> Double,
    _ value: @escaping @Sendable (_ panel: Panel, _ u: DoubleDouble) -> Double
  ) throws(InferenceError) -> CoverIntegral {
    let parts = parts ?? panels
    return try integrals(
      over: parts, proofs: proofs(over: parts, logMagnitude), of: quantity, workspace: &workspace,
      value
    ).reduce(into: CoverIntegral()) { $0 += $1 }
  }

  /// The logarithm of a bound on the error of the rule on each panel; ∞ where nothing is proven.
  ///
  /// - Parameter logMagnitude: a bound on the logarithm of the integrand's magnitude over a rectangle about
  ///   a panel; ∞ where it may not be analytic.
  func proofs(
    over parts: [Panel], _ logMagnitude: (Panel, ComplexEnclosure) -> Double
  ) -> [Double] {
    parts.map { panel in
      PanelProof.logError(on: panel.stretch, sufficient: -.infinity) { logMagnitude(panel, $0) }
    }
  }

  /// By the rule, with the error of rounding alone.
  private func sum(
    over panel: Panel, _ quantity: String, _ value: (_ panel: Panel, _ u: DoubleDouble) -> Double
  ) throws(InferenceError) -> CoverIntegral {
    var part = CoverIntegral(evaluations: Panel.rule.nodes.count)
    var sum = DoubleDouble(0)
    for (node, weight) in zip(panel.nodes, panel.weights) {
      let value = value(panel, node)
      guard !value.isInfinite else { throw .overflow(quantity: quantity) }
      guard value.isFinite else {
        throw .notFinite(quantity, z: coordinates[panel.stretch.coordinate].z(node).head)
      }
      sum = sum + .product(weight, value)
      part.magnitude += weight * abs(value)
    }
    part.sum = sum
    part.error = Cover.rounding * part.magnitude
    return part
  }

  /// By the rule on both halves; what it differs by from the rule on the whole is the error.
  private func doubled(
    _ panel: Panel, size: Double, _ quantity: String,
    _ value: (_ panel: Panel, _ u: DoubleDouble) -> Double
  ) throws(InferenceError) -> CoverIntegral {
    let whole = try sum(over: panel, quantity, value)
    guard let (first, second) = panel.stretch.halves else { return whole }
    var total = CoverIntegral()
    for half in [first, second] {
      total += try sum(
        over: Panel(stretch: half, isActive: panel.isActive, isProven: false), quantity, value)
    }
    let difference = abs((whole.sum - total.sum).head)
    total.error += difference
    total.isProven = false
    total.agrees = difference <= 1e-10 * max(size, total.magnitude)
    return total
  }

  /// As many panels are integrated adaptively.
  private static let mostAdaptive = 32

  /// An error that a panel may have, in units of the whole.
  private static let sufficient = 1e-14

  /// A logarithm of a thousand or so, in 31 digits.
  static let logarithmRounding = 1e-27

  /// The nodes, the weights and a sum of as many terms, in units of the integral of the magnitude.
  static let rounding = 8 * Double.ulpOfOne

  private func adaptive(
    _ panel: Panel, size: Double, _ quantity: String, _ workspace: inout Workspace,
    _ value: @escaping @Sendable (_ panel: Panel, _ u: DoubleDouble) -> Double
  ) throws(InferenceError) -> CoverIntegral {
    let stretch = panel.stretch
    let (coordinate, middle) = (stretch.coordinate, stretch.middle)
    let (low, high) = (
      (DoubleDouble(stretch.lower) - DoubleDouble(middle)).head,
      (DoubleDouble(stretch.upper) - DoubleDouble(middle)).head
    )
    func integrate(_ routine: Routine, _ absolute: Double) throws(InferenceError) -> Integral {
      do throws(QuadratureError) {
        return try workspace.integrate(
          from: low, to: high, using: routine,
          tolerance: Tolerance(relative: 1e-13, absolute: absolute)
        ) { value(panel, DoubleDouble(middle) + DoubleDouble($0)) }
      } catch .notConverged(let best, _) {
        return best
      } catch .nonFiniteIntegrand(let at, _) {
        throw .notFinite(
          quantity,
          z: coordinates[coordinate].z(DoubleDouble(middle) + DoubleDouble(at)).head)
      } catch {
        throw .quadrature(quantity: quantity, error)
      }
    }
    let first = try integrate(.qag(.points31), 1e-16 * size)
    let second = try integrate(.cquad, max(1e-16 * size, 1e-13 * abs(first.value)))
    let disagreement = abs(first.value - second.value)
    let agrees =
      disagreement <= first.error + second.error + 1e-14 * max(size, abs(first.value))
    return CoverIntegral(
      sum: DoubleDouble(first.value), error: max(first.error, agrees ? 0 : disagreement),
      magnitude: abs(first.value), evaluations: first.evaluations + second.evaluations,
      isProven: false, agrees: agrees)
  }

  /// What rounding in 31 digits leaves of the integrals of f·(1 + |w|) over a panel, over exp(peak): by
  /// that of log f, and by that of w.
  func noise(
    of term: Int, on stretch: Stretch, relativeTo peak: Double = 0
  ) -> (density: Double, weight: Double) {
    let density = terms[term].density[stretch.coordinate]
    let weight = terms[term].weight?[stretch.coordinate]?.function.formula
    let logWidth = logarithm(stretch.upper - stretch.lower) - peak
    var (first, second) = (0.0, 0.0)
    for share in [0.02, 0.25, 0.5, 0.75, 0.98] {
      let u = stretch.lower + share * (stretch.upper - stretch.lower)
      let value = density(u)
      guard value > -.infinity else { continue }
      let size = exponential(logSize(of: term, at: u, stretch) + logWidth)
      first = max(
        first, size * (density.formula.runningError(at: u).error + Cover.logarithmRounding))
      guard let weight, size > 0 else { continue }
      // Where the weight overflows its digits are those of its logarithm.
      let lost = weight.runningError(at: u).error
      second = max(
        second,
        lost.isFinite
          ? exponential(value + logarithm(lost) + logWidth) : size * Cover.logarithmRounding)
    }
    return (2 * first, 2 * second)
  }
}

extension InferenceError {
  /// An integrand that is infinite, or no number, at a place.
  fileprivate static func notFinite(_ quantity: String, z: Double) -> InferenceError {
    .noEvidence(reason: "\(quantity) has an integrand that is not finite at z = \(z)")
  }
}
