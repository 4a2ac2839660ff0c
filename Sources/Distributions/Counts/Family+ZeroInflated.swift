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
      let positive = (-counts(0)).gathered.logMagnitude.applying(.logInverseCloglog)
      return .mixture([
        p.applying(.log).restricted(toPositive: 1 - x),
        p.logOfOneMinus.weighting(counts(x) - positive).restricted(toPositive: x),
      ])
    }
  }

  private static func withZeros(
    _ name: String, _ title: String, _ base: Family,
    _ logProbability:
      @escaping @Sendable (_ x: Formula, _ p: Formula, _ counts: (Formula) -> Formula) -> Formula
  ) -> Family {
    Family(
      name: name, identity: "\(name)(\(base.identity))", title: title,
      parameters: [Parameter("p", .probability, "probability of 0")] + base.parameters,
      implied: base.implied.map { implied in
        Implied(parameter: implied.parameter) { implied.value(Array($0.dropFirst())) }
      },
      logDensity: { x, p in
        logProbability(x, p.first ?? .number(.nan)) {
          base.logDensity(of: $0, Array(p.dropFirst()))
        }
      }, member: nil)
  }
}
