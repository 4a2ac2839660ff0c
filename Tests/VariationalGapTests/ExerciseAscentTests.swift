// SPDX-License-Identifier: GPL-3.0-or-later

import Testing
import VariationalGap

/// Gradient ascent on the exercise sheet's ELBO.
struct ExerciseAscentTests {
  private func ascent(
    from start: (theta: Double, phi: Double), x: Double, limit: Int
  ) throws -> ExerciseAscent {
    let point = try #require(
      ExerciseAscent.Point(theta: start.theta, phi: start.phi, observation: x))
    return ExerciseAscent(from: point, observation: x, limit: limit)
  }

  @Test(arguments: [(1.0, 1.0, 0.3), (20, 0.1, 2), (0.01, 50, 1), (1, 1, 50), (100, 100, -3)])
  func everyStepGains(_ theta: Double, _ phi: Double, _ x: Double) throws {
    let path = try ascent(from: (theta, phi), x: x, limit: 200).points
    #expect(path.count > 2)
    #expect(zip(path, path.dropFirst()).allSatisfy { $0.elbo < $1.elbo })
  }

  /// θ = φ = 2/x, the sheet's problem 1.
  @Test(arguments: [0.3, 1, 2, 5])
  func itEndsAtTheMaximiser(x: Double) throws {
    let ascent = try ascent(from: (1, 3), x: x, limit: 100_000)
    #expect(ascent.hasArrived)
    let last = try #require(ascent.points.last)
    #expect(abs(last.theta * x / 2 - 1) < 1e-3 && abs(last.phi * x / 2 - 1) < 1e-3)
  }

  @Test(arguments: [-3, -0.5, 0])
  func withoutAMaximiserItGoesOn(x: Double) throws {
    let path = try ascent(from: (1, 1), x: x, limit: 500).points
    let last = try #require(path.last)
    #expect(last.theta > 5 && last.phi > 5)
  }

  /// The slope against a difference quotient of the ELBO.
  @Test func theSlopeIsThatOfTheElbo() throws {
    let (theta, phi, x, h) = (0.7, 1.9, 1.3, 1e-5)
    func elbo(_ theta: Double, _ phi: Double) throws -> Double {
      try #require(ExerciseAscent.Point(theta: theta, phi: phi, observation: x)).elbo
    }
    let slope = try #require(ExerciseAscent.slope(theta: theta, phi: phi, observation: x))
    let inTheta = (try elbo(theta * (1 + h), phi) - elbo(theta * (1 - h), phi)) / (2 * h)
    let inPhi = (try elbo(theta, phi * (1 + h)) - elbo(theta, phi * (1 - h))) / (2 * h)
    #expect(abs(slope.theta - inTheta) < 1e-8 && abs(slope.phi - inPhi) < 1e-8)
  }

  @Test func impossiblePointsAreNone() {
    for (theta, phi, x) in [
      (0.0, 1.0, 1.0), (1, -1, 1), (1, 1e-300, 1), (1, .infinity, 1), (1, 1, .nan),
    ] {
      #expect(ExerciseAscent.Point(theta: theta, phi: phi, observation: x) == nil)
    }
  }

  /// Its square, not the slope, is too large for a double: no step would ever have been small enough.
  @Test func aSlopeThatIsTooLargeEndsIt() throws {
    let x = 1e150
    let start = try #require(ExerciseAscent.Point(theta: 1e-16, phi: 1e-16, observation: x))
    let ascent = ExerciseAscent(from: start, observation: x, limit: 300)
    #expect(!ascent.hasArrived)
    #expect(ascent.points == [start])
  }
}
