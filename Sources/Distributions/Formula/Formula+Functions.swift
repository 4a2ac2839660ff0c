// SPDX-License-Identifier: GPL-3.0-or-later

// Functions by their usual names, to write formulas with: `-1.5 * .log(z) - 1 / (2 * z)`.

extension Formula {
  /// A number.
  public init(_ value: Double) { self = .number(value) }

  /// eᵗ.
  public static func exp(_ t: Formula) -> Formula { t.applying(.exp) }

  /// eᵗ − 1, accurate near 0.
  public static func expMinusOne(_ t: Formula) -> Formula { t.applying(.expMinusOne) }

  /// log t.
  public static func log(_ t: Formula) -> Formula { t.applying(.log) }

  /// log(1 + t), accurate near 0.
  public static func log(onePlus t: Formula) -> Formula { t.applying(.logOnePlus) }

  /// log(1 + eᵗ).
  public static func softplus(_ t: Formula) -> Formula { t.applying(.softplus) }

  /// 1/(1 + e⁻ᵗ).
  public static func inverseLogit(_ t: Formula) -> Formula { t.applying(.inverseLogit) }

  /// √t.
  public static func sqrt(_ t: Formula) -> Formula { t.applying(.squareRoot) }

  /// t².
  public static func square(_ t: Formula) -> Formula { t.applying(.square) }

  /// |t|.
  public static func abs(_ t: Formula) -> Formula { t.applying(.magnitude) }

  /// log Γ(t), t > 0.
  public static func logGamma(_ t: Formula) -> Formula { t.applying(.logGamma) }

  /// base^exponent: for a positive base, or a whole exponent.
  public static func pow(_ base: Formula, _ exponent: Formula) -> Formula {
    base.raised(to: exponent)
  }
}
