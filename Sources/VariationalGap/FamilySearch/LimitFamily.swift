// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// What members of a family tend to as a parameter goes to an end.
struct LimitFamily {
  let parameter: String
  let end: Double
  let family: Family
  /// Values of the parameter to search from, away from the limit, where the KL does not change any more.
  let starts: [Double]
}

extension Family {
  /// The family that members tend to as a parameter goes to an end, where its members have densities.
  ///
  /// The q with KL(q‖posterior) ≤ c are a weakly compact set (Dupuis and Ellis, *A Weak Convergence
  /// Approach to the Theory of Large Deviations* (Wiley, 1997), lemma 1.4.3), so that a family has a best
  /// member unless a limit of its members is better. A limit with a point mass, or with mass at an
  /// infinite end, has an infinite KL. Of the families with a fixed support Student's t alone has any
  /// other: the normal distributions, for ν → ∞.
  var limit: LimitFamily? {
    guard name == StudentT.family.name else { return nil }
    return LimitFamily(
      parameter: "nu", end: .infinity, family: Normal.family, starts: [3, 20])
  }
}
