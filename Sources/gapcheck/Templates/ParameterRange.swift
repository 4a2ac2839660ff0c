// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Foundation

/// A family of q with one parameter anywhere in a range, as in `gamma(2, 0.1..10)`; an end may be 0 or
/// infinite.
struct ParameterRange {
  let family: Family
  /// The parameters in their order; 1 in place of the one that varies.
  let parameters: [Double]
  /// Which of them varies.
  let index: Int
  let range: ClosedRange<Double>
  /// The spec, as it was written.
  let text: String

  /// Reads a spec; `nil` where it has no range.
  ///
  /// - Throws: `ValidationError`.
  init?(_ text: String, _ option: String) throws {
    guard text.contains("..") else { return nil }
    let (name, written, rest) = SpecTemplate.arguments(of: text)
    let family = try SpecArgument.family(name, option)
    guard rest.filter({ !$0.isWhitespace }) == ")" else {
      throw ValidationError("\(option) with a range takes no truncation, got \(text)")
    }
    guard written.count == family.parameters.count else {
      throw ValidationError(
        "\(option): \(family) takes \(family.parameters.count) parameters, got \(text)")
    }
    var arguments = [String](repeating: "", count: written.count)
    for (index, argument) in written.enumerated() {
      let (label, value) = SpecTemplate.named(argument)
      let place = label.isEmpty ? index : SpecTemplate.place(of: label, in: family)
      guard let place, arguments[place].isEmpty else {
        throw ValidationError("\(option): \(family) takes each parameter once, got \(text)")
      }
      arguments[place] = value.filter { !$0.isWhitespace }
    }
    let varied = arguments.indices.filter { arguments[$0].contains("..") }
    guard let index = varied.first, varied.count == 1 else {
      throw ValidationError("\(option) takes one parameter as a range, got \(text)")
    }
    parameters = try arguments.enumerated().map { position, argument in
      position == index ? 1 : try NumberArgument.finite(argument, option)
    }
    let parameter = family.parameters[index]
    range = try ParameterRange.range(
      arguments[index], "\(parameter.name) of \(option)",
      isPositive: parameter.domain == .positive)
    (self.family, self.index, self.text) = (family, index, text)
  }

  private static func range(
    _ text: String, _ name: String, isPositive: Bool
  ) throws -> ClosedRange<Double> {
    guard !text.contains("..."), let dots = text.range(of: ".."),
      let lower = Double(text[..<dots.lowerBound]), let upper = Double(text[dots.upperBound...]),
      lower < upper, !isPositive || lower >= 0
    else {
      throw ValidationError(
        "\(name) must be START..STOP in ascending order\(isPositive ? " from 0" : ""), got \(text)")
    }
    return lower...upper
  }
}
