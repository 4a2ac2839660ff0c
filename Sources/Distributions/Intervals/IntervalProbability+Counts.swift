// SPDX-License-Identifier: GPL-3.0-or-later

extension IntervalProbability {
  /// As many terms are summed.
  static let mostCounts = 1024
  /// Up to here P(x ≤ k) is a sum also where there is a distribution function.
  private static let fewCounts = 32.0

  /// Of counts from 0 to the largest, by sums.
  ///
  /// - Parameters:
  ///   - largest: the largest count of positive probability; it has to be a number.
  ///   - places: the parameters that it depends on.
  ///   - name: of the parameter that it is, where it is one.
  ///   - family: the family's name.
  ///   - logProbability: log P(k).
  static func counts(
    to largest: @escaping @Sendable ([Formula]) -> Formula, of places: [Int] = [],
    named name: String = "n",
    family: String, logProbability: @escaping Family.LogDensity
  ) -> IntervalProbability {
    IntervalProbability(numbers: places) { lower, upper, p throws(IntervalProblem) in
      guard let most = largest(p).constantValue?.head else {
        throw .varyingShape(parameter: name, family: family)
      }
      let first = max(0, try lower.count(.up) ?? 0)
      let last = min(most, try upper.count(.down) ?? most)
      if first <= 0, last >= most { return 0 }
      return try sum(from: first, to: last, p, logProbability)
    }
  }

  /// Of counts from 0 without an end.
  ///
  /// - Parameters:
  ///   - shape: the place and the name of the parameter that has to be a number where an end is infinite, if
  ///     one has.
  ///   - family: the family's name.
  ///   - logProbability: log P(k).
  ///   - upper: log P(x ≥ k), k ≥ 1.
  ///   - lower: log P(x ≤ k), where that is no long sum; `nil` where it is always one.
  static func counts(
    shape: (place: Int, name: String)? = nil, family: String,
    logProbability: @escaping Family.LogDensity,
    upper tail: @escaping @Sendable (_ k: Double, _ p: [Formula]) -> Formula,
    lower: (@Sendable (_ k: Double, _ p: [Formula]) -> Formula)? = nil
  ) -> IntervalProbability {
    IntervalProbability(
      numbers: shape.map { [$0.place] } ?? []
    ) { from, upTo, p throws(IntervalProblem) in
      let first = max(0, try from.count(.up) ?? 0)
      let value = shape.map { p[$0.place].constantValue?.head ?? .nan } ?? 1
      guard let last = try upTo.count(.down) else {
        if first == 0 { return 0 }
        guard TailIntegral.shapes.contains(value) else {
          let name = shape?.name ?? ""
          throw value.isNaN
            ? .varyingShape(parameter: name, family: family) : .shape(parameter: name, value: value)
        }
        guard first <= TailIntegral.shapes.upperBound else {
          throw .shape(parameter: "a count", value: first)
        }
        return tail(first, p)
      }
      if let lower, first == 0, last >= fewCounts, TailIntegral.shapes.contains(value),
        last < TailIntegral.shapes.upperBound
      {
        return lower(last, p)
      }
      return try sum(from: first, to: last, p, logProbability)
    }
  }

  /// Of the counts of a Poisson distribution.
  ///
  /// - Parameters:
  ///   - family: the family's name.
  ///   - logProbability: log P(k).
  ///   - mean: the mean, and its logarithm.
  static func poissonCounts(
    family: String, logProbability: @escaping Family.LogDensity,
    mean: @escaping @Sendable (_ p: [Formula]) -> (value: Formula, log: Formula)
  ) -> IntervalProbability {
    counts(family: family, logProbability: logProbability) { k, p in
      let mean = mean(p)
      return k == 1
        ? .logOfOneMinusExp(minus: mean.value)
        : .lowerGamma(.number(k), mean.value, log: mean.log)
    } lower: { k, p in
      let mean = mean(p)
      return .upperGamma(.number(k + 1), mean.value, log: mean.log)
    }
  }

  /// Of the counts of a negative binomial distribution.
  ///
  /// - Parameters:
  ///   - shape: the place and the name of the shape.
  ///   - family: the family's name.
  ///   - logProbability: log P(k).
  ///   - logOdds: the logarithm of the mean over the shape.
  static func negativeBinomialCounts(
    shape: (place: Int, name: String), family: String,
    logProbability: @escaping Family.LogDensity,
    logOdds: @escaping @Sendable (_ p: [Formula]) -> Formula
  ) -> IntervalProbability {
    counts(shape: shape, family: family, logProbability: logProbability) { k, p in
      let (size, logOdds) = (p[shape.place], logOdds(p))
      return k == 1
        ? .logOfOneMinusExp(minus: size * logOdds.applying(.softplus))
        : .lowerBeta(.number(k), size, logOdds: logOdds)
    } lower: { k, p in
      .lowerBeta(p[shape.place], .number(k + 1), logOdds: -logOdds(p))
    }
  }

  /// log Σ P(k) over the counts of an interval.
  private static func sum(
    from first: Double, to last: Double, _ p: [Formula], _ logProbability: Family.LogDensity
  ) throws(IntervalProblem) -> Formula {
    guard first <= last else { return .number(-.infinity) }
    guard last - first < Double(mostCounts) else { throw .tooManyCounts(limit: mostCounts) }
    return .mixture(
      stride(from: first, through: last, by: 1).map { logProbability(.number($0), p) })
  }
}

extension Formula? {
  /// The count that an end is, rounded; `nil` where there is none.
  func count(_ rule: FloatingPointRoundingRule) throws(IntervalProblem) -> Double? {
    guard let self else { return nil }
    guard let value = self.constantValue?.head else { throw .varyingCount("\(self)") }
    return value.rounded(rule)
  }
}
