// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution that knows the logarithms of the probabilities on both sides of a point: what
/// every probability of an interval follows from.
public protocol TailDistribution: Distribution {
  /// log P(z′ ≤ z) for z inside the support, accurate in relative terms for the probability where it
  /// is below ½.
  func logCumulative(_ z: Double) -> DoubleDouble

  /// log P(z′ > z) for z inside the support, accurate in relative terms for the probability where it
  /// is below ½.
  func logSurvival(_ z: Double) -> DoubleDouble

  /// The error of both does not exceed this times max(1, |log P|).
  var tailError: Double { get }
}

extension TailDistribution {
  /// A few roundings: right for closed forms.
  public var tailError: Double { 8 * .ulpOfOne }

  /// The inverse of the cumulative distribution function, to the last digits of z, from the tail that is
  /// smaller.
  public func quantile(_ p: Double) -> Double {
    Bisection.quantile(
      p, in: support, near: [mode, support.lower, support.upper].first { $0.isFinite } ?? 0,
      logLower: { logCumulative($0).head }, logUpper: { logSurvival($0).head })
  }

  /// From the tail that is smaller: its two probabilities are subtracted, or, where they nearly
  /// cancel, the density between them is integrated.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    logProbabilityFromTails(from: a, to: b)
  }

  /// That, also for a family that knows some intervals better.
  func logProbabilityFromTails(from a: Double, to b: Double) -> LogProbability {
    let (a, b) = (max(a, support.lower), min(b, support.upper))
    guard a < b else { return .impossible }
    if a == support.lower {
      return b == support.upper ? LogProbability(DoubleDouble(0), error: 0) : tail(logCumulative(b))
    }
    if b == support.upper { return tail(logSurvival(a)) }
    let (below, above) = (logCumulative(a), logSurvival(b))
    let upToEnd = logCumulative(b)
    if upToEnd.head < -0.6 { return difference(upToEnd, below, from: a, to: b) }
    let fromStart = logSurvival(a)
    if fromStart.head < -0.6 { return difference(fromStart, above, from: a, to: b) }
    let outside = exponential(below) + exponential(above)
    guard outside < 0.9 else { return integral(from: a, to: b) ?? .impossible }
    let error = tailError * max(1, abs(below.head) * exponential(below)) / (1 - outside)
    return LogProbability(DoubleDouble(logarithm(onePlus: -outside)), error: 2 * error)
  }

  private func tail(_ value: DoubleDouble) -> LogProbability {
    guard value.head > -.infinity else { return .impossible }
    return LogProbability(value, error: tailError * max(1, abs(value.head)))
  }

  /// log(exp(large) − exp(small)).
  private func difference(
    _ large: DoubleDouble, _ small: DoubleDouble, from a: Double, to b: Double
  ) -> LogProbability {
    guard small.head > -.infinity else { return tail(large) }
    let gap = (large - small).head
    if gap < 0.05, let integral = integral(from: a, to: b) { return integral }
    guard gap > 0 else { return .impossible }
    let error = tailError * max(1, abs(small.head)) * (1 + 2 / exponentialMinusOne(gap))
    return LogProbability(large + logarithm(oneMinusExpOfMinus: gap), error: error)
  }

  /// log ∫ p(z) dz between points inside the support.
  private func integral(from a: Double, to b: Double) -> LogProbability? {
    DensityIntegral(formula, on: Interval(uncheckedLower: a, upper: b), near: mode)?.logMass
  }
}
