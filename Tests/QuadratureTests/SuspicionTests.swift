// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import TestSupport
import Testing

/// What a routine cannot know is found by a closer look, or said.
@Suite struct SuspicionTests {
  private static func normal(_ z: Double, _ mean: Double, _ deviation: Double) -> Double {
    let distance = (z - mean) / deviation
    return exp(-0.5 * distance * distance) / (deviation * (2 * .pi).squareRoot())
  }

  /// Truths in closed form.
  @Test func theFrontDoorFindsWhatQUADPACKMisses() throws {
    let narrow = try integrate(from: -1, to: 1) { z in Self.normal(z, 0, 1e-3) }
    #expect(narrow.suspicion == nil && abs(narrow.value - 1) <= 1e-10)
    let apart = try integrate(from: -.infinity, to: .infinity) { z in
      Self.normal(z, 0, 1) + Self.normal(z, 10, 0.01)
    }
    #expect(apart.suspicion == nil && abs(apart.value - 2) <= 1e-10)
    let box = try integrate(from: 0, to: 1) { z in abs(z - 0.37123) < 0.0005 ? 1000 : 1 }
    #expect(box.suspicion == nil && abs(box.value - 1.999) <= 1e-9)
  }

  /// Features that one node of the look sees: CQUAD, asked for its panel, saw nothing, and was sure of it.
  @Test func whatOneNodeSawIsNotLost() throws {
    let box = try integrate(from: 0, to: .pi, tolerance: Tolerance(relative: 1e-6)) { z in
      (z > 1.2452707247595394 && z < 1.2484314119386062 ? 1 : 0)
        + abs(z - 1.642031499935558).squareRoot()
    }
    let (below, above) = (1.642031499935558, Double.pi - 1.642031499935558)
    let truth =
      1.2484314119386062 - 1.2452707247595394 + (pow(below, 1.5) + pow(above, 1.5)) / 1.5
    #expect(box.suspicion != nil || abs(box.value - truth) <= 2e-6 * truth, "\(box)")
    let (place, half) = (49.207019097333124, 0.026351080382617735)
    let tent = try integrate(from: 0, to: .infinity) { z in
      exp(-z.squareRoot()) + max(0, 1 - abs(z - place) / half)
    }
    #expect(tent.suspicion != nil || abs(tent.value - 2 - half) <= 1e-9, "\(tent)")
  }

