// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution restricted to an interval, and normalised there.
public struct Truncated<Base: Distribution>: Distribution {
  /// The distribution before truncation.
  public let base: Base

  /// The part of the interval that lies in the support of the base.
  public let support: Interval

  /// P(z in the interval) under the base.
  public let mass: LogProbability

  /// The natural parameters of the base, with their constant less ``mass``.
  public let exponent: QuadraticExponent?

  private let beside: DensityBesideEnd?

  /// Truncates a distribution to an interval.
  ///
  /// - Throws: ``DistributionError`` where the interval holds no mass that a double can tell from 0
  ///   on a logarithmic scale.
  public init(_ base: Base, to interval: Interval) throws(DistributionError) {
    guard let support = base.support.intersection(interval) else {
      throw DistributionError(
        parameter: "the interval of a truncation", value: "\(interval)",
        requirement: "one that meets the support \(base.support)")
    }
    let own = base.boundedLogProbability(from: support.lower, to: support.upper)
    // A density with a kink may be quadratic where that is cut off.
    let quadratic = base.exponent ?? base.formula.quadraticExponent(on: support)
    let isLost = quadratic == nil && own.error > DensityBesideEnd.leastError
    let beside = isLost ? DensityBesideEnd(base, on: support) : nil
    let mass = beside?.mass ?? own
    guard mass.value.isFinite else {
      throw DistributionError(
        parameter: "the interval of a truncation", value: "\(interval)",
        requirement: "one that holds some of the mass of the distribution")
    }
    self.base = base
    self.support = support
    self.mass = mass
    self.beside = beside
    exponent = quadratic.map { inner in
      var exponent = inner
      exponent.constant = inner.constant - mass.value
      exponent.constantError += mass.error
      return exponent
    }
  }

  /// log P(z in the interval) under the base, rounded to a double.
  public var logMass: Double { mass.value.head }

  /// That of the base less ``logMass``; −∞ outside the interval.
  ///
  /// Where the base has an exponent, the difference is taken in 31 digits, and elsewhere from the end that is next to
  /// the mode, so that the density of a tail of mass 1e-1000000 is as accurate as any.
  public func logDensity(_ z: Double) -> Double {
    guard support.contains(z) else { return z.isNaN ? .nan : -.infinity }
    if let exponent { return exponent(DoubleDouble(z)).head }
    return beside?.formula(DoubleDouble(z)).head ?? base.logDensity(z) - logMass
  }

  /// The mode of the base, or the end nearest to it; where the mode of the base is cut off, the end
  /// with the larger density, which is right for unimodal bases and for U-shaped ones.
  public var mode: Double {
    let nearest = min(max(base.mode, support.lower), support.upper)
    guard nearest != base.mode else { return nearest }
    let other = nearest == support.lower ? support.upper : support.lower
    guard other.isFinite, base.logDensity(other) > base.logDensity(nearest) else { return nearest }
    return other
  }

  /// E[z], by quadrature: the error is below 1e-12 of the standard deviation, and a rounding of the
  /// mean or of the ``mode``, whichever is farther from 0. NaN where that fails: see ``variance``.
  /// ±∞ where a tail is too heavy, and NaN where both are.
  public var mean: Double {
    if hasHeavyTails(2) { return infiniteMean }
    return integral(order: 1).map { $0.mode + $0.meanOffset } ?? .nan
  }

  /// The variance, by quadrature: relative error below 1e-12.
  ///
  /// ∞ where a tail is too heavy, NaN where the mean is not finite or the quadrature does not converge.
  public var variance: Double {
    if hasHeavyTails(2) { return .nan }
    if hasHeavyTails(3) { return .infinity }
    guard let offset = integral(order: 1)?.meanOffset else { return .nan }
    return integral(order: 2)?.variance(about: offset) ?? .nan
  }

  /// The differential entropy, by quadrature: absolute error below 1e-12 and a rounding of its value.
  /// NaN where that fails.
  public var entropy: Double { integral(order: 0)?.entropy ?? .nan }

  /// That of the base on the common part, less ``mass``; at most 0.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    let (a, b) = (max(a, support.lower), min(b, support.upper))
    guard a < b else { return .impossible }
    if let beside { return beside.logProbability(from: a, to: b) }
    let part = base.boundedLogProbability(from: a, to: b)
    let share = part.value - mass.value
    return LogProbability(
      share.head < 0 ? share : DoubleDouble(0), error: part.error + mass.error)
  }

  /// The inverse of the cumulative distribution function, to the last digits of z.
  ///
  /// From the tail that is smaller, which keeps it accurate where the base's own quantile, far in its
  /// tail, has no digits left.
  public func quantile(_ p: Double) -> Double {
    if let beside, 0 < p, p < 1, let place = beside.quantile(p) { return place }
    return Bisection.quantile(
      p, in: support, near: start, logLower: { logProbability(from: -.infinity, to: $0) },
      logUpper: { logProbability(from: $0, to: .infinity) })
  }

  /// A finite point to start from: the mode, or else an end.
  private var start: Double {
    [mode, support.lower, support.upper].first { $0.isFinite } ?? 0
  }
}

extension Truncated {
  /// Rounded, since ``mass`` has the digits of a double, if that of the base is known.
  public var normalization: Normalization {
    base.normalization == .unknown ? .unknown : .rounded
  }

  /// That of the base less ``mass``; far in a tail relative to its value at the end that is next to the mode.
  public var formula: Formula { beside?.formula ?? base.formula - .constant(mass.value) }

  /// Those of the base: truncation changes the constant alone.
  public var naturalParameters: [NaturalParameter] { base.naturalParameters }

  /// That of the base, unless the end is a new one, where the density is positive.
  public var lowerTail: Tail {
    support.lower == base.support.lower ? base.lowerTail : .powerLaw(exponent: 0)
  }

  /// That of the base, unless the end is a new one, where the density is positive.
  public var upperTail: Tail {
    support.upper == base.support.upper ? base.upperTail : .powerLaw(exponent: 0)
  }
}

extension Truncated {
  private func integral(order: Double) -> DensityIntegral? {
    DensityIntegral(formula, on: support, near: start, order: order)
  }

  /// Whether a power law z^−k, k ≤ the number given, leads to infinity.
  private func hasHeavyTails(_ exponent: Double) -> Bool {
    isHeavy(lowerTail, support.lower, exponent) || isHeavy(upperTail, support.upper, exponent)
  }

  private func isHeavy(_ tail: Tail, _ end: Double, _ exponent: Double) -> Bool {
    guard case .powerLaw(let own) = tail else { return false }
    return end.isInfinite && own <= exponent
  }

  /// The mean where one tail, or both, are too heavy for a finite one.
  private var infiniteMean: Double {
    switch (isHeavy(lowerTail, support.lower, 2), isHeavy(upperTail, support.upper, 2)) {
    case (true, false): -.infinity
    case (false, true): .infinity
    default: .nan
    }
  }
}

extension Truncated: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String {
    func end(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }
    return "\(base) T[\(end(support.lower)), \(end(support.upper))]"
  }
}

extension Truncated: Equatable where Base: Equatable {}
extension Truncated: Hashable where Base: Hashable {}
