// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The importance ratio w = p(x, z)/q(z) under q, of which importance sampling, and every bound that takes several
/// draws, makes its estimates: how they vary, by exact numbers.
///
/// docs/bounds.md has definitions and sources.
public struct ImportanceWeights: Sendable, Hashable {
  /// log p(x).
  public let logEvidence: Estimate

  /// log p(x, z ∈ supp q), which E_q[w] is, where q misses mass of the posterior; `nil` where it does not.
  public let reachedLogEvidence: Quantity?

  /// χ²(posterior‖q), the variance of w/p(x); infinite where w has no variance, or q misses mass of the posterior.
  public let chiSquare: Quantity

  /// χ²(q‖posterior) = E_q[p(x)/w] − 1.
  public let reverseChiSquare: Quantity

  /// E_q[w]²/E_q[w²], the effective sample size of one draw; 0 where w has no variance.
  public let effectiveSampleSize: Quantity

  /// How many draws an estimate of log p(x) (where q misses mass: of what it reaches) with a standard error of 0.01 needs:
  /// the variance of w/E_q[w] over 0.01².
  public let drawsNeeded: Quantity

  /// Var_q[log w].
  public let logVariance: Quantity

  /// The largest log w; +∞ where w has no bound.
  public let largestLog: Quantity

  /// Where log w is largest; ±∞, or an end of the support, for one that is approached there. `nil` where that is not known.
  public let largestPlace: Double?

  /// The tail index k of the distribution of w: from 0 to 1 where w has no bound, negative where it has one.
  public let tailIndex: Quantity

  /// What numbers of draws see of it.
  public let draws: [Draws]

  /// Whether w is a constant: q is the posterior.
  package let isTight: Bool

  /// What the bounds rest on.
  public let errorKind: ErrorKind

  /// What so many draws see of the tail of w.
  public struct Draws: Sendable, Hashable {
    /// S.
    public let count: Int

    /// M = min(S/5, 3√S), rounded up: as many of the largest w are taken for the tail.
    public let tailCount: Int

    /// The index at the tail of probability M/S, by Pickands' quotient of exact quantiles of w:
    ///
    /// ```text
    /// log₂((w_(p/4) − w_(p/2))/(w_(p/2) − w_p)),   P(w > w_p) = p = M/S
    /// ```
    ///
    /// A generalized Pareto distribution has its shape k at every p, and so has every w as p goes to 0.
    public let index: Quantity

    /// k̂ of Pareto-smoothed importance sampling from S draws of q; `nil` where their tail has fewer than five
    /// different w.
    public let paretoShape: Double?
  }
}

