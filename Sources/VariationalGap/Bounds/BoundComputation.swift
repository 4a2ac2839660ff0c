// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// What bounds on log p(x) of one posterior and one q share.
struct BoundComputation {
  private let posterior: Posterior
  private let q: any Distribution
  private let weights: WeightMoments
  /// Whether q misses mass of the posterior.
  let isMissing: Bool
  /// ELBO and KL.
  private let gap: Gap
  private(set) var evaluations = 0
  /// Where the mass of both is, or why that could not be had.
  private let pass: Result<ComparisonPass, InferenceError>
  private var eubo: WeightMoments.Judged?
  private var means: [DoubleDouble: WeightMoments.Judged] = [:]
  private var tilted: [Temperature: WeightMoments.Judged] = [:]
  private var sums: [Double: RatioSums] = [:]

  /// - Throws: ``InferenceError``.
  init(
    _ posterior: Posterior, _ q: any Distribution, workspace: inout Workspace
  ) throws(InferenceError) {
    (self.posterior, self.q) = (posterior, q)
    weights = try WeightMoments(posterior, q, workspace: &workspace)
    isMissing = try weights.missesMass(workspace: &workspace) != .no
    gap = try posterior.gap(of: q, workspace: &workspace)
    evaluations = gap.evaluations
    do throws(InferenceError) {
      let logMass = try q.logMass(workspace: &workspace)
      pass = .success(
        try ComparisonPass(
          ComparedDensities(q, logMass, posterior.engine.target), drop: Expectation.drop,
          workspace: &workspace))
    } catch {
      pass = .failure(error)
    }
  }

  /// log p(x, z ∈ supp q).
  mutating func reached(workspace: inout Workspace) -> Quantity {
    mean(power: DoubleDouble(1), workspace: &workspace).value
  }

  private mutating func mean(
    power s: DoubleDouble, workspace: inout Workspace
  ) -> WeightMoments.Judged {
    if let known = means[s] { return known }
    let mean =
      s == DoubleDouble(1) && !isMissing && !weights.isWider
      ? (.finite(posterior.logEvidence), posterior.errorKind)
      : weights.logMean(power: s, workspace: &workspace)
    means[s] = mean
    return mean
  }

  mutating func bound(
    _ kind: EvidenceBound.Kind, workspace: inout Workspace
  ) -> EvidenceBound {
    let (judged, side): (WeightMoments.Judged, EvidenceBound.Side)
    switch kind {
    case .elbo: (judged, side) = (elbo, .lower)
    case .evidence:
      (judged, side) = ((.finite(posterior.logEvidence), posterior.errorKind), .exact)
    case .importance(let count):
      (judged, side) = (sampled(power: DoubleDouble(1), count, workspace: &workspace), .lower)
    case .renyi(let order):
      if order == 1 {
        judged = elbo
      } else if order > 1, case .infinite(.minus, _) = gap.elbo {
        // It is below the ELBO, by Jensen's inequality; q may have mass in a hole of p(x, z).
        judged = elbo
      } else {
        judged = mean(power: DoubleDouble(1) - DoubleDouble(order), workspace: &workspace)
      }
      side = order == 0 && !isMissing ? .exact : order >= 0 ? .lower : .upper
    case .sampledRenyi(let order, let count):
      judged = sampled(power: DoubleDouble(1) - DoubleDouble(order), count, workspace: &workspace)
      // A mean of lower order is below the mean.
      side = order >= 0 ? .lower : .either
    case .cubo(let order):
      (judged, side) = (
        mean(power: DoubleDouble(order), workspace: &workspace), order < 1 ? .lower : .upper
      )
    case .eubo: (judged, side) = (upperElbo(workspace: &workspace), .upper)
    case .thermodynamicLower(let steps):
      judged = thermodynamic(0..<steps, of: steps, workspace: &workspace)
      side = .lower
    case .thermodynamicUpper(let steps):
      judged = thermodynamic(1..<steps + 1, of: steps, workspace: &workspace)
      side = .upper
    case .thermodynamicIntegral:
      (judged, side) = (thermodynamicIntegral(workspace: &workspace), .exact)
    }
    return EvidenceBound(
      kind: kind, value: judged.value, side: side, errorKind: judged.errorKind)
  }

