// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// A family of q with one parameter that varies, as in `gamma(2, 0.1..10:200)`.
struct FamilyAxis {
  /// The spec, as it was written.
  let text: String
  /// The name of the parameter that varies.
  let parameterName: String
  /// Its values.
  let values: [Double]

  private let before: Substring
  private let after: Substring

  /// Reads a spec with an axis START..STOP[:COUNT[:log|:linear]] in place of one argument.
  ///
  /// - Throws: `ValidationError`.
  init(_ text: String, _ option: String) throws {
    self.text = text
    guard let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ")"), open < close
    else { throw FamilyAxis.noAxis(option, text) }
    let start = text.index(after: open)
    let arguments = text[start..<close].split(separator: ",", omittingEmptySubsequences: false)
    let places = arguments.indices.filter { arguments[$0].contains("..") }
    guard places.count == 1, let place = places.first else { throw FamilyAxis.noAxis(option, text) }
    let argument = arguments[place]
    let name = text[..<open].filter { !$0.isWhitespace }
    guard let family = DistributionRegistry.family(named: name),
      family.parameters.indices.contains(place)
    else {
      // The spec's own reader says what is wrong, of the spec with a number in the axis's place.
      let number = argument.prefix { $0 != "." }
      _ = try SpecArgument.distribution(
        "\(text[..<argument.startIndex])\(number)\(text[argument.endIndex...])", option)
      throw FamilyAxis.noAxis(option, text)
    }
    let parameter = family.parameters[place]
    parameterName = parameter.name
    (before, after) = (text[..<argument.startIndex], text[argument.endIndex...])
    var axisText = String(argument.filter { !$0.isWhitespace })
    if !axisText.contains(":") { axisText += ":200" }
    let axis = try Axis(axisText, name: option, isPositive: parameter.domain == .positive)
    // A picture has room for no more.
    guard axis.count <= 2000 else {
      throw ValidationError("the count of \(option) must be at most 2000, got \(axis.count)")
    }
    values = (0..<axis.count).map { axis[$0] }
    _ = try values.first.map(member)
  }

  private static func noAxis(_ option: String, _ text: String) -> ValidationError {
    ValidationError(
      "\(option) needs one parameter that varies, as in 'gamma(2, 0.1..10:200)', got \(text)")
  }

  /// q at a value of the parameter.
  ///
  /// - Throws: `ValidationError`, where it is outside the parameter's domain.
  func member(_ value: Double) throws -> any Distribution {
    try SpecArgument.distribution("\(before)\(value)\(after)", "--q")
  }
}
