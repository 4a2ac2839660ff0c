// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// Two distributions on the line, and divergences of them that are no KL.
struct LinePair {
  private let q: any Distribution
  private let p: any Distribution
  /// By their formulas, normalised.
  let pair: DensityPair
  /// The same in each other's place.
  let turned: DensityPair
  /// Where q/p rises and falls; `nil` where nowhere both have mass.
  private let landscape: Once<WeightLandscape>?
  /// log E_q[(p/q)ˢ] by s, as far as that was asked for.
  private var moments: [Double: DensityPair.LogIntegral] = [:]

  /// - Throws: ``InferenceError`` where one of them does not integrate to 1.
  init(
    _ q: any Distribution, _ p: any Distribution, workspace: inout Workspace
  ) throws(InferenceError) {
    func side(_ density: any Distribution) throws(InferenceError) -> DensityPair.Side {
      let mass = try density.logMass(workspace: &workspace)
      return DensityPair.Side(
        formula: density.formula - .number(mass.value), support: density.support,
        error: mass.error)
    }
    (self.q, self.p) = (q, p)
    let (own, other) = (try side(q), try side(p))
    let pair = DensityPair(q: own, p: other)
    self.pair = pair
    turned = DensityPair(q: other, p: own)
    landscape = pair.common.map { common in
      Once { WeightLandscape(pair.logRatio, logDensity: pair.q.formula, on: common) }
    }
  }

  private mutating func moment(
    power s: Double, workspace: inout Workspace
  ) -> DensityPair.LogIntegral {
    if let known = moments[s] { return known }
    let moment = pair.sharpLogMoment(power: s, workspace: &workspace)
    moments[s] = moment
    return moment
  }

  private static let disjoint = "nowhere have q and p both mass"

  /// Rényi's divergence of q from p; α is not 1.
  mutating func renyi(order α: Double, workspace: inout Workspace) -> WeightMoments.Judged {
    if α > 1, !p.support.contains(q.support) {
      return (
        .infinite(.plus, reason: "q puts mass on \(q.support), p only on \(p.support)"), .proven
      )
    }
    switch moment(power: 1 - α, workspace: &workspace) {
    case .finite(let log, let errorKind):
      let value = log.value / (DoubleDouble(α) - DoubleDouble(1))
      let estimate = Estimate(value, error: log.error / abs(α - 1))
      return (.finite(estimate.notNegative), errorKind)
    case .nothing: return (.infinite(.plus, reason: LinePair.disjoint), .proven)
    case .infinite(let reason): return (.infinite(.plus, reason: reason), .proven)
    case .undefined(let reason): return (.undefined(reason: reason), .unverified)
    }
  }

  /// 1 − ∫ √(qp).
  mutating func squaredHellinger(workspace: inout Workspace) -> WeightMoments.Judged {
    switch moment(power: 0.5, workspace: &workspace) {
    case .finite(let log, let errorKind):
      let excess = DensityPair.expMinusOne(log)
      return (.finite((-excess).notNegative), errorKind)
    case .nothing: return (.finite(Estimate(1, error: 0)), .proven)
    // The integral is at most 1.
    case .infinite(let reason), .undefined(let reason):
      return (.undefined(reason: reason), .unverified)
    }
  }

  /// ½ KL(q‖m) + ½ KL(p‖m), m the mixture of both: as that sum where q is next to p.
  ///
  /// - Parameter divergence: KL(q‖p).
  mutating func jensenShannon(
    divergence: Quantity, workspace: inout Workspace
  ) throws(InferenceError) -> WeightMoments.Judged {
    if !(divergence.value < 1e-3) {
      if let sum = byRegions(workspace: &workspace) { return sum }
      // H² log 2 ≤ JS ≤ H² (Topsøe, IEEE Transactions on Information Theory 46, 2000).
      let hellinger = squaredHellinger(workspace: &workspace)
      return (
        hellinger.value.map {
          Estimate(0.8466 * $0.value, error: 0.1535 * $0.value + $0.error)
        }, hellinger.errorKind
      )
    }
    let mixture: Mixture
    do throws(DistributionError) {
      mixture = try Mixture([.init(weight: 0.5, q), .init(weight: 0.5, p)])
    } catch {
      throw .distribution(error)
    }
    var (sum, kind) = (Quantity.finite(Estimate(0, error: 0)), ErrorKind.proven)
    do throws(InferenceError) {
      for part in [q, p] {
        let comparison = try KullbackLeibler.comparison(
          of: part, with: mixture, workspace: &workspace)
        sum = sum + comparison.divergence.map { 0.5 * $0 }
        kind = min(kind, comparison.errorKind)
      }
    } catch {
      (sum, kind) = (.undefined(reason: "\(error)"), .unverified)
    }
    guard !kind.isVerified, let other = byRegions(workspace: &workspace) else { return (sum, kind) }
    return other
  }