extension Posterior {
  /// The importance ratio w = p(x, z)/q(z) of a q: how it varies, by exact numbers.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - draws: numbers of draws S, from 25 to 10⁷, whose view of the tail is asked for.
  ///   - seed: the seed of the draws.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError`` where q does not integrate to 1, or a number of draws is not in its range.
  public func importanceWeights(
    of family: any Distribution, draws: [Int] = [], seed: UInt64 = 1, workspace: inout Workspace
  ) throws(InferenceError) -> ImportanceWeights {
    for count in draws where !(25...10_000_000).contains(count) {
      throw .argument(
        "the number of draws", value: "\(count)", requirement: "from 25 to 10000000")
    }
    let weights = try WeightMoments(self, family, workspace: &workspace)
    let gap = try gap(of: family, workspace: &workspace)
    let isMissing = try weights.missesMass(workspace: &workspace) != .no
    var errorKind = min(self.errorKind, gap.errorKind)
    func judged(_ number: WeightMoments.Judged) -> Quantity {
      errorKind = min(errorKind, number.errorKind)
      return number.value
    }
    // log E_q[w], which w is taken relative to.
    var mean = engine.sharpLogEvidence
    var reached: Quantity?
    if isMissing {
      mean = LogProbability(DoubleDouble(.nan), error: .infinity)
      let moment = weights.pair.logMoment(power: DoubleDouble(1), workspace: &workspace)
      if case .finite(let log, let kind) = moment {
        mean = log
        errorKind = min(errorKind, kind)
      }
      reached = judged(weights.logMean(power: DoubleDouble(1), of: moment))
    }
    let pair = DensityPair(
      q: weights.pair.q,
      p: .init(
        formula: engine.logJoint - .constant(mean.value),
        support: weights.common ?? support, error: mean.error + engine.constantError))
    let relative = judged(pair.chiSquare(workspace: &workspace))
    let reverse = judged(weights.reverseChiSquare(pair, workspace: &workspace))
    // E_q of the logarithm of w over its mean, without the size of log p(x).
    let centre =
      isMissing
      ? gap.elbo.map { Estimate($0.value - mean.value.head, error: $0.error + mean.error) }
      : -gap.divergence
    let variance = judged(
      weights.logVariance(of: pair.logRatio, about: centre, workspace: &workspace))
    var (largest, index): (Quantity, Quantity) = (
      .undefined(reason: "q has no mass where p(x, z) has any"),
      .undefined(reason: "q has no mass where p(x, z) has any")
    )
    var place: Double?
    var seen: [ImportanceWeights.Draws] = []
    if let common = weights.common {
      // Of w/E_q[w], next to 1 where q is next to the posterior.
      let landscape = WeightLandscape(
        mean.value.isFinite ? pair.logRatio : weights.logWeight, logDensity: weights.logFamily,
        on: common)
      (largest, place) = landscape.supremum(
        plus: mean.value.isFinite ? mean.value : DoubleDouble(0), error: weights.constantError)
      let constant = Quantity.undefined(
        reason: "q is the posterior up to rounding: w is a constant, and has no tail")
      index = gap.isTight ? constant : landscape.tailIndex
      let levels = draws.isEmpty || gap.isTight ? nil : WeightLevels(landscape, under: family)
      for count in draws {
        let tail = ParetoFit.tailCount(of: count)
        seen.append(
          ImportanceWeights.Draws(
            count: count, tailCount: tail,
            index: levels?.index(atTail: Double(tail) / Double(count)) ?? constant,
            paretoShape: gap.isTight
              ? nil : try weights.paretoShape(of: count, seed: seed)))
      }
    }
    return ImportanceWeights(
      logEvidence: logEvidence, reachedLogEvidence: reached,
      chiSquare: isMissing
        ? .infinite(
          .plus, reason: "the posterior has mass outside of \(family.support), q has none there")
        : relative,
      reverseChiSquare: reverse,
      effectiveSampleSize: relative.effectiveSampleSize,
      drawsNeeded: relative.map { Estimate(1e4, error: 0) * $0 }
        .withinDoubles("the number of draws"),
      logVariance: variance, largestLog: largest, largestPlace: place, tailIndex: index,
      draws: seen, isTight: gap.isTight, errorKind: errorKind)
  }
}

extension Quantity {
  /// A function of the number, where there is one.
  func map(_ function: (Estimate) -> Estimate) -> Quantity {
    if case .finite(let estimate) = self { .finite(function(estimate)) } else { self }
  }

  /// The number, unless it overflowed: that is no infinity.
  ///
  /// - Parameter name: what it is called.
  func withinDoubles(_ name: String) -> Quantity {
    guard case .finite(let estimate) = self, estimate.value.isInfinite else { return self }
    return .undefined(reason: InferenceError.overflow(quantity: name).description)
  }

  /// 1/(1 + χ²).
  fileprivate var effectiveSampleSize: Quantity {
    switch self {
    case .finite(let estimate):
      .finite(Estimate(1, error: 0) / (Estimate(1, error: 0) + estimate))
    // What is shown for it is exact.
    case .infinite: .finite(Estimate(0, error: 0))
    case .undefined: self
    }
  }
}

