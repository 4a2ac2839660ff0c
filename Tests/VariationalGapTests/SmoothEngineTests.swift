// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// The midpoint rule for smooth densities, also where it is asked for a digit or two: `Scripts/mutants` takes the terms of its
/// bounds away.
@Suite struct SmoothEngineTests {
  private static let coarse: [Double] = [0.5, 1, 2, 3, 5, 8, 13, 45]

  private static func bell(_ mean: Double = 0, _ deviation: Double = 1) -> Formula {
    -0.5 * ((.latent - .number(mean)) / .number(deviation)).applying(.square)
  }

  private static func evidence(
    _ density: Formula, on support: Interval = .real, digits: Double
  ) throws -> SmoothEvidence {
    let density = try #require(SmoothDensity(density, on: support))
    return try #require(SmoothEvidence(of: density, digits: digits, largest: .infinity))
  }

  /// log √2π, log 1 of a logistic density, log (Γ(3.5)/2^3.5), log B(2, 5).
  @Test(arguments: coarse)
  func whatTheRuleMissesIsInTheBound(digits: Double) throws {
    let cases: [(Formula, Interval, Truth)] = [
      (Self.bell(), .real, "0.918938533204672741780329736405617639861397"),
      (.latent - 2 * Formula.latent.applying(.softplus), .real, "0"),
      (
        2.5 * Formula.latent.applying(.log) - 2 * .latent, .positive,
        "-1.2250415296127343581442905436529049924940115547927"
      ),
      (
        Formula.latent.applying(.log) + 4 * (-Formula.latent).applying(.logOnePlus), .unit,
        "-3.40119738166215537541323669160688991224859"
      ),
    ]
    for (density, support, truth) in cases {
      let found = try Self.evidence(density, on: support, digits: digits).logMass
      let estimate = Estimate(found.value, error: found.error)
      #expect(estimate.covers(truth), "\(density): \(estimate)")
      if digits >= 13 { #expect(estimate.error < 1e-3) }
      if digits >= 45 { #expect(estimate.error < 1e-13) }
    }
  }

  /// KL(N(0, 1)‖N(½, 2²)) = log 2 − ⅜ + 1/32, and its opposite is the ELBO; by its own integral, and as −E_q[log p/q].
  @Test(arguments: coarse)
  func whatAComparisonMissesIsInItsBounds(digits: Double) throws {
    let truth: Truth = "0.349397180559945309417232121458176568075500134"
    let normal = try Normal(mean: 0, standardDeviation: 1).formula
    let q = try #require(SmoothDensity(normal, on: .real))
    let p = try Normal(mean: 0.5, standardDeviation: 2).formula
    for (normalizer, constant) in [
      (FormulaComparison.Normalizer.known(0), 0.0), (.computed(3), 3),
    ] {
      let target = try #require(SmoothDensity(p + .number(constant), on: .real))
      let found = try #require(
        SmoothComparison(
          of: q, logMass: Estimate(0, error: 0), with: target, normalizer: normalizer,
          digits: digits, largest: .infinity))
      #expect(found.divergence.estimate.covers(truth), "\(found)")
      let elbo = found.elbo.estimate
      #expect(
        Estimate(constant - elbo.value, error: elbo.error + 4e-16).covers(truth), "\(found)")
      if digits >= 45 {
        #expect(found.divergence.estimate.error < 1e-13)
        #expect(elbo.error < 1e-13)
      }
    }
  }

  /// Beside N(0, 5²) the ends are far from N(0, 0.3²), for which the rule is off by 2 exp(−2π²σ²/h²) where a node is at
  /// the mean, by Poisson's summation: no proof can say less.
  @Test(arguments: [0.5, 3, 10, 40])
  func whatTheRuleMissesOnTheLineIsInItsError(digits: Double) throws {
    let (wide, narrow) = (Self.bell(0, 5), Self.bell(0, 0.3))
    let (p, q) = (
      try #require(SmoothDensity(wide, on: .real)), try #require(SmoothDensity(narrow, on: .real))
    )
    let program = SmoothProgram(p, q, isTargetIncluded: true)
    let bells = try (0..<2).map { number in
      let peak = try #require(program.peak(of: number))
      return SmoothBell(peak: peak, logMass: peak.logMass)
    }
    let strip = try #require(SmoothStrip(program, on: q.line, bells: bells, digits: digits))
    let ratio = 0.3 * Double.pi / strip.step
    #expect(strip.ruleErrors[1] >= 2 * exponential(-2 * ratio * ratio))
  }

