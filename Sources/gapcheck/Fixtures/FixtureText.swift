// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import VariationalGap

/// What has to be said of a golden value so that nobody takes it for another.
enum FixtureText {
  /// What a quantity is, with its sign and its direction.
  static func definition(_ quantity: String?, of claim: Claim?) -> String? {
    guard let quantity, let claim else { return nil }
    let target = claim.isPair ? "p(z)" : "p(z|x)"
    switch quantity {
    case "kl":
      return "KL(q||\(claim.isPair ? "p" : "posterior")) = E_q[log q(z) - log \(target)], "
        + "the expectation under q, never negative"
    case "gap": return "log p(x) - ELBO = KL(q||posterior), never negative"
    case "elbo":
      return "E_q[log p(x, z) - log q(z)], at most log p(x); a loss to be minimised is its negative"
    case "log_evidence": return "log p(x), the logarithm of the integral of p(x, z) over z"
    case "mean": return "E[z|x], the mean of the posterior"
    case "sd": return "the standard deviation of z under the posterior"
    default:
      if let probability = suffix(of: quantity, after: "quantile_") {
        return "the z that the posterior is at most with probability \(probability)"
      }
      if let parameter = suffix(of: quantity, after: ModelNumber.gradient) {
        return "the derivative of the ELBO by the parameter \(parameter) of q"
      }
      return EvidenceBound.Kind(name: quantity).flatMap(bound)
        ?? (claim.isPair ? nil : part(quantity))
    }
  }

  /// A part of the ELBO, or KL the other way round.
  private static func part(_ quantity: String) -> String? {
    switch quantity {
    case "expected_log_likelihood": "E_q[log p(x|z)], not negated, of all observations"
    case "kl_prior": "KL(q||prior) = E_q[log q(z) - log p(z)], never negative"
    case "expected_log_prior": "E_q[log p(z)]"
    case "entropy": "-E_q[log q(z)], the differential entropy, which may be negative"
    case "expected_log_joint": "E_q[log p(x, z)]"
    case "forward_kl":
      "KL(posterior||q) = E[log p(z|x) - log q(z)], the expectation under the posterior"
    case "jeffreys": "KL(q||posterior) + KL(posterior||q), the sum, not the mean"
    default: nil
    }
  }

  /// A bound on log p(x), with w = p(x, z)/q(z).
  private static func bound(_ kind: EvidenceBound.Kind) -> String? {
    let weight = "with w = p(x, z)/q(z), z ~ q"
    switch kind {
    case .importance(let count):
      return "E[log((w_1 + ... + w_K)/K)] for K = \(count), \(weight); at most log p(x)"
    case .renyi(let order):
      return "log(E[w^(1 - A)])/(1 - A) for A = \(order.orderText), \(weight)"
    case .cubo(let order):
      return "log(E[w^n])/n for n = \(order.orderText), \(weight); at least log p(x) for n from 1"
    case .eubo: return "E[log w] under the posterior, with w = p(x, z)/q(z); at least log p(x)"
    default: return nil
    }
  }

  private static func suffix(of name: String, after prefix: String) -> Substring? {
    name.hasPrefix(prefix) ? name.dropFirst(prefix.count) : nil
  }

  /// What the parameters of all distributions are, in words.
  static func parameters(of claim: Claim?) -> String? {
    guard let claim else { return nil }
    var texts = [("prior", "z ~ "), ("likelihood", "x | z ~ "), ("q", "q = "), ("p", "p = ")]
      .compactMap { field, start in claim.cells[field].map { start + words(for: $0) } }
    if let support = claim.cells["support"], claim.has(.logJoint) {
      texts.insert("log p(x, z) is log_joint for z in \(support), and -inf elsewhere", at: 0)
    }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }

  /// A spec with what its parameters are called; what is made of other specs stays as it is.
  private static func words(for spec: String) -> String {
    let scanned = SpecTemplate.arguments(of: spec)
    guard let family = SpecMistake.family(of: spec) else { return spec }
    let arguments = SpecTemplate.placed(scanned.arguments, in: family).map { _, text, place in
      let value = text.trimmingCharacters(in: .whitespaces)
      guard family.parameters.indices.contains(place) else { return value }
      let parameter = family.parameters[place]
      let label = parameter.label == parameter.name ? "" : " (\(parameter.label))"
      return "\(parameter.name) = \(value)\(label)"
    }
    let rest = scanned.rest.dropFirst().trimmingCharacters(in: .whitespaces)
    return ([family.title] + arguments + (rest.isEmpty ? [] : ["truncated \(rest)"]))
      .joined(separator: ", ")
  }
}
