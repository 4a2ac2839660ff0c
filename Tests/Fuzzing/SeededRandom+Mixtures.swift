// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport

extension SeededRandom {
  /// A weight, sometimes a tiny one.
  private mutating func weight() -> Double {
    rounded(happens(80) ? uniform(0.01, 0.99) : magnitude(-100, -1))
  }

  /// A mixture of two or three members as text, some on other supports than others.
  mutating func mixtureSpec(_ sizes: Sizes) -> String {
    let (first, second, third) = (spec(sizes), spec(sizes), spec(sizes))
    return happens(70)
      ? "mixture(\(weight()), \(first), \(second))"
      : "mixture(0.25, \(first), \(rounded(uniform(0.01, 0.7))), \(second), \(third))"
  }

  /// A model with a mixture in it.
  mutating func mixtureModel() -> FuzzCase {
    while true {
      let sizes: Sizes = .everyday
      let isPrior = happens(50)
      let prior = isPrior ? mixtureSpec(sizes) : spec(sizes)
      guard let member = try? DistributionSpec.member(prior) else { continue }
      let support = member.distribution.support
      guard let first = likelihood(pick(Families.all), on: support, sizes, isPlain: true) else {
        continue
      }
      var text = first.text
      if !isPrior || happens(40) {
        let isOfCounts = first.family.isDiscrete
        let families = isOfCounts ? Families.counts : Families.continuous
        guard let second = likelihood(pick(families), on: support, sizes, isPlain: true) else {
          continue
        }
        text =
          isOfCounts && happens(50)
          ? "\(pick(["zero_inflated", "hurdle"]))(\(weight()), \(text))"
          : "mixture(\(weight()), \(text), \(second.text))"
      }
      guard let likelihood = try? LikelihoodSpec.parse(text),
        let observations = observations(
          likelihood, prior: member.distribution, happens(80) ? 1 : integer(2...4))
      else { continue }
      let subject = FuzzCase.Subject.model(
        prior: prior, likelihood: text, observations: observations)
      if happens(50), let q = mixtureSpec(sizes, inside: support) {
        return FuzzCase(.mixture, subject, family: q)
      }
      return finished(.mixture, subject, on: support, sizes)
    }
  }

  /// KL of which one side at least is a mixture.
  mutating func mixtureDivergence() -> FuzzCase {
    while true {
      let sizes: Sizes = .everyday
      let p = happens(60) ? mixtureSpec(sizes) : spec(sizes)
      guard let target = try? DistributionSpec.parse(p) else { continue }
      let isMixture = !(target is Mixture) || happens(50)
      let q =
        isMixture ? mixtureSpec(sizes, inside: target.support) : family(on: target.support, sizes)
      if let q { return FuzzCase(.mixtureDivergence, .distribution(p), family: q) }
    }
  }

  private mutating func mixtureSpec(_ sizes: Sizes, inside support: Interval) -> String? {
    for _ in 0..<40 {
      let text = mixtureSpec(sizes)
      if let q = try? DistributionSpec.parse(text), support.contains(q.support) { return text }
    }
    return nil
  }
}
