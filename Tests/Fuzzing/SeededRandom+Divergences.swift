// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport

extension SeededRandom {
  /// q and p of any families; where q has mass outside of p, nothing would be asked.
  mutating func divergence(_ kind: FuzzKind) -> FuzzCase {
    while true {
      let sizes: Sizes = kind == .extremeDivergence ? sizes() : .everyday
      let isTruncated = kind == .truncatedDivergence
      let p = isTruncated && happens(50) ? truncatedSpec(sizes) : spec(sizes)
      guard let support = (try? DistributionSpec.parse(p))?.support else { continue }
      for _ in 0..<60 {
        let q = isTruncated && happens(80) ? truncatedSpec(sizes) : spec(sizes)
        if let own = try? DistributionSpec.parse(q), support.contains(own.support) {
          return FuzzCase(kind, .distribution(p), family: q)
        }
      }
    }
  }

  /// Two members of a family, relatively 1e-14 to 0.1 apart in each parameter.
  mutating func nearlyEqual() -> FuzzCase {
    while true {
      let family = pick(Families.continuous)
      let sizes: Sizes = happens(50) ? .everyday : .wide
      let own = parameters(of: family, sizes)
      let other = own.map { value in
        happens(30) ? value : value * (1 + signedMagnitude(-14, -1))
      }
      let (q, p) = (spec(of: family, own), spec(of: family, other))
      if let a = try? DistributionSpec.parse(q), let b = try? DistributionSpec.parse(p),
        b.support.contains(a.support)
      {
        return FuzzCase(.nearlyEqual, .distribution(p), family: q)
      }
    }
  }

  /// A pair whose KL is finite for an index above a boundary.
  mutating func barelyFinite() -> FuzzCase {
    let distance = 1 + signedMagnitude(-9, -0.5)
    let (k, s, t) = (
      rounded(magnitude(-0.5, 0.7)), rounded(magnitude(-1, 1)), rounded(magnitude(-1, 1))
    )
    let (q, p) = pick([
      ("student_t(\(2 * distance), 0, \(s))", "normal(0, \(t))"),
      ("student_t(\(2 * distance), \(s), 1)", "normal(\(t), 2)"),
      ("pareto(\(s), \(2 * distance))", "half_normal(\(t))"),
      ("pareto(\(s), \(distance))", "exponential(\(t))"),
      ("pareto(\(s), \(k * distance))", "weibull(\(k), \(t))"),
      ("student_t(\(distance), 0, \(s))", "double_exponential(0, \(t))"),
      ("student_t(\(distance), 0, \(s))", "logistic(\(k), \(t))"),
      ("loglogistic(\(s), \(distance))", "gamma(\(k), \(t))"),
      ("loglogistic(\(s), \(2 * distance))", "rayleigh(\(t))"),
      ("inv_gamma(\(distance), \(s))", "gamma(\(k), \(t))"),
      ("inv_gamma(\(k * distance), \(s))", "weibull(\(k), \(t))"),
      ("gamma(\(distance), \(s))", "inv_gamma(\(k), \(t))"),
      ("chi_square(\(2 * distance))", "inv_gamma(\(k), \(t))"),
      ("weibull(\(distance), \(s))", "inv_gamma(\(k), \(t))"),
      ("loglogistic(\(s), \(distance))", "inv_gamma(\(k), \(t))"),
      ("beta(\(distance), \(k))", "inv_gamma(\(s), \(t))"),
      ("kumaraswamy(\(distance), \(k))", "inv_gamma(\(s), \(t))"),
      ("logistic(0, \(s))", "gumbel(\(t), \(s * distance))"),
      ("double_exponential(0, \(s))", "gumbel(\(t), \(s * distance))"),
      ("student_t(\(s), 0, 1)", "student_t(\(s * distance), 0, \(t))"),
      ("lognormal(0, \(s))", "loglogistic(\(t), \(k))"),
      ("half_cauchy(\(s))", "loglogistic(\(t), \(k))"),
      ("cauchy(0, \(s))", "student_t(\(k), 0, \(t))"),
    ])
    return FuzzCase(.barelyFinite, .distribution(p), family: q)
  }
}
