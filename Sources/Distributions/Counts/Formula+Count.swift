// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// n · self for a count n: 0 where n is 0, even where self is −∞, since 0 · log 0 = log 0⁰ = 0.
  func times(count n: Formula) -> Formula { n == 0 ? 0 : n * self }

  /// log n! for a count n.
  static func logFactorial(_ n: Formula) -> Formula { (n + 1).applying(.logGamma) }

  /// log p(k) of k successes in n trials, for counts: log of n over k + k log θ + (n − k) log(1 − θ), with
  /// no term left out where θ is 0 or 1.
  ///
  /// - Parameters:
  ///   - logs: log θ and log(1 − θ).
  ///   - kernel: k log θ + (n − k) log(1 − θ) − log B(k, n − k) for large numbers.
  static func logBinomial(
    _ n: Formula, _ k: Formula, logs: (Formula, Formula),
    kernel: (_ k: Formula, _ rest: Formula) -> Formula?
  ) -> Formula {
    let rest = n - k
    if let kernel = kernel(k, rest) { return kernel + (n / k / rest).applying(.log) }
    let isMost = (k - rest).constantValue.map { $0.head > 0 } ?? false
    let (few, most) = isMost ? (rest, k) : (k, rest)
    return (most + 1).logGammaIncrement(few) - logFactorial(few)
      + logs.0.times(count: k) + logs.1.times(count: rest)
  }

  /// log p where self is logit p: −log(1 + e⁻ᵗ).
  var logOfInverseLogit: Formula { -(-self).applying(.softplus) }

  /// log(1 − p) where self is logit p: −log(1 + eᵗ).
  var logOfOneMinusInverseLogit: Formula { -applying(.softplus) }

  /// log(1 − self): of a/(a + b) it is −log(1 + a/b), of 1 − a it is log a, in which nothing cancels.
  var logOfOneMinus: Formula {
    switch self {
    case .quotient(let a, .sum(let first, let b)) where a == first,
      .quotient(let a, .sum(let b, let first)) where a == first:
      -(a / b).applying(.logOnePlus)
    case .difference(let one, let a) where one == 1: a.applying(.log)
    default: (-self).applying(.logOnePlus)
    }
  }

  /// The formula where n is at least 0, and −∞ elsewhere, for a whole number n.
  func restricted(toCount n: Formula) -> Formula { restricted(toPositive: n + 1) }
}
