// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// One of the outcomes 1…K with cut points c₁ < … < c_(K−1): P(x ≤ k) = Φ(cₖ − η).
  ///
  /// An outcome between two cut points has probability Φ(b) − Φ(a), a = c_(k−1) − η, b = cₖ − η, taken from the smaller
  /// tails.
  public static let orderedProbit = Family(
    ofOrdered: "ordered_probit", "an ordered probit distribution"
  ) {
    $0.applying(.logNormalCumulative)
  } between: { a, b, _ in
    func difference(_ large: Formula, _ small: Formula) -> Formula {
      let log = large.applying(.logNormalCumulative)
      return log + (small.applying(.logNormalCumulative) - log).logOfOneMinusExp
    }
    return .choosing(difference(-a, -b), else: difference(b, a), ifPositive: a + b)
  }
}
