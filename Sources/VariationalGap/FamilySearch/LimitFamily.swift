// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// What members of a family tend to as a parameter goes to an end.
struct LimitFamily {
  let parameter: String
  let end: Double
  let family: Family
  /// Values of the parameter to search from beside a member, away from the limit, where the KL does not change any more.
  let starts: ([Double]) -> [Double]
  /// Whether members are as good as at the limit.
  let isNear: ([Double]) -> Bool
}

extension Family {
  /// The family that members tend to as a parameter goes to an end, where its members have densities.
  ///
  /// The q with KL(q‖posterior) ≤ c are a weakly compact set (Dupuis and Ellis, *A Weak Convergence
  /// Approach to the Theory of Large Deviations* (Wiley, 1997), lemma 1.4.3), so that a family has a best
  /// member unless a limit of its members is better. A limit with a point mass, or with mass at an
  /// infinite end, has an infinite KL. Of the other limits those are known here that fill a family of their own: the normal
  /// distributions, for ν → ∞ of Student's t, and for λ → ∞ of the exponentially modified normal distribution.
  var limit: LimitFamily? {
    switch name {
    case StudentT.family.name:
      LimitFamily(
        parameter: "nu", end: .infinity, family: Normal.family, starts: { _ in [3, 20] },
        isNear: { $0[0] > 1e9 })
    // The exponential part has a mean of σ or a quarter of it; a thousandth of σ is as good as none.
    case ExpModNormal.family.name:
      LimitFamily(
        parameter: "lambda", end: .infinity, family: Normal.family,
        starts: { [1 / $0[1], 4 / $0[1]] }, isNear: { $0[2] * $0[1] > 1e3 })
    default: nil
    }
  }
}

/// Members of a family that are one of another family, where a parameter has a value beside which KL has no curvature.
struct FlatMembers {
  let place: Int
  let value: Double
  let family: Family
  /// Members to search from on either side, for parameters beside the value.
  let starts: [([Double]) -> [Double]]
}

extension Family {
  /// At α = 0 the score of α of a skew normal distribution is a multiple of that of ξ: whatever the posterior, the gradient is 0
  /// at the best normal distribution, the matrix of second derivatives is singular, and Newton's method goes nowhere.
  ///
  /// Source: Azzalini, *The Skew-Normal and Related Families* (Cambridge, 2014), section 3.1.
  var flatMembers: FlatMembers? {
    guard name == SkewNormal.family.name else { return nil }
    // Of about the same mean and standard deviation, with α = ±½: δ√(2/π) = 0.357.
    return FlatMembers(
      place: 2, value: 0, family: Normal.family,
      starts: [-1, 1].map { side in
        { p in [p[0] - side * 0.38 * p[1], 1.07 * p[1], side * 0.5] }
      })
  }
}
