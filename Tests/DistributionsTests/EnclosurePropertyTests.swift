// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// Random formulas over random intervals: the value at each point lies within the bounds.
struct EnclosurePropertyTests {
  static let functions: [ElementaryFunction] = [
    .exp, .expMinusOne, .log, .logOnePlus, .softplus, .inverseLogit, .scaledInverseLogit, .todd,
    .logNormalCumulative, .logNormalRatio, .normalMean, .errorFunction,
    .sine, .cosine, .arcTangent, .hyperbolicTangent, .squareRoot, .square, .logOnePlusMinus,
    .logInverseCloglog,
    .magnitude, .sign, .logGamma, .polygamma(order: 0), .polygamma(order: 1),
    .polygamma(order: 2), .polygamma(order: 3),
  ]

  /// Of every size: single points and a few units in the last place, wide, huge, without an end.
  func interval(_ random: inout SeededRandom) -> (lower: Double, upper: Double) {
    let decades: Double = Bool.random(using: &random) ? 1 : 12
    var lower = random.signedMagnitude(-decades, decades)
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return (lower, lower)
    case 1: return (lower, lower + 3 * lower.ulp)
    case 2: return (lower, .infinity)
    case 3: return (-.infinity, lower)
    case 4: return (-.infinity, .infinity)
    case 5:
      let upper = random.signedMagnitude(-300, 300)
      lower = random.signedMagnitude(-300, 300)
      return (min(lower, upper), max(lower, upper))
    case 6: return (0, abs(lower))
    case 7: return (-abs(lower), 0)
    case 8, 9: return (lower, lower + abs(lower) * abs(random.signedMagnitude(-14, 0)))
    default:
      let upper = random.signedMagnitude(-decades, decades)
      return (min(lower, upper), max(lower, upper))
    }
  }

  /// An end, or a number of 31 digits between them.
  func point(from lower: Double, to upper: Double, _ random: inout SeededRandom) -> DoubleDouble {
    let inside: Double
    if lower.isFinite, upper.isFinite {
      if Int.random(in: 0..<8, using: &random) == 0 {
        return DoubleDouble(Bool.random(using: &random) ? lower : upper)
      }
      let share = Double.random(in: 0...1, using: &random)
      inside = min(max(lower * (1 - share) + upper * share, lower), upper)
    } else {
      let step = abs(random.signedMagnitude(-10, 20))
      inside =
        lower.isFinite
        ? lower + step : upper.isFinite ? upper - step : random.signedMagnitude(-10, 20)
    }
    if inside <= lower || inside >= upper { return DoubleDouble(inside) }
    return DoubleDouble(inside)
      + DoubleDouble(inside.ulp * Double.random(in: -0.4...0.4, using: &random))
  }

  /// Whether head + tail, without rounding, is between the bounds.
  func holds(_ bounds: Enclosure, _ value: DoubleDouble) -> Bool {
    let isAbove = value.head > bounds.lower || (value.head == bounds.lower && value.tail >= 0)
    let isBelow = value.head < bounds.upper || (value.head == bounds.upper && value.tail <= 0)
    return isAbove && isBelow
  }

  @Test(arguments: 1...4)
  func everyValueIsWithinTheBounds(depth: Int) {
    expectOfRandomFormulas(
      "enclosures", depth: depth, functions: Self.functions, seed: 100, moreThan: 20_000
    ) { formula, random in
      var checked = 0
      let (lower, upper) = interval(&random)
      let bounds = formula.enclosure(over: Enclosure(from: lower, to: upper))
      for _ in 0..<4 {
        let z = point(from: lower, to: upper, &random)
        guard formula.isDefined(at: z) else { continue }
        checked += 1
        let value = formula(z)
        #expect(
          holds(bounds, value), "\(formula) on [\(lower), \(upper)] at \(z): \(value), \(bounds)")
      }
      return checked
    }
  }

  /// Bounds on a narrow interval are narrow: within 10 times its width, for a smooth formula.
  @Test func boundsShrinkWithTheInterval() {
    let z = Formula.latent
    let smooth =
      -0.5 * (z - 0.3).applying(.square) + z.applying(.logGamma) - (2 * z).applying(.softplus)
      + z.raised(to: 1.5) * (-z).applying(.exp) / (1 + z.applying(.square))
    for width in [1e-1, 1e-3, 1e-6, 1e-9] {
      let bounds = smooth.enclosure(over: Enclosure(from: 2, to: 2 + width))
      #expect(bounds.upper - bounds.lower < 10 * width, "width \(width): \(bounds)")
    }
  }
}
