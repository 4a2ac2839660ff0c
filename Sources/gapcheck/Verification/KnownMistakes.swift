// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// What a quantity would be with a mistake that people make.
struct KnownMistakes {
  /// A mistake, and what comes of it.
  struct Mistake {
    let name: String
    let value: Estimate
  }

  /// The largest count of draws that is looked for.
  private static let mostDraws = 1 << 20

  private let claim: Claim
  private let quantity: String
  /// The value without a mistake.
  private let value: Estimate
  private let truth: ClaimTruth

  init(_ claim: Claim, _ quantity: String, _ value: Estimate, _ truth: ClaimTruth) {
    (self.claim, self.quantity) = (claim.spelledOut, quantity)
    (self.value, self.truth) = (value, truth)
  }

  /// All that can be computed here.
  var all: [Mistake] {
    arithmetic + (claim.isPair ? pair : bound + estimators) + constants + jacobians + specs
  }

  private func scaled(_ estimate: Estimate, _ factor: Double) -> Estimate {
    Estimate(estimate.value * factor, error: estimate.error * abs(factor))
  }

  private func sum(_ a: Estimate, _ b: Estimate, times factor: Double = 1) -> Estimate {
    Estimate(a.value + factor * b.value, error: a.error + abs(factor) * b.error)
  }

  private func estimate(_ quantity: String, _ claim: Claim) -> Estimate? {
    guard let value = try? truth.value(quantity, of: claim).get(), !value.value.isNaN else {
      return nil
    }
    return value
  }

  // MARK: The number

  private var arithmetic: [Mistake] {
    var mistakes = [
      Mistake(name: "the sign is wrong", value: scaled(value, -1)),
      Mistake(
        name: "the logarithm is of base 2, not natural", value: scaled(value, 1 / Foundation.log(2))
      ),
      Mistake(
        name: "the logarithm is of base 10, not natural",
        value: scaled(value, 1 / Foundation.log(10))),
    ]
    switch quantity {
    case "mean":
      mistakes.append(Mistake(name: "the rate, 1/mean, for the mean", value: reciprocal))
      mistakes.removeAll { $0.name.contains("logarithm") }
    case "sd":
      let square = Estimate(value.value * value.value, error: 2 * abs(value.value) * value.error)
      mistakes = [
        Mistake(name: "the variance for the standard deviation", value: square),
        Mistake(
          name: "the precision for the standard deviation",
          value: Estimate(
            1 / square.value, error: 2 * value.error / pow(abs(value.value), 3))),
      ]
    case "ess":
      mistakes = [Mistake(name: "1/ESS, E_q[r^2],", value: reciprocal)]
    default:
      guard quantity.hasPrefix("variance_"), value.value > 0 else { break }
      let root = value.value.squareRoot()
      mistakes = [
        Mistake(
          name: "the standard deviation for the variance",
          value: Estimate(root, error: value.error / root))
      ]
    }
    return mistakes
  }

  private var reciprocal: Estimate {
    Estimate(1 / value.value, error: value.error / (value.value * value.value))
  }

  // MARK: KL(q‖p)

  private var pair: [Mistake] {
    guard let (q, p) = both("q", "p") else { return [] }
    switch quantity {
    case "jeffreys":
      return mean
        + [("kl", "KL(q||p)"), ("forward_kl", "KL(p||q)")].compactMap { name, words in
          estimate(name, claim).map { Mistake(name: "\(words) alone", value: $0) }
        }
    case "jensen_shannon": return [root]
    case "hellinger_squared": return [root, twice]
    case "total_variation": return [twice]
    default: break
    }
    let reverse = estimate(quantity, claim.replacing(["q": p, "p": q]))
    switch quantity {
    case "kl": return turned(reverse, "q", "p")
    case "forward_kl": return turned(reverse, "p", "q")
    default:
      var mistakes: [Mistake] = []
      if let reverse {
        mistakes.append(Mistake(name: "of p and q, the other way round", value: reverse))
      }
      if let order = DivergencesReport.order(of: quantity) {
        mistakes.append(
          Mistake(
            name: "the logarithm, not divided by alpha - 1", value: scaled(value, order - 1)))
      }
      return mistakes
    }
  }

  private var mean: [Mistake] {
    [Mistake(name: "the mean of both KL instead of the sum", value: scaled(value, 0.5))]
  }

  private var twice: Mistake {
    Mistake(name: "twice of it, without the 1/2", value: scaled(value, 2))
  }

  private var root: Mistake {
    let root = value.value > 0 ? value.value.squareRoot() : .nan
    return Mistake(
      name: "the distance, which is the root", value: Estimate(root, error: value.error / root))
  }

