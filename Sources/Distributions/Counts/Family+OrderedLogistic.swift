// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// One of the outcomes 1…K with cut points c₁ < … < c_(K−1): P(x ≤ k) = 1/(1 + exp(η − cₖ)).
  ///
  /// With F the logistic distribution function an outcome between two cut points has probability
  /// F(b) F(−a)(1 − e^(a−b)), a = c_(k−1) − η, b = cₖ − η, in which nothing cancels.
  public static let orderedLogistic = Family(
    ofOrdered: "ordered_logistic", "an ordered logistic distribution"
  ) {
    $0.logOfInverseLogit
  } between: {
    $1.logOfInverseLogit + (-$0).logOfInverseLogit + $2.logOfOneMinusExp
  }
}
