// SPDX-License-Identifier: GPL-3.0-or-later

/// A draw from a distribution, with the noise that it was made of.
public struct Sample: Sendable, Hashable {
  /// u in (0, 1) or ε, as the ``BaseNoise`` says.
  public let noise: Double

  /// z, in the support of the distribution.
  public let value: Double

  /// Makes a sample.
  public init(noise: Double, value: Double) {
    self.noise = noise
    self.value = value
  }
}
