// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// ELBO and KL of a q and its target, integrated over one cover of both.
struct ComparisonPass {
  let pair: ComparedDensities
  private(set) var cover: Cover
  /// What rounding leaves of w, on the average over q.
  private(set) var noise = 0.0
  /// What rounding leaves of log q, on the average over q, weighted with 1 + |w|.
  private var familyNoise = 0.0
  /// Whether two routines agree where the error is not proven, and q has mass 1.
  private(set) var agrees = true
  private(set) var isProven = true

  private var logZ: Double { pair.normalizer.value }

  /// - Parameter drop: what is below exp(−drop) of the whole does not matter.
  init(
    _ pair: ComparedDensities, drop: Double, workspace: inout Workspace
  ) throws(InferenceError) {
    self.pair = pair
    do throws(InferenceError) {
      cover = try Cover.of(
        support: pair.targetSupport,
        cuts: [pair.familySupport.lower, pair.familySupport.upper], quantity: pair.quantity,
        functions: [pair.target, pair.family], drop: drop, from: pair.start
      ) { pair.terms($0) }
    } catch .infinite(let quantity, let reason) where reason.hasPrefix("its integrand") {
      throw .infinite(
        quantity: quantity,
        reason:
          "the tail of q is heavier than \(pair.targetName) can bear: E_q[log p] is −∞, since "
          + reason)
    }
    // All integrands are made of the same values.
    try cover.takeSamples()
    for panel in cover.panels where panel.isActive[1] {
      let lost = cover.noise(on: panel)
      noise += lost.weight
      familyNoise += lost.density
    }
    noise = max(noise, 1e-31)
  }

  /// Both numbers.
  mutating func values(
    workspace: inout Workspace
  ) throws(InferenceError) -> (elbo: Computed, divergence: Computed) {
    let elbo = try meanWeight(workspace: &workspace)
    let divergence = try divergence(meanWeight: elbo, workspace: &workspace)
    return (
      Computed(
        estimate: Estimate(elbo.value, error: elbo.error), evaluations: elbo.evaluations),
      divergence
    )
  }

  /// c = E_q[w], the ELBO, in 31 digits, as KL is taken relative to it.
  private struct MeanWeight {
    let value: DoubleDouble
    let error: Double
    /// By how much the mass of q is off.
    let audit: Double
    let evaluations: Int
  }

  private mutating func meanWeight(
    workspace: inout Workspace
  ) throws(InferenceError) -> MeanWeight {
    let origin = reference
    let weights = weights(relativeTo: origin)
    let panels = cover.panels.filter { $0.isActive[1] }
    let one = try integral(
      over: panels, bound: { $0.y }, of: "the mass of q", workspace: &workspace
    ) { _ in { $0.density } }
    // |w − c| ≤ (1 + |w|)(1 + |c|): one proof serves both.
    let factor = logarithm(1 + abs(origin.head))
    let shifted: Cover.Integrand = { panel in
      let weight = weights[panel.stretch.coordinate]
      return { weight?.product(at: $0) ?? 0 }
    }
    let mean = try integral(
      over: panels, bound: { $0.y + factor }, of: "the ELBO", workspace: &workspace, shifted)
    let seams = (mass: cover.seam { _ in { $0.density } }, mean: cover.seam(shifted))
    let audit = abs(one.value - 1)
    let allowed = one.error + cover.outside(1) + seams.mass + familyNoise
    agrees = agrees && audit < 1e-6 + 4 * allowed
    let sum = origin + DoubleDouble(mean.value)
    guard sum.isFinite else {
      throw .overflow(quantity: "the ELBO, E_q[log p(x, z) − log q(z)],")
    }
    // Where the mass of q is not 1, so are all expectations under it off.
    let excess =
      max(0, audit - 16 * .ulpOfOne) * (1 + mean.magnitude)
      + pair.familyError * (1 + abs(sum.head))
    return MeanWeight(
      value: sum,
      error: mean.error + 4 * noise + familyNoise + excess
        + cover.outside(1) * (1 + abs(origin.head)) + seams.mean,
      audit: audit, evaluations: one.evaluations + mean.evaluations)
  }

  /// w where q is large.
  private var reference: DoubleDouble {
    var best = (density: -Double.infinity, weight: DoubleDouble(logZ))
    for panel in cover.panels where panel.isActive[1] {
      guard let weight = cover.terms[1].weight?[panel.stretch.coordinate] else { continue }
      for point in cover.samples(of: panel) where point.last.head > best.density {
        let value = weight.value(at: point)
        if value.isFinite { best = (point.last.head, value) }
      }
    }
    return best.weight
  }

  /// w − base in each coordinate.
  private func weights(relativeTo base: DoubleDouble) -> [Weight?] {
    (cover.terms[1].weight ?? []).map { weight in
      weight?.shifted(by: base)
    }
  }

  /// An integral over panels in which q matters, and whether it is to be trusted.
  private mutating func integral(
    over panels: [Panel], bound: Cover.ErrorBound, of quantity: String, workspace: inout Workspace,
    _ value: @escaping Cover.Integrand
  ) throws(InferenceError) -> CoverIntegral {
    let integral = try cover.integrals(
      over: panels, bound: bound, of: quantity, workspace: &workspace, value
    ).reduce(into: CoverIntegral()) { $0 += $1 }
    agrees = agrees && integral.agrees
    isProven = isProven && integral.isProven
    return integral
  }