  /// KL(a‖b) for the other way round, which is given.
  private func turned(_ reverse: Estimate?, _ a: String, _ b: String) -> [Mistake] {
    guard let reverse else { return [] }
    let both = "KL(\(a)||\(b)) and KL(\(b)||\(a))"
    return [
      Mistake(name: "KL(\(b)||\(a)), the other way round", value: reverse),
      Mistake(name: "the mean of \(both)", value: scaled(sum(value, reverse), 0.5)),
      Mistake(name: "the sum of \(both)", value: sum(value, reverse)),
    ]
  }

  private func both(_ a: String, _ b: String) -> (String, String)? {
    guard let first = claim.cells[a], let second = claim.cells[b] else { return nil }
    return (first, second)
  }

  // MARK: The ELBO and its neighbours

  /// Which bound on log p(x) is claimed, if it is one.
  private var kind: EvidenceBound.Kind? { EvidenceBound.Kind(name: quantity) }

  private var bound: [Mistake] {
    guard let fields = densities, !fields.isEmpty else { return [] }
    var mistakes = divergences
    if quantity == "elbo", let joint = estimate("expected_log_joint", claim) {
      mistakes.append(
        Mistake(name: "E_q[log p(x, z)], without the entropy of q", value: joint))
    }
    let others = [
      ("log_evidence", "log p(x)"), ("elbo", "the ELBO"),
      ("kl", "KL(q||posterior), the gap,"),
    ]
    for (name, words) in others where name != quantity && !(name == "kl" && quantity == "gap") {
      if let other = estimate(name, claim) {
        mistakes.append(Mistake(name: "\(words) instead", value: other))
        mistakes.append(
          Mistake(name: "\(words) instead, with the wrong sign", value: scaled(other, -1)))
      }
    }
    let count = Double(claim.observations.count)
    if count > 1, fields.contains("likelihood"), !["gap", "kl"].contains(quantity) {
      mistakes.append(
        Mistake(
          name: "the mean over the observations instead of the sum",
          value: scaled(value, 1 / count)))
    }
    guard let (q, prior) = both("q", "prior"),
      let toPrior = estimate("kl", Claim(cells: ["q": q, "p": prior]))
    else { return mistakes }
    guard quantity == "elbo" else {
      if quantity != "kl_prior" {
        mistakes.append(Mistake(name: "KL(q||prior) instead", value: toPrior))
      }
      return mistakes
    }
    let likelihood = sum(value, toPrior)
    mistakes += [
      Mistake(name: "E_q[log p(x | z)], without KL(q||prior)", value: likelihood),
      Mistake(
        name: "KL(q||prior) is added, and is to be subtracted", value: sum(likelihood, toPrior)),
      Mistake(
        name: "the negative of E_q[log p(x | z)] + KL(q||prior)",
        value: scaled(sum(likelihood, toPrior), -1)),
      Mistake(name: "minus KL(q||prior), without the likelihood", value: scaled(toPrior, -1)),
      Mistake(name: "KL(q||prior) instead", value: toPrior),
    ]
    if let reverse = estimate("kl", Claim(cells: ["q": prior, "p": q])) {
      mistakes.append(
        Mistake(
          name: "KL(prior||q), the other way round, is subtracted",
          value: sum(likelihood, reverse, times: -1)))
    }
    if count > 1 {
      mistakes.append(
        Mistake(
          name: "the mean of log p(x | z) over the observations instead of the sum",
          value: sum(scaled(likelihood, 1 / count), toPrior, times: -1)))
    }
    return mistakes
  }

  /// KL of q and the posterior or the prior, both ways.
  private var divergences: [Mistake] {
    switch quantity {
    case "kl", "gap": return turned(estimate("forward_kl", claim), "q", "posterior")
    case "forward_kl": return turned(estimate("kl", claim), "posterior", "q")
    case "jeffreys": return mean
    case "kl_prior":
      guard let (q, prior) = both("q", "prior") else { return [] }
      return turned(estimate("kl", Claim(cells: ["q": prior, "p": q])), "q", "prior")
    default: return []
    }
  }

  /// What is forgotten in the formulas of bounds and of derivatives.
  private var estimators: [Mistake] {
    switch kind {
    case .importance(let count):
      let sum = sum(value, Estimate(Foundation.log(Double(count)), error: 1e-15))
      return [Mistake(name: "the sum of the \(count) weights instead of their mean", value: sum)]
    case .cubo(let order):
      return [Mistake(name: "log E_q[w^n], not divided by n", value: scaled(value, order))]
    case .renyi(let order), .sampledRenyi(let order, _):
      return [
        Mistake(
          name: "the logarithm, not divided by 1 - alpha", value: scaled(value, 1 - order))
      ]
    default: break
    }
    guard quantity.hasPrefix(ModelNumber.gradient),
      let member = claim.cells["q"].flatMap({ try? DistributionSpec.member($0) })
    else { return [] }
    return terms + coordinates(String(quantity.dropFirst(ModelNumber.gradient.count)), member)
  }

