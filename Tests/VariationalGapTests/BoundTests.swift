// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import TestSupport
import Testing

@testable import Distributions
@testable import VariationalGap

/// Near misses: rows on which a bound is nearly the error, or would be below it without one of its
/// terms. `Scripts/mutants` takes the terms away; see Tests/Fixtures/README.md.
@Suite struct BoundTests {
  /// As accurate as doubles allow, in windows that leave out more than rounding does, and by one rule over
  /// windows so wide that it is off by more.
  static let accuracies = [
    Accuracy.full, Accuracy(normalizerDrop: 3), Accuracy(momentDrop: 3), cut(at: 3), cut(at: 6),
    cut(at: 12), coarse(upTo: 100), coarse(upTo: 300),
    coarse(upTo: 1000), Accuracy(relative: 0.5, divergenceDrop: 1000),
  ]

  private static func cut(at drop: Double) -> Accuracy {
    Accuracy(normalizerDrop: drop, momentDrop: drop, divergenceDrop: drop)
  }

  private static func coarse(upTo drop: Double) -> Accuracy {
    Accuracy(
      relative: 0.5, relativeWhereFar: 0.5, normalizerDrop: drop, momentDrop: drop,
      divergenceDrop: drop)
  }

  /// Exp(θ) × N(z, 1) and q = Exp(φ).
  @Test(arguments: accuracies)
  func everyBoundOfTheExerciseHolds(_ accuracy: Accuracy) throws {
    try expectBounds(in: "bounds_exercise", accuracy) { row in
      let model = try Exercise(theta: row.number("theta"), x: row.number("x")).model
      return (model, try Exponential(rate: row.number("phi")))
    }
  }

  /// N(μ₀, σ₀²) × N(x₁; az + b, σ²) N(x₂; az + b, σ²) and q = N(m, s²).
  @Test(arguments: accuracies)
  func everyBoundOfTheNormalModelHolds(_ accuracy: Accuracy) throws {
    try expectBounds(in: "bounds_normal", accuracy) { row in
      func text(_ name: String) -> String { "(\(row[name] ?? ""))" }
      let model = try Model(
        prior: "normal(\(text("prior_mean")), \(text("prior_deviation")))",
        likelihood: "normal(\(text("slope"))*z + \(text("offset")), \(text("deviation")))",
        observations: [row.number("x1"), row.number("x2")])
      return (
        model, try Normal(mean: row.number("mean"), standardDeviation: row.number("spread"))
      )
    }
  }

  private func expectBounds(
    in table: String, _ accuracy: Accuracy,
    _ read: (CSVTable.Row) throws -> (model: Model, q: any Distribution)
  ) throws {
    var workspace = try Workspace()
    let rows = try CSVTable(fixture: table).rows
    #expect(!rows.isEmpty)
    for row in rows {
      let (model, q) = try read(row)
      try expectBounds(model, q, accuracy, row, &workspace)
    }
  }

  private func expectBounds(
    _ model: Model, _ q: some Distribution, _ accuracy: Accuracy, _ row: CSVTable.Row,
    _ workspace: inout Workspace
  ) throws {
    let engine = QuadraticEngine(
      posterior: try QuadraticPosterior(
        joint: #require(model.exponent), support: model.support, accuracy: accuracy,
        workspace: &workspace), logJoint: model.logJoint)
    let posterior = Posterior(of: model, by: engine)
    let gap = try posterior.gap(of: q, workspace: &workspace)
    try expectBounds(posterior, gap, row, &workspace)
  }

  private func expectBounds(
    _ posterior: Posterior, _ gap: Gap, _ row: CSVTable.Row, _ workspace: inout Workspace
  ) throws {
    let numbers = [
      ("log_evidence", posterior.logEvidence), ("elbo", gap.elbo.bounded),
      ("kl", gap.divergence.bounded), ("kl", gap.difference.bounded),
      ("posterior_mean", try posterior.mean(workspace: &workspace).bounded),
      ("posterior_variance", try posterior.variance(workspace: &workspace).bounded),
      (
        "cumulative",
        try posterior.cumulativeProbability(row.number("z"), workspace: &workspace)
      ),
      ("quantile", try posterior.quantile(row.number("p"), workspace: &workspace)),
    ]
    for (name, number) in numbers {
      #expect(number.covers(Truth(row[name] ?? "")), "\(name) of \(row): \(number)")
    }
  }

