// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

struct EnclosureTests {
  /// Bounds that are known exactly, and reached.
  @Test(
    arguments: [
      ("z²", Formula.latent.applying(.square), (-1, 2), (0, 4)),
      ("1/z", 1 / .latent, (1, 2), (0.5, 1)),
      ("1/z, 0 at the left", 1 / .latent, (0, 2), (0.5, .infinity)),
      ("1/z, 0 at the right", 1 / .latent, (-2, 0), (-.infinity, -0.5)),
      ("1/z, 0 inside", 1 / .latent, (-1, 2), (-.infinity, .infinity)),
      ("1/z up to ∞", 1 / .latent, (2, .infinity), (0, 0.5)),
      ("z − 1", .latent - 1, (1, 3), (0, 2)),
      ("z + 10⁻³⁰", .latent + 1e-30, (1, 3), (1, 3.0.nextUp)),
      ("3z", 3 * .latent, (-.infinity, 2), (-.infinity, 6)),
      ("z·z", .latent * .latent, (-1, 2), (-2, 4)),
      ("−z", -.latent, (-1, 2), (-2, 1)),
      ("√z", Formula.latent.applying(.squareRoot), (-1, 4), (0, 2)),
      ("|z|", Formula.latent.applying(.magnitude), (-3, 2), (0, 3)),
      ("|z| below 0", Formula.latent.applying(.magnitude), (-3, -2), (2, 3)),
      ("sign z", Formula.latent.applying(.sign), (0, 2), (0, 1)),
      ("log z at 0", Formula.latent.applying(.log), (-1, 0), (-.infinity, -.infinity)),
      ("exp z at ∞", Formula.latent.applying(.exp), (-.infinity, .infinity), (0, .infinity)),
      ("z⁰·⁵ over 0 and ∞", Formula.latent.raised(to: 0.5), (0, .infinity), (0, .infinity)),
      ("1e308 z", 1e308 * .latent, (10, 20), (.greatestFiniteMagnitude, .infinity)),
      ("1e-308 z", 1e-308 * .latent, (0, 1e-200), (0, .leastNonzeroMagnitude)),
    ] as [(String, Formula, (Double, Double), (Double, Double))])
  func knownBounds(
    _ name: String, _ formula: Formula, z: (Double, Double), bounds: (Double, Double)
  ) {
    let enclosure = formula.enclosure(over: Enclosure(from: z.0, to: z.1))
    #expect(enclosure == Enclosure(from: bounds.0, to: bounds.1), "\(name)")
  }

