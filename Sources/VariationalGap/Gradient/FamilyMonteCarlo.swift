// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// ELBO and gradient of any model by Monte Carlo, as inference libraries estimate them.
///
/// ```text
/// ELBO            log w(z),  w = p(x, z)/q(z),  z ~ q
/// score function  s(z)·log w(z),                s = ∂ log q/∂η     (Ranganath et al., 2014)
/// pathwise        ∂z/∂η · d log w(z)/dz − s(z), z = location + scale·ε  (Kingma and Welling, 2014)
/// ```
struct FamilyMonteCarlo {
  let elbo: SampledValue
  let score: [SampledValue]
  /// `nil` where q is no affine image of noise.
  let pathwise: [SampledValue]?
}

extension Posterior {
  /// Estimates ELBO and gradient from samples, all from one stream.
  func monteCarlo(
    of gradient: FamilyGradient, count: Int, seed: UInt64
  ) throws(InferenceError) -> FamilyMonteCarlo {
    guard count >= 2 else {
      throw .argument("the number of samples", value: "\(count)", requirement: "at least 2")
    }
    let member = gradient.member
    var source: RandomSource
    do {
      source = try RandomSource(seed: seed)
    } catch {
      throw .quadrature(quantity: "the samples", error)
    }
    let paths = try paths(of: member)
    let weight = model.logJoint - member.distribution.formula
    let slope = weight.derivative()
    let scores = member.family.scores.map { $0.setting(member.parameters) }
    // The score of a truncated q is that of its base less a constant; any baseline does for it.
    let baseline = member.truncation == nil ? 0 : gradient.gap.elbo.value
    var elbo = SampleMoments()
    var score = scores.map { _ in SampleMoments() }
    var pathwise = scores.map { _ in SampleMoments() }
    for _ in 0..<count {
      let z = draw(from: member.distribution, &source)
      let at = DoubleDouble(z)
      let logWeight = weight(at).head
      elbo.add(logWeight)
      for (index, formula) in scores.enumerated() {
        let value = formula(at).head
        score[index].add(value * (logWeight - baseline))
        if let paths {
          pathwise[index].add(paths[index](z) * slope(at).head - value)
        }
      }
    }
    return FamilyMonteCarlo(
      elbo: elbo.estimate, score: score.map(\.estimate),
      pathwise: paths == nil ? nil : pathwise.map(\.estimate))
  }

  private func draw(from q: some Distribution, _ source: inout RandomSource) -> Double {
    let z = q.quantile(source.uniform())
    return min(max(z, q.support.lower.nextUp), q.support.upper.nextDown)
  }

  /// ∂z/∂η at fixed noise for each parameter, as a line in z; `nil` where q is no affine image of noise.
  private func paths(of member: FamilyMember) throws(InferenceError) -> [Path]? {
    guard member.truncation == nil, let map = member.distribution.reparameterization else {
      return nil
    }
    var paths: [Path] = []
    for (index, parameter) in member.parameters.enumerated() {
      // Location and scale are a parameter or its inverse: differences over 1e-4 are right to 1e-8,
      // next to nothing beside the error of any number of samples.
      let isPositive = member.family.parameters[index].domain == .positive
      let step = 1e-4 * (isPositive ? parameter : map.scale)
      var maps: [Reparameterization] = []
      for side in [-step, step] {
        var parameters = member.parameters
        parameters[index] += side
        guard let moved = try? member.with(parameters).distribution.reparameterization else {
          return nil
        }
        maps.append(moved)
      }
      guard let below = maps.first, let above = maps.last else { return nil }
      paths.append(
        Path(
          location: (above.location - below.location) / (2 * step),
          scale: (above.scale - below.scale) / (2 * step), map: map))
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
