// SPDX-License-Identifier: GPL-3.0-or-later

/// What a drawn case is an example of.
package enum FuzzKind: String, CaseIterable, Codable, Sendable {
  /// A prior and a likelihood of any families, shapes and scales of everyday.
  case model
  /// The same with shapes from 1e-16 to 1e16 and scales from 1e-300 to 1e300.
  case extreme
  /// A truncated prior.
  case truncated
  /// A likelihood whose argument is a formula with squares, roots, logarithms, …
  case formula
  /// 2 to 50 observations.
  case many
  /// A prior that is conjugate to the likelihood, with the posterior's own family as q.
  case conjugate
  /// KL of two members of any families.
  case divergence
  /// The same with shapes and scales of any size.
  case extremeDivergence = "extreme-divergence"
  /// KL of two members of a family with nearly equal parameters.
  case nearlyEqual = "nearly-equal"
  /// KL on either side of the boundary between finite and infinite.
  case barelyFinite = "barely-finite"
  /// KL of truncated distributions.
  case truncatedDivergence = "truncated-divergence"
  /// A log joint density that is a polynomial.
  case polynomial
  /// One with absolute values.
  case kink
  /// One with logarithms and roots of what is 0 inside or at the end of the support.
  case root
  /// One with powers below 2 of distances.
  case cusp
  /// One with a peak that is narrow and far away.
  case spike
  /// One with several modes.
  case modes
  /// A mixture as prior, likelihood or q, or counts with more zeros.
  case mixture
  /// KL from or to a mixture.
  case mixtureDivergence = "mixture-divergence"
  /// The parts of the ELBO and bounds on log p(x), of a model of one of the kinds above.
  case bounds
}
