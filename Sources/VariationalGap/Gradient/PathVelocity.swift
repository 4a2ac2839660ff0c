// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// ∂z/∂η at fixed noise, as a function of z: how a draw moves with a parameter of q.
///
/// With F the distribution function it is v = −(∂F/∂η)/q, whatever the noise, and so the solution of
///
/// ```text
/// (q v)′ + ∂q/∂η = 0,   or   v′ + v (log q)′ + s = 0,   s = ∂ log q/∂η
/// ```
///
/// that vanishes with q at the ends. Where q is a location and a scale, or its logarithm or logit is, v is a sum of two known
/// functions, whose factors two points tell; eight more have to confirm them to 24 digits.
///
/// Source: Figurnov, Mohamed and Mnih, "Implicit reparameterization gradients" (2018), equation 5.
struct PathVelocity {
  /// v.
  let formula: Formula

  /// - Parameters:
  ///   - member: q; one that is truncated has none of this form.
  ///   - score: s.
  /// - Returns: `nil` where v is no such sum.
  init?(of member: FamilyMember, score: Formula) {
    guard member.truncation == nil else { return nil }
    let q = member.distribution
    let slope = q.formula.derivative()
    let basis = PathVelocity.basis(on: q.support, about: q.quantile(0.5))
    // What each function leaves of v′ + v (log q)′.
    let parts = basis.map { $0.derivative() + $0 * slope }
    func row(_ p: Double) -> (parts: [DoubleDouble], score: DoubleDouble)? {
      let z = DoubleDouble(q.quantile(p))
      let values = parts.map { $0(z) }
      let score = score(z)
      return values.allSatisfy(\.isFinite) && score.isFinite ? (values, score) : nil
    }
    guard let first = row(0.3), let second = row(0.77) else { return nil }
    let (a, b) = (first.parts, second.parts)
    let determinant = a[0] * b[1] - a[1] * b[0]
    guard determinant.head.magnitude > 1e-10 * (a[0] * b[1]).head.magnitude else { return nil }
    let factors = [
      (a[1] * second.score - b[1] * first.score) / determinant,
      (b[0] * first.score - a[0] * second.score) / determinant,
    ]
    for p in [0.01, 0.05, 0.15, 0.4, 0.6, 0.7, 0.95, 0.99] {
      guard let row = row(p) else { return nil }
      let terms = zip(factors, row.parts).map { $0 * $1 } + [row.score]
      let size = terms.reduce(1e-300) { max($0, $1.head.magnitude) }
      guard terms.reduce(DoubleDouble(0), +).head.magnitude <= 1e-24 * size else { return nil }
    }
    let sizes = zip(factors, basis).map { factor, function in
      [0.1, 0.5, 0.9].reduce(0) {
        max($0, (factor * function(DoubleDouble(q.quantile($1)))).head.magnitude)
      }
    }
    // A factor that is nothing beside the other one is rounding.
    let kept = zip(factors, basis).enumerated().filter {
      sizes[$0.offset] > 1e-20 * sizes.reduce(0, +)
    }
    formula = .total(of: kept.map { .constant($0.element.0) * $0.element.1 })
  }

  /// What v does not outgrow, but for a logarithm.
  static func reach(on support: Interval, about median: Double) -> Formula {
    let basis = basis(on: support, about: median)
    return support.lower.isFinite || support.upper.isFinite ? basis[0] : basis[1]
  }

  /// The functions that v is a sum of: those of a location and a scale of z, of log z or of logit z.
  private static func basis(on support: Interval, about median: Double) -> [Formula] {
    let z = Formula.latent
    switch (support.lower.isFinite, support.upper.isFinite) {
    case (false, false): return [1, z - .number(median)]
    case (true, false):
      let t = z - .number(support.lower)
      return [t, t * t.applying(.log)]
    case (false, true):
      let t = .number(support.upper) - z
      return [t, t * t.applying(.log)]
    case (true, true):
      let (t, rest) = (z - .number(support.lower), .number(support.upper) - z)
      return [t * rest, t * rest * (t.applying(.log) - rest.applying(.log))]
    }
  }
}
