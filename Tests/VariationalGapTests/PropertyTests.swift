// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// A point of the whole range of doubles.
struct Point: CustomStringConvertible {
  let theta: Double
  let x: Double
  let phi: Double

  /// Half of the draws everyday, half anything; a third of the φ at or near the best one.
  init(_ draws: inout SeededRandom) throws {
    let isWide = draws.sign() > 0
    theta = isWide ? draws.magnitude(-300, 300) : draws.magnitude(-3, 3)
    x = draws.sign() * (isWide ? draws.magnitude(-300, 150) : draws.magnitude(-3, 3))
    let best = try ExerciseClosedForm(
      prior: try Exponential(rate: theta), observation: x
    ).bestFamily().rate
    switch draws.uniform(0, 3) {
    case ..<0.5: phi = best
    case ..<1: phi = best * (1 + draws.sign() * draws.magnitude(-14, -1))
    default: phi = isWide ? draws.magnitude(-300, 300) : draws.magnitude(-3, 3)
    }
  }

  /// Whether every term of ELBO and KL is far from the ends of the range of doubles.
  var fitsInDoubles: Bool {
    let m = x - theta
    let terms = [1 / phi, m / phi, x, max(m, 0)].map { abs($0) }
    return phi > 1e-150 && phi < 1e300 && terms[0] < 1e150 && terms[1] < 1e300
      && terms[2] < 1e150 && terms[3] < 1e150
  }

  var description: String { "theta=\(theta) x=\(x) phi=\(phi)" }
}

@Suite struct PropertyTests {
  /// 20,000 draws over the whole range of doubles, in blocks with seeds of their own.
  @Test(arguments: UInt64(1)...20)
  func theGapIsPositiveAndAgreesWithKL(seed: UInt64) throws {
    var draws = SeededRandom(seed: seed)
    var workspace = try Workspace()
    for _ in 0..<1000 {
      let point = try Point(&draws)
      try check(point, "seed \(seed) \(point)", &workspace)
    }
  }

  private func check(_ point: Point, _ comment: Comment, _ workspace: inout Workspace) throws {
    let record: GapRecord
    let least: Estimate
    do {
      let exercise = try Exercise(theta: point.theta, x: point.x, workspace: &workspace)
      record = try exercise.record(phi: point.phi, workspace: &workspace)
      least = try exercise.optimum(workspace: &workspace).minimumGap
    } catch {
      guard case .overflow = error else { throw error }
      #expect(!point.fitsInDoubles, comment)
      return
    }
    #expect(record.divergence.value > 0, comment)
    #expect(record.divergence.isFinite, comment)
    #expect(record.identity.isYes, comment)
    #expect([.ok, .overflow, .underflow].contains(record.status), comment)
    #expect(record.divergence.upperBound >= least.lowerBound, comment)
    #expect(least.value > 0, comment)
  }

  @Test func theGapDependsOnXMinusThetaAndPhiAlone() throws {
    var draws = SeededRandom(seed: 21)
    var workspace = try Workspace()
    for _ in 0..<2000 {
      // Multiples of 2⁻¹⁰, so that the sums and differences are exact.
      let theta = (draws.magnitude(-1, 3) * 1024).rounded() / 1024 + 1
      let m = (draws.sign() * draws.magnitude(-2, 3) * 1024).rounded() / 1024
      let phi = draws.magnitude(-2, 3)
      let other = theta + 37.5
      let first = try Exercise(theta: theta, x: theta + m, workspace: &workspace)
        .record(phi: phi, workspace: &workspace)
      let second = try Exercise(theta: other, x: other + m, workspace: &workspace)
        .record(phi: phi, workspace: &workspace)
      #expect(
        first.divergence.agrees(with: second.divergence), "theta=\(theta) m=\(m) phi=\(phi)")
      #expect(
        abs(first.divergence.value - second.divergence.value) <= 1e-14 * first.divergence.value,
        "theta=\(theta) m=\(m) phi=\(phi)")
    }
  }

  @Test func theQuadratureGradientAgreesWithTheClosedForm() throws {
    var draws = SeededRandom(seed: 22)
    var workspace = try Workspace()
    for _ in 0..<2000 {
      let point = try Point(&draws)
      guard point.fitsInDoubles else { continue }
      let exercise = try Exercise(theta: point.theta, x: point.x, workspace: &workspace)
      let family = try Exponential(rate: point.phi)
      let closedForm = exercise.closedForm
      let closed = [closedForm.elboGradientTheta(family), closedForm.elboGradientPhi(family)]
      guard closed.allSatisfy(\.isFinite) else { continue }
      let integral = try exercise.quadratureGradient(of: family, workspace: &workspace)
      for (a, b) in zip(closed, integral) { #expect(a.agrees(with: b), "\(point)") }
    }
  }

  @Test func theGapRisesOnBothSidesOfTheBestRate() throws {
    var draws = SeededRandom(seed: 23)
    var workspace = try Workspace()
    for _ in 0..<500 {
      let (theta, x) = (draws.magnitude(-2, 2), draws.sign() * draws.magnitude(-2, 2))
      let exercise = try Exercise(theta: theta, x: x, workspace: &workspace)
      let best = try exercise.optimum(workspace: &workspace).family.rate
      let factors = [0.01, 0.1, 0.5, 0.9, 1, 1.1, 2, 10, 100]
      let gaps = try factors.map {
        try exercise.record(phi: best * $0, workspace: &workspace).divergence.value
      }
      #expect(gaps[..<5].elementsEqual(gaps[..<5].sorted(by: >)), "theta=\(theta) x=\(x)")
      #expect(gaps[4...].elementsEqual(gaps[4...].sorted()), "theta=\(theta) x=\(x)")
    }
  }
}