  /// More jumps than a look has the time for: it cannot confirm what it knows no better.
  @Test(arguments: [165.0, 484, 604, 787])
  func stairsAreRightOrDoubted(_ steps: Double) {
    func stairs() throws -> Integral {
      try integrate(from: 0.3, to: 2.3, tolerance: Tolerance(relative: 1e-6)) { z in
        ((z - 0.3) / 2 * steps).rounded(.down) / steps + cos(9 * z)
      }
    }
    guard let integral = try? stairs() else { return }
    let truth = (steps - 1) / steps + (sin(20.7) - sin(2.7)) / 9
    #expect(
      integral.suspicion != nil || abs(integral.value - truth) <= 1e-6 * abs(truth) + 1e-12,
      "\(integral)")
  }

  /// The tail is a millionth of the integral, and nearly all of it lies beyond what QAGI sees: it was left out without a word.
  @Test func aSmallSlowTailIsNotLost() throws {
    let (spread, power) = (5.11374071613324, 1.0013445049225775)
    let both = try integrate(from: 0, to: .infinity) { z in
      let logarithm = log(z) / spread
      return (z == 0 ? 0 : exp(-0.5 * logarithm * logarithm)) + 3e-4 * pow(1 + z, -power)
    }
    let truth =
      spread * (2 * Double.pi).squareRoot() * exp(0.5 * spread * spread) + 3e-4 / (power - 1)
    #expect(both.suspicion != nil || abs(both.value - truth) <= 1e-9 * truth, "\(both)")
    let end = try integrate(from: 0, to: 1) { z in 1e4 * exp(-z) + 1e-6 * pow(z, -0.999) }
    let whole = 1e-3 - 1e4 * expm1(-1)
    #expect(end.suspicion != nil || abs(end.value - whole) <= 1e-10 * whole, "\(end)")
  }

  /// A divergence beside a tail that converges slowly, and one at an end that is not 0, where doubles go no nearer than its last
  /// digits.
  @Test func aDivergenceHidesBehindNothing() {
    func expectDoubt(_ integral: () throws -> Integral) {
      guard let integral = try? integral() else { return }
      #expect(integral.suspicion != nil, "\(integral)")
    }
    for power in [1.001, 1.01, 1.1] {
      expectDoubt {
        try integrate(from: 0, to: .infinity) { z in z / (1 + z * z) + pow(1 + z / 4.8, -power) }
      }
    }
    for power in [1, 1.1, 1.5] {
      expectDoubt { try integrate(from: 7.3, to: 9.3) { z in 1e-4 * pow(z - 7.3, -power) + 1 } }
      expectDoubt { try integrate(from: 0, to: 1) { z in pow(1 - z, -power) + 1e3 * exp(-z) } }
    }
    expectDoubt {
      try integrate(from: -.infinity, to: .infinity) { z in
        exp(-z * z) + 1e-3 / ((abs(z) + 2) * log(abs(z) + 2))
      }
    }
  }

  @Test func valuesThatAreAllZeroAreSuspicious() throws {
    let far = try integrate(from: -.infinity, to: .infinity) { z in
      abs(z - 1000) < 0.05 ? 10 : 0
    }
    guard case .nearlyAllZero(let nonzero, let count) = far.suspicion else {
      Issue.record("\(far)")
      return
    }
    #expect(nonzero <= 2 && count > 1000)
    let hinted = try integrate(from: -.infinity, to: .infinity, scale: 0.1, centre: 1000) { z in
      abs(z - 1000) < 0.05 ? 10 : 0
    }
    #expect(hinted.suspicion == nil && abs(hinted.value - 1) <= 1e-10)
  }

  @Test(arguments: [2.0, 4, 8])
  func aRoutineThatWasNamedKeepsItsValueAndIsDoubted(_ frequency: Double) throws {
    let integral = try integrate(from: 0, to: .pi, using: .romberg()) { z in
      cos(frequency * z) * cos(frequency * z)
    }
    #expect(integral.evaluations == 3)
    guard case .disagreement(let other) = integral.suspicion else {
      Issue.record("\(integral)")
      return
    }
    #expect(abs(other.value - .pi / 2) <= other.error + 1e-12)
  }

  @Test func cquadIsDoubtedToo() throws {
    let apart = try integrate(from: -.infinity, to: .infinity, using: .cquad) { z in
      Self.normal(z, 0, 1) + Self.normal(z, 10, 0.01)
    }
    #expect(apart.suspicion != nil)
    let root = try integrate(from: 0, to: 1, using: .cquad) { z in 1 / abs(z - 0.3).squareRoot() }
    let truth = 2 * (0.3.squareRoot() + 0.7.squareRoot())
    #expect(root.suspicion != nil || abs(root.value - truth) <= root.error)
  }

  @Test(arguments: [Routine.automatic, .cquad])
  func aMeanThatIsInfiniteIsSaidToDiverge(_ routine: Routine) throws {
    let mean = try integrate(from: 0, to: .infinity, using: routine) { z in
      z * 2 / (.pi * (1 + z * z))
    }
    #expect(mean.suspicion == .divergence(at: .infinity))
  }

  @Test(arguments: [1.5, 1.1, 1.01, 1.001])
  func aHeavyTailIsNotDoubted(_ power: Double) throws {
    let tail = try integrate(from: 1, to: .infinity) { z in pow(z, -power) }
    #expect(tail.suspicion == nil && abs(tail.value * (power - 1) - 1) <= 1e-10)
    let down = try integrate(from: -.infinity, to: -1) { z in pow(-z, -power) }
    #expect(down.suspicion == nil && abs(down.value * (power - 1) - 1) <= 1e-10)
  }

  /// The image of a tail is steep where z is large; the integrand itself is finite there.
  @Test func noValueIsCalledInfiniteThatIsNot() throws {
    do {
      let tail = try integrate(from: 1, to: .infinity, using: .qag()) { z in pow(z, -1.01) }
      #expect(abs(tail.value - 100) <= tail.error)
    } catch QuadratureError.notConverged(let best, _) {
      #expect(abs(best.value - 100) <= 1)
    }
  }

  @Test func cquadLeavesOutAnEndThatIsNotFinite() throws {
    let root = try integrate(from: 0, to: 1, using: .cquad) { z in 1 / z.squareRoot() }
    #expect(abs(root.value - 2) <= root.error)
    let logarithm = try integrate(from: 0, to: 1, using: .cquad) { z in log(z) }
    #expect(abs(logarithm.value + 1) <= logarithm.error)
  }

  @Test func aRootAtABreakpointIsNoHole() throws {
    let root = try integrate(from: 0, to: 1, breakpoints: [0.3]) { z in
      1 / abs(z - 0.3).squareRoot()
    }
    #expect(root.suspicion == nil, "\(root)")
    #expect(abs(root.value - 2 * (0.3.squareRoot() + 0.7.squareRoot())) <= 1e-11)
  }

  @Test func anErrorLargerThanTheValueIsSuspicious() throws {
    let nothing = try integrate(from: 0, to: 2 * .pi) { z in cos(z) }
    #expect(nothing.suspicion == .errorExceedsValue)
    let known = try integrate(from: 0, to: 2 * .pi, tolerance: Tolerance(absolute: 1e-12)) { z in
      cos(z)
    }
    #expect(known.suspicion == nil)
  }

  /// Where the integrand's own square or cube overflows far out, the test is taken nearer.
  @Test func anOverflowFarOutHidesNoDivergence() throws {
    let cubes = try integrate(from: -.infinity, to: .infinity) { z in z * z / (1 + abs(z * z * z)) }
    guard case .divergence = cubes.suspicion else {
      Issue.record("\(cubes)")
      return
    }
  }

  /// A breakpoint beyond the near zone of the look was an edge of panels on both of its sides.
  @Test(arguments: [2000.0, 1e7])
  func aBreakpointFarOutIsLookedAtOnce(_ point: Double) throws {
    let bell = try integrate(
      from: -.infinity, to: .infinity, breakpoints: [point], centre: 0
    ) { z in exp(-z * z) }
    #expect(bell.suspicion == nil && abs(bell.value - Double.pi.squareRoot()) <= 1e-10, "\(bell)")
    let hinted = try integrate(from: 0, to: 1e5, breakpoints: [1e3], scale: 0.1, centre: 0) { z in
      exp(-z)
    }
    #expect(hinted.suspicion == nil && abs(hinted.value - 1) <= 1e-10, "\(hinted)")
  }

  /// A scale without a centre holds everywhere in a finite interval, or is refused.
  @Test func aScaleAloneIsLookedForEverywhere() throws {
    let peak = try integrate(from: 0, to: 100, scale: 1) { z in 1 + Self.normal(z, 77.3, 2e-3) }
    #expect(peak.suspicion == nil && abs(peak.value - 101) <= 1e-8, "\(peak)")
    let error = #expect(throws: QuadratureError.self) {
      _ = try integrate(from: 0, to: 100, scale: 1e-3) { z in z }
    }
    #expect("\(String(describing: error))".contains("centre"))
  }

  /// 75 even panels have edges where halves of halves of the interval are: a step next to one was seen by neither.
  @Test func aStepNextToAnEdgeOfARoutineIsSeen() throws {
    let place = 0.8652344037142333
    let step = try integrate(from: 0, to: 1) { z in z < place ? 0 : 1 }
    #expect(step.suspicion != nil || abs(step.value - (1 - place)) <= max(step.error, 1e-11))
  }

  @Test func aSuspicionCanBeThrownOrIgnored() throws {
    func integral(_ response: SuspicionResponse) throws -> Integral {
      try integrate(from: 1, to: 0, using: .qag(), onSuspicion: response) { z in
        abs(z - 0.37) < 0.002 ? 250 : 1
      }
    }
    let error = #expect(throws: QuadratureError.self) { _ = try integral(.throw) }
    guard case .suspicious(.disagreement(let seen), let best) = error else {
      // Where QAG sees the box, nothing is to be thrown.
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(best.value == -1 && seen.value < -1)
    let ignored = try integral(.ignore)
    #expect(ignored.value == -1 && ignored.suspicion == nil && ignored.inspections == 0)
  }

  @Test(arguments: [Routine.automatic, .qag(), .cquad])
  func everyEvaluationIsCounted(_ routine: Routine) throws {
    var count = 0
    let root = try integrate(from: 0, to: 1, using: routine) { z in
      count += 1
      return abs(z - 0.37) < 0.01 ? 100 : z.squareRoot()
    }
    #expect(root.evaluations + root.inspections == count)
  }

  @Test func hintsThatMeanNothingAreErrors() {
    for scale in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: QuadratureError.self) {
        _ = try integrate(from: 0, to: 1, scale: scale) { z in z }
      }
    }
    for centre in [-1, 2, .nan, .infinity] as [Double] {
      #expect(throws: QuadratureError.self) {
        _ = try integrate(from: 0, to: 1, centre: centre) { z in z }
      }
    }
  }

  /// A peak in a large box: the iterations of VEGAS disagree, or find it.
  @Test(arguments: 1...5)
  func vegasIsDoubtedWhereItsIterationsDisagree(_ seed: UInt64) throws {
    let peak = try MonteCarlo(.vegas, calls: 10_000, seed: seed).integrate(
      from: [-1000, -1000, -1000], to: [1000, 1000, 1000]
    ) { z in Self.normal(z[0], 0, 1) * Self.normal(z[1], 0, 1) * Self.normal(z[2], 0, 1) }
    #expect(peak.suspicion != nil || abs(peak.value - 1) <= 5 * peak.standardError)
  }

  /// Bumps, boxes, kinks, tents, Cauchy peaks, roots and steps on a wave, none narrower than a thousandth of the
  /// interval, by every kind of routine.
  @Test func nothingConvergedIsWrongWithinTheLimit() {
    var source = SeededRandom(seed: 18)
    func between(_ a: Double, _ b: Double) -> Double { a + (b - a) * source.uniform() }
    let routines: [Routine] = [
      .automatic, .automatic, .automatic, .qag(.points15), .cquad, .romberg(), .qng, .qag(),
    ]
    for _ in 0..<1500 {
      let width = pow(10, between(-2.9, -0.5))
      // Off the ends: a step next to an end leaves a feature narrower than the limit.
      let centre = between(0.002, 0.998)
      let height = pow(10, between(-3, 3))
      let (base, frequency) = (pow(10, between(-3, 1)), between(0.1, 20))
      func wave(_ z: Double) -> Double { base * (1 + cos(frequency * z) / 2) }
      let plain = base * (1 + sin(frequency) / frequency / 2)
      let (below, above) = (centre, 1 - centre)
      let feature: (Double) -> Double
      let share: Double
      switch Int(between(0, 7)) {
      case 0:
        feature = { Self.normal($0, centre, width) }
        let scale = width * 2.0.squareRoot()
        share = (erf(above / scale) + erf(below / scale)) / 2
      case 1:
        feature = { abs($0 - centre) < width / 2 ? 1 : 0 }
        share = min(above, width / 2) + min(below, width / 2)
      case 2:
        feature = { abs($0 - centre) }
        share = (below * below + above * above) / 2
      case 3:
        feature = { max(0, 1 - abs($0 - centre) / width) }
        func half(_ reach: Double) -> Double {
          let part = min(reach / width, 1)
          return width * (part - part * part / 2)
        }
        share = half(below) + half(above)
      case 4:
        feature = { 1 / (1 + ($0 - centre) / width * (($0 - centre) / width)) }
        share = width * (atan(above / width) + atan(below / width))
      case 5:
        feature = { 1 / abs($0 - centre).squareRoot() }
        share = 2 * (below.squareRoot() + above.squareRoot())
      default:
        feature = { $0 < centre ? 0 : 1 }
        share = above
      }
      let truth = plain + height * share
      let routine = routines[Int(between(0, Double(routines.count)))]
      // Where the routine gives up, nothing is wrong.
      guard
        let integral = try? integrate(
          from: 0, to: 1, using: routine, { wave($0) + height * feature($0) }),
        integral.suspicion == nil, integral.status == .converged
      else { continue }
      let allowed = max(integral.error, 1e-10 * truth) + 1e-13 * truth
      #expect(abs(integral.value - truth) <= allowed, "\(routine), \(width), \(centre)")
    }
  }
}