  private var elbo: WeightMoments.Judged { (gap.elbo, gap.errorKind) }

  /// E log((w₁ˢ + … + w_Kˢ)/K)/s.
  private mutating func sampled(
    power exact: DoubleDouble, _ count: Int, workspace: inout Workspace
  ) -> WeightMoments.Judged {
    // The sums have s as a double. With δ of it left out, the mean is off by at most δ log K/s²: the derivative of
    // log((v₁ˢ + … + v_Kˢ)/K)/s is a divergence from K equal weights, over s².
    let s = exact.head
    if count == 1 || s == 0 { return elbo }
    let rest = abs(exact.tail) * logarithm(Double(count)) / (s * s)
    if weights.isWider {
      return (
        .infinite(
          .minus,
          reason: "q has mass where p(x, z) has none: all draws may lie there"), .proven
      )
    }
    // The largest of K powers is at least the first one, whose logarithm has the mean +∞.
    if s < 0, case .infinite(.minus, _) = gap.elbo { return elbo }
    switch pass {
    case .failure(let error):
      return (
        .undefined(reason: "it is computed where E_q[log w] is finite alone; \(error)"), .unverified
      )
    case .success(let pass):
      // log E_q[wˢ] where that is finite, and that of the ELBO where it is not.
      let mean = self.mean(power: exact, workspace: &workspace).value
      let isNormalized = s == 1 && !isMissing
      let base =
        isNormalized
        ? posterior.engine.sharpLogEvidence.value
        : DoubleDouble(s * (mean.estimate?.value ?? gap.elbo.estimate?.value ?? 0))
      var sums =
        self.sums[s]
        ?? RatioSums(pass.cover, power: s, base: base, isNormalized: isNormalized)
      defer { self.sums[s] = sums }
      let bound: SampledBound
      do throws(InferenceError) {
        bound = try SampledBound(
          &sums, count: count, quantity: "the mean of the log of the mean of \(count) w",
          workspace: &workspace)
      } catch {
        return (.undefined(reason: "\(error)"), .unverified)
      }
      evaluations += bound.evaluations
      let sum = (base + DoubleDouble(bound.value.value)) / DoubleDouble(s)
      let slip = abs(s) * weights.constantError + weights.familyError * (1 + abs(bound.value.value))
      return (
        .finite(Estimate(sum, error: (bound.value.error + slip) / abs(s) + rest)),
        min(sums.isComplete ? bound.errorKind : .unverified, posterior.errorKind)
      )
    }
  }

  /// E[log w] under the posterior: log p(x) + KL(posterior‖q).
  private mutating func upperElbo(workspace: inout Workspace) -> WeightMoments.Judged {
    if let eubo { return eubo }
    let forward = weights.forwardDivergence(workspace: &workspace)
    let sum = (value: .finite(posterior.logEvidence) + forward.value, errorKind: forward.errorKind)
    eubo = sum
    return sum
  }

  /// The mean over steps of E[log w] under q^(1 − β) p(x, z)^β.
  private mutating func thermodynamic(
    _ indices: Range<Int>, of steps: Int, workspace: inout Workspace
  ) -> WeightMoments.Judged {
    var sum = EstimateSum()
    var errorKind = ErrorKind.proven
    for index in indices {
      let term: WeightMoments.Judged
      switch index {
      case 0: term = elbo
      case steps: term = upperElbo(workspace: &workspace)
      default:
        term = tiltedMean(
          at: Temperature(Double(index), of: Double(steps)), workspace: &workspace)
      }
      guard let estimate = term.value.estimate else { return term }
      sum.add(estimate)
      errorKind = min(errorKind, term.errorKind)
    }
    return (.finite(sum.total / Estimate(Double(steps), error: 0)), errorKind)
  }

