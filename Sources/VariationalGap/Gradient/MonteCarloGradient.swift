// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// ELBO and gradient by Monte Carlo, as inference libraries estimate them (the sheet's problems 1b and 1c).
///
/// One stream of z ~ q serves all estimates:
///
/// ```text
/// ELBO            log w(z),  w = p(x, z)/q(z)
/// score function  s(z)·log w(z),                s = ∂ log q/∂η     (Ranganath, Gerrish and Blei, 2014)
/// pathwise        ∂z/∂η · d log w(z)/dz − s(z), z = location + scale·ε  (Kingma and Welling, 2014)
/// ```
public struct MonteCarloGradient: Sendable, Hashable {
  /// The ELBO.
  public let elbo: SampledValue
  /// ∂ELBO/∂η by the reparameterisation of q; `nil` where q is no affine image of noise.
  public let pathwise: [SampledValue]?
  /// ∂ELBO/∂η by the score function; `nil` for a parameter that the pathwise estimator is the same for.
  public let score: [SampledValue?]

  /// Draws samples.
  ///
  /// - Parameters:
  ///   - q: what is drawn from.
  ///   - isReparameterized: whether there are pathwise estimates.
  ///   - count: the number of samples, at least 2.
  ///   - seed: the seed; the same one gives the same estimates everywhere.
  ///   - sample: what a z gives: log w, the pathwise derivatives if there are any, and those by the score
  ///     function, `nil` where there is none.
  init(
    of q: some Distribution, isReparameterized: Bool, count: Int, seed: UInt64,
    _ sample: (Double) -> [Double?]
  ) throws(InferenceError) {
    guard count >= 2 else {
      throw .argument("the number of samples", value: "\(count)", requirement: "at least 2")
    }
    var source: RandomSource
    do {
      source = try RandomSource(seed: seed)
    } catch {
      throw .quadrature(quantity: "the samples", error)
    }
    let quantile = q.quantiles
    var moments = sample(quantile(0.5)).map { $0.map { _ in SampleMoments() } }
    for _ in 0..<count {
      let z = min(
        max(quantile(source.uniform()), q.support.lower.nextUp), q.support.upper.nextDown)
      for (index, value) in sample(z).enumerated() {
        if let value { moments[index]?.add(value) }
      }
    }
    let isFinite = MonteCarloGradient.haveFiniteSquares(moments.count, under: q, sample)
    let estimates = zip(moments, isFinite).map { $0?.estimate(hasFiniteVariance: $1) }
    let split = isReparameterized ? 1 + (estimates.count - 1) / 2 : 1
    elbo = estimates.first.flatMap { $0 } ?? SampleMoments().estimate(hasFiniteVariance: false)
    pathwise = isReparameterized ? estimates[1..<split].compactMap { $0 } : nil
    score = Array(estimates[split...])
  }

  /// The rows of a comparison.
  ///
  /// - Parameter isBare: whether the score function is multiplied with log w itself.
  func methods(isBare: Bool = true) -> [GradientComparison.Method] {
    let own = pathwise == nil ? elbo : nil
    let byScore = GradientComparison.Method(
      name: "Monte Carlo, score function", elbo: own?.estimate,
      components: score.map { $0?.estimate },
      variances: GradientComparison.Variances(
        .score, elbo: own, isBare ? score : score.map { _ in nil }))
    guard let pathwise else { return [byScore] }
    return [
      GradientComparison.Method(
        name: "Monte Carlo, pathwise", elbo: elbo.estimate, components: pathwise.map(\.estimate),
        variances: GradientComparison.Variances(.pathwise, elbo: elbo, pathwise)),
      byScore,
    ]
  }
}

extension MonteCarloGradient {
  /// Whether E_q of the squares of functions is finite: whether they have fallen off where doubles end.
  /// One that is all but infinite counts as infinite.
  private static func haveFiniteSquares(
    _ count: Int, under q: some Distribution, _ functions: (Double) -> [Double?]
  ) -> [Bool] {
    let logDensity = q.support.densityOnLine(q.formula)
    let middle = q.support.coordinate(of: q.quantile(0.5))
    let place = q.support.pointOnLine
    guard let bulk = Bulk(of: { logDensity(DoubleDouble($0)).head }, from: middle) else {
      return [Bool](repeating: true, count: count)
    }
    var sizes = [[Double]](repeating: [], count: count)
    for (t, logWeight) in zip(bulk.grid.points, bulk.grid.logWeights) {
      let (z, log) = (place(DoubleDouble(t)).head, logDensity(DoubleDouble(t)).head + logWeight)
      guard log > -700, q.support.contains(z) else { continue }
      for (index, value) in functions(z).enumerated() {
        guard let value, value != 0 else { continue }
        let size = log + 2 * logarithm(abs(value))
        sizes[index].append(size.isNaN ? .infinity : size)
      }
    }
    return sizes.map(GridDivergence.fallsOff)
  }
}

extension Posterior {
  /// Estimates ELBO and gradient from samples, all from one stream.
  func monteCarlo(
    of gradient: ElboGradient, count: Int, seed: UInt64
  ) throws(InferenceError) -> MonteCarloGradient {
    let member = gradient.member
    let paths = paths(of: member)
    let weight = model.logJoint - member.distribution.formula
    let slope = weight.derivative()
    let scores = member.family.scores.map { $0.setting(member.parameters) }
    // The score of a truncated q is that of its base less a constant; any baseline does for it.
    let baseline = member.truncation == nil ? 0 : gradient.gap.elbo.value
    return try MonteCarloGradient(
      of: member.distribution, isReparameterized: paths != nil, count: count, seed: seed
    ) { z in
      let at = DoubleDouble(z)
      let logWeight = weight(at).head
      let values = scores.map { $0(at).head }
      let path = paths.map { paths in
        let slope = slope(at).head
        return zip(paths, values).map { $0(z) * slope - $1 }
      }
      return [logWeight] + (path ?? []) + values.map { $0 * (logWeight - baseline) }
    }
  }

  /// ∂z/∂η at fixed noise for each parameter, as a line in z; `nil` where q is no affine image of noise.
  private func paths(of member: FamilyMember) -> [Path]? {
    guard member.truncation == nil, let map = member.distribution.reparameterization else {
      return nil
    }
    var paths: [Path] = []
    for (index, parameter) in member.parameters.enumerated() {
      // Location and scale are a parameter or its inverse: differences over 1e-4 are right to 1e-8,
      // next to nothing beside the error of any number of samples.
      let isPositive = member.family.parameters[index].domain == .positive
      let step = 1e-4 * (isPositive ? parameter : map.scale)
      let maps = [-step, step].compactMap { shift in
        var parameters = member.parameters
        parameters[index] += shift
        return try? member.with(parameters).distribution.reparameterization
      }
      guard maps.count == 2 else { return nil }
      paths.append(
        Path(
          location: (maps[1].location - maps[0].location) / (2 * step),
          scale: (maps[1].scale - maps[0].scale) / (2 * step), map: map))
    }
    return paths
  }
}

/// ∂z/∂η at fixed ε = (z − location)/scale.
private struct Path {
  let location: Double
  let scale: Double
  let map: Reparameterization

  func callAsFunction(_ z: Double) -> Double {
    location + scale * ((z - map.location) / map.scale)
  }
}
