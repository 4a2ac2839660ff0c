// SPDX-License-Identifier: GPL-3.0-or-later

/// A mixture of distributions, Σ wₖ pₖ(z), such as `mixture(0.3, normal(0, 1), normal(4, 2))`.
///
/// The parts may have different supports, and may be mixtures themselves; the support is the hull of theirs.
public struct Mixture: Distribution {
  /// A distribution with its weight.
  public struct Part: Sendable {
    /// wₖ, from 0 to 1.
    public let weight: Double
    /// pₖ.
    public let distribution: any Distribution

    /// Makes a part.
    public init(weight: Double, _ distribution: any Distribution) {
      (self.weight, self.distribution) = (weight, distribution)
    }
  }

  /// The parts, in their order.
  public let parts: [Part]

  /// The hull of the supports of the parts.
  public let support: Interval

  /// log Σ wₖ pₖ(z), each part −∞ outside of its support.
  public let formula: Formula

  /// log wₖ, in 31 digits.
  private let logWeights: [DoubleDouble]

  /// Makes a mixture.
  ///
  /// - Parameter parts: at least one. The weights are from 0 to 1, and add up to 1 but for their rounding, by which
  ///   they are all scaled.
  /// - Throws: ``DistributionError`` for any other weights, with the value.
  public init(_ parts: [Part]) throws(DistributionError) {
    let weights = parts.map { DoubleDouble($0.weight) }
    try self.init(
      parts, logWeights: try MixtureWeights.logarithms(weights.map(Formula.constant), areAll: true))
  }

  /// Makes a mixture whose last weight is what the others leave of 1.
  ///
  /// - Parameters:
  ///   - parts: all but the last.
  ///   - last: the last distribution.
  /// - Throws: ``DistributionError`` for a weight that is negative, or weights that add up to more than 1.
  public init(_ parts: [Part], rest last: any Distribution) throws(DistributionError) {
    let weights = parts.map { Formula.number($0.weight) }
    let rest = MixtureWeights.rest(of: weights).constantValue ?? DoubleDouble(.nan)
    try self.init(
      parts + [Part(weight: rest.head, last)],
      logWeights: try MixtureWeights.logarithms(weights, areAll: false))
  }

  private init(_ parts: [Part], logWeights: [Formula]) throws(DistributionError) {
    let logWeights = logWeights.map { $0.constantValue ?? DoubleDouble(.nan) }
    let possible = zip(parts, logWeights).filter { $1.head > -.infinity }
    let supports = possible.map(\.0.distribution.support)
    guard let first = supports.first else {
      throw DistributionError(
        parameter: "the number of parts of a mixture", value: "0", requirement: "at least 1")
    }
    support = supports.reduce(first) {
      Interval(uncheckedLower: min($0.lower, $1.lower), upper: max($0.upper, $1.upper))
    }
    self.parts = parts
    self.logWeights = logWeights
    formula = .mixture(
      possible.map { part, logWeight in
        let (density, support) = (part.distribution.formula, part.distribution.support)
        return (.constant(logWeight) + density).restricted(to: support)
      })
  }

  /// The parts whose weight is not 0, with its logarithm.
  private var possible: [(distribution: any Distribution, weight: Double, log: DoubleDouble)] {
    zip(parts, logWeights).compactMap { part, log in
      log.head > -.infinity ? (part.distribution, part.weight, log) : nil
    }
  }
}

extension Mixture {
  /// What is known of all parts.
  public var normalization: Normalization {
    let kinds = Set(possible.map(\.distribution.normalization))
    return kinds == [.exact] ? .exact : kinds.contains(.unknown) ? .unknown : .rounded
  }

  /// That of the part which falls slowest.
  public var lowerTail: Tail {
    Tail.heaviest(
      of: possible.filter { $0.distribution.support.lower == support.lower }
        .map(\.distribution.lowerTail))
  }

  /// That of the part which falls slowest.
  public var upperTail: Tail {
    Tail.heaviest(
      of: possible.filter { $0.distribution.support.upper == support.upper }
        .map(\.distribution.upperTail))
  }

  /// Σ wₖ E[zₖ].
  public var mean: Double { possible.reduce(0) { $0 + $1.weight * $1.distribution.mean } }

  /// Σ wₖ (Var[zₖ] + (E[zₖ] − E[z])²).
  public var variance: Double {
    let mean = mean
    guard mean.isFinite else { return .nan }
    return possible.reduce(0) { sum, part in
      let distance = part.distribution.mean - mean
      return sum + part.weight * (part.distribution.variance + distance * distance)
    }
  }

  /// The highest of the local maxima next to the modes of the parts.
  public var mode: Double {
    let slope = formula.derivative()
    let modes = possible.map { part -> Double in
      let own = part.distribution.mode
      guard own.isFinite, support.contains(own) else { return own }
      let top = Bisection.boundary(in: support, near: own) { slope(DoubleDouble($0)).head > 0 }
      return logDensity(top) > logDensity(own) ? top : own
    }
    func height(_ z: Double) -> Double {
      // A density may be highest towards an end.
      logDensity(min(max(z, support.lower.nextUp), support.upper.nextDown))
    }
    return modes.max { height($0) < height($1) } ?? .nan
  }

  /// −Σ wₖ E[log p(zₖ)], by quadrature.
  public var entropy: Double {
    possible.reduce(0) { sum, part in
      let integral = DensityIntegral(
        part.distribution.formula, on: part.distribution.support, near: part.distribution.mode)
      return sum - part.weight * (integral?.mean(of: formula) ?? .nan)
    }
  }

  /// log Σ wₖ Pₖ: relative to the probability no more is lost than of the part of which most is.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    let terms = possible.map { part in
      let own = part.distribution.boundedLogProbability(from: a, to: b)
      return LogProbability(own.value + part.log, error: own.error)
    }.filter { $0.value.head > -.infinity || $0.value.head.isNaN }
    guard !terms.isEmpty else { return .impossible }
    let sum = DoubleDouble.logSumExp(terms.map(\.value))
    let error = terms.reduce(0) { max($0, $1.error) }
    return LogProbability(
      sum.head < 0 ? sum : DoubleDouble(0), error: error + 0x1p-90 * (1 + abs(sum.head)))
  }

  /// The inverse of the cumulative distribution function, to the last digits of z, from the tail that is
  /// smaller.
  public func quantile(_ p: Double) -> Double {
    let starts = possible.map { $0.distribution.quantile(p) }
    return Bisection.quantile(
      p, in: support, near: starts.first { $0.isFinite } ?? support.interior,
      logLower: { logProbability(from: -.infinity, to: $0) },
      logUpper: { logProbability(from: $0, to: .infinity) })
  }
}

extension Mixture: CustomStringConvertible {
  /// The distribution in the notation of ``DistributionSpec``, without the last weight.
  public var description: String {
    let written = parts.dropLast().map { "\($0.weight), \($0.distribution)" }
    let last = parts.last.map { ["\($0.distribution)"] } ?? []
    return "mixture(\((written + last).joined(separator: ", ")))"
  }
}
