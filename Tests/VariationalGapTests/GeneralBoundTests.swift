// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// Near misses of the general engine: numbers that would be outside of their bounds without one of its terms.
/// `Scripts/mutants` takes the terms away.
@Suite struct GeneralBoundTests {
  /// −½((z − m)/s)².
  private static func bell(_ mean: Double = 0, _ deviation: Double = 1) -> Formula {
    -0.5 * ((.latent - .number(mean)) / .number(deviation)).applying(.square)
  }

  /// A number times sin² + cos² − 1, which cancels in all but the last of 31 digits.
  private static func nothing(times factor: Double) -> Formula {
    let z = Formula.latent
    return .number(factor)
      * (z.applying(.sine).applying(.square) + z.applying(.cosine).applying(.square) - 1)
  }

  private static let line = Coordinate(
    origin: DoubleDouble(0), direction: 1, isLogarithmic: false, lower: 0, upper: 64, vanishing: [])

  private static func terms(
    _ density: Formula, _ weight: Formula?, _ coordinates: [Coordinate]
  ) -> [MassSearch.Term] {
    [
      MassSearch.Term(
        LatentFunction(density), weight: weight.map { LatentFunction($0) }, in: coordinates)
    ]
  }

  private static func cover(
    _ density: Formula, weight: Formula? = nil, on support: Interval = .real,
    drop: Double = Expectation.drop, cuts: [Double] = []
  ) throws -> Cover {
    try Cover.of(
      support: support, cuts: cuts, quantity: "f",
      functions: ([density] + (weight.map { [$0] } ?? [])).map { LatentFunction($0) }, drop: drop
    ) { terms(density, weight, $0) }
  }

  /// A cover of (0, 64), in one coordinate whatever the formula.
  private static func plainCover(_ density: Formula) throws -> Cover {
    let terms = terms(density, nil, [line])
    return Cover(
      try MassSearch(terms, on: [line], drop: Expectation.drop), on: [line], terms: terms,
      isEnclosed: true)
  }

  private static func panel(from lower: Double, to upper: Double, isProven: Bool = true) -> Panel {
    var panel = Panel(
      stretch: Stretch(coordinate: 0, lower: lower, upper: upper), isActive: [true])
    panel.isProven = isProven
    return panel
  }

  /// - Parameter isBounded: whether anything is known of the integrand beside its values.
  private static func integral(
    of cover: Cover, over panels: [Panel], isBounded: Bool = true
  ) throws -> Estimate {
    var workspace = try Workspace()
    let panels = panels.map { panel in
      var panel = panel
      panel.logErrors = PanelProof.logErrors(
        on: panel.stretch, sufficient: SIMD2(repeating: -.infinity)
      ) { cover.logMagnitudes(panel, $0) }
      return panel
    }
    let sum = try cover.integrals(
      over: panels, bound: { isBounded ? $0.x : .infinity }, of: "f", workspace: &workspace
    ) { _ in { $0.density } }.reduce(into: CoverIntegral()) { $0 += $1 }
    return Estimate(sum.value, error: sum.error)
  }

  /// A panel by the rule on its halves, as panels are of which nothing is proven, where they are many.
  private static func halved(
    _ cover: Cover, from lower: Double, to upper: Double
  ) throws -> Estimate {
    let panels = (0..<40).map { _ in panel(from: lower, to: upper, isProven: false) }
    let sum = try integral(of: cover, over: panels, isBounded: false)
    return Estimate(sum.value / 40, error: sum.error / 40)
  }

  // MARK: Covers

  @Test(arguments: [0.5, 1, 2, 3, 6])
  func whatASearchSetsAsideIsInTheBound(drop: Double) throws {
    var workspace = try Workspace()
    let mass = try Expectation(
      of: LatentFunction(Self.bell()), over: Self.cover(Self.bell(), drop: drop, cuts: [0.3]),
      known: nil, quantity: "f", workspace: &workspace)
    let volume = exponential(mass.peak) * mass.value
    #expect(volume.covers("2.50662827463100050241576528481104525300698674"), "\(volume)")
    #expect(volume.error < 20 * exponential(-drop))
  }

  @Test(arguments: [100, 1000])
  func aSearchWithoutAnEndLooksAtAsManyCellsAsItMay(_ limit: Int) throws {
    let terms = Self.terms(Self.bell() + Self.nothing(times: 1e20), nil, [Self.line])
    let search = try MassSearch(
      terms, on: [Self.line], drop: Expectation.drop, limit: limit)
    #expect(!search.unresolved.isEmpty)
    // A cell that is cut leaves two.
    #expect(2 * search.unresolved.count + search.cells.count >= limit / 2)
    #expect(search.unresolved.count + search.cells.count <= limit)
  }