  /// What of the ELBO is left out before it is differentiated.
  private var terms: [Mistake] {
    var mistakes: [Mistake] = []
    let count = Double(claim.observations.count)
    // -KL(q||prior) is the ELBO of an observation that says nothing.
    let silent = claim.replacing(["likelihood": "normal(0, 1)", "x": "0"])
    if claim.cells["prior"] != nil, let prior = estimate(quantity, silent) {
      let likelihood = sum(value, prior, times: -1)
      mistakes += [
        Mistake(name: "of E_q[log p(x | z)], without KL(q||prior)", value: likelihood),
        Mistake(
          name: "KL(q||prior) is added, and is to be subtracted",
          value: sum(likelihood, prior, times: -1)),
        Mistake(name: "of minus KL(q||prior), without the likelihood", value: prior),
      ]
      if count > 1 {
        mistakes += [
          Mistake(
            name: "the mean over the observations instead of the sum",
            value: scaled(value, 1 / count)),
          Mistake(
            name: "the mean of log p(x | z) over the observations instead of the sum",
            value: sum(scaled(likelihood, 1 / count), prior)),
        ]
      }
    }
    // With H(q) the ELBO is E_q[f] + H(q), with 2f instead 2 E_q[f] + H(q).
    func gradient(of density: String) -> Estimate? {
      claim.cells["q"].flatMap {
        estimate(quantity, Claim(cells: ["q": $0, "log_joint": density, "support": "-inf..inf"]))
      }
    }
    if let once = gradient(of: "-z^2"), let again = gradient(of: "-2*z^2") {
      let entropy = sum(scaled(once, 2), again, times: -1)
      mistakes.append(
        Mistake(name: "the entropy of q is left out", value: sum(value, entropy, times: -1)))
    }
    return mistakes
  }

  /// The derivative by another parameter than the one that is named.
  private func coordinates(_ name: String, _ member: FamilyMember) -> [Mistake] {
    guard let place = member.family.place(ofParameter: name),
      member.family.parameters[place].domain == .positive
    else { return [] }
    let parameter = member.parameters[place]
    return [
      Mistake(name: "the derivative by log \(name)", value: scaled(value, parameter)),
      Mistake(name: "the derivative by log \(name)^2", value: scaled(value, 0.5 * parameter)),
      Mistake(name: "the derivative by \(name)^2", value: scaled(value, 0.5 / parameter)),
      Mistake(
        name: "the derivative by 1/\(name)", value: scaled(value, -parameter * parameter)),
    ]
  }

  /// The importance-weighted bound that a number is, for the ELBO or for that of another count of draws:
  /// they ascend from the ELBO to log p(x).
  func weightedBound(_ claimed: Double, within allowed: Double) -> String? {
    var isBound = quantity == "elbo"
    if case .importance = kind { isBound = true }
    guard isBound, let elbo = estimate("elbo", claim), elbo.value < claimed,
      let evidence = estimate("log_evidence", claim), claimed < evidence.value
    else { return nil }
    // Such a bound is seldom known to as many digits as the ELBO.
    let allowed = max(allowed, 1e-4 * (evidence.value - elbo.value))
    func value(of count: Int) -> Double? { estimate("iwae_\(count)", claim)?.value }
    /// Whether so many draws are enough for the number; `nil` where that cannot be told.
    func isEnough(_ count: Int) -> Bool? { value(of: count).map { $0 >= claimed - allowed } }
    var (few, enough) = (1, 2)
    while true {
      guard let isIt = isEnough(enough), enough <= KnownMistakes.mostDraws else { return nil }
      if isIt { break }
      (few, enough) = (enough, 2 * enough)
    }
    while enough - few > 1 {
      let middle = (few + enough) / 2
      guard let isIt = isEnough(middle) else { return nil }
      if isIt { enough = middle } else { few = middle }
    }
    guard let found = value(of: enough), found <= claimed + allowed else { return nil }
    return "the importance-weighted bound of \(enough) draws instead"
  }

  // MARK: Constants