  /// An interval without what next to no mass lies in, at an end of the common support: there bounds on log(q/p) are far
  /// apart, and the logarithm that has a bound is not known to have one.
  ///
  /// - Returns: the interval, and a bound on the mass of both in what was cut off; `nil` where nothing is left.
  private func trimmed(_ region: Interval, within common: Interval) -> (Interval, lost: Double)? {
    let middle = region.contains(q.quantile(0.5)) ? q.quantile(0.5) : region.interior
    guard region.contains(middle) else { return nil }
    func mass(_ lower: Double, _ upper: Double) -> Double {
      [q, p].reduce(0) { sum, density in
        let log = density.boundedLogProbability(from: lower, to: upper)
        let mass = exponential(log.value) * (1 + 2 * log.error)
        return sum + (mass.isNaN ? 2 : mass)
      }
    }
    var (lower, upper, lost) = (region.lower, region.upper, 0.0)
    for isUpper in [false, true] {
      let end = isUpper ? upper : lower
      guard end == (isUpper ? common.upper : common.lower) else { continue }
      var step = end.isFinite ? 0.5 : 1.0
      for _ in 0..<1000 {
        let place =
          end.isFinite
          ? end + (middle - end) * step
          : middle + (isUpper ? step : -step) * max(1, abs(middle))
        guard place.isFinite, place != end else { break }
        let rest = isUpper ? mass(place, end) : mass(end, place)
        if rest < 1e-17 {
          lost += rest
          if isUpper { upper = place } else { lower = place }
          break
        }
        step *= end.isFinite ? 0.5 : 2
      }
    }
    return (try? Interval(from: lower, to: upper)).map { ($0, lost) }
  }

  /// The mass that a density has outside of the common support.
  private func outside(_ density: any Distribution, _ common: Interval) -> Estimate {
    var sum = Estimate(0, error: 0)
    let support = density.support
    for (lower, upper) in [(support.lower, common.lower), (common.upper, support.upper)]
    where lower < upper {
      let log = density.boundedLogProbability(from: lower, to: upper)
      sum = sum + log.probability
    }
    return sum
  }

  /// The same, with t = log(q/p) ≤ 0 where p > q, and in each other's place elsewhere, as
  ///
  /// ```text
  /// ½ ∫ (p + q)(log 2 − log(1 + eᵗ)) + q t
  /// ```
  ///
  /// in which the logarithm has a bound. Where an end of a region is rounded, both sides have the same integrand.
  ///
  /// - Returns: `nil` where that could not be had.
  private func byRegions(workspace: inout Workspace) -> WeightMoments.Judged? {
    let log2 = DoubleDouble(2).logarithm
    guard let common = pair.common, let landscape else {
      return (.finite(Estimate(log2, error: 1e-30)), .proven)
    }
    // Where one of them has no mass the integrand is ½ log 2 of the other.
    var sum =
      Estimate(0.5 * log2.head, error: 1e-17) * (outside(q, common) + outside(p, common))
    var kind = ErrorKind.proven
    func add(
      _ density: Formula, _ weight: Formula, on region: Interval, workspace: inout Workspace
    ) -> Bool {
      guard
        let mean = try? Expectation(
          of: density, weight: weight, on: region, known: 0, quantity: "JS", workspace: &workspace),
        mean.errorKind.isVerified
      else { return false }
      sum = sum + 0.5 * mean.value
      kind = min(kind, mean.errorKind)
      return true
    }
    let other = Once {
      WeightLandscape(turned.logRatio, logDensity: turned.q.formula, on: common)
    }
    for (pair, landscape) in [(pair, landscape), (turned, other)] {
      guard let regions = landscape.value.regions(above: 0) else { return nil }
      let logRatio = -pair.logRatio
      let rest = .constant(log2) - logRatio.applying(.softplus)
      for whole in regions {
        guard let (region, lost) = trimmed(whole, within: common) else { continue }
        // The integrand is at most ½ log 2 of both.
        sum.error += 0.35 * lost
        guard add(pair.p.formula, rest, on: region, workspace: &workspace),
          add(pair.q.formula, rest, on: region, workspace: &workspace),
          add(pair.q.formula, logRatio, on: region, workspace: &workspace)
        else { return nil }
      }
    }
    // A factor 1 + δ of either density changes it by δ at most, and δ of the mean.
    sum.error += 2 * (pair.q.error + pair.p.error)
    return (.finite(sum.notNegative), kind)
  }