  /// Half of the mass is where a formula has no digits in doubles.
  @Test func whatASearchCannotResolveIsInTheBound() throws {
    let mixture = Formula.logSumExp([
      Self.bell(), Self.bell(20) + Self.nothing(times: 1e18),
    ])
    let cover = try Self.cover(mixture)
    #expect(!cover.isComplete)
    #expect(cover.outside(0) >= 2.5)
  }

  /// ½ in (0.1, 1e6), the middle of which no coordinate of doubles meets from both ends.
  @Test func whatLiesBetweenCoordinatesIsInTheBound() throws {
    var workspace = try Workspace()
    let support = try Interval(from: 0.1, to: 1e6)
    let mass = try Expectation(
      of: Self.bell(500000.05), on: support, quantity: "f", workspace: &workspace)
    let volume = exponential(mass.peak) * mass.value
    #expect(volume.covers("2.50662827463100050241576528481104525300698674"), "\(volume)")
    #expect(volume.error < 1e-9)
  }

  @Test func roundingOfTheWeightIsInTheBound() throws {
    var workspace = try Workspace()
    let support = try Interval(from: -1, to: 1)
    let mass = try Expectation(
      of: Self.bell(), weight: 1 + Self.nothing(times: 1e20), on: support, quantity: "f",
      workspace: &workspace)
    let value = exponential(mass.peak) * mass.value
    #expect(value.covers("1.71124878378429760634660924056009012245282857"), "\(value)")
    #expect(value.error < 1e-6)
  }

  /// What 31 digits make of −½z² + 1e12·0, and of 1e12·0.
  @Test func noiseIsWhatRoundingLeavesAtLeast() throws {
    let support = try Interval(from: -1, to: 1)
    let rough = Self.bell() + Self.nothing(times: 1e12)
    for (density, weight) in [(rough, nil), (Self.bell(), Self.nothing(times: 1e12))]
      as [(Formula, Formula?)]
    {
      let cover = try Self.cover(density, weight: weight, on: support)
      for panel in cover.panels {
        let (stretch, coordinate) = (panel.stretch, cover.coordinates[panel.stretch.coordinate])
        let noise = cover.noise(on: panel)
        let exact = LatentFunction(Self.bell()).logDensity(in: coordinate)
        for share in stride(from: 0.1, to: 1, by: 0.1) {
          let u = DoubleDouble(stretch.lower + share * (stretch.upper - stretch.lower))
          let size = exponential(exact(u).head) * (stretch.upper - stretch.lower)
          let lost = abs((cover.terms[0].density[stretch.coordinate](u) - exact(u)).head)
          #expect(noise.density >= 0.9 * size * lost, "\(stretch)")
          guard let weight = cover.terms[0].weight?[stretch.coordinate] else { continue }
          #expect(noise.weight >= 0.9 * size * abs(weight.value(at: u).head), "\(stretch)")
        }
      }
    }
  }

  // MARK: Panels

