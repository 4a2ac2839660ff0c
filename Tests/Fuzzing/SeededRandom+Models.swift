// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import TestSupport

extension SeededRandom {
  /// A prior, a likelihood and observations that make a model.
  mutating func model(_ kind: FuzzKind) -> FuzzCase {
    while true {
      let sizes: Sizes = kind == .extreme ? sizes() : happens(80) ? .everyday : .wide
      let prior = kind == .truncated ? truncatedSpec(sizes) : spec(sizes)
      let family = pick(Families.all)
      guard let member = try? DistributionSpec.member(prior),
        let likelihood = likelihood(
          family, on: member.distribution.support, sizes, isPlain: kind != .formula)
      else { continue }
      let count = kind == .many ? integer(2...50) : happens(80) ? 1 : integer(2...4)
      guard let observations = observations(likelihood, prior: member.distribution, count)
      else { continue }
      return finished(
        kind, .model(prior: prior, likelihood: likelihood.text, observations: observations),
        on: member.distribution.support, sizes, near: member)
    }
  }

  /// The case with a q and a quantile, in a share of cases.
  mutating func finished(
    _ kind: FuzzKind, _ subject: FuzzCase.Subject, on support: Interval, _ sizes: Sizes,
    near member: FamilyMember? = nil
  ) -> FuzzCase {
    var q: String?
    if happens(75) {
      q = self.family(on: support, happens(70) ? .everyday : sizes)
      if let member, happens(40) {
        let parameters = member.parameters.map { rounded($0 * magnitude(-0.5, 0.5)) }
        if let other = try? member.with(parameters) {
          q = spec(of: other.family, parameters) + truncation(of: other)
        }
      }
    }
    let probability = happens(35) ? pick([0.025, 0.25, 0.5, 0.975]) : nil
    return FuzzCase(kind, subject, family: q, probability: probability)
  }

  private func truncation(of member: FamilyMember) -> String {
    guard let interval = member.truncation else { return "" }
    let lower = interval.lower.isFinite ? "\(interval.lower)" : ""
    let upper = interval.upper.isFinite ? "\(interval.upper)" : ""
    return " T[\(lower), \(upper)]"
  }

  /// A likelihood with z in one of its arguments; `nil` where the arguments are outside their domains.
  mutating func likelihood(
    _ family: Family, on support: Interval, _ sizes: Sizes, isPlain: Bool
  ) -> ConditionalDensity? {
    var values = parameters(of: family, sizes)
    if ["binomial", "binomial_logit", "beta_binomial"].contains(family.name) {
      values[0] = Double(integer(1...30))
    }
    if family.name == "uniform" { values[0] = 0 }
    if family.isRepeated { values += [values[1] + 1, values[1] + 1 + scale(sizes)] }
    var arguments = values.map { "\($0)" }
    let choices = family.parameters.indices.filter { family.parameters[$0].domain != .count }
    guard !choices.isEmpty else { return nil }
    let index = family.name == "uniform" ? 1 : family.isRepeated ? 0 : pick(choices)
    var domain = family.parameters[index].domain
    if family.name == "uniform" { domain = .positive }
    arguments[index] = argument(domain, on: support, isPlain: isPlain)
    return try? LikelihoodSpec.parse("\(family.name)(\(arguments.joined(separator: ", ")))")
  }

  private mutating func argument(
    _ domain: Family.Domain, on support: Interval, isPlain: Bool
  ) -> String {
    let isPositive = support.lower >= 0
    let a = rounded(signedMagnitude(-0.7, 0.7))
    let b = rounded(magnitude(-0.7, 0.7))
    let c = rounded(signedMagnitude(-0.5, 0.5))
    switch domain {
    case .real, .nonzero, .count:
      if isPlain { return pick(["z", "z", "\(a)*z", "\(a)*z + \(c)"]) }
      let forms = [
        "z^2", "\(a)*z^2 + \(c)*z", "exp(z)", "exp(\(a)*z)", "abs(z)", "abs(z - \(b))", "z^3",
        "sqrt(abs(z))", "log(1 + z^2)", "log1p_exp(z)", "z*exp(-z)", "\(b)*inv_logit(z)",
        "1/(1 + z^2)", "sqrt(1 + z^2)", "Phi(z)", "\(b)*erf(\(a)*z)", "sin(\(a)*z)", "cos(z)",
        "atan(z)", "\(b)*tanh(z)", "sinh(0.3*z)", "cbrt(z)", "fmax(z, \(c))", "step(z - \(c))",
        "z > \(c) ? \(b)*z : z - 1", "std_normal_lcdf(z)",
      ]
      return pick(isPositive ? forms + ["log(z)", "sqrt(z)", "1/z", "z^\(b)", "log1p(z)"] : forms)
    case .positive:
      if isPlain {
        return isPositive
          ? pick(["z", "z", "\(b)*z", "\(b) + z"]) : pick(["exp(z)", "exp(\(a)*z + \(c))"])
      }
      let forms = [
        "exp(z)", "exp(\(a)*z)", "1 + z^2", "\(b) + abs(z)", "log1p_exp(z)", "sqrt(1 + z^2)",
        "\(b) + exp(\(a)*z)", "exp(-z^2)", "1/(1 + z^2)", "z^2", "Phi(z)", "cosh(\(c)*z)",
        "2 + sin(z)", "erfc(z)", "z > 0 ? 1 + z : \(b)",
      ]
      return pick(
        isPositive ? forms + ["sqrt(z)", "1/z", "z^\(b)", "z/(1 + z)", "log1p(z)"] : forms)
    case .probability:
      if support.lower >= 0, support.upper <= 1 {
        return isPlain ? "z" : pick(["z", "1 - z", "z^2", "sqrt(z)", "z^\(b)", "z*(1 - 0.5*z)"])
      }
      if isPositive, !isPlain {
        return pick(["exp(-z)", "z/(1 + z)", "1 - exp(-z)", "1/(1 + z^2)", "-expm1(-z)"])
      }
      return isPlain
        ? pick(["inv_logit(z)", "Phi(z)"])
        : pick([
          "Phi(\(a)*z + \(c))", "0.5 + atan(z)/pi()", "inv_logit(\(a)*z + \(c))", "exp(-z^2)",
          "1/(1 + z^2)",
        ])
    }
  }

