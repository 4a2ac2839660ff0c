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
    case .reciprocal: ["rate", "scale"].contains(parameter.label) || parameter.name == "sigma"
    default: parameter.name == "sigma"
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

  /// The terms of a log density that depend on numbers alone.
  static func constants(_ spec: String, _ family: Family) -> [(name: String, value: Double)] {
    let arguments = numbers(spec, family)
    let named = zip(family.parameters, arguments).compactMap { parameter, value in
      value.map { (parameter: parameter, value: $0) }
    }
    var constants = named.filter { $0.parameter.domain == .positive && $0.value != 1 }.map {
      (name: "log \($0.parameter.name)", value: Foundation.log($0.value))
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