  @Test(arguments: [8.0, 12, 16, 20, 30])
  func aRuleIsAtMostAsFarOffAsItsProofSays(length: Double) throws {
    let cover = try Self.plainCover(Self.bell())
    let value = try Self.integral(of: cover, over: [Self.panel(from: 0, to: length)])
    // ∫ from 8 on is 8e-16.
    let tail = exponential(-0.5 * length * length) / length
    #expect(
      abs(Truth("1.25331413731550025120788264240552262650349337").distance(from: value.value))
        <= value.error + tail, "\(value)")
  }

  /// exp(sz) from 0 to 64, which varies by exp(64 s): a node that is moved by its last digit moves it by many of its own.
  @Test(arguments: [0.1, 0.3, 0.5, 0.7, 0.8])
  func theRoundingOfNodesIsNoneOfTheIntegrals(slope: Double) throws {
    let cover = try Self.plainCover(.number(slope) * .latent)
    for length in [8.0, 32, 64] {
      let value = try Self.integral(of: cover, over: [Self.panel(from: 0, to: length)])
      let truth = exponentialMinusOne(slope * length) / slope
      #expect(abs(value.value - truth) <= value.error + 2 * truth.ulp, "\(value) \(truth)")
      // That of the sum alone: 8 ulp, half of which are left to what the proof leaves.
      let rounding = 4 * Double.ulpOfOne * truth
      #expect(abs(value.value - truth) <= rounding || value.error > 2 * rounding, "\(value)")
    }
  }

  /// exp(−3.5z) from a to 17: a rounding of the panel's middle, or of half its length, moves the end where the mass is.
  @Test(arguments: [0.9882758620689653, 0.9789655172413791, 0.9882758620689653, 0.9789655172413791])
  func theEndsOfALongPanelAreWhereTheyAre(lower: Double) throws {
    let cover = try Self.plainCover(-3.5 * .latent)
    let value = try Self.integral(of: cover, over: [Self.panel(from: lower, to: 17)])
    let truth = exponential(-3.5 * lower) / 3.5
    #expect(abs(value.value - truth) <= value.error + 2 * truth.ulp, "\(value) \(truth)")
    #expect(value.error < 10 * Double.ulpOfOne * truth)
  }

  /// exp(10z) from 0 to 64, by routines whose nodes are doubles.
  @Test func theRoundingOfNodesIsInTheBoundOfAnAdaptiveIntegral() throws {
    let cover = try Self.plainCover(10 * .latent)
    let open = Self.panel(from: 0, to: 64, isProven: false)
    let value = try Self.integral(of: cover, over: [open], isBounded: false)
    #expect(
      value.error >= 64 * Double.ulpOfOne * exponential(640.0)
        && value.error < 1e-12 * exponential(640.0))
  }

  /// 0.0483076656877383162348125704405021636908… is the least positive one of 32.
  @Test func nodesHave31Digits() {
    let node = Panel.sharpNodes[16]
    #expect(
      abs((node - DoubleDouble(0.04830766568773832) - DoubleDouble(-1.0823887937355692e-18)).head)
        < 1e-31)
    #expect(Panel.sharpNodes.reduce(DoubleDouble(0), +).head.magnitude < 1e-30)
  }

  /// 1/(1 + 5z²) on (−1, 1), in an ellipse that comes near its poles.
  @Test func aProofCountsTheDegreeOfTheRule() throws {
    let cover = try Self.plainCover(
      -(5 * (Formula.latent - 1).applying(.square)).applying(.logOnePlus))
    let value = try Self.integral(of: cover, over: [Self.panel(from: 0, to: 2)])
    #expect(value.covers("1.02882560198109153790453091754478765957612995"), "\(value)")
  }

  @Test func theRoundingOfASumIsInItsBound() throws {
    let cover = try Self.plainCover(Self.bell())
    let value = try Self.integral(of: cover, over: [Self.panel(from: 0, to: 1)])
    #expect(value.covers("0.855624391892148803173304620280045061226414285"), "\(value)")
    #expect(value.error < 1e-14)
  }

  /// exp(−|z − 0.3|), across its kink: by the length and the largest value, by halves down to the kink, by the
  /// rule on both halves, and adaptively.
  @Test func anUnprovenPanelHasABound() throws {
    let kink = -(Formula.latent - 0.3).applying(.magnitude)
    let cover = try Self.plainCover(kink)
    let truth = Truth("0.762596475526872616516796050254827894625466638")
    let open = Self.panel(from: 0, to: 1, isProven: false)
    let bounded = try Self.integral(of: cover, over: [Self.panel(from: 0, to: 1)])
    #expect(bounded.covers(truth), "\(bounded)")
    let halved = try Self.integral(of: cover, over: [open])
    #expect(halved.covers(truth), "\(halved)")
    #expect(halved.error < 3e-15)
    let adaptive = try Self.integral(of: cover, over: [open], isBounded: false)
    #expect(adaptive.covers(truth), "\(adaptive)")
    #expect(adaptive.error < 1e-9)
    let doubled = try Self.halved(cover, from: 0, to: 1)
    // On halves with a kink the rule has not converged: nothing is known of how far it is off.
    #expect(doubled.error == .infinity)
    let one = try Self.halved(cover, from: 0.3, to: 1)
    #expect(one.covers("0.50341469620859047042"), "\(one)")
    #expect(one.error < 1e-9)
  }

  /// 1, and e⁻⁵ beyond a place between two doubles: what lies between them is in the bound, and no rounding.
  @Test func aJumpBetweenTwoDoublesIsInTheBound() throws {
    let (lower, length) = (60.0, 0x1p-20)
    let distance = DoubleDouble(0.5 * length) + DoubleDouble(3e-15)
    let place = .constant(DoubleDouble(lower) + distance) as Formula
    let cover = try Self.plainCover(.choice(-5, 0, positive: .latent - place))
    let value = try Self.integral(
      of: cover, over: [Self.panel(from: lower, to: lower + length, isProven: false)])
    let beyond = Formula.latent.applying(.exp)(DoubleDouble(-5))
    let truth = (distance + (DoubleDouble(length) - distance) * beyond).head
    #expect(abs(value.value - truth) <= value.error, "\(value) \(truth)")
    #expect(value.error < 1e-13)
  }

  /// (z − 1)^2.5 from 1 to 2, many times: on halves the rule has converged, to what it gains by them.
  @Test func whatHalvesStillGainIsInTheBound() throws {
    let cover = try Self.plainCover(2.5 * (Formula.latent - 1).applying(.log))
    let one = try Self.halved(cover, from: 1, to: 2)
    #expect(one.covers("0.28571428571428571428571428571428571428571"), "\(one)")
    #expect(one.error < 1e-10)
  }

  /// |sin 100z| from 0 to 1, by routines that have room for eight intervals.
  @Test func theEstimateOfAnAdaptiveIntegralIsInItsBound() throws {
    var workspace = try Workspace(limit: 8)
    let sums = try Self.plainCover(Self.bell()).integrals(
      over: [Self.panel(from: 0, to: 1, isProven: false)], bound: { _ in .infinity }, of: "f",
      workspace: &workspace
    ) { _ in { abs((100 * Formula.latent).applying(.sine)($0.u).head) } }
    let sum = try #require(sums.first)
    let value = Estimate(sum.value, error: sum.error)
    #expect(value.covers("0.63862318872287683934101938513950842535510"), "\(value)")
    #expect(value.error < 0.2)
  }

  // MARK: Comparisons

  private static func compare(
    _ q: some Distribution, massError: Double = 0, _ p: Formula,
    on support: Interval = .real, drop: Double = Expectation.drop
  ) throws -> (elbo: Estimate, divergence: Estimate) {
    var workspace = try Workspace()
    let pair = ComparedDensities(
      q, Estimate(0, error: massError),
      FormulaComparison.Target(
        LatentFunction(p), support: support, normalizer: .known(0), name: "p"))
    var pass = try ComparisonPass(pair, drop: drop, workspace: &workspace)
    let values = try pass.values(workspace: &workspace)
    return (values.elbo.estimate, values.divergence.estimate)
  }

  private static func normal(_ mean: Double, _ deviation: Double) throws -> Normal {
    try Normal(mean: mean, standardDeviation: deviation)
  }

  /// KL(N(0, 1)‖N(0, ⅛²)) = 31.5 − log 8, and KL(N(0, 1)‖N(0, 2²)) = log 2 − ⅜.
  @Test(arguments: [0.5, 1, 2, 3, 6, 9])
  func whatAComparisonSetsAsideIsInItsBounds(drop: Double) throws {
    for (deviation, truth, opposite) in [
      (
        0.125, "29.4205584583201640717483036356254702957734996",
        "-29.4205584583201640717483036356254702957734996"
      ),
      (
        2, "0.318147180559945309417232121458176568075500134",
        "-0.318147180559945309417232121458176568075500134"
      ),
    ] as [(Double, Truth, Truth)] {
      let found = try Self.compare(
        Self.normal(0, 1), Self.normal(0, deviation).formula, drop: drop)
      #expect(found.divergence.covers(truth), "\(found)")
      #expect(found.elbo.covers(opposite), "\(found)")
    }
  }

  /// A q with 1.01 of mass, whose KL is that of q with 1.
  @Test func massThatIsNotOneIsInTheBounds() throws {
    let normal = try Self.normal(0, 1)
    let q = Opaque(base: normal, formula: normal.formula + .number(logarithm(1.01)))
    let found = try Self.compare(q, Self.normal(0, 2).formula)
    #expect(found.elbo.covers("-0.318147180559945309417232121458176568075500134"), "\(found)")
    #expect(found.divergence.covers("0.318147180559945309417232121458176568075500134"), "\(found)")
    #expect(found.elbo.error < 0.1)
  }

  /// log q is known to 1e-3: so is the ELBO, and the square of it is in KL.
  @Test func theErrorOfTheNormaliserIsInTheBounds() throws {
    let found = try Self.compare(
      Self.normal(0, 1), massError: 1e-3, Self.normal(0, 2).formula)
    #expect(found.elbo.error >= 1e-3, "\(found)")
    #expect(found.divergence.error >= 3e-4, "\(found)")
  }

  /// An ELBO that is 0 but for the rounding of a constant.
  @Test func theQuadratureOfAnElboIsInItsBound() throws {
    let found = try Self.compare(
      Self.normal(0, 1), Self.normal(1, 2).formula + 0.4431471805599453)
    #expect(found.elbo.covers("-2.31904681384629961549485546387284795594601173e-17"), "\(found)")
    #expect(found.elbo.error < 1e-13)
  }

  /// q and p in (0.1, 1e6), of which the middle, where coordinates meet, is where q is largest, and where log p is
  /// far below its mean: KL(N(m, 1)‖N(m + 1, 1)) = ½, KL(N(m, 1)‖N(m, ⅛²)) = 31.5 − log 8.
  @Test(arguments: [
    (0.0, 1.0, 1.0, "0.5", "-0.5"),
    (
      2, 0, 0.125, "29.4205584583201640717483036356254702957734996",
      "-29.4205584583201640717483036356254702957734996"
    ),
  ])
  func whatLiesBetweenTheCoordinatesOfAComparisonIsInItsBounds(
    place: Double, shift: Double, deviation: Double, truth: String, opposite: String
  ) throws {
    let support = try Interval(from: 0.1, to: 1e6)
    let mean = 500000.05 + place
    let found = try Self.compare(
      try Truncated(try Self.normal(mean, 1), to: support),
      Self.normal(mean + shift, deviation).formula, on: support)
    #expect(found.divergence.covers(Truth(truth)), "\(found)")
    #expect(found.elbo.covers(Truth(opposite)), "\(found)")
    #expect(found.divergence.error < 1e-6)
  }

  // MARK: Posteriors

  /// Next to 0, where a double has more digits than the quadrature.
  @Test func theEvidenceHasTheErrorsOfItsParts() throws {
    var workspace = try Workspace()
    for error in [0, 1e-3] {
      let posterior = try GeneralPosterior(
        logJoint: Self.bell() - 0.9189385332046727, support: .real, constantError: error,
        workspace: &workspace)
      let evidence = posterior.logEvidence.estimate
      #expect(evidence.covers("7.2239360881843238220057778088872159e-17"), "\(evidence)")
      #expect(evidence.error >= error && evidence.error < error + 1e-13)
    }
  }

  /// A posterior, with numbers of it that are off by a part in a thousand, and say so.
  private static func posterior(
    _ exact: GeneralPosterior, parts: Double = 1, volume: Double = 1
  ) -> GeneralPosterior {
    let slip = 1.01 * abs(volume - 1)
    return GeneralPosterior(
      support: exact.support, logJoint: exact.logJoint, constantError: 0, cover: exact.cover,
      parts: exact.parts.map {
        GeneralPosterior.Part(
          panel: $0.panel,
          mass: Estimate(
            parts * $0.mass.value, error: $0.mass.error + 1.01 * abs(parts - 1) * $0.mass.value))
      },
      peak: exact.peak,
      volume: Estimate(
        volume * exact.volume.value, error: exact.volume.error + slip * exact.volume.value),
      sharpLogEvidence: LogProbability(
        exact.sharpLogEvidence.value + .log(volume), error: exact.sharpLogEvidence.error + slip),
      logEvidence: exact.logEvidence, errorKind: exact.errorKind, target: exact.target)
  }

  /// P(z < a) of a lognormal density.
  @Test(arguments: [
    (0.3, "0.1143000450491515297472593457306034848"),
    (0.7, "0.36066758262264909443776810268270253836"),
    (2, "0.75589140421441726599496069352105569862"),
    (5, "0.94623968954833687406902521095052855774"),
  ])
  func probabilitiesHaveTheErrorsOfTheirParts(place: Double, truth: String) throws {
    var workspace = try Workspace()
    let exact = try GeneralPosterior(
      logJoint: LogNormal(location: 0, scale: 1).formula, support: .positive,
      workspace: &workspace)
    for posterior in [
      exact, Self.posterior(exact, volume: 1.001), Self.posterior(exact, parts: 1.001),
      Self.posterior(exact, parts: 0.999),
    ] {
      let found = try posterior.cumulativeProbability(place, workspace: &workspace)
      #expect(found.covers(Truth(truth)), "\(found)")
      #expect(found.error < 2e-3)
    }
  }

  /// What a cover of less than all of the mass leaves out.
  @Test(arguments: [1.0, 2, 3])
  func whatACoverLeavesOutIsInAProbability(drop: Double) throws {
    var workspace = try Workspace()
    let exact = try GeneralPosterior(logJoint: Self.bell(), support: .real, workspace: &workspace)
    let mass = try Expectation(
      of: LatentFunction(Self.bell()), over: Self.cover(Self.bell(), drop: drop, cuts: [0.3]),
      known: nil, quantity: "f", workspace: &workspace)
    let posterior = GeneralPosterior(
      support: .real, logJoint: exact.logJoint, constantError: 0, cover: mass.cover,
      parts: GeneralPosterior.parts(of: mass), peak: mass.peak,
      volume: Estimate(exponential(exact.peak - mass.peak) * exact.volume.value, error: 1e-13),
      sharpLogEvidence: exact.sharpLogEvidence, logEvidence: exact.logEvidence,
      errorKind: exact.errorKind, target: exact.target)
    let found = try posterior.cumulativeProbability(0, workspace: &workspace)
    #expect(found.covers("0.5"), "\(found)")
    #expect(found.error < 1)
  }

  /// E[z] and Var[z] of a lognormal density, whose mean is far from its bulk, by an evidence that is off.
  @Test func momentsHaveTheErrorOfTheEvidence() throws {
    var workspace = try Workspace()
    let exact = try GeneralPosterior(
      logJoint: LogNormal(location: 0, scale: 1).formula, support: .positive,
      workspace: &workspace)
    for posterior in [exact, Self.posterior(exact, volume: 1.001)] {
      let mean = try #require(try posterior.mean(workspace: &workspace))
      #expect(mean.covers("1.648721270700128146848650787814163571654"), "\(mean)")
      let variance = try #require(try posterior.variance(workspace: &workspace))
      #expect(variance.covers("4.670774270471604991870684370786405211085"), "\(variance)")
      #expect(mean.error < 1e-2 && variance.error < 0.1)
    }
  }

  /// Three quarters of the mass about −8 and one about 8: the mean is far from where most is.
  @Test func numbersBetweenTwoModesHaveTheErrorsOfTheirParts() throws {
    var workspace = try Workspace()
    let exact = try GeneralPosterior(
      logJoint: .logSumExp([
        .number(logarithm(0.75)) + Self.bell(-8), .number(logarithm(0.25)) + Self.bell(8),
      ]), support: .real, workspace: &workspace)
    let posterior = Self.posterior(exact, volume: 1.001)
    let mean = try #require(try posterior.mean(workspace: &workspace))
    #expect(mean.covers("-4"), "\(mean)")
    #expect(mean.error < 0.1)
    // The smaller side is the mode on the right, all of it.
    let below = try Self.posterior(exact, parts: 1.001)
      .cumulativeProbability(0.3, workspace: &workspace)
    #expect(below.covers("0.75000000000000166178611210681540387641"), "\(below)")
    #expect(below.error < 1e-3)
  }

  /// Var[z] of N(0, 1) about a mean that is off, and says so.
  @Test func theErrorOfTheMeanIsInThatOfTheVariance() throws {
    var workspace = try Workspace()
    let posterior = try GeneralPosterior(
      logJoint: Self.bell(), support: .real, workspace: &workspace)
    _ = posterior.knownMean.value { Estimate(1e-3, error: 1.01e-3) }
    let variance = try #require(try posterior.variance(workspace: &workspace))
    #expect(variance.covers("1"), "\(variance)")
  }

  /// In the gap between N(−8, 1) and N(8, 1) the density is 1e-14: where half of the mass is below, Newton's method
  /// has no digit of it.
  @Test(arguments: [
    (0.5, "0"), (0.49999999999999994, "-0.01097348632828350131141015019955701299645"),
    (0.4999999999999999, "-0.02186482137661138163064622201730390195175"),
    (0.5000000000000001, "0.02186482137661138163064622201730327929695"), (0.25, "-8"),
  ])
  func aQuantileInAGapIsWithinItsBound(p: Double, truth: String) throws {
    var workspace = try Workspace()
    let posterior = try GeneralPosterior(
      logJoint: .logSumExp([Self.bell(-8), Self.bell(8)]), support: .real, workspace: &workspace)
    let found = try posterior.quantile(p, workspace: &workspace)
    #expect(found.covers(Truth(truth)), "\(found)")
    #expect(found.error < 8)
  }
}
