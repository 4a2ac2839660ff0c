// SPDX-License-Identifier: GPL-3.0-or-later

/// What the families of counts have in common: Panjer's recurrence
///
/// ```text
/// (k + 1) P(k + 1) = s g(k) P(k),   g(k) = 1 (Poisson), n − k (binomial) or k + φ (negative binomial)
/// ```
///
/// so that log P(k) + log k! = log P(0) + k log s + log g(0)…g(k − 1), in which the logarithms are held apart:
/// s itself may be too small or too large for a double.
///
/// Source: Panjer, "Recursive evaluation of a family of compound distributions", ASTIN Bulletin 12 (1981).
package struct CountLaw: Sendable, Hashable {
  /// g.
  package enum Growth: Sendable, Hashable {
    case constant
    /// n − k.
    case falling(Double)
    /// k + φ.
    case rising(Double)
  }

  /// g.
  package let growth: Growth
  /// The mean; ∞ or 0 where a double cannot hold it.
  package let mean: DoubleDouble
  /// s.
  package let scale: DoubleDouble
  /// log s.
  package let logScale: DoubleDouble
  /// A bound on the error of ``logScale``.
  package let logScaleError: Double
  /// log P(0).
  package let logAtZero: DoubleDouble
  /// A bound on the error of ``logAtZero``.
  package let logAtZeroError: Double

  /// The largest count of positive probability, or ∞.
  package var largest: Double {
    if case .falling(let n) = growth { n } else { .infinity }
  }

  /// g(k).
  package func growth(at k: Double) -> DoubleDouble {
    switch growth {
    case .constant: DoubleDouble(1)
    case .falling(let n): DoubleDouble(n) - DoubleDouble(k)
    case .rising(let phi): DoubleDouble(phi) + DoubleDouble(k)
    }
  }

  /// s g(0), or s for small φ: what ``rate(at:)`` is in proportion to. 0 or ∞ where no double holds it.
  package var rateScale: DoubleDouble {
    guard case .rising(let phi) = growth, phi > 1 else { return scale }
    return mean / (DoubleDouble(1) + mean / DoubleDouble(phi))
  }

  /// s g(k), which is held also where s is too small for a double, because φ is large.
  package func rate(at k: Double) -> DoubleDouble {
    guard case .rising(let phi) = growth, phi > 1 else { return scale * growth(at: k) }
    return rateScale * (DoubleDouble(1) + DoubleDouble(k) / DoubleDouble(phi))
  }

  /// log g(0)…g(k − 1), for any k from 0 to ``largest``; the error is below 1e-29 max(1, |value|).
  package func logGrowth(to k: DoubleDouble) -> DoubleDouble {
    guard k.head > 0 else { return DoubleDouble(0) }
    switch growth {
    case .constant: return DoubleDouble(0)
    case .falling(let n): return (DoubleDouble(n) - k + DoubleDouble(1)).logGammaIncrement(k)
    case .rising(let phi): return DoubleDouble(phi).logGammaIncrement(k)
    }
  }

  private init(
    _ growth: Growth, mean: DoubleDouble, scale: DoubleDouble, logScale: [DoubleDouble],
    logAtZero: DoubleDouble, size: Double = 0
  ) {
    self.growth = growth
    self.mean = mean
    self.scale = scale
    self.logScale = logScale.reduce(DoubleDouble(0), +)
    self.logAtZero = logAtZero
    // Below 1e-291 products lose digits: of a quotient, up to 2⁻¹⁰⁶⁶ of it by its numerator.
    let lost = size == 0 ? 0 : 0x1p-1066 * (1 + 1 / size)
    logScaleError = 8e-30 * logScale.reduce(0) { $0 + $1.head.magnitude } + lost
    logAtZeroError = 2e-29 * logAtZero.head.magnitude + 0x1p-1066 * (2 + size)
  }

  fileprivate static func poisson(mean: DoubleDouble, log: DoubleDouble) -> CountLaw {
    CountLaw(.constant, mean: mean, scale: mean, logScale: [log], logAtZero: -mean)
  }

  fileprivate static func binomial(_ n: Double, _ theta: Double) -> CountLaw {
    let (success, failure) = (DoubleDouble(theta), DoubleDouble(1) - DoubleDouble(theta))
    let log = (-success).logOnePlus
    return CountLaw(
      .falling(n), mean: .product(n, theta), scale: success / failure,
      logScale: [success.logarithm, -log], logAtZero: log * n, size: n)
  }

  fileprivate static func binomial(_ n: Double, logit: Double) -> CountLaw {
    let alpha = DoubleDouble(logit)
    return CountLaw(
      .falling(n), mean: alpha.inverseLogit * n, scale: alpha.exponential, logScale: [alpha],
      logAtZero: -alpha.softplus * n, size: n)
  }

  /// The number of failures before a success of probability θ.
  fileprivate static func geometric(_ theta: Double) -> CountLaw {
    let failure = DoubleDouble(1) - DoubleDouble(theta)
    let log = (-DoubleDouble(theta)).logOnePlus
    return CountLaw(
      .rising(1), mean: failure / DoubleDouble(theta), scale: failure, logScale: [log],
      logAtZero: DoubleDouble(theta).logarithm)
  }

  fileprivate static func negativeBinomial(_ alpha: Double, rate: Double) -> CountLaw {
    let (shape, rate) = (DoubleDouble(alpha), DoubleDouble(rate))
    let odds = DoubleDouble(1) / rate
    let log = odds.isFinite ? odds.logOnePlus : -rate.logarithm
    return CountLaw(
      .rising(alpha), mean: shape / rate, scale: DoubleDouble(1) / (DoubleDouble(1) + rate),
      logScale: [-rate.logOnePlus], logAtZero: -log * alpha, size: alpha)
  }

  fileprivate static func negativeBinomial(mean: Double, _ phi: Double) -> CountLaw {
    let (mu, size) = (DoubleDouble(mean), DoubleDouble(phi))
    let (odds, inverse) = (mu / size, size / mu)
    let ratio = [mu.logarithm, -size.logarithm]
    return CountLaw(
      .rising(phi), mean: mu, scale: mu / (mu + size),
      logScale: inverse.isFinite ? [-inverse.logOnePlus] : ratio,
      logAtZero: -(odds.isFinite ? odds.logOnePlus : ratio[0] + ratio[1]) * phi, size: phi)
  }
}

