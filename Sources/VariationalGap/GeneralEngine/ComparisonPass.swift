// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// ELBO and KL of a q and its target, integrated over one coverage of both.
struct ComparisonPass {
  let pair: ComparedDensities
  let normalizer: FormulaComparison.Normalizer
  /// What KL is called in messages.
  let quantity: String
  let coverage: Coverage
  /// What rounding leaves of w, on the average over q: interval arithmetic at a point shows the
  /// amplification of errors in doubles.
  let noise: Double

  private var logZ: Double { normalizer.value }

  /// - Parameter drop: what is below exp(−drop) of the whole does not matter.
  init(
    _ pair: ComparedDensities, _ normalizer: FormulaComparison.Normalizer, quantity: String,
    on charts: [Chart], drop: Double
  ) throws(InferenceError) {
    self.pair = pair
    self.normalizer = normalizer
    self.quantity = quantity
    coverage = try Coverage.of(pair.terms, on: charts, drop: drop, quantity: quantity)
    noise = coverage.panels.reduce(1e-31) { sum, panel in
      guard let weight = pair.weight[panel.chart] else { return sum }
      let t = panel.middle
      let spread = weight.enclosure(over: Enclosure(from: t, to: t))
      let width = spread.upper - spread.lower
      let mass = exponential(pair.family[panel.chart](t)) * (panel.upper - panel.lower)
      return mass == 0 || !width.isFinite
        ? sum : sum + mass * width * Accuracy.ofDoubleDoubles
    }
  }

  /// Both numbers.
  func values(
    workspace: inout Workspace
  ) throws(InferenceError) -> (elbo: Computed, divergence: Computed) {
    let elbo = try meanWeight(workspace: &workspace)
    let divergence = try divergence(meanWeight: elbo, workspace: &workspace)
    return (
      Computed(
        estimate: Estimate(elbo.value, error: elbo.error), evaluations: elbo.evaluations,
        hasRoundoff: elbo.hasRoundoff),
      divergence
    )
  }

  /// c = E_q[w], the ELBO, in 31 digits, as KL is taken relative to it.
  private struct MeanWeight {
    let value: DoubleDouble
    let error: Double
    let evaluations: Int
    let hasRoundoff: Bool
  }

  private func meanWeight(workspace: inout Workspace) throws(InferenceError) -> MeanWeight {
    let (weight, family) = (pair.weight, pair.family)
    let origin = reference
    let integrand: @Sendable (Int, DoubleDouble) -> Double = { chart, t in
      guard let weight = weight[chart] else { return 0 }
      let density = exponential(family[chart].formula(t))
      return density == 0 ? 0 : density * (weight(t) - origin).head
    }
    let rough = try coverage.roughIntegral(
      of: "E_q[|log p − log q|]", workspace: &workspace
    ) { abs(integrand($0, $1)) }
    let scale = rough.value + rough.error
    let integral = try coverage.integral(
      allowed: 1e-14 * scale + noise, of: "the ELBO", workspace: &workspace, integrand)
    let ends = endMean(relativeTo: origin)
    let sum = origin + DoubleDouble(integral.value) + DoubleDouble(ends.value)
    guard sum.isFinite else {
      throw .overflow(quantity: "the ELBO, E_q[log p(x, z) − log q(z)],")
    }
    return MeanWeight(
      value: sum,
      error: integral.error + 4 * .ulpOfOne * scale + 4 * noise + ends.error
        + coverage.outside(1) * (1 + abs(origin.head - logZ)),
      evaluations: rough.evaluations + integral.evaluations,
      hasRoundoff: integral.status == .roundoff)
  }

  /// w where q is large.
  private var reference: DoubleDouble {
    var best = (density: -Double.infinity, weight: DoubleDouble(logZ))
    for panel in coverage.panels {
      guard let weight = pair.weight[panel.chart] else { continue }
      let (density, value) = (
        pair.family[panel.chart](panel.middle), weight(DoubleDouble(panel.middle))
      )
      if density > best.density, value.isFinite { best = (density, value) }
    }
    return best.weight
  }

  /// The share of the pieces at the ends in E_q[w − origin].
  private func endMean(relativeTo origin: DoubleDouble) -> Estimate {
    coverage.ends.reduce(Estimate(0, error: 0)) { sum, cell in
      if cell.bounds[1].isNegligible {
        let bound = exponential(cell.bounds[1].mass.upper) * (1 + abs(origin.head - logZ))
        return Estimate(sum.value, error: sum.error + bound)
      }
      guard let piece = familyPiece(cell, relativeTo: origin) else { return sum }
      guard piece.weighted.isResolved else {
        return Estimate(sum.value, error: sum.error + exponential(piece.weighted.logMass.upper))
      }
      let part = piece.mass * piece.weighted.weightMean
      return Estimate(sum.value + part, error: sum.error + 1e-12 * abs(part))
    }
  }

