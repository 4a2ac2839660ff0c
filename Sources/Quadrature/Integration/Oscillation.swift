// SPDX-License-Identifier: GPL-3.0-or-later

/// The oscillating factor of an integrand, sin(ωz) or cos(ωz), for QAWO and QAWF.
public enum Oscillation: Sendable, Hashable {
  /// sin(ωz); ω is finite, in radians per unit of z.
  case sine(frequency: Double)

  /// cos(ωz); ω is finite, in radians per unit of z.
  case cosine(frequency: Double)

  /// The angular frequency ω.
  public var frequency: Double {
    switch self {
    case .sine(let frequency), .cosine(let frequency): frequency
    }
  }
}
