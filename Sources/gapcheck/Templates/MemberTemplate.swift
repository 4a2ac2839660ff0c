// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A distribution of which parameters may be axes, as in `gamma(1..5:50, 2)`.
struct MemberTemplate: Sendable {
  let template: SpecTemplate

  /// The member at the first value of every axis.
  private let first: FamilyMember

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - text: what stands on the command line.
  ///   - name: the option, for messages.
  ///   - count: of an axis that is written without one; `nil` where it has to have one.
  /// - Throws: `ValidationError`.
  init(_ text: String, name: String, count: Int? = nil) throws {
    template = try SpecTemplate(text, name: name, count: count)
    first = try SpecArgument.member(template.spec(template.first[...]), name)
  }

  /// The member with these values of the axes.
  ///
  /// - Throws: `DistributionError`, where one is outside its parameter's domain.
  func callAsFunction(_ values: ArraySlice<Double>) throws(DistributionError) -> any Distribution {
    guard !template.varied.isEmpty else { return first.distribution }
    var parameters = first.parameters
    for (argument, value) in zip(template.varied, values) { parameters[argument.place] = value }
    return try first.with(parameters).distribution
  }
}
