// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A number in 31 digits, with a bound on its error.
struct BoundedDouble {
  var value: DoubleDouble
  var error: Double

  /// Rounded to a double.
  var estimate: Estimate { Estimate(value.head, error: value.tail.magnitude + error) }

  /// E(t) = eᵗ − 1 − t ≥ 0.
  var excess: BoundedDouble {
    let power = value.expMinusOne
    let result = value.head.magnitude < 0.25 ? -power.logOnePlusMinus : power - value
    return BoundedDouble(
      value: result,
      error: (power.head.magnitude + (1 + power.head) * error) * error + 2e-29 * result.head)
  }

  static func + (a: BoundedDouble, b: BoundedDouble) -> BoundedDouble {
    BoundedDouble(value: a.value + b.value, error: a.error + b.error + 1e-30 * (a.size + b.size))
  }

  static func - (a: BoundedDouble, b: BoundedDouble) -> BoundedDouble { a + -1 * b }

  static func * (factor: Double, a: BoundedDouble) -> BoundedDouble {
    DoubleDouble(factor) * a
  }

  /// The product with a factor that has a relative error below 1e-29.
  static func * (factor: DoubleDouble, a: BoundedDouble) -> BoundedDouble {
    BoundedDouble(
      value: factor * a.value,
      error: factor.head.magnitude * (a.error + 2e-29 * a.size) + 0x1p-1064)
  }

  var size: Double { value.head.magnitude }
}

/// Two laws of counts, and the logarithm of the ratio of their probabilities.
struct CountPair {
  let q: CountLaw
  let p: CountLaw
  /// log of s of q over s of p.
  private let logScale: BoundedDouble

  init(q: CountLaw, p: CountLaw) {
    (self.q, self.p) = (q, p)
    let difference = q.logScale - p.logScale
    logScale = BoundedDouble(
      value: difference,
      error: q.logScale == p.logScale ? 0 : q.logScaleError + p.logScaleError)
  }

  /// log(q(k)/p(k)), for any k in the support of q, where log k! drops out.
  func logRatio(at k: DoubleDouble) -> BoundedDouble {
    let start = q.boundedLogAtZero - p.boundedLogAtZero
    guard k.head > 0 else { return start }
    let sum = start + k * logScale
    return q.growth == p.growth
      ? sum : sum + (q.boundedLogGrowth(to: k) - p.boundedLogGrowth(to: k))
  }

  /// log(q(k + 1)/p(k + 1)) − log(q(k)/p(k)), which is monotone in k.
  func step(at k: Double) -> BoundedDouble {
    guard q.growth != p.growth else { return logScale }
    let growth = (q.growth(at: k) / p.growth(at: k)).logarithm
    return logScale
      + BoundedDouble(value: growth, error: 4e-30 * (1 + growth.head.magnitude))
  }

  /// KL(q‖p) in closed form, for laws that differ in s alone.
  ///
  /// ```text
  /// Poisson            λ E(log λ′/λ)
  /// binomial           n (θ E(log θ′/θ) + (1 − θ) E(log (1 − θ′)/(1 − θ)))
  /// negative binomial  μ E(log μ′/μ) − (μ + φ) E(log (μ′ + φ)/(μ + φ))
  /// ```
  var closedForm: Estimate? {
    guard q.growth == p.growth else { return nil }
    let down = -1 * logScale
    let (own, other) = (q.boundedLogAtZero, p.boundedLogAtZero)
    switch q.growth {
    case .constant: return (q.mean * down.excess).estimate
    case .falling(let n):
      let failure = (DoubleDouble(1) / DoubleDouble(n)) * (other - own)
      let failures =
        q.scale.isFinite ? DoubleDouble(n) / (DoubleDouble(1) + q.scale) : DoubleDouble(0)
      return (q.mean * (failure + down).excess + failures * failure.excess).estimate
    case .rising(let phi):
      let sum = (DoubleDouble(1) / DoubleDouble(phi)) * (own - other)
      return (q.mean * (sum + down).excess - (q.mean + DoubleDouble(phi)) * sum.excess).estimate
    }
  }
}

extension CountLaw {
  /// log P(0).
  fileprivate var boundedLogAtZero: BoundedDouble {
    BoundedDouble(value: logAtZero, error: logAtZeroError)
  }

  /// log g(0)…g(k − 1).
  fileprivate func boundedLogGrowth(to k: DoubleDouble) -> BoundedDouble {
    let value = logGrowth(to: k)
    return BoundedDouble(
      value: value, error: growth == .constant ? 0 : 2e-29 * max(1, value.head.magnitude))
  }
}
