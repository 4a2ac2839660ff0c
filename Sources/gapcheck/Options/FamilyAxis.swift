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

  private let template: SpecTemplate

  /// Reads a spec with an axis START..STOP[:COUNT[:log|:linear]] in place of one argument.
  ///
  /// - Throws: `ValidationError`.
  init(_ text: String, _ option: String) throws {
    self.text = text
    template = try SpecTemplate(text, name: option, count: 200)
    guard let varied = template.varied.first, template.varied.count == 1 else {
      throw ValidationError(
        "\(option) needs one parameter that varies, as in 'gamma(2, 0.1..10:200)', got \(text)")
    }
    let axis = varied.axis
    // A picture has room for no more.
    guard axis.count <= 2000 else {
      throw ValidationError("the count of \(option) must be at most 2000, got \(axis.count)")
    }
    parameterName = varied.name
    values = (0..<axis.count).map { axis[$0] }
    _ = try values.first.map(member)
  }

  /// q at a value of the parameter.
  ///
  /// - Throws: `ValidationError`, where it is outside the parameter's domain.
  func member(_ value: Double) throws -> any Distribution {
    try SpecArgument.distribution(template.spec([value]), "--q")
  }
}
