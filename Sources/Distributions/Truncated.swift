// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// A distribution restricted to an interval, and normalised there.
public struct Truncated<Base: Distribution>: Distribution {
  /// The distribution before truncation.
  public let base: Base

  /// The part of the interval that lies in the support of the base.
  public let support: Interval

  /// log P(z in the interval) under the base.
  public let logMass: Double

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
    let logMass = base.logProbability(from: support.lower, to: support.upper)
    guard logMass.isFinite else {
      throw DistributionError(
        parameter: "the interval of a truncation", value: "\(interval)",
        requirement: "one that holds some of the mass of the distribution")
    }
    self.base = base
    self.support = support
    self.logMass = logMass
  }

  /// That of the base less ``logMass``; −∞ outside the interval.
  public func logDensity(_ z: Double) -> Double {
    support.contains(z) ? base.logDensity(z) - logMass : -.infinity
  }

  /// The mode of the base, or the end nearest to it; right for unimodal bases.
  public var mode: Double { min(max(base.mode, support.lower), support.upper) }

  /// E[z], by quadrature; NaN where that does not converge.
  public var mean: Double {
    let centre = centre
    return centre + expectation { $0 - centre }
  }

  /// The variance, by quadrature; NaN where that does not converge.
  public var variance: Double {
    let mean = mean
    return expectation { ($0 - mean) * ($0 - mean) }
  }

  /// The differential entropy, by quadrature; NaN where that does not converge.
  public var entropy: Double { expectation { -logDensity($0) } }

  /// That of the base on the common part, less ``logMass``.
  public func logProbability(from a: Double, to b: Double) -> Double {
    let (a, b) = (max(a, support.lower), min(b, support.upper))
    guard a < b else { return -.infinity }
    return min(0, base.logProbability(from: a, to: b) - logMass)
  }

  /// The inverse of the cumulative distribution function, to the last digits of z.
  ///
  /// By bisection of the tail that is smaller, which keeps it accurate where the base's own
  /// quantile, far in its tail, has no digits left.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    if p == 0 { return support.lower }
    if p == 1 { return support.upper }
    let target = logarithm(p < 0.5 ? p : 1 - p)
    func isBelow(_ z: Double) -> Bool {
      p < 0.5
        ? logProbability(from: -.infinity, to: z) < target
        : logProbability(from: z, to: .infinity) > target
    }
    return Bisection.boundary(in: support, near: centre, where: isBelow)
  }

  /// That of the base, with its constant less ``logMass``.
  public var exponent: QuadraticExponent? {
    guard var exponent = base.exponent else { return nil }
    exponent.constant = exponent.constant - DoubleDouble(logMass)
    exponent.constantError += 8 * .ulpOfOne * max(1, abs(logMass))
    return exponent
  }

  /// None: the noise of the base does not respect the interval. Use ``quantile(_:)``.
  public var reparameterization: Reparameterization? { nil }

  /// A point in the bulk.
  private var centre: Double {
    if mode.isFinite { return mode }
    return support.lower.isFinite ? support.lower : support.upper
  }

  /// E[f(z)] over quantile windows around the mode.
  private func expectation(of value: @escaping @Sendable (Double) -> Double) -> Double {
    let scales = [1e-9, 0.1, 0.5, 0.9, 1 - 1e-9].map(quantile)
    let points = scales.filter { $0.isFinite && support.contains($0) }
    let spread = scales[3] - scales[1]
    // The mean may cancel to 0, so that a relative tolerance alone could not be met.
    let integral = try? integrate(
      from: support.lower, to: support.upper, breakpoints: points,
      tolerance: Tolerance(relative: 1e-13, absolute: 1e-14 * min(spread, spread * spread))
    ) { z in
      let density = density(z)
      return density == 0 ? 0 : density * value(z)
    }
    return integral?.value ?? .nan
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