  /// KL(N(0, σ²)‖N(0, 1)) = ½(σ² − 1) − log σ, of which much is where q is cut off.
  @Test(arguments: coarse)
  func whatIsCutOffOfAWideFamilyIsInItsBounds(digits: Double) throws {
    let target = try #require(
      SmoothDensity(try Normal(mean: 0, standardDeviation: 1).formula, on: .real))
    for (deviation, truth) in [
      (2, "0.806852819440054690582767878541823431924499866"),
      (3, "2.90138771133189030860475476630774742953525094"),
      (8, "29.4205584583201640717483036356254702957734996"),
    ] as [(Double, Truth)] {
      let q = try #require(
        SmoothDensity(try Normal(mean: 0, standardDeviation: deviation).formula, on: .real))
      let found = try #require(
        SmoothComparison(
          of: q, logMass: Estimate(0, error: 0), with: target, normalizer: .computed(0),
          digits: digits, largest: .infinity))
      #expect(found.divergence.estimate.covers(truth), "\(found)")
    }
  }

  /// log q is known to 1e-3: so is the ELBO; and 1.01 of mass is seen.
  @Test func theErrorOfTheNormaliserIsInTheBounds() throws {
    let normal = try Normal(mean: 0, standardDeviation: 1).formula
    let wide = try Normal(mean: 0, standardDeviation: 2).formula
    let p = try #require(SmoothDensity(wide, on: .real))
    for normalizer in [FormulaComparison.Normalizer.known(0), .computed(0)] {
      let q = try #require(SmoothDensity(normal, on: .real))
      let found = try #require(
        SmoothComparison(
          of: q, logMass: Estimate(0, error: 1e-3), with: p, normalizer: normalizer,
          largest: .infinity))
      #expect(found.elbo.estimate.error >= 1e-3)
      #expect(found.divergence.estimate.error >= 3e-4)
      let heavy = try #require(
        SmoothDensity(normal + .number(logarithm(1.01)), on: .real))
      #expect(
        SmoothComparison(
          of: heavy, logMass: Estimate(0, error: 0), with: p, normalizer: normalizer,
          largest: .infinity) == nil)
    }
  }

  /// A constant that is known to 1e-3 only.
  @Test func theErrorOfTheConstantIsInTheBound() throws {
    let density = try #require(SmoothDensity(Self.bell(), on: .real))
    let evidence = try #require(SmoothEvidence(of: density, constantError: 1e-3))
    #expect(evidence.logMass.error >= 1e-3)
  }

  /// ∫ exp(mz − ½z² − ½m²) = √2π: terms of m² leave that many digits less of a double, and the bound says so.
  @Test(arguments: [1, 3, 5, 7])
  func roundingOfTermsIsInTheBound(mean: Double) throws {
    let formula =
      .number(mean) * .latent - 0.5 * Formula.latent.applying(.square) - .number(0.5 * mean * mean)
    let density = try #require(SmoothDensity(formula, on: .real))
    let found = try #require(SmoothEvidence(of: density, largest: .infinity)).logMass
    let estimate = Estimate(found.value, error: found.error)
    #expect(estimate.covers("0.918938533204672741780329736405617639861397"), "\(estimate)")
    // One term of the size of m² alone is rounded by so much.
    #expect(estimate.error >= 0x1p-53 * mean * mean && estimate.error < 1e-13)
  }

  /// A mode that no climb from the other one finds is under the proof, or there is none.
  @Test(arguments: [6, 12, 30, 100, 1e4, 1e9])
  func aSecondModeIsNotLeftOut(distance: Double) throws {
    let half = Formula.number(logarithm(0.5))
    let modes = try [0, distance].map {
      try Normal(mean: $0, standardDeviation: 1).formula + half
    }
    let density = try #require(SmoothDensity(.logSumExp(modes), on: .real))
    guard let found = SmoothEvidence(of: density)?.logMass else { return }
    #expect(Estimate(found.value, error: found.error).covers("0"))
  }

  /// What has a kink, is cut off, or lives between other ends than 0 and 1 is left to the other engine.
  @Test func whatIsNotSmoothIsRefused() throws {
    #expect(SmoothDensity(-Formula.latent.applying(.magnitude), on: .real) == nil)
    #expect(SmoothDensity(Self.bell(), on: try Interval(from: -1, to: 2)) == nil)
    let cut = Self.bell().restricted(toPositive: 3 - .latent)
    #expect(SmoothDensity(cut, on: .real) == nil)
    // log (z − 1)² has a pole on the line.
    let pole = Self.bell() + (Formula.latent - 1).applying(.square).applying(.log)
    let density = SmoothDensity(pole, on: .real)
    #expect(density.flatMap { SmoothEvidence(of: $0) } == nil)
  }

  /// Both engines agree within their bounds on random models, and the first one takes most of them.
  @Test func bothEnginesAgree() throws {
    var random = SeededRandom(seed: 20)
    var workspace = try Workspace()
    var count = 0
    for _ in 0..<60 {
      func draw(_ low: Double, _ high: Double) -> Double {
        Double.random(in: low...high, using: &random)
      }
      let count1 = Double(Int.random(in: 0...20, using: &random))
      let (prior, likelihood, q, x): (any Distribution, String, any Distribution, Double) =
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          (
            try Gamma(shape: draw(0.3, 5), rate: draw(0.1, 4)), "poisson(z)",
            try Gamma(shape: draw(0.5, 25), rate: draw(0.5, 4)), count1
          )
        case 1:
          (
            try Normal(mean: draw(-2, 2), standardDeviation: draw(0.3, 3)),
            "student_t(\(draw(1, 9)), z, 1)",
            try Normal(mean: draw(-2, 2), standardDeviation: draw(0.3, 2)), draw(-5, 5)
          )
        case 2:
          (
            try Normal(mean: draw(-2, 2), standardDeviation: draw(0.3, 3)), "bernoulli_logit(z)",
            try Normal(mean: draw(-2, 2), standardDeviation: draw(0.3, 2)), 1
          )
        default:
          (
            try Beta(alpha: draw(0.5, 5), beta: draw(0.5, 5)), "binomial(20, z)",
            try Beta(alpha: draw(0.5, 9), beta: draw(0.5, 9)), count1
          )
        }
      let model = try Model(
        prior: prior, likelihood: try LikelihoodSpec.parse(likelihood), observations: [x])
      guard
        let smooth = SmoothPosterior(
          logJoint: model.logJoint, support: model.support, constantError: 0, isAudited: true),
        let density = smooth.target.smooth.value,
        let family = SmoothDensity(q.formula, on: q.support),
        let own = SmoothComparison(
          of: family, logMass: Estimate(0, error: 0), with: density,
          normalizer: smooth.target.normalizer)
      else { continue }
      let general = try GeneralPosterior(
        logJoint: model.logJoint, support: model.support, workspace: &workspace)
      var pass = try ComparisonPass(
        ComparedDensities(q, Estimate(0, error: 0), general.target), drop: Expectation.drop,
        workspace: &workspace)
      let other = try pass.values(workspace: &workspace)
      for (a, b) in [
        (smooth.logEvidence.estimate, general.logEvidence.estimate),
        (own.elbo.estimate, other.elbo.estimate),
        (own.divergence.estimate, other.divergence.estimate),
      ] {
        #expect(abs(a.value - b.value) <= a.error + b.error, "\(model), \(q): \(a), \(b)")
      }
      count += 1
    }
    #expect(count >= 40)
  }
}
