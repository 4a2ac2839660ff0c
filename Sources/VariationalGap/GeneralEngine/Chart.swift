// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A stretch of the line seen from one of its ends: z = origin + t or origin − t, 0 < t < length.
///
/// Supports are cut into charts whose origins are the ends of the support and of q's, or 0 where
/// there is none: near an end t has the digits that z has lost, and a power law in t is one that an
/// interval bound can follow to 0 and to ∞.
struct Chart: Sendable, Hashable {
  let origin: Double
  /// 1 or −1.
  let direction: Double
  /// Finite, or ∞.
  let length: Double

  /// A function of z as one of t.
  func formula(_ formula: Formula) -> Formula {
    formula.substituting(
      direction > 0 ? .number(origin) + .latent : .number(origin) - .latent
    ).forPositiveLatent
  }

  func z(_ t: DoubleDouble) -> DoubleDouble { DoubleDouble(origin) + t * direction }

  func t(_ z: DoubleDouble) -> DoubleDouble { (z - DoubleDouble(origin)) * direction }

  /// Whether z, not at an end of the chart, lies on it.
  func contains(_ z: DoubleDouble) -> Bool {
    let t = t(z).head
    return 0 < t && t < length
  }

  /// The charts of a support, with origins at its finite ends and at the cuts inside.
  static func charts(of support: Interval, cuts: [Double] = []) -> [Chart] {
    let inner = cuts.filter { support.contains($0) }
    let ends = Set(inner + [support.lower, support.upper].filter(\.isFinite)).sorted()
    guard let first = ends.first, let last = ends.last else {
      return [-1, 1].map { Chart(origin: 0, direction: $0, length: .infinity) }
    }
    var charts: [Chart] = []
    if first != support.lower {
      charts.append(Chart(origin: first, direction: -1, length: .infinity))
    }
    for (a, b) in zip(ends, ends.dropFirst()) {
      let middle = 0.5 * a + 0.5 * b
      charts.append(Chart(origin: a, direction: 1, length: middle - a))
      charts.append(Chart(origin: b, direction: -1, length: b - middle))
    }
    if last != support.upper {
      charts.append(Chart(origin: last, direction: 1, length: .infinity))
    }
    return charts
  }

  /// Where formulas have kinks or jumps, which no rule of quadrature sees inside of a panel.
  ///
  /// None where there are too many to cut at: two routines have to agree there.
  static func breaks(of formulas: [Formula]) -> [Double] {
    let breaks = Set(formulas.flatMap(\.breaks)).sorted()
    return breaks.count <= 32 ? breaks : []
  }
}