extension WeightLandscape {
  /// The largest log w, and where it is.
  ///
  /// - Parameters:
  ///   - constant: what log w is more than what the landscape is of.
  ///   - error: a bound on the error of the constant in log w.
  fileprivate func supremum(
    plus constant: DoubleDouble, error: Double
  ) -> (Quantity, place: Double?) {
    if let end = unboundedEnds.first(where: { isUnbounded(towards: $0) }) {
      let coordinate = coordinates[end.coordinate]
      let place = coordinate.place(of: end.u)
      return (
        .infinite(.plus, reason: "w grows without bound towards z = \(place)"), place
      )
    }
    let (value, tops) = largest
    guard value.lower.isFinite, value.upper.isFinite,
      let top = tops.max(by: { $0.value.lower < $1.value.lower })
    else { return (.undefined(reason: "whether w has a bound was not decided"), nil) }
    let coordinate = coordinates[top.coordinate]
    let place = coordinate.place(of: top.u)
    let middle = value.lower + (value.upper - value.lower) / 2
    return (
      .finite(
        Estimate(
          constant + DoubleDouble(middle),
          error: (value.upper - value.lower) / 2 + middle.ulp + error)),
      place
    )
  }
}

extension WeightMoments {
  /// χ²(q‖posterior).
  fileprivate func reverseChiSquare(
    _ pair: DensityPair, workspace: inout Workspace
  ) -> Judged {
    if isWider {
      return (
        .infinite(
          .plus, reason: "q has mass on \(q.support), the posterior only on \(posterior.support)"),
        .proven
      )
    }
    let evidence = posterior.engine.sharpLogEvidence
    let turned = DensityPair(
      q: .init(
        formula: posterior.engine.logJoint - .constant(evidence.value), support: posterior.support,
        error: evidence.error + posterior.engine.constantError),
      p: pair.q)
    return turned.chiSquare(workspace: &workspace)
  }

  /// Var_q[log w].
  ///
  /// - Parameters:
  ///   - logRatio: log w, up to a constant.
  ///   - centre: E_q of that.
  fileprivate func logVariance(
    of logRatio: Formula, about centre: Quantity, workspace: inout Workspace
  ) -> Judged {
    if isWider {
      return (
        .undefined(reason: "q has mass where p(x, z) has none: log w is −∞ there"), .proven
      )
    }
    guard let centre = centre.estimate else {
      return (
        .undefined(reason: "E_q[log w] is not finite: \(centre.reason ?? "")"), .proven
      )
    }
    let distance = logRatio - .number(centre.value)
    var variance = mean(of: distance.applying(.square), workspace: &workspace)
    // About the mean it is less by the square of what the centre is off by.
    variance.value = variance.value.map {
      Estimate(
        max(0, $0.value), error: $0.error + centre.error * centre.error)
    }
    return variance
  }

  /// log w of draws of q; −∞ where w is 0.
  func drawnLogWeights(_ count: Int, seed: UInt64) throws(QuadratureError) -> [Double] {
    var source = try RandomSource(seed: seed)
    let program = FormulaProgram(logWeight)
    let quantile = q.quantiles
    var logs: [Double] = []
    logs.reserveCapacity(count)
    for _ in 0..<count {
      let z = min(
        max(quantile(source.uniform()), q.support.lower.nextUp), q.support.upper.nextDown)
      logs.append(posterior.support.contains(z) ? program(DoubleDouble(z)).head : -.infinity)
    }
    return logs
  }

  /// k̂ of Pareto-smoothed importance sampling from draws.
  fileprivate func paretoShape(of count: Int, seed: UInt64) throws(InferenceError) -> Double? {
    do throws(QuadratureError) {
      return ParetoFit.shape(ofLargest: try drawnLogWeights(count, seed: seed))
    } catch {
      throw .quadrature(quantity: "the draws", error)
    }
  }
}
