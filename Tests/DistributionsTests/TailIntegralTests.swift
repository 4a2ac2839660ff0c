// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

@testable import Distributions

@Suite struct TailIntegralTests {
  static let kinds: [TailIntegral] = [
    .lowerGamma(shape: DoubleDouble(2)), .lowerGamma(shape: DoubleDouble(0.3)),
    .lowerGamma(shape: DoubleDouble(40)),
    .upperGamma(shape: DoubleDouble(2.5), width: DoubleDouble(.infinity)),
    .upperGamma(shape: DoubleDouble(0.3), width: DoubleDouble(.infinity)),
    .upperGamma(shape: DoubleDouble(2.5), width: DoubleDouble(0.1)),
    .upperGamma(shape: DoubleDouble(0.5), width: DoubleDouble(3)),
    .lowerBeta(DoubleDouble(3), DoubleDouble(1.5)), .lowerBeta(DoubleDouble(0.5), DoubleDouble(7)),
    .normalInterval(width: DoubleDouble(0.5)), .normalInterval(width: DoubleDouble(7)),
    .normalInterval(width: DoubleDouble(1e-8)), .student(freedom: DoubleDouble(4)),
    .student(freedom: DoubleDouble(0.7)),
    .studentInterval(freedom: DoubleDouble(4), width: DoubleDouble(0.5)),
    .studentInterval(freedom: DoubleDouble(4), width: DoubleDouble(30)),
  ]

  /// Where it is looked at: positive numbers, and their opposites where it has a value there.
  private func places(_ kind: TailIntegral) -> [Double] {
    let sizes = [0.01, 0.3, 1, 2.2, 5, 17, 60, 1e3, 1e6]
    return switch kind {
    case .normalInterval, .student, .studentInterval: sizes.reversed().map { -$0 } + [0] + sizes
    default: sizes
    }
  }

