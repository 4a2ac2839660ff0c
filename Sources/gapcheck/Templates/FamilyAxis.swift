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
  /// Whether they are spaced logarithmically.
  let isLogarithmic: Bool

  private let template: MemberTemplate

  /// Reads a spec with an axis START..STOP[:COUNT[:log|:linear]] in place of one argument.
  ///
  /// - Throws: `ValidationError`.
  init(_ text: String, _ option: String) throws {
    self.text = text
    template = try MemberTemplate(text, name: option, count: 200)
    let varied = template.template.varied
    guard let argument = varied.first, varied.count == 1 else {
      throw ValidationError(
        "\(option) needs one parameter that varies, as in 'gamma(2, 0.1..10:200)', got \(text)")
    }
    let axis = argument.axis
    // A picture has room for no more.
    guard axis.count <= 2000 else {
      throw ValidationError("the count of \(option) must be at most 2000, got \(axis.count)")
    }
    parameterName = argument.name
    values = (0..<axis.count).map { axis[$0] }
    isLogarithmic = axis.isLogarithmic
  }

  /// q at a value of the parameter.
  ///
  /// - Throws: `ValidationError`, where it is outside the parameter's domain.
  func member(_ value: Double) throws -> any Distribution {
    do throws(DistributionError) {
      return try template([value])
    } catch {
      throw ValidationError("--q: \(error)")
    }
  }
}
