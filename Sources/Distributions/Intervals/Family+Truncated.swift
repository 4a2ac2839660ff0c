// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// The members of a family truncated to an interval whose ends, the last parameters, do not depend on z: p(x) less the
  /// probability of the interval, which depends on the parameters. Ends belong to the interval.
  ///
  /// Source: *Stan Reference Manual*, "Truncated distributions".
  ///
  /// - Parameters:
  ///   - base: the family; it has to have a distribution function.
  ///   - hasLower: whether there is a lower end.
  ///   - hasUpper: whether there is an upper end.
  static func truncated(_ base: Family, hasLower: Bool, hasUpper: Bool) -> Family {
    let count = base.parameters.count
    /// The ends among the parameters.
    @Sendable func ends(_ p: [Formula]) -> (lower: Formula?, upper: Formula?) {
      (hasLower ? p[count] : nil, hasUpper ? p[p.count - 1] : nil)
    }
    let member: @Sendable (Values) throws(DistributionError) -> any Distribution = {
      (values: Values) throws(DistributionError) -> any Distribution in
      let lower = hasLower ? values[count] : -.infinity
      let upper = hasUpper ? values[values.parameters.count - 1] : .infinity
      return try FamilyMember(
        of: base, parameters: Array(values.parameters.prefix(count)),
        truncation: Interval(from: lower, to: upper)
      ).distribution
    }
    var list: [Parameter] = base.parameters
    if hasLower { list.append(.real("lower", "lower end")) }
    if hasUpper { list.append(.real("upper", "upper end")) }
    return Family(
      name: base.name,
      identity: "\(base.identity) T[\(hasLower ? "a" : ""), \(hasUpper ? "b" : "")]",
      title: "\(base.title), truncated,", parameters: list, implied: base.implied,
      // Ends of counts are in the sums.
      intervals: IntervalProbability(
        numbers: base.intervalNumbers + (base.isDiscrete ? Array(count..<list.count) : [])
      ) {
        lower, upper, p throws(IntervalProblem) in
        let (own, limits) = (Array(p.prefix(count)), ends(p))
        let from = lower.flatMap { a in limits.lower.map { .largest(a, $0) } ?? a } ?? limits.lower
        let upTo = upper.flatMap { b in limits.upper.map { .least(b, $0) } ?? b } ?? limits.upper
        if from == limits.lower, upTo == limits.upper { return 0 }
        if let a = from?.constantValue, let b = upTo?.constantValue, (b - a).head < 0 {
          return .number(-.infinity)
        }
        return try base.logProbability(from: from, to: upTo, own)
          - base.logProbability(from: limits.lower, to: limits.upper, own)
      },
      logDensity: { x, p in
        let (own, limits) = (Array(p.prefix(count)), ends(p))
        guard
          let mass = try? base.logProbability(from: limits.lower, to: limits.upper, own)
        else { return .number(.nan) }
        var density = base.logDensity(of: x, own) - mass
        // At an end the distance is 0, and with the least number it is positive.
        let least = Formula.number(.leastNonzeroMagnitude)
        if let lower = limits.lower {
          density = density.restricted(toPositive: .sum(x - lower, least).folded)
        }
        if let upper = limits.upper {
          density = density.restricted(toPositive: .sum(upper - x, least).folded)
        }
        return density
      }, member: base.isDiscrete ? nil : member)
  }
}

extension Family {
  /// Whether it is of truncated members, so that log densities have the probability of an interval in them.
  package var isTruncated: Bool { identity.hasSuffix("]") }
}

extension Formula {
  /// A sum with the number that it is, where both parts are numbers.
  fileprivate var folded: Formula {
    guard case .sum(.constant(let a), .constant(let b)) = self else { return self }
    return .constant(a + b)
  }
}
