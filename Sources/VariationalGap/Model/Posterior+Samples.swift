// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
public import Quadrature

extension Posterior {
  /// Independent draws from p(z | x), by rejection from a step function that lies above the density: exact, but
  /// for the rounding of z and the mass that the cover leaves out, which is below 1e-15. That it lies above
  /// is proven where ``isVerified``.
  ///
  /// The same seed gives the same draws on every machine, up to the rounding of its mathematical
  /// library.
  ///
  /// - Parameters:
  ///   - count: how many; none for a negative number.
  ///   - seed: any number; folded to 32 bits, and 0 stands for 4357.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``, where the mass was not covered, or the density has no bound.
  public func samples(
    _ count: Int, seed: UInt64, workspace: inout Workspace
  ) throws(InferenceError) -> [Double] {
    let mass = try Expectation(
      of: model.logJoint, on: support, known: logEvidence.value, quantity: "p(x)",
      workspace: &workspace)
    let envelope = try DensityEnvelope(over: mass.cover, relativeTo: mass.peak)
    var source: RandomSource
    do throws(QuadratureError) {
      source = try RandomSource(seed: seed)
    } catch {
      throw .quadrature(quantity: "a sample", error)
    }
    var draws: [Double] = []
    draws.reserveCapacity(max(0, count))
    for _ in 0..<max(0, count) {
      let z = envelope.draw(from: &source)
      draws.append(min(max(z, support.lower.nextUp), support.upper.nextDown))
    }
    return draws
  }
}
