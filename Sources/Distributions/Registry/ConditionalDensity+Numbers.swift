// SPDX-License-Identifier: GPL-3.0-or-later

extension ConditionalDensity {
  /// The same density with numbers in place of some of its arguments.
  ///
  /// - Parameters:
  ///   - numbers: the places of the arguments, and what stands there instead.
  ///   - text: the spec that says so.
  /// - Throws: ``DistributionError`` for a number outside its parameter's domain.
  public func with(
    _ numbers: [(place: Int, value: Double)], text: String
  ) throws(DistributionError) -> ConditionalDensity {
    var arguments = arguments
    for (place, value) in numbers where arguments.indices.contains(place) {
      let parameter = family.parameters[place]
      guard parameter.domain.contains(value) else {
        throw DistributionError(
          parameter: "\(parameter.name) of \(family)", value: "\(value)",
          requirement: "\(parameter.domain)")
      }
      arguments[place] = .number(value)
    }
    return ConditionalDensity(family: family, arguments: arguments, text: text)
  }
}