extension CountDistribution {
  /// A count, or a law of more than one.
  package enum Kind: Sendable, Hashable {
    /// All mass is at this count.
    case point(Double)
    case spread(CountLaw)
  }

  /// What the family and the parameters describe.
  package var kind: Kind {
    func parameter(_ index: Int) -> Double {
      parameters.indices.contains(index) ? parameters[index] : .nan
    }
    let (first, second) = (parameter(0), parameter(1))
    func binomial(_ n: Double, _ theta: Double) -> Kind {
      if n == 0 || theta == 0 { return .point(0) }
      return theta == 1 ? .point(n) : .spread(.binomial(n, theta))
    }
    func binomial(_ n: Double, logit: Double) -> Kind {
      n == 0 ? .point(0) : .spread(.binomial(n, logit: logit))
    }
    return switch family {
    case .bernoulli: binomial(1, first)
    case .bernoulliLogit: binomial(1, logit: first)
    case .binomial: binomial(first, second)
    case .binomialLogit: binomial(first, logit: second)
    case .poissonLog:
      .spread(.poisson(mean: DoubleDouble(first).exponential, log: DoubleDouble(first)))
    case .geometric: first == 1 ? .point(0) : .spread(.geometric(first))
    case .negativeBinomialRate: .spread(.negativeBinomial(first, rate: second))
    case .negativeBinomial: .spread(.negativeBinomial(mean: first, second))
    default: .spread(.poisson(mean: DoubleDouble(first), log: DoubleDouble(first).logarithm))
    }
  }
}