  /// The mass of q in a piece at an end, and the piece weighted with w − origin; `nil` where q has
  /// none.
  private func familyPiece(
    _ cell: BulkSearch.Cell, relativeTo origin: DoubleDouble
  ) -> (mass: Double, weighted: EndPiece)? {
    guard let weight = pair.weight[cell.chart], cell.bounds[1].range.upper > -.infinity else {
      return nil
    }
    let density = pair.family[cell.chart]
    let bare = EndPiece(density, nil, from: cell.lower, to: cell.upper)
    let weighted = EndPiece(
      density, LogDensityBounds(weight - .constant(origin)), from: cell.lower, to: cell.upper)
    return (exponential(bare.logMass.upper), weighted)
  }

  private func divergence(
    meanWeight: MeanWeight, workspace: inout Workspace
  ) throws(InferenceError) -> Computed {
    // Relative to c where log Z has an error that a small KL would see.
    var isRelative = false
    if case .computed(let logZ) = normalizer, logZ - meanWeight.value.head < 1 { isRelative = true }
    let base = isRelative ? meanWeight.value : DoubleDouble(logZ)
    let shift = DoubleDouble(logZ) - base
    let integrand = integrand(base: base, shift: shift)
    let rough = try coverage.roughIntegral(of: quantity, workspace: &workspace, integrand)
    let size = max(0, rough.value)
    let uncertainty = noise * (noise + size.squareRoot())
    let integral = try coverage.integral(
      allowed: 1e-14 * size + uncertainty, of: quantity, workspace: &workspace, integrand)
    let scale = exponential(shift.head)
    let ends = endDivergence(base: base, shift: shift.head)
    let outside = coverage.outside(0) + coverage.outside(1)
    let sum = integral.value + ends.value
    var value = sum
    var error =
      integral.error + 4 * .ulpOfOne * abs(integral.value) + 4 * uncertainty + ends.error
      + scale * outside * (1 + abs(shift.head))
    if isRelative {
      // KL = log(1 + K + ε) − ε, ε = E_q[u], which is 0 up to the error of c.
      let slip = meanWeight.error
      value = logarithm(onePlus: max(sum, 0))
      error += slip * slip + 2 * abs(sum) * slip
    }
    guard value.isFinite else { throw .overflow(quantity: quantity) }
    return Computed(
      estimate: Estimate(max(0, value), error: error + value.ulp),
      evaluations: rough.evaluations + integral.evaluations,
      hasRoundoff: integral.status == .roundoff)
  }

  /// p/Z′ − q − q·u with u = w − base, Z′ = exp(base).
  private func integrand(
    base: DoubleDouble, shift: DoubleDouble
  ) -> @Sendable (Int, DoubleDouble) -> Double {
    let (weight, family, target) = (pair.weight, pair.family, pair.target)
    return { chart, t in
      guard let weight = weight[chart] else {
        return exponential(target[chart].formula(t) + shift)
      }
      let logFamily = family[chart].formula(t)
      let u = (weight(t) - base).head
      if abs(u) < 0.5 { return exponential(logFamily) * expMinusOneMinus(u) }
      let density = exponential(logFamily)
      // Near an end u may be infinite where the density of q is 0.
      return exponential(target[chart].formula(t) + shift)
        - (density == 0 ? 0 : density * (1 + u))
    }
  }

  /// The share of the pieces at the ends in the same integral.
  private func endDivergence(base: DoubleDouble, shift: Double) -> Estimate {
    let scale = exponential(shift)
    return coverage.ends.reduce(Estimate(0, error: 0)) { sum, cell in
      let bounds = cell.bounds[0].mass
      let (low, high) = (exponential(bounds.lower) * scale, exponential(bounds.upper) * scale)
      var part = Estimate(0.5 * (low + high), error: 0.5 * (high - low) + 1e-12 * high)
      if cell.bounds[1].isNegligible {
        part.error += exponential(cell.bounds[1].mass.upper) * (1 + abs(shift))
      } else if let piece = familyPiece(cell, relativeTo: base) {
        if piece.weighted.isResolved {
          let mean = piece.weighted.weightMean
          part.value -= piece.mass * (1 + mean)
          part.error += 1e-12 * piece.mass * (1 + abs(mean))
        } else {
          part.error += exponential(piece.weighted.logMass.upper)
        }
      }
      return Estimate(sum.value + part.value, error: sum.error + part.error)
    }
  }
}
