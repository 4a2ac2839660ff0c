// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// The errors of learned parameters, beside a maximum in closed form.
@Suite struct LearningBoundTests {
  /// z ~ N(μ, 1), x ~ N(z, 1): the mean of 3, 1 and 2 is the best μ, and −¾(μ − 2)² what Σ log p(x) loses away from it.
  private static func problem() throws -> LearningProblem {
    try LearningProblem(
      prior: "normal(?, 1)", likelihood: "normal(z, 1)", groups: [[3], [1], [2]])
  }

  /// The bounds on μ at 2 + δ, from a gradient there.
  private static func bound(_ delta: Double, _ gradient: [Estimate]) throws -> Estimate {
    let coordinates = LearningCoordinates(domains: [.real], origin: [2], scales: [1])
    let slope = coordinates.slopes(at: [2 + delta])[0]
    let curvature = try #require(PositiveMatrix(symmetrizing: [[1.5 * slope * slope]]))
    let bounds = try problem().parameterBounds([2 + delta], gradient, curvature, coordinates)
    return try #require(bounds.first)
  }

  @Test(arguments: [1e-9, 1e-6, 1e-3, 0.1, -0.1])
  func aSearchThatEndsBesideTheMaximumSaysHowFar(delta: Double) throws {
    let gradient = try Self.problem().evidence(at: [2 + delta]).gradient
    let slope = try #require(gradient.first)
    #expect(abs(slope.value + 1.5 * delta) <= slope.error + 1e-15)
    let found = try Self.bound(delta, gradient)
    #expect(found.covers("2"), "\(found)")
    #expect(found.error < 3 * abs(delta))
  }

  /// A gradient that came out as 0, and knows that it may be off.
  @Test(arguments: [1e-6, 1e-3, 0.1])
  func theErrorOfTheGradientIsThatOfTheParameter(delta: Double) throws {
    let found = try Self.bound(delta, [Estimate(0, error: 1.51 * delta)])
    #expect(found.covers("2"), "\(found)")
    #expect(found.error < 3 * delta)
  }
}
