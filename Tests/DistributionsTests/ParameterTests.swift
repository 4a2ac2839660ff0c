// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// Parameters that make no distribution.
struct ParameterTests {
  static let notPositive: [Double] = [
    0, -0.0, -1, -.leastNonzeroMagnitude, .infinity, -.infinity, .nan,
  ]

  @Test(arguments: notPositive)
  func scalesHaveToBePositive(_ value: Double) {
    expectError("the rate of an exponential distribution", value) { try Exponential(rate: value) }
    expectError("the scale of a half-normal distribution", value) { try HalfNormal(scale: value) }
    expectError("the standard deviation of a normal distribution", value) {
      try Normal(mean: 0, standardDeviation: value)
    }
  }

  @Test(arguments: [.infinity, -.infinity, .nan] as [Double])
  func meansHaveToBeFinite(_ value: Double) {
    expectError("the mean of a normal distribution", value) {
      try Normal(mean: value, standardDeviation: 1)
    }
  }

  /// Each family names the parameter's value, and what would be right.
  @Test(arguments: Families.continuous.map(\.name))
  func everyParameterOfEveryFamilyIsChecked(_ name: String) throws {
    let family = try #require(Families.named(name, among: Families.continuous))
    for (index, parameter) in family.parameters.enumerated() {
      let wrong = parameter.domain == .positive ? Self.notPositive : [.infinity, -.infinity, .nan]
      for value in wrong {
        var values = family.parameters.enumerated().map {
          $0.element.domain == .probability ? 0.5 : Double($0.offset + 1)
        }
        values[index] = value
        let error = #expect(throws: DistributionError.self) { _ = try family(values) }
        #expect(error?.value == "\(value)", "\(parameter)")
      }
    }
  }

  @Test(arguments: [.leastNonzeroMagnitude, 0x1p-1030, 1.7976931348623157e308] as [Double])
  func everyPositiveNumberIsAScale(_ value: Double) throws {
    #expect(try Exponential(rate: value).rate == value)
    #expect(try HalfNormal(scale: value).scale == value)
    #expect(try Normal(mean: -value, standardDeviation: value).standardDeviation == value)
  }

  @Test(arguments: [
    (1.0, 1.0), (2, 1), (.nan, 1), (1, .nan), (.infinity, .infinity), (.infinity, -.infinity),
  ])
  func intervalsHaveToAscend(_ lower: Double, _ upper: Double) {
    let error = #expect(throws: DistributionError.self) { try Interval(from: lower, to: upper) }
    #expect(error?.description.contains("got (\(lower), \(upper))") == true)
  }

  @Test func truncationsNeedMass() throws {
    let exponential = try Exponential(rate: 1)
    let outside = try Interval(from: -2, to: -1)
    let error = #expect(throws: DistributionError.self) { try Truncated(exponential, to: outside) }
    #expect(error?.description.contains("got (-2.0, -1.0)") == true, "\(String(describing: error))")
    // log P(z > 1e200) ≈ −5e399.
    let far = try Interval(from: 1e200, to: .infinity)
    let massless = #expect(throws: DistributionError.self) {
      try Truncated(Normal.standard, to: far)
    }
    #expect(massless?.description.contains("got (1e+200, inf)") == true)
  }

  private func expectError(
    _ parameter: String, _ value: Double, _ body: () throws -> any Distribution
  ) {
    let error = #expect(throws: DistributionError.self) { _ = try body() }
    #expect(error?.parameter == parameter && error?.value == "\(value)")
    #expect(error?.description.hasSuffix(", got \(value)") == true)
  }
}
