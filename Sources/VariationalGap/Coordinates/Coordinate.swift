// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A stretch of the line seen from a point, u: z = origin ± u, or z = origin ± eᵘ.
///
/// Next to an end of the support, and far out, densities are smooth in the logarithm of the distance,
/// and their mass may lie beyond what a double of z could tell.
struct Coordinate: Sendable, Hashable {
  /// What u counts from: an end, a kink or a root, or a narrow peak.
  let origin: DoubleDouble
  /// 1 or −1.
  let direction: Double
  /// Whether u is the logarithm of the distance from the origin.
  let isLogarithmic: Bool
  /// Where u starts, 0, or −∞ for a logarithm; and where it ends, ∞ for a logarithm that goes on to an
  /// infinite end of the line. −∞ and ∞ for the whole line by itself.
  let (lower, upper): (Double, Double)
  /// The arguments of absolute values, logarithms and the like that vanish at the origin.
  let vanishing: [Formula]

  /// Whether u is z − origin all over the line.
  var isWholeLine: Bool { !isLogarithmic && lower == -.infinity }

  /// A function of z as one of u; NaN where the time is over.
  func formula(_ formula: Formula) -> Formula {
    guard !TimeLimit.isOver else { return .number(.nan) }
    if isWholeLine, origin == DoubleDouble(0) { return formula.gathered }
    let range = Enclosure(from: lower, to: upper)
    let distances =
      isLogarithmic ? Formula.latent.applying(.exp).enclosure(over: range) : range
    let centred = formula.centred(
      at: origin, direction: direction, vanishing: vanishing, over: distances)
    return isLogarithmic
      ? centred.inLogarithm(over: Enclosure(from: lower, to: upper)) : centred.gathered
  }

  /// z at u.
  func z(_ u: DoubleDouble) -> DoubleDouble {
    origin + offset(u)
  }

  /// z − origin at u.
  func offset(_ u: DoubleDouble) -> DoubleDouble {
    (isLogarithmic ? Coordinate.exponential(u) : u) * direction
  }

  /// u at z; NaN on the other side of the origin.
  func u(_ z: DoubleDouble) -> DoubleDouble {
    let t = (z - origin) * direction
    guard isLogarithmic else { return t }
    return t.head < 0 ? DoubleDouble(.nan) : Coordinate.logarithm(t)
  }

  private static func exponential(_ u: DoubleDouble) -> DoubleDouble {
    Formula.latent.applying(.exp)(u)
  }

  private static func logarithm(_ t: DoubleDouble) -> DoubleDouble {
    Formula.latent.applying(.log)(t)
  }
}
