// SPDX-License-Identifier: GPL-3.0-or-later

/// A term ηT(z) of the log density of an exponential family.
public struct NaturalParameter: Sendable, Hashable {
  /// T, the sufficient statistic, as in "log z".
  public let name: String
  /// T(z).
  public let statistic: Formula
  /// η.
  public let value: Double

  /// Describes a term.
  public init(_ name: String, _ statistic: Formula, _ value: Double) {
    self.name = name
    self.statistic = statistic
    self.value = value
  }

  /// ηz.
  static func linear(_ value: Double) -> NaturalParameter { .init("z", .latent, value) }

  /// ηz².
  static func square(_ value: Double) -> NaturalParameter {
    .init("z^2", Formula.latent.applying(.square), value)
  }

  /// η log z.
  static func logarithm(_ value: Double) -> NaturalParameter {
    .init("log z", Formula.latent.applying(.log), value)
  }
}