  /// Observations that are likely under some z of the prior, or are not.
  mutating func observations(
    _ likelihood: ConditionalDensity, prior: any Distribution, _ count: Int
  ) -> [Double]? {
    let z = prior.quantile(uniform(0.01, 0.99))
    guard z.isFinite, likelihood.violations(at: z).isEmpty else { return nil }
    let values = likelihood.arguments.map { $0(DoubleDouble(z)).head }
    let isMisfit = happens(15)
    var found: [Double] = []
    for _ in 0..<count {
      var x = observation(likelihood.family, values)
      if isMisfit { x *= magnitude(-2, 2) }
      x = likelihood.family.isDiscrete ? x.rounded() : rounded(x)
      guard x.isFinite, abs(x) < 1e300, (try? likelihood.logDensity(of: x)) != nil else {
        return nil
      }
      found.append(x)
    }
    return found
  }

  private mutating func observation(_ family: Family, _ values: [Double]) -> Double {
    func count(_ mean: Double, _ random: inout SeededRandom) -> Double {
      max(0, (mean + (random.uniform(-1, 1) * 2 * mean.squareRoot())).rounded())
    }
    switch family.name {
    case "mixture", "zero_inflated", "hurdle":
      return family.isDiscrete ? Double(integer(0...4)) : location(.everyday)
    case "bernoulli", "bernoulli_logit": return happens(50) ? 1 : 0
    case "binomial": return min(values[0], count(values[0] * values[1], &self))
    case "binomial_logit": return min(values[0], count(values[0] / (1 + exp(-values[1])), &self))
    case "poisson": return min(1e9, count(values[0], &self))
    case "poisson_log": return min(1e9, count(exp(values[0]), &self))
    case "neg_binomial_2": return min(1e9, count(values[0], &self))
    case "neg_binomial": return min(1e9, count(values[0] / values[1], &self))
    case "beta_binomial": return Double(integer(0...Int(min(values[0], 1e6))))
    case "geometric": return min(1e9, count((1 - values[0]) / values[0], &self))
    case "ordered_logistic", "ordered_probit": return Double(integer(1...values.count))
    default: return (try? family(values))?.quantile(uniform(0.001, 0.999)) ?? .nan
    }
  }

  /// A prior that is conjugate, with the posterior's family as q.
  mutating func conjugateModel() -> FuzzCase {
    let sizes: Sizes = happens(60) ? .everyday : .wide
    let n = integer(1...20)
    let (prior, likelihood, family): (String, String, String)
    var observations: [Double]
    let (a, b) = (shape(sizes), scale(sizes))
    switch integer(0...5) {
    case 0:
      observations = [Double(pick([0, n, integer(0...n)]))]
      let c = shape(sizes)
      (prior, likelihood) = ("beta(\(a), \(c))", "binomial(\(n), z)")
      family = "beta(\(a + observations[0]), \(c + Double(n) - observations[0]))"
    case 1:
      observations = [Double(integer(0...20))]
      (prior, likelihood) = ("gamma(\(a), \(b))", "poisson(z)")
      family = "gamma(\(a + observations[0]), \(b + 1))"
    case 2:
      observations = (0..<integer(1...5)).map { _ in rounded(magnitude(-1, 1)) }
      (prior, likelihood) = ("gamma(\(a), \(b))", "exponential(z)")
      family = "gamma(\(a + Double(observations.count)), \(b + observations.reduce(0, +)))"
    case 3:
      observations = [rounded(signedMagnitude(-1, 1))]
      let precision = 1 / (b * b) + 1
      (prior, likelihood) = ("normal(0, \(b))", "normal(z, 1)")
      family = "normal(\(observations[0] / precision), \((1 / precision).squareRoot()))"
    case 4:
      observations = [rounded(magnitude(-1, 1))]
      let rate = b + 0.5 * observations[0] * observations[0]
      (prior, likelihood) = ("gamma(\(a), \(b))", "normal(0, z^-0.5)")
      family = "gamma(\(a + 0.5), \(rate))"
    default:
      observations = [rounded(magnitude(-1, 1))]
      (prior, likelihood) = ("inv_gamma(\(a), \(b))", "exponential(1/z)")
      family = "inv_gamma(\(a + 1), \(b + observations[0]))"
    }
    return FuzzCase(
      .conjugate, .model(prior: prior, likelihood: likelihood, observations: observations),
      family: family, probability: happens(35) ? 0.5 : nil)
  }
}