  private mutating func tiltedMean(
    at β: Temperature, workspace: inout Workspace
  ) -> WeightMoments.Judged {
    if let known = tilted[β] { return known }
    let mean: WeightMoments.Judged =
      switch (β.value, β.complement) {
      case (0, _): elbo
      case (_, 0): upperElbo(workspace: &workspace)
      default: weights.mean(of: weights.logWeight, at: β, workspace: &workspace)
      }
    tilted[β] = mean
    return mean
  }

  /// As often an interval is halved, towards where the mean varies fast.
  private static let mostHalvings = 4
  /// A difference of a rule and its halves below this share does not matter.
  private static let negligible = 1e-13

  /// ∫₀¹ E_β[log w] dβ, in the variable u of ``Temperature/init(steppedAt:)``.
  ///
  /// Where a rule on an interval and on both halves differ, the halves by themselves; where that has no end, and towards an end
  /// where the mean is infinite, by what it is the derivative of.
  private mutating func thermodynamicIntegral(
    workspace: inout Workspace
  ) -> WeightMoments.Judged {
    var sum = EstimateSum()
    // Towards an end where the mean is infinite no rule converges.
    let shortest = 1 / Double(1 << Self.mostHalvings)
    let first = elbo.value.estimate == nil ? shortest : 0
    let last = upperElbo(workspace: &workspace).value.estimate == nil ? 1 - shortest : 1
    var open = [(lower: first, upper: last, depth: 0)]
    var steep = [(lower: 0.0, upper: first), (lower: last, upper: 1.0)]
      .filter { $0.lower < $0.upper }
    while let (lower, upper, depth) = open.popLast(), !TimeLimit.isOver {
      let middle = 0.5 * (lower + upper)
      var parts: [Estimate] = []
      for (from, to) in [(lower, upper), (lower, middle), (middle, upper)] {
        let part = tiltedIntegral(from: from, to: to, workspace: &workspace)
        guard let estimate = part.value.estimate, part.errorKind.isVerified else { return part }
        parts.append(estimate)
      }
      let halves = parts[1] + parts[2]
      let difference = abs(halves.value - parts[0].value)
      if difference <= Self.negligible * (1 + abs(halves.value)) {
        sum.add(Estimate(halves.value, error: halves.error + difference))
      } else if depth == Self.mostHalvings {
        steep.append((lower, upper))
      } else {
        open += [(middle, upper, depth + 1), (lower, middle, depth + 1)]
      }
    }
    for (lower, upper) in steep {
      let ends = [lower, upper].map {
        logMoment(at: Temperature(steppedAt: $0), workspace: &workspace)
      }
      for end in ends where end.value.estimate == nil || !end.errorKind.isVerified { return end }
      if let first = ends[0].value.estimate, let last = ends[1].value.estimate {
        sum.add(last - first)
      }
    }
    return (.finite(sum.total), .estimated)
  }

  /// By the rule.
  private mutating func tiltedIntegral(
    from lower: Double, to upper: Double, workspace: inout Workspace
  ) -> WeightMoments.Judged {
    let half = 0.5 * (upper - lower)
    var sum = EstimateSum()
    var magnitude = 0.0
    for (node, weight) in zip(Panel.rule.nodes, Panel.rule.weights) {
      let u = lower + half * (1 + node)
      let term = tiltedMean(at: Temperature(steppedAt: u), workspace: &workspace)
      guard let estimate = term.value.estimate, term.errorKind.isVerified else { return term }
      let share = half * weight * Temperature.slope(at: u)
      sum.add(Estimate(share, error: 0) * estimate)
      magnitude += share * abs(estimate.value)
    }
    let total = sum.total
    // What β is rounded to moves the mean by as much as its integral is moved.
    return (
      .finite(Estimate(total.value, error: total.error + 16 * .ulpOfOne * magnitude)), .estimated
    )
  }

  /// log E_q[wᵝ], whose derivative by β is E_β[log w].
  private func logMoment(
    at β: Temperature, workspace: inout Workspace
  ) -> WeightMoments.Judged {
    if β.value == 0 { return (.finite(Estimate(0, error: 0)), .proven) }
    var moment = weights.logMean(power: β.exactValue, workspace: &workspace)
    moment.value = moment.value.map { β.value * $0 }
    return moment
  }
}