  /// exp(−z²/2) and exp(−z) in windows that leave out more than rounding does.
  @Test(arguments: [3.0, 6])
  func whatAWindowCutsOffIsInItsBound(drop: Double) throws {
    var workspace = try Workspace()
    for (family, support, volume, second) in [
      (
        try Normal(mean: 0, standardDeviation: 1).quadraticExponent, Interval.real,
        "2.5066282746310005024157652848110452530", "1"
      ), (try Exponential(rate: 1).quadraticExponent, .positive, "1", "2"),
    ] as [(QuadraticExponent?, Interval, Truth, Truth)] {
      let posterior = try QuadraticPosterior(
        joint: #require(family), support: support, accuracy: Self.cut(at: drop),
        workspace: &workspace)
      let form = posterior.form
      #expect(form.unit == 1 && form.centre.head == 0)
      #expect(posterior.normalizer.covers(volume), "\(support)")
      let moment = try QuadraticPosterior.Comparison.moment(
        of: form, logNormalizer: form.peak.head, linear: 0, quadratic: 1, workspace: &workspace)
      #expect(moment.mean.covers(second), "\(support): \(moment.mean)")
      let density = CentredDensity(posterior)
      let inside = try density.expectation(
        magnitude: 1, largest: 1, of: { $0 * $0 }, quantity: "E[z²]", workspace: &workspace)
      #expect(inside.covers(second), "\(support): \(inside)")
      let outside = try density.mass(
        from: density.window.upper, to: .infinity, workspace: &workspace)
      #expect(outside.error >= exponential(-drop) / 20, "\(support): \(outside)")
    }
  }

