// SPDX-License-Identifier: GPL-3.0-or-later

/// A family as an affine image of base noise: z = location + scale·ε, ε ~ noise.
///
/// Expectations under the family become expectations under noise that does not depend on its
/// parameters, which both samples and integrates (Kingma and Welling, "Auto-Encoding Variational
/// Bayes", 2014, §2.4).
public struct Reparameterization: Sendable, Hashable {
  /// The distribution of ε.
  public let noise: BaseNoise

  /// What is added.
  public let location: Double

  /// What ε is multiplied by; positive.
  public let scale: Double

  /// z(ε).
  public func callAsFunction(_ epsilon: Double) -> Double { location + scale * epsilon }
}
