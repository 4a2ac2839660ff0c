// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// n · self for a count n: 0 where n is 0, even where self is −∞, since 0 · log 0 = log 0⁰ = 0.
  func times(count n: Formula) -> Formula { n == 0 ? 0 : n * self }

  /// log n! for a count n.
  static func logFactorial(_ n: Formula) -> Formula { (n + 1).applying(.logGamma) }

  /// log of n over k, for counts.
  static func logBinomialCoefficient(_ n: Formula, _ k: Formula) -> Formula {
    logFactorial(n) - logFactorial(k) - logFactorial(n - k)
  }

  /// log p where self is logit p: −log(1 + e⁻ᵗ).
  var logOfInverseLogit: Formula { -(-self).applying(.softplus) }

  /// log(1 − p) where self is logit p: −log(1 + eᵗ).
  var logOfOneMinusInverseLogit: Formula { -applying(.softplus) }

  /// log(1 − self).
  var logOfOneMinus: Formula { (-self).applying(.logOnePlus) }

  /// The formula where n is at least 0, and −∞ elsewhere, for a whole number n.
  func restricted(toCount n: Formula) -> Formula { restricted(toPositive: n + 1) }
}
