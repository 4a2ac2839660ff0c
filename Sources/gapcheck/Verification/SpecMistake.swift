// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// A parameter of a spec that is taken for another.
enum SpecMistake: CaseIterable {
  case reciprocal
  case square
  case root
  case squaredReciprocal
  case rootOfReciprocal

  var name: String {
    switch self {
    case .reciprocal: "the mean or scale for the rate, or the rate for the scale,"
    case .square, .root: "the variance for the standard deviation"
    case .squaredReciprocal, .rootOfReciprocal: "the precision for the standard deviation"
    }
  }

  /// The parameters that it may be about.
  private func concerns(_ parameter: Family.Parameter) -> Bool {
    switch self {
    case .reciprocal:
      ["rate", "scale"].contains(parameter.label) || ["sigma", "omega"].contains(parameter.name)
    default: ["sigma", "omega"].contains(parameter.name)
    }
  }

  private func argument(_ text: String) -> String {
    switch self {
    case .reciprocal: "1/(\(text))"
    case .square: "(\(text))^2"
    case .root: "sqrt(\(text))"
    case .squaredReciprocal: "1/(\(text))^2"
    case .rootOfReciprocal: "1/sqrt(\(text))"
    }
  }

  /// A spec with its parameters taken for others; `nil` where it has none of these.
  func rewrite(_ spec: String) -> String? {
    guard let family = SpecMistake.family(of: spec) else { return nil }
    let parts = SpecTemplate.arguments(of: spec)
    var isChanged = false
    let arguments = SpecTemplate.placed(parts.arguments, in: family).map { label, text, place in
      guard family.parameters.indices.contains(place), concerns(family.parameters[place]),
        Double(notation: text.trimmingCharacters(in: .whitespaces)) != 1
      else { return label + text }
      isChanged = true
      return label + self.argument(text)
    }
    return isChanged
      ? "\(parts.family)(\(arguments.joined(separator: ","))\(parts.rest)" : nil
  }

  /// The family of a spec.
  static func family(of spec: String) -> Family? { (try? FamilyName(ofSpec: spec))?.family }

  /// The parameters of a spec that are numbers.
  private static func numbers(_ spec: String, _ family: Family) -> [Double?] {
    var arguments = [Double?](repeating: nil, count: family.parameters.count)
    let placed = SpecTemplate.placed(SpecTemplate.arguments(of: spec).arguments, in: family)
    for (_, text, place) in placed where arguments.indices.contains(place) {
      arguments[place] = Double(notation: text.trimmingCharacters(in: .whitespaces))
    }
    return arguments
  }

  /// The number of trials of a binomial likelihood.
  static func trials(_ spec: String) -> Double? {
    guard let family = family(of: spec), ["binomial", "binomial_logit"].contains(family.name),
      let count = numbers(spec, family).first
    else { return nil }
    return count
  }

  /// How large the terms with Γ are of a log density's normaliser, as far as numbers make it.
  static func normaliser(_ spec: String, _ family: Family) -> Double {
    let numbers = numbers(spec, family).map { $0.map { $0 > 0 ? $0 : 1 } ?? 1 }
    func size(_ a: Double) -> Double { abs(lgamma(a)) }
    switch (family.name, numbers.count) {
    case ("gamma", 2), ("inv_gamma", 2), ("neg_binomial", 2):
      return size(numbers[0]) + numbers[0] * abs(Foundation.log(numbers[1]))
    case ("beta", 2): return size(numbers[0]) + size(numbers[1]) + size(numbers[0] + numbers[1])
    case ("beta_proportion", 2), ("neg_binomial_2", 2): return 2 * size(numbers[1])
    case ("beta_binomial", 3):
      return size(numbers[0] + 1) + size(numbers[1]) + size(numbers[2])
        + size(numbers[1] + numbers[2])
    case ("binomial", _), ("binomial_logit", _): return 2 * size(numbers[0] + 1)
    case ("student_t", 3): return 2 * size(numbers[0] / 2)
    case ("chi", 1), ("chi_square", 1), ("inv_chi_square", 1), ("scaled_inv_chi_square", 2):
      return size(numbers[0] / 2) + numbers[0] / 2
    case ("von_mises", 2): return numbers[1]
    default: return 0
    }
  }

  /// The terms of a log density that depend on numbers alone.
  static func constants(_ spec: String, _ family: Family) -> [(name: String, value: Double)] {
    let arguments = numbers(spec, family)
    let named = zip(family.parameters, arguments).compactMap { parameter, value in
      value.map { (parameter: parameter, value: $0) }
    }
    var constants = named.filter { $0.parameter.domain == .positive && $0.value != 1 }.map {
      (name: "log \($0.parameter.name)", value: Foundation.log($0.value))
    }
    let halfLog2Pi = (name: "1/2 log 2pi", value: 0.5 * Foundation.log(2 * .pi))
    switch family.name {
    case "normal", "lognormal", "logit_normal":
      if let sigma = constants.last {
        constants.append((name: "1/2 log 2pi sigma^2", value: halfLog2Pi.value + sigma.value))
      }
    case "half_normal", "half_cauchy", "double_exponential":
      constants.append((name: "log 2", value: Foundation.log(2)))
    default: break
    }
    if ["cauchy", "half_cauchy"].contains(family.name) {
      constants.append((name: "log pi", value: Foundation.log(.pi)))
    }
    guard arguments.count == 2, let a = arguments[0], let b = arguments[1], a > 0, b > 0 else {
      return constants
    }
    switch family.name {
    case "gamma", "inv_gamma":
      constants += [
        (name: "log Gamma(alpha)", value: lgamma(a)),
        (name: "alpha log beta", value: a * Foundation.log(b)),
        (name: "alpha log beta - log Gamma(alpha)", value: a * Foundation.log(b) - lgamma(a)),
      ]
    case "beta":
      constants.append((name: "log B(alpha, beta)", value: lgamma(a) + lgamma(b) - lgamma(a + b)))
    default: break
    }
    return constants
  }
}