  /// The specs whose log densities the quantity is made of; `nil` where it is made of others.
  private var densities: [String]? {
    if claim.isPair { return quantity == "kl" ? ["q", "p"] : nil }
    switch quantity {
    case "log_evidence", "expected_log_joint": return ["likelihood", "prior"]
    case "expected_log_likelihood": return ["likelihood"]
    case "expected_log_prior": return ["prior"]
    case "entropy": return ["q"]
    case "kl_prior": return ["q", "prior"]
    // Constants cancel out of what they have in common with log p(x).
    case "gap", "kl", "forward_kl", "jeffreys": return ["q", "likelihood", "prior"]
    default: return kind == nil ? nil : ["likelihood", "prior", "q"]
    }
  }

  private var constants: [Mistake] {
    guard let fields = densities, !["gap", "forward_kl", "jeffreys"].contains(quantity),
      claim.isPair || quantity != "kl"
    else { return [] }
    let count = fields.contains("likelihood") ? claim.observations.count : 0
    var terms: [(name: String, value: Double, times: Set<Int>)] = []
    for field in fields {
      guard let text = claim.cells[field], let family = SpecMistake.family(of: text) else {
        continue
      }
      let times = field == "likelihood" ? Set([1, count]) : [1]
      for (name, value) in SpecMistake.constants(text, family) {
        terms.append((name: "\(name) of \(field)", value: value, times: times))
      }
    }
    terms.append(
      (name: "1/2 log 2pi", value: 0.5 * Foundation.log(2 * .pi), times: [1, 2, count, count + 1]))
    let counts = claim.observations.compactMap(\.value).filter {
      $0 >= 0 && $0 == $0.rounded() && $0 < 1e15
    }
    if count > 0, counts.count == count {
      let sum = counts.reduce(0) { $0 + lgamma($1 + 1) }
      terms.append((name: "log x!", value: sum, times: [1]))
      if let trials = claim.cells["likelihood"].flatMap(SpecMistake.trials), trials >= 0 {
        let choices = counts.filter { $0 <= trials }.reduce(0) {
          $0 + lgamma(trials + 1) - lgamma($1 + 1) - lgamma(trials - $1 + 1)
        }
        terms.append((name: "the binomial coefficient", value: choices, times: [1]))
      }
    }
    return terms.flatMap { name, term, times in
      times.filter { $0 > 0 && term != 0 }.sorted().flatMap { times in
        [1.0, -1.0].map { sign in
          Mistake(
            name: "the constant \(name) is left out\(times > 1 ? " \(times) times" : "")",
            value: Estimate(
              value.value + sign * Double(times) * term, error: value.error + abs(term) * 1e-15))
        }
      }
    }
  }

  // MARK: Jacobians

  /// E_q[log |dz/dy|] for the two changes of variables that everybody makes.
  private var jacobians: [Mistake] {
    let quantities = claim.isPair ? ["kl"] : ["elbo", "gap", "kl", "entropy"]
    guard let q = claim.cells["q"], quantities.contains(quantity) else { return [] }
    func difference(_ first: String, _ second: String, _ support: String) -> Estimate? {
      let model = ["support": support, "q": q]
      guard let a = estimate("elbo", Claim(cells: model.merging(["log_joint": first]) { $1 })),
        let b = estimate("elbo", Claim(cells: model.merging(["log_joint": second]) { $1 }))
      else { return nil }
      return sum(a, b, times: -1)
    }
    let expectations = [
      ("log z", difference("log(z) - z", "-z", "0..inf")),
      ("log z(1 - z)", difference("log(z) + log1p(-z)", "0*z", "0..1")),
    ]
    return expectations.flatMap { name, expectation in
      [1.0, -1.0].compactMap { sign in
        expectation.map {
          Mistake(
            name: "the Jacobian, \(name), is left out", value: sum(value, $0, times: sign))
        }
      }
    }
  }

  // MARK: Parameters

  /// The quantity with the parameters of one spec, or of all, meant otherwise.
  private var specs: [Mistake] {
    let fields = (claim.isPair ? ["q", "p"] : ["prior", "likelihood", "q"]).filter {
      claim.cells[$0] != nil
    }
    return SpecMistake.allCases.flatMap { mistake -> [Mistake] in
      let rewritten = fields.compactMap { field in
        claim.cells[field].flatMap(mistake.rewrite).map { (field: field, text: $0) }
      }
      var sets = rewritten.map { [$0] }
      if rewritten.count > 1 { sets.append(rewritten) }
      return sets.compactMap { set in
        let others = Dictionary(uniqueKeysWithValues: set.map { ($0.field, Optional($0.text)) })
        return estimate(quantity, claim.replacing(others)).map {
          let names = set.map(\.field).joined(separator: " and ")
          return Mistake(name: "\(mistake.name) in \(names)", value: $0)
        }
      }
    }
  }
}