  private mutating func divergence(
    meanWeight: MeanWeight, workspace: inout Workspace
  ) throws(InferenceError) -> Computed {
    // Relative to c where log Z has an error that a small KL would see.
    var isRelative = false
    if case .computed(let logZ) = pair.normalizer, logZ - meanWeight.value.head < 1 {
      isRelative = true
    }
    let base = isRelative ? meanWeight.value : DoubleDouble(logZ)
    let shift = DoubleDouble(logZ) - base
    let integrand = divergenceIntegrand(base: base, shift: shift)
    let factor = logarithm(1 + abs(base.head)) + 0.7
    var divergence = try cover.integrals(
      over: cover.panels,
      bound: { logSum($0.x + shift.head, $0.y + factor) },
      of: pair.quantity, workspace: &workspace, integrand
    ).reduce(into: CoverIntegral()) { $0 += $1 }
    // The size decides how small the errors have to be.
    let size = max(divergence.value, noise * noise, 1e-300)
    if divergence.error > 1e-14 * size {
      let magnitudes = divergenceBound(base: base, shift: shift.head)
      var finer = cover.refined(
        sufficient: SIMD2(repeating: logarithm(size) - 38), magnitudes)
      try finer.takeSamples()
      let evaluations = divergence.evaluations
      divergence = try finer.integrals(
        over: finer.panels, bound: { $0.x }, magnitudes: magnitudes, of: pair.quantity,
        workspace: &workspace, integrand
      ).reduce(into: CoverIntegral()) { $0 += $1 }
      divergence.evaluations += evaluations
    }
    agrees = agrees && divergence.agrees
    isProven = isProven && divergence.isProven
    let scale = exponential(shift.head)
    let outside = cover.outside(0) + cover.outside(1)
    let sum = divergence.value
    // The slope of the integrand by u is −q where the target has a term of its own, else q·expm1(u).
    let uncertainty = noise * min(1, noise + max(0, sum).squareRoot())
    let excess = max(0, meanWeight.audit - 16 * .ulpOfOne) + pair.familyError * pair.familyError
    var value = sum
    let familyShare = pair.familyError * abs(sum)
    var error =
      divergence.error + 4 * uncertainty + familyNoise * min(1, abs(sum)) + familyShare
      + scale * outside * (1 + abs(shift.head)) + cover.seam(integrand)
      + excess * (abs(sum) + (isRelative ? 0 : 1))
    if isRelative {
      // KL = log(1 + K + ε) − ε, ε = E_q[u], which is 0 up to the error of c.
      let slip = meanWeight.error
      value = logarithm(onePlus: max(sum, 0))
      error += slip * slip + 2 * abs(sum) * slip
    }
    guard value.isFinite else { throw .overflow(quantity: pair.quantity) }
    return Computed(
      estimate: Estimate(max(0, value), error: error + value.ulp),
      evaluations: divergence.evaluations)
  }

  /// p/Z′ − q − q·u with u = w − base, Z′ = exp(base).
  private func divergenceIntegrand(
    base: DoubleDouble, shift: DoubleDouble
  ) -> Cover.Integrand {
    let (weights, more) = (weights(relativeTo: base), weights(relativeTo: base - DoubleDouble(1)))
    return { panel in
      let coordinate = panel.stretch.coordinate
      guard panel.isActive[1], let weight = weights[coordinate], let oneMore = more[coordinate]
      else { return { exponential($0.first + shift) } }
      let hasTarget = panel.isActive[0]
      return { point in
        let u = weight.value(at: point).head
        if abs(u) < 0.5 { return point.density * expMinusOneMinus(u) }
        return (hasTarget ? exponential(point.first + shift) : 0) - oneMore.product(at: point)
      }
    }
  }

  /// A bound on the logarithm of its magnitude: |expm1(u) − u| ≤ ½|u|² max(1, |eᵘ|), and by its parts.
  private func divergenceBound(
    base: DoubleDouble, shift: Double
  ) -> (Panel, ComplexEnclosure) -> SIMD2<Double> {
    let cover = cover
    let weights = weights(relativeTo: base)
    return { panel, point in
      let coordinate = panel.stretch.coordinate
      let target = cover.logMagnitudes(panel, point).x + shift
      guard panel.isActive[1], let weight = weights[coordinate] else {
        return SIMD2(repeating: target)
      }
      let family = cover.terms[1].density[coordinate].enclosure(over: point)
      guard family.isDefined else { return SIMD2(repeating: .infinity) }
      let u = weight.enclosure(over: point)
      let parts = logSum(
        target, weight.logProduct(over: point, value: u, bare: family.real.upper) + 0.7)
      guard u.isDefined, u.magnitude.isFinite else { return SIMD2(repeating: parts) }
      let together =
        family.real.upper + 2 * logarithm(u.magnitude) - 0.69 + max(0, u.real.upper)
      return SIMD2(repeating: min(parts, together))
    }
  }
}