  /// Bounds that the library's functions reach to a few units in the last place, ψ⁽ⁿ⁾ to 13 digits.
  @Test(
    arguments: [
      ("log z", Formula.latent.applying(.log), (-1, 2), (-.infinity, 0.6931471805599453)),
      ("exp z", Formula.latent.applying(.exp), (-1, 1), (0.36787944117144233, 2.718281828459045)),
      ("expm1 z", Formula.latent.applying(.expMinusOne), (1e-20, 1), (1e-20, 1.718281828459045)),
      ("log1p z", Formula.latent.applying(.logOnePlus), (-2, 1), (-.infinity, 0.6931471805599453)),
      ("softplus z", Formula.latent.applying(.softplus), (-40, 40), (4.248354255291589e-18, 40)),
      ("logit⁻¹ z", Formula.latent.applying(.inverseLogit), (-40, 0), (4.248354255291589e-18, 0.5)),
      ("z³", Formula.latent.raised(to: 3), (-2, 3), (-8, 27)),
      ("z⁴", Formula.latent.raised(to: 4), (-3, 2), (0, 81)),
      ("z⁻³", Formula.latent.raised(to: -3), (-2, -1), (-1, -0.125)),
      ("z⁻⁴", Formula.latent.raised(to: -4), (-2, 1), (0.0625, .infinity)),
      ("z¹·⁵", Formula.latent.raised(to: 1.5), (-2, 4), (0, 8)),
      ("z⁻⁰·⁵", Formula.latent.raised(to: -0.5), (0.25, 4), (0.5, 2)),
      ("2^z", Formula.number(2).raised(to: .latent), (-1, 3), (0.5, 8)),
      (
        "(−2)^z", Formula.number(-2).raised(to: .latent), (2.5, 3.5),
        (-11.313708498984761, 11.313708498984761)
      ),
      (
        "log Γ", Formula.latent.applying(.logGamma), (1, 3),
        (-0.12148629053584961, 0.6931471805599453)
      ),
      (
        "log Γ at 0", Formula.latent.applying(.logGamma), (-1, 0.5), (0.5723649429247001, .infinity)
      ),
      (
        "ψ", Formula.latent.applying(.polygamma(order: 0)), (0, 1),
        (-.infinity, -0.5772156649015329)
      ),
      (
        "ψ′", Formula.latent.applying(.polygamma(order: 1)), (1, 2),
        (0.6449340668482264, 1.6449340668482264)
      ),
      (
        "ψ″", Formula.latent.applying(.polygamma(order: 2)), (1, .infinity),
        (-2.4041138063191885, 0)
      ),
    ] as [(String, Formula, (Double, Double), (Double, Double))])
  func tightBounds(
    _ name: String, _ formula: Formula, z: (Double, Double), bounds: (Double, Double)
  ) {
    let enclosure = formula.enclosure(over: Enclosure(from: z.0, to: z.1))
    #expect(enclosure.lower <= bounds.0 && enclosure.upper >= bounds.1, "\(name): \(enclosure)")
    #expect(relativeError(enclosure.lower, bounds.0) <= 3e-13, "\(name): \(enclosure)")
    #expect(
      relativeError(enclosure.upper, bounds.1) <= 3e-13
        || enclosure.upper == .leastNonzeroMagnitude, "\(name): \(enclosure)")
  }

  @Test(
    arguments: [.log, .squareRoot, .logOnePlus, .logGamma, .polygamma(order: 1)]
      as [ElementaryFunction])
  func outsideTheDomainThereIsNothing(_ function: ElementaryFunction) {
    let z = Enclosure(from: -3, to: -2)
    let outside = Formula.latent.applying(function)
    let others: [Formula] = [
      outside, outside + 1, 1 - outside, outside * 0.5, 1 / outside, outside / .latent,
      outside.raised(to: 2), outside.raised(to: 0.5), Formula.number(2).raised(to: outside),
      outside.applying(.exp), outside.applying(.magnitude), outside.applying(.sign), -outside,
      outside.restricted(toPositive: -.latent), Formula.latent.raised(to: 0.5),
    ]
    for formula in others { #expect(formula.enclosure(over: z).isEmpty) }
    #expect(
      Formula.latent.restricted(toPositive: outside).enclosure(over: z)
        == Enclosure(from: -.infinity, to: -.infinity))
  }

  /// −½z² where z > 1: the support's edge depends on z.
  @Test func restrictionIsMinusInfinityOutside() {
    let formula = (-0.5 * .latent * .latent).restricted(toPositive: .latent - 1)
    func bounds(_ from: Double, _ to: Double) -> Enclosure {
      formula.enclosure(over: Enclosure(from: from, to: to))
    }
    let nothing = Enclosure(from: -.infinity, to: -.infinity)
    #expect(bounds(-3, 1) == nothing && bounds(-.infinity, 0) == nothing)
    #expect(bounds(2, 4) == Enclosure(from: -8, to: -2))
    #expect(bounds(1, 4) == Enclosure(from: -.infinity, to: -0.5))
    #expect(bounds(-1, 4) == Enclosure(from: -.infinity, to: 2))
    // A sum with a density that is 0 is 0 as well, and so is a likelihood that is unbounded there.
    let sum = formula + 1 / .latent
    #expect(sum.enclosure(over: Enclosure(from: -3, to: 1)) == nothing)
    #expect((formula - formula).enclosure(over: Enclosure(from: -3, to: 1)).isEmpty)
  }

  @Test func endsThatAreNoIntervalGiveTheWholeLine() {
    for (lower, upper) in [(2, 1), (.nan, 1), (0, .nan)] as [(Double, Double)] {
      #expect(Enclosure(from: lower, to: upper) == .wholeLine)
    }
    #expect(Formula.number(.nan).enclosure(over: .wholeLine) == .wholeLine)
    #expect(Formula.parameter(0).enclosure(over: .wholeLine) == .wholeLine)
    let unit = Enclosure(from: 0, to: 1)
    #expect(
      (.latent + .parameter(0)).enclosure(over: unit, parameters: [unit])
        == Enclosure(from: 0, to: 2))
  }
}
