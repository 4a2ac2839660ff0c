// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A likelihood of which arguments may be axes, as in `normal(z, 0.5..2:4)`.
struct LikelihoodTemplate: Sendable {
  let template: SpecTemplate

  /// The likelihood at the first value of every axis.
  private let first: ConditionalDensity

  /// Reads a template.
  ///
  /// - Throws: `ValidationError`.
  init(_ text: String, name: String) throws {
    template = try SpecTemplate(text, name: name)
    first = try SpecArgument.likelihood(template.spec(template.first[...]), name)
  }

  /// The likelihood with these values of the axes.
  ///
  /// - Throws: `DistributionError`, where one is outside its parameter's domain.
  func callAsFunction(
    _ values: ArraySlice<Double>
  ) throws(DistributionError) -> ConditionalDensity {
    try first.with(
      zip(template.varied, values).map { ($0.place, $1) }, text: template.spec(values))
  }
}