  /// Between neighbours and over half of the line the values of points lie within the bounds.
  @Test(arguments: kinds)
  func boundsHoldTheValues(kind: TailIntegral) {
    let places = places(kind)
    for (a, b) in zip(places, places.dropFirst()) {
      let cell = Enclosure(from: a, to: b)
      let ends = kind.enclosure(over: cell)
      for share in [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0] {
        let t = DoubleDouble(a + (b - a) * share)
        #expect(ends.contains(kind.value(at: t).head), "\(kind.name) at \(t.head)")
        #expect(
          kind.slope(over: cell).contains(kind.slope(at: t).head), "\(kind.name) at \(t.head)")
        #expect(
          kind.scaledSlope(over: cell).contains((t * kind.slope(at: t)).head),
          "\(kind.name) at \(t.head)")
      }
    }
  }

  /// Far out they are powers, and the bounds say so all the way: what is left where two of them cancel has a sign.
  @Test func farOutElasticitiesAreNarrow() {
    let far = Enclosure(from: 1e3, to: .infinity)
    for (kind, power) in [
      (TailIntegral.normalInterval(width: DoubleDouble(0.5)), 1.0),
      (.lowerGamma(shape: DoubleDouble(2)), 2), (.lowerBeta(DoubleDouble(3), DoubleDouble(1.5)), 3),
    ] {
      let slope = kind.scaledSlope(over: far)
      #expect(slope.lower >= -power * (1 + 1e-9) && slope.upper < -0.99 * power, "\(kind.name)")
    }
    let mean = (-far).applying(.scaledNormalMean)
    #expect(mean.lower == -1 && mean.upper < -0.99)
  }

  /// The middle of an interval of Student's distribution is its top.
  @Test func theTopIsWithinTheBounds() {
    let kind = TailIntegral.studentInterval(freedom: DoubleDouble(4), width: DoubleDouble(2))
    let bounds = kind.enclosure(over: Enclosure(from: -9, to: 4))
    #expect(bounds.contains(kind.value(at: DoubleDouble(-1)).head))
  }

  /// f′ and f″ are those of central differences.
  @Test(arguments: kinds)
  func derivativesAreThoseOfTheValues(kind: TailIntegral) {
    for t in places(kind) where abs(t) > 0.1 && abs(t) < 100 {
      let step = 1e-5
      func central(_ f: (DoubleDouble) -> DoubleDouble) -> Double {
        ((f(DoubleDouble(t + step)) - f(DoubleDouble(t - step))) / DoubleDouble(2 * step)).head
      }
      let slope = kind.slope(at: DoubleDouble(t)).head
      #expect(abs(central(kind.value) - slope) <= 1e-8 * (abs(slope) + 1), "\(kind.name) at \(t)")
      let curvature = kind.curvature(at: .latent)(DoubleDouble(t)).head
      #expect(
        abs(central(kind.slope) - curvature) <= 1e-7 * (abs(curvature) + 1), "\(kind.name) at \(t)")
    }
  }

  /// Over a narrow rectangle f is the function that Taylor's polynomial of second order says.
  @Test(arguments: kinds)
  func rectanglesHoldTheContinuation(kind: TailIntegral) {
    for t in places(kind) where abs(t) > 0.2 && abs(t) < 100 {
      let height = 1e-4
      let bounds = kind.enclosure(
        over: ComplexEnclosure(
          real: Enclosure(from: t, to: t), imaginary: Enclosure(from: height, to: height)))
      let slope = kind.slope(at: DoubleDouble(t)).head
      let curvature = kind.curvature(at: .latent)(DoubleDouble(t)).head
      let value = kind.value(at: DoubleDouble(t)).head
      let slack = 1e-9 * (1 + abs(slope) + abs(value)) * 1e-2
      #expect(bounds.isDefined, "\(kind.name) at \(t)")
      #expect(bounds.imaginary.lower <= height * slope + slack, "\(kind.name) at \(t)")
      #expect(bounds.imaginary.upper >= height * slope - slack, "\(kind.name) at \(t)")
      #expect(bounds.real.lower <= value - 0.5 * height * height * curvature + slack)
      #expect(bounds.real.upper >= value - 0.5 * height * height * curvature - slack)
    }
  }

  /// Values by mpmath with 50 digits, as sums of two doubles.
  private static let values: [(TailIntegral, Double, Double, Double)] = [
    (.lowerGamma(shape: DoubleDouble(2)), 0.5, -1.0193870302404808, 1.0467686237776683e-16),
    (.lowerGamma(shape: DoubleDouble(0.25)), 30.0, 0.4377231792825366, 2.4692512092308975e-17),
    (.lowerGamma(shape: DoubleDouble(40)), 41.0, -42.45077870485761, -2.3265175462480736e-15),
    (
      .upperGamma(shape: DoubleDouble(2.5), width: DoubleDouble(.infinity)), 0.125,
      5.606764748500771, -2.3700383491256394e-16
    ),
    (
      .upperGamma(shape: DoubleDouble(0.25), width: DoubleDouble(.infinity)), 30.0,
      -3.4251426622083985, 8.625860649512471e-18
    ),
    (
      .upperGamma(shape: DoubleDouble(40), width: DoubleDouble(.infinity)), 41.0,
      -1.7856681603945848, -6.219372649334934e-17
    ),
    (
      .upperGamma(shape: DoubleDouble(2.5), width: DoubleDouble(0.125)), 3.0, -2.175231708843198,
      -1.8187128602514385e-16
    ),
    (
      .upperGamma(shape: DoubleDouble(0.5), width: DoubleDouble(3)), 0.25, 0.38293215551654536,
      -2.3405156275290814e-17
    ),
    (
      .upperGamma(shape: DoubleDouble(40), width: DoubleDouble(0.0078125)), 50.0,
      -4.895077979859531, -1.4722579696210824e-16
    ),
    (
      .lowerBeta(DoubleDouble(3), DoubleDouble(1.5)), 0.25, -1.8495573579472928,
      4.583700012170966e-17
    ),
    (
      .lowerBeta(DoubleDouble(0.5), DoubleDouble(7)), 20.0, -1.8806142187197334,
      -5.2560841154506526e-17
    ),
    (.normalInterval(width: DoubleDouble(0.5)), -40.0, 16.19805942658066, 1.3513133444054598e-15),
    (.normalInterval(width: DoubleDouble(7)), -3.0, 5.417556008684453, -3.2636954665412417e-16),
    (.normalInterval(width: DoubleDouble(1e-8)), 12.0, -18.420680803952365, 1.9985577445832822e-16),
    (.normalInterval(width: DoubleDouble(0.5)), 60.0, -4.094622147362548, 2.904451251582848e-16),
    (.student(freedom: DoubleDouble(4)), -30.0, -12.513568916063136, -1.9291005839664188e-17),
    (.student(freedom: DoubleDouble(0.75)), -0.001, -0.693746300872787, -1.99054413188775e-17),
    (.student(freedom: DoubleDouble(200)), -9.0, -36.96299915367787, 7.294529445685676e-16),
    (
      .studentInterval(freedom: DoubleDouble(4), width: DoubleDouble(0.5)), -30.0,
      -15.18330971666305, -1.2955060932085855e-16
    ),
    (
      .studentInterval(freedom: DoubleDouble(4), width: DoubleDouble(0.0009765625)), 0.25,
      -7.951211951148393, -5.716337105629687e-17
    ),
    (
      .studentInterval(freedom: DoubleDouble(9), width: DoubleDouble(20)), -3.0,
      -0.007506302825126482, -2.3168204764559665e-19
    ),
  ]

  @Test(arguments: values.indices)
  func valuesHaveTheirDigits(index: Int) {
    let (kind, t, head, tail) = TailIntegralTests.values[index]
    let value = kind.value(at: DoubleDouble(t))
    let error = (value - DoubleDouble(head) - DoubleDouble(tail)).head
    #expect(abs(error) <= 1e-29 * (1 + abs(head)), "\(kind.name) at \(t): \(error)")
    #expect(abs(error) <= kind.precision.absolute + kind.precision.relative * abs(head))
  }
}