  /// ½ ∫ |q − p| = P(p > q) − Q(p > q), by the stretches on which p/q rises or falls.
  func totalVariation(workspace: inout Workspace) -> WeightMoments.Judged {
    guard let common = pair.common, let landscape = landscape?.value else {
      return (.finite(Estimate(1, error: 0)), .proven)
    }
    let (own, other) = (WeightLevels(landscape, under: q), WeightLevels(landscape, under: p))
    let (inside, under) = (other.probability(above: 0), own.probability(above: 0))
    let outside = outside(p, common)
    let slip = pair.q.error + pair.p.error
    let difference = inside + outside - Estimate(under.value, error: under.error + slip)
    let value = min(1, max(0, difference.value))
    let plain: WeightMoments.Judged = (
      .finite(Estimate(value, error: difference.error)), .proven
    )
    // By the difference alone where it has its digits.
    if difference.error <= 1e-10 * max(value, 1e-4) { return plain }
    guard let sharp = areaAbove(landscape, about: value, workspace: &workspace) else {
      return plain
    }
    let sum = sharp.value + outside
    let estimate = Estimate(sum.value, error: sum.error + slip * (1 + sum.value))
    return estimate.error < difference.error ? (.finite(estimate), sharp.errorKind) : plain
  }

  /// ∫ (p − q) where p > q, an integral of its own on each stretch of the line.
  ///
  /// - Returns: `nil` where the stretches are not known, or an integral could not be had.
  private func areaAbove(
    _ landscape: WeightLandscape, about size: Double, workspace: inout Workspace
  ) -> (value: Estimate, errorKind: ErrorKind)? {
    guard let regions = landscape.regions(above: 0) else { return nil }
    var (sum, kind) = (Estimate(0, error: 0), ErrorKind.proven)
    let weight = pair.logRatio.applying(.expMinusOne)
    for region in regions {
      guard
        let part = try? Expectation(
          of: pair.q.formula, weight: weight, on: region,
          known: max(logarithm(max(size, 1e-300)), -160), quantity: "∫ |q − p|",
          workspace: &workspace), part.errorKind.isVerified
      else { return nil }
      let scale = exponential(part.peak)
      // An end is rounded to a double, where p − q is next to nothing.
      let ends = [region.lower, region.upper].filter {
        landscape.support.lower < $0 && $0 < landscape.support.upper
      }
      let slip = ends.reduce(0) {
        let density = q.density($1) + p.density($1)
        return $0 + density * 4 * $1.ulp * abs(pair.logRatio(DoubleDouble($1.nextUp)).head)
      }
      guard slip.isFinite else { return nil }
      sum = sum + Estimate(scale * part.value.value, error: scale * part.value.error + slip)
      kind = min(kind, part.errorKind)
    }
    return (sum, kind)
  }
}

extension Estimate {
  /// The same of what is known not to be negative.
  var notNegative: Estimate { value > 0 || value.isNaN ? self : Estimate(0, error: error) }
}