  /// Truths at the ends of the operands' bounds, and of what is rounded off.
  @Test func theArithmeticOfEstimatesKeepsItsBounds() throws {
    func estimate(_ value: Double, _ error: Double) -> Estimate { Estimate(value, error: error) }
    #expect((estimate(1, 0.25) - estimate(0.5, 0.125)).covers("0.875"))
    #expect((estimate(1, 0.25) - estimate(0.5, 0)).covers("0.75"))
    #expect((estimate(1, 0) - estimate(0x1p-60, 0)).covers("0.99999999999999999913263826201159645"))
    #expect((estimate(1, 0.25) + estimate(0.5, 0.125)).covers("1.875"))
    #expect((estimate(1, 0) + estimate(0x1p-60, 0)).covers("1.00000000000000000086736173798840355"))
    #expect((estimate(2, 0.5) * estimate(3, 0.25)).covers("8.125"))
    #expect(
      (estimate(1, 0x1p-52) * estimate(0.5, 0.5)).covers("1.00000000000000022204460492503131"))
    // 0.1 · 0.1 in doubles, and exactly.
    #expect((0.1 * estimate(0.1, 0)).covers("0.010000000000000001110223024625156571"))
    #expect(estimate(4, 1).squareRoot.covers("1.7320508075688772935274463415058723670"))
    #expect(estimate(2, 0).squareRoot.covers("1.4142135623730950488016887242096980786"))
    #expect(estimate(2, 1e-300).squareRoot.covers("1.4142135623730950488016887242096980786"))
    let rounded = Estimate(DoubleDouble(1) + DoubleDouble(0x1p-60), error: 0)
    #expect(rounded.covers("1.00000000000000000086736173798840355"))
  }

  /// k(z − centre)² + constant, with what is said of their errors.
  private func exponent(
    _ k: Double, error: Double = 0, centre: Double = 0, constant: DoubleDouble = DoubleDouble(0),
    constantError: Double = 0
  ) -> QuadraticExponent {
    var square = QuadraticExponent.Square(coefficient: DoubleDouble(k), centre: centre)
    square.coefficientError = error
    return QuadraticExponent(square: square, constant: constant, constantError: constantError)
  }

  private func posterior(
    _ joint: QuadraticExponent, _ workspace: inout Workspace
  ) throws -> QuadraticPosterior {
    try QuadraticPosterior(joint: joint, support: .real, workspace: &workspace)
  }

  /// A constant that is off by δ, and says so; q = N(0, 1).
  @Test func errorsOfConstantsComeThrough() throws {
    var workspace = try Workspace()
    let delta = 1e-6
    let q = exponent(-0.5, constant: -DoubleDouble.halfLogTwoPi)
    let shifted = try posterior(
      exponent(-0.5, constant: DoubleDouble(delta), constantError: delta * 1.0001), &workspace)
    let gap = try shifted.gap(of: q, on: .real, workspace: &workspace)
    #expect(gap.logEvidence.covers("0.91893853320467274178032973640561763986"))
    #expect(gap.elbo.bounded.covers("0.91893853320467274178032973640561763986"))
    let wrong = exponent(
      -0.5, constant: DoubleDouble(delta) - DoubleDouble.halfLogTwoPi, constantError: delta * 1.0001
    )
    let near = try posterior(exponent(-1), &workspace).gap(
      of: wrong, on: .real, workspace: &workspace)
    #expect(near.elbo.bounded.covers("0.41893853320467274178032973640561763986"), "\(near)")
    #expect(near.divergence.bounded.covers("0.15342640972002734529138393927091171596"), "\(near)")
    let far = try posterior(exponent(-0.5, centre: 6), &workspace).gap(
      of: wrong, on: .real, workspace: &workspace)
    #expect(far.divergence.bounded.covers("18"), "\(far)")
  }

  /// A coefficient that is off by a part in a million, and says so; q = N(0, 1).
  @Test func errorsOfCoefficientsComeThrough() throws {
    var workspace = try Workspace()
    let q = exponent(-0.5, constant: -DoubleDouble.halfLogTwoPi)
    let narrow = try posterior(exponent(-1 - 1e-6, error: 1.0001e-6), &workspace)
    let near = try narrow.gap(of: q, on: .real, workspace: &workspace)
    #expect(near.logEvidence.covers("0.57236494292470008707171367567652935582"))
    #expect(near.elbo.bounded.covers("0.41893853320467274178032973640561763986"))
    #expect(near.divergence.bounded.covers("0.15342640972002734529138393927091171596"), "\(near)")
    let variance = try narrow.variance(workspace: &workspace)
    #expect(variance.covers("0.5"), "\(variance)")
    let far = try posterior(exponent(-0.5 - 5e-7, error: 5.0001e-7, centre: 6), &workspace).gap(
      of: q, on: .real, workspace: &workspace)
    #expect(far.divergence.bounded.covers("18"), "\(far)")
  }

  /// A normaliser and a density that are off by a part in a thousand, and say so.
  @Test func errorsOfADensityComeThrough() throws {
    var workspace = try Workspace()
    let exact = CentredDensity(try posterior(exponent(-0.5), &workspace))
    func density(
      volume: Double, rounding: Double, _ value: @escaping @Sendable (Double) -> Double
    ) -> CentredDensity {
      CentredDensity(
        centre: exact.centre, unit: exact.unit, window: exact.window,
        breakpoints: exact.breakpoints,
        density: value,
        volume: Estimate(
          exact.volume.value * volume, error: 1.01 * exact.volume.value * abs(volume - 1) + 1e-15),
        tail: exact.tail, rounding: rounding)
    }
    let bell = exact.density
    let heavy = density(volume: 1.001, rounding: 0, bell)
    #expect(try heavy.mass(from: -.infinity, to: 0, workspace: &workspace).covers("0.5"))
    let skew = density(volume: 1, rounding: 1e-3) { bell($0) * ($0 < 0 ? 1 - 1e-3 : 1 + 1e-3) }
    #expect(try skew.offset(workspace: &workspace).covers("0"))
    #expect(try skew.mass(from: 0, to: .infinity, workspace: &workspace).covers("0.5"))
  }

  /// q = N(0, 1) with a constant that is off by δ, beside a posterior that is nearly the same.
  @Test func theErrorOfQComesThroughWhereKLIsSmall() throws {
    var workspace = try Workspace()
    let delta = 1e-6
    let wrong = exponent(
      -0.5, constant: DoubleDouble(delta) - DoubleDouble.halfLogTwoPi, constantError: delta * 1.0001
    )
    let near = try posterior(exponent(-0.5005), &workspace).gap(
      of: wrong, on: .real, workspace: &workspace)
    // ½(s − 1 − log s), s = 0.5005/0.5 in doubles.
    #expect(near.divergence.bounded.covers("2.498334582333615832568250699e-7"), "\(near)")
  }

  /// A normaliser, or its logarithm, that is off by a part in a thousand, and says so; q = N(0, 1).
  @Test(arguments: [(6.0, "18"), (100, "5000")] as [(Double, Truth)])
  func theErrorOfTheNormalizerComesThroughWhereKLIsLarge(_ centre: Double, _ truth: Truth) throws {
    var workspace = try Workspace()
    let q = exponent(-0.5, constant: -DoubleDouble.halfLogTwoPi)
    let exact = try posterior(exponent(-0.5, centre: centre), &workspace)
    var (scaled, shifted) = (exact, exact)
    let (volume, error) = (exact.normalizer.value, 1.01e-3 * exact.normalizer.value)
    scaled.normalizer = Estimate(1.001 * volume, error: error)
    shifted.normalizer = Estimate(volume, error: error)
    shifted.logVolume = exact.logVolume + .log(1.001)
    for posterior in centre == 6 ? [scaled] : [scaled, shifted] {
      let comparison = try posterior.compare(with: q, on: .real, workspace: &workspace)
      let divergence = try posterior.divergence(of: comparison, workspace: &workspace)
      #expect(divergence.estimate.covers(truth), "\(divergence)")
    }
  }

  /// The mass of N(9, 1) outside q's window, by one rule over a window that is much too wide; q = N(0, 1).
  @Test(arguments: [500.0, 5000, 50_000])
  func theQuadratureOfMassOutsideOfQComesThrough(_ drop: Double) throws {
    var workspace = try Workspace()
    let q = exponent(-0.5, constant: -DoubleDouble.halfLogTwoPi)
    let exact = try posterior(exponent(-0.5, centre: 9), &workspace)
    var coarse = try QuadraticPosterior(
      joint: exponent(-0.5, centre: 9), support: .real,
      accuracy: Accuracy(relative: 0.5, relativeWhereFar: 0.5, normalizerDrop: drop),
      workspace: &workspace)
    (coarse.normalizer, coarse.logVolume) = (exact.normalizer, exact.logVolume)
    let comparison = try exact.compare(with: q, on: .real, workspace: &workspace)
    let divergence = try coarse.divergence(of: comparison, workspace: &workspace)
    #expect(divergence.estimate.covers("40.5"), "\(divergence)")
  }

  /// N(0, 1) about a mean that is off, and says so.
  @Test func theErrorOfTheMeanIsInThatOfTheVariance() throws {
    var workspace = try Workspace()
    let density = CentredDensity(try posterior(exponent(-0.5), &workspace))
    let spread = try density.spread(
      about: Estimate(1e-3, error: 1.01e-3), workspace: &workspace)
    #expect((density.unit * (density.unit * spread)).covers("1"), "\(spread)")
  }

  /// The least gap of the exercise where θ is so large that KL is ½θ⁻⁴, to 1e-140: below what QUADPACK adds
  /// to an error for rounding, and below the normal numbers.
  @Test(
    arguments: [
      (7.3e+74, "1.7606724303804586567759642216862201837e-300"),
      (6.7e+74, "2.4812515393064235634104463382769984637e-300"),
      (9.3e+74, "6.6840272242567757527711338665366894541e-301"),
      (8.1e+76, "1.1615286562709387160294803212546304971e-308"),
      (1.3e+78, "1.7506389832288785919858392305724149526e-313"),
      (3.7e+78, "2.6678604452872516452814003503832199572e-315"),
    ] as [(Double, Truth)])
  func theRoundingOfATinyKLIsInItsBound(_ theta: Double, _ truth: Truth) throws {
    var workspace = try Workspace()
    let exercise = try Exercise(theta: theta, x: 0)
    let divergence = try exercise.engine.divergenceAtBest(
      exercise.closedForm.bestFamily(), workspace: &workspace)
    #expect(divergence.estimate.covers(truth), "\(divergence)")
  }

  /// exp(−(z − μ)²/3), with a μ so large that 31 digits miss the mode.
  @Test func theSlopeThatIsLeftAtThePeakIsInTheBound() throws {
    var workspace = try Workspace()
    var missed = 0
    for step in 0..<40 {
      var square = QuadraticExponent.Square(
        coefficient: DoubleDouble(-1) / DoubleDouble(3), centre: 1e31 * (1 + 0.237 * Double(step)))
      square.coefficientError = 0
      let posterior = try posterior(
        QuadraticExponent(square: square, constant: DoubleDouble(0), constantError: 0), &workspace)
      if posterior.form.peak.head < 0 { missed += 1 }
      let logEvidence = posterior.logEvidence.estimate
      #expect(logEvidence.covers("1.1216710872587549327693362941377922081"), "\(logEvidence)")
    }
    #expect(missed > 0)
  }

  /// The density itself, beside one of 31 digits.
  @Test func theRoundingOfADensityIsInItsBound() throws {
    var workspace = try Workspace()
    let density = CentredDensity(try posterior(exponent(-0.3), &workspace))
    for step in 0...100 {
      let s = 0.0171 * Double(step)
      let exact = Formula.latent.applying(.exp)(DoubleDouble(-0.3) * s * s)
      #expect(
        abs((DoubleDouble(density.density(s)) / exact - DoubleDouble(1)).head) <= density.rounding)
    }
  }
}
