// SPDX-License-Identifier: GPL-3.0-or-later

// What a distribution that knows its density alone gets by quadrature.

extension Distribution {
  /// By bisection of the slope, for a density with one mode.
  public var mode: Double { DensityIntegral(formula, on: support)?.mode ?? .nan }

  /// By quadrature.
  public var mean: Double {
    integral(order: 1).map { $0.mode + $0.meanOffset } ?? .nan
  }

  /// By quadrature.
  public var variance: Double {
    guard let offset = integral(order: 1)?.meanOffset, offset.isFinite else { return .nan }
    return integral(order: 2)?.variance(about: offset) ?? .nan
  }

  /// By quadrature.
  public var entropy: Double { integral(order: 0)?.entropy ?? .nan }

  /// By quadrature, relative to the largest density of the interval; the estimate of the error is the
  /// quadrature's. NaN ± ∞ where it fails, or where this and the probabilities below and above do not
  /// add up to 1: some mode is not seen.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    guard a < b, let common = support.intersection(Interval(uncheckedLower: a, upper: b)) else {
      return .impossible
    }
    let ends = [support.lower, common.lower, common.upper, support.upper]
    let parts = zip(ends, ends.dropFirst()).map { lower, upper in
      lower < upper
        ? DensityIntegral(formula, on: Interval(uncheckedLower: lower, upper: upper))?.logMass
          ?? .unknown : .impossible
    }
    let total = parts.reduce(0) { $0 + exponential($1.value) }
    return abs(total - 1) < 1e-9 ? parts[1] : .unknown
  }

  /// By quadrature.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    if p == 0 { return support.lower }
    if p == 1 { return support.upper }
    return integral(order: 0)?.quantile(p) ?? .nan
  }

  /// `nil` where the quadrature fails, or does not see all of the mass.
  private func integral(order: Double) -> DensityIntegral? {
    guard let whole = DensityIntegral(formula, on: support), let mass = whole.logMass,
      abs(mass.value.head) < 1e-9
    else { return nil }
    return order == 0 ? whole : DensityIntegral(formula, on: support, order: order)
  }
}
