// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// Counts of a family, with more of 0: 0 with probability p, and else one of the family, which may be 0 too.
  ///
  /// ```text
  /// P(0) = p + (1 − p) Q(0),   P(x) = (1 − p) Q(x)
  /// ```
  static func zeroInflated(_ base: Family) -> Family {
    .withZeros("zero_inflated", "a zero-inflated distribution", base) { x, p, counts in
      .mixture([
        p.applying(.log).restricted(toPositive: 1 - x),
        p.logOfOneMinus.weighting(counts(x)),
      ])
    } above: { p, rest, _ in
      p.logOfOneMinus.weighting(rest)
    }
  }

  /// Counts of a family, with another probability of 0: 0 with probability p, and else one of the family that is
  /// not 0.
  ///
  /// ```text
  /// P(0) = p,   P(x) = (1 − p) Q(x)/(1 − Q(0))
  /// ```
  static func hurdle(_ base: Family) -> Family {
    .withZeros("hurdle", "a hurdle distribution", base) { x, p, counts in
      let positive = Formula.logOfOneMinusExp(minus: (-counts(0)).gathered)
      return .mixture([
        p.applying(.log).restricted(toPositive: 1 - x),
        p.logOfOneMinus.weighting(counts(x) - positive).restricted(toPositive: x),
      ])
    } above: { p, rest, zero in
      p.logOfOneMinus.weighting(rest - .logOfOneMinusExp(minus: (-zero).gathered))
    }
  }

  private static func withZeros(
    _ name: String, _ title: String, _ base: Family,
    _ logProbability:
      @escaping @Sendable (_ x: Formula, _ p: Formula, _ counts: (Formula) -> Formula) -> Formula,
    above logAbove:
      @escaping @Sendable (_ p: Formula, _ rest: Formula, _ zero: Formula) -> Formula
  ) -> Family {
    let logDensity: LogDensity = { x, p in
      logProbability(x, p.first ?? .number(.nan)) {
        base.logDensity(of: $0, Array(p.dropFirst()))
      }
    }
    // What is above 0 is counts of the base from 1 on.
    let intervals = IntervalProbability(
      numbers: base.intervalNumbers.map { $0 + 1 }
    ) { from, upTo, p throws(IntervalProblem) in
      let (weight, own) = (p.first ?? .number(.nan), Array(p.dropFirst()))
      let hasZero = try from.count(.up).map { $0 <= 0 } ?? true
      if hasZero, upTo == nil { return 0 }
      let first: Formula? = hasZero ? 1 : from
      let rest = try base.logProbability(from: first, to: upTo, own)
      let above = logAbove(weight, rest, base.logDensity(of: 0, own))
      return hasZero ? .flatMixture([logDensity(0, p), above]) : above
    }
    return Family(
      name: name, identity: "\(name)(\(base.identity))", title: title,
      parameters: [Parameter("p", .probability, "probability of 0")] + base.parameters,
      implied: base.implied.map { implied in
        Implied(parameter: implied.parameter) { implied.value(Array($0.dropFirst())) }
      },
      intervals: intervals, logDensity: logDensity, member: nil)
  }
}
