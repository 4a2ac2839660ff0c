// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// Draws from a distribution: base noise, transformed.
///
/// Each draw takes one number u of the stream, an odd multiple of 2⁻⁵³, whatever the noise: ε is the
/// quantile of u. So u and 1 − u are never 0, and ε and z are finite. The same seed gives the
/// same u on every machine, and the same noise and z up to the rounding of its mathematical library;
/// the same seed gives the same z from different noise, up to rounding.
public struct Sampler<Target: Distribution>: Sendable {
  /// What is drawn from.
  public let target: Target

  /// What the draws are made of.
  public let noise: BaseNoise

  private let map: Reparameterization?
  private let quantile: @Sendable (Double) -> Double

  /// Prepares to draw from a distribution.
  ///
  /// - Throws: ``DistributionError`` where the noise is neither uniform nor that of the family.
  public init(_ target: Target, from noise: BaseNoise = .uniform) throws(DistributionError) {
    let map = target.reparameterization
    guard noise == .uniform || noise == map?.noise else {
      throw DistributionError(
        parameter: "the noise of a sample of \(target)", value: noise.rawValue,
        requirement: map.map { "uniform or \($0.noise.rawValue)" } ?? "uniform")
    }
    self.target = target
    self.noise = noise
    self.map = noise == .uniform ? nil : map
    quantile = target.quantiles
  }

  /// The next draw of a stream.
  package func draw(from source: inout RandomSource) -> Sample {
    let noise = noise.quantile(source.uniform())
    let value = map.map { $0(noise) } ?? quantile(noise)
    // Rounding may end at 0 or at ∞ where the scale is near the end of the doubles.
    let (lowest, highest) = (target.support.lower.nextUp, target.support.upper.nextDown)
    return Sample(noise: noise, value: min(max(value, lowest), highest))
  }

  /// The first draws of the stream of a seed.
  ///
  /// - Parameters:
  ///   - count: how many; none for a negative number.
  ///   - seed: any number; folded to 32 bits, and 0 stands for 4357.
  /// - Throws: `QuadratureError.outOfMemory(size:)`.
  public func draws(_ count: Int, seed: UInt64) throws(QuadratureError) -> [Sample] {
    var source = try RandomSource(seed: seed)
    var samples: [Sample] = []
    samples.reserveCapacity(max(0, count))
    for _ in 0..<max(0, count) { samples.append(draw(from: &source)) }
    return samples
  }
}
