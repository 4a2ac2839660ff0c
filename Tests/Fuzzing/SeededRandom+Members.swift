// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport

extension SeededRandom {
  /// The parameters of a member, by the families' own names for them.
  mutating func parameters(of family: Family, _ sizes: Sizes) -> [Double] {
    switch family.name {
    case "uniform":
      let start = location(sizes)
      return [start, start + scale(sizes)]
    case "lognormal":
      let mu = happens(30) ? 0 : rounded(signedMagnitude(-1, sizes.shapes.upperBound / 4 + 0.5))
      return [mu, rounded(magnitude(sizes.shapes.lowerBound / 4, sizes.shapes.upperBound / 4))]
    case "exponential": return [scale(sizes)]
    default:
      return family.parameters.map { parameter in
        if parameter.domain == .real || parameter.domain == .nonzero { return location(sizes) }
        let isShape = ["alpha", "a", "b", "nu"].contains(parameter.name)
        // Both parameters of a beta are shapes; the scale of a log-logistic is called alpha.
        if family.name == "beta" { return shape(sizes) }
        if family.name == "loglogistic" {
          return parameter.name == "alpha" ? scale(sizes) : shape(sizes)
        }
        return isShape ? shape(sizes) : scale(sizes)
      }
    }
  }

  /// A member of a family as text.
  mutating func spec(of family: Family, _ sizes: Sizes) -> String {
    spec(of: family, parameters(of: family, sizes))
  }

  /// A member of a family with these parameters as text.
  func spec(of family: Family, _ parameters: [Double]) -> String {
    "\(family.name)(\(parameters.map { "\($0)" }.joined(separator: ", ")))"
  }

  /// A member of any family.
  mutating func spec(_ sizes: Sizes) -> String {
    while true {
      let text = spec(of: pick(Families.continuous), sizes)
      if (try? DistributionSpec.member(text)) != nil { return text }
    }
  }

  /// The same truncated, in the bulk or in a tail.
  mutating func truncatedSpec(_ sizes: Sizes) -> String {
    while true {
      let base = spec(sizes)
      guard let distribution = try? DistributionSpec.parse(base) else { continue }
      func end(_ random: inout SeededRandom) -> Double {
        let p = random.happens(70) ? random.uniform() : random.magnitude(-14, -1)
        let value = distribution.quantile(random.happens(50) ? p : 1 - p)
        return random.rounded(random.happens(80) ? value : value * random.magnitude(-1, 1))
      }
      let ends = [end(&self), end(&self)].sorted()
      let text =
        switch integer(0...3) {
        case 0: "\(base) T[\(ends[0]), ]"
        case 1: "\(base) T[, \(ends[0])]"
        default: "\(base) T[\(ends[0]), \(ends[1])]"
        }
      if (try? DistributionSpec.member(text)) != nil { return text }
    }
  }

  /// A q whose mass lies in a support, as a rule.
  mutating func family(on support: Interval, _ sizes: Sizes) -> String? {
    for _ in 0..<40 {
      let text = spec(sizes)
      guard let q = try? DistributionSpec.parse(text) else { continue }
      if support.contains(q.support) || happens(1) { return text }
      // A truncation brings any family inside.
      guard happens(10) else { continue }
      let lower = support.lower.isFinite ? "\(support.lower)" : ""
      let upper = support.upper.isFinite ? "\(support.upper)" : ""
      let truncated = "\(text) T[\(lower), \(upper)]"
      if (try? DistributionSpec.parse(truncated)) != nil { return truncated }
    }
    return nil
  }
}
