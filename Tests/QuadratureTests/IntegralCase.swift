// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// An integral in closed form, with a routine and its arguments.
struct IntegralCase: CustomTestStringConvertible, Sendable {
  /// What is integrated, and where its value comes from.
  let name: String
  let truth: Double
  let lower: Double
  let upper: Double
  let routine: Routine
  var breakpoints: [Double] = []
  var tolerance = Tolerance.standard
  /// What the routine is known to reach; for most a few ulp.
  var limit: Double
  /// What the rounding of z itself contributes: up to ½ ulp(z) ∫ |f′|, which no routine sees.
  var rounding: Double
  let integrand: @Sendable (Double) -> Double

  init(
    _ name: String, _ truth: Double, from lower: Double, to upper: Double, _ routine: Routine,
    breakpoints: [Double] = [], absolute: Double = 0, within limit: Double? = nil,
    rounding: Double = 0, _ integrand: @escaping @Sendable (Double) -> Double
  ) {
    (self.name, self.truth, self.lower, self.upper) = (name, truth, lower, upper)
    (self.routine, self.breakpoints, self.integrand) = (routine, breakpoints, integrand)
    tolerance = Tolerance(relative: 1e-10, absolute: absolute)
    self.limit = limit ?? 8 * truth.ulp
    self.rounding = max(rounding, 4 * truth.ulp)
  }

  var testDescription: String { "\(name), \(lower)…\(upper), \(routine)" }

  static let all = finite + mapped + infinite + weighted + split

  static let qag = GaussKronrodRule.allCases.map { Routine.qag($0) }

  /// What GSL integrates over (a, b).
  static let finite: [IntegralCase] =
    (qag + [.qng, .qags, .qagp, .cquad, .romberg()]).map {
      // ∫ eᶻ = e − 1.
      IntegralCase("exp", 1.7182818284590452354, from: 0, to: 1, $0) { exp($0) }
    }
    + (qag + [.qags, .qagp, .cquad]).map {
      // Runge: (2/5) atan 5.
      IntegralCase("Runge", 0.54936030677800634434, from: -1, to: 1, $0, within: 1e-14) {
        1 / (1 + 25 * $0 * $0)
      }
    }
    + (qag + [.qags, .cquad]).map {
      // A narrow peak: 1000 (atan(2000/3) + atan(1000/3)).
      IntegralCase("peak", 3137.0926637147431200, from: 0, to: 1, $0, within: 1e-10) {
        1 / (($0 - 1 / 3.0) * ($0 - 1 / 3.0) + 1e-6)
      }
    }
    + (qag + [.qags, .cquad]).map {
      // sin(100)/100: it cancels.
      IntegralCase(
        "oscillation", -0.0050636564110975879366, from: 0, to: 1, $0, absolute: 1e-13,
        within: 2e-15
      ) { cos(100 * $0) }
    }
    + [
      // sin(20)/20.
      IntegralCase("oscillation", 0.045647262536381382719, from: 0, to: 1, .qng, within: 1e-15) {
        cos(20 * $0)
      },
      // −1, an integrable singularity at the end.
      IntegralCase("log", -1, from: 0, to: 1, .qags, within: 1e-15) { log($0) },
      IntegralCase("1/√z", 2, from: 0, to: 1, .qags, within: 1e-14) { 1 / $0.squareRoot() },
      // 100, the example of QUADPACK with α = 0.9.
      IntegralCase("z^−0.9 log(1/z)", 100, from: 0, to: 1, .qags, within: 1e-8) {
        pow($0, -0.9) * log(1 / $0)
      },
      // ⅔, an infinite slope at the end, which CQUAD samples.
      IntegralCase("√z", 0.66666666666666666667, from: 0, to: 1, .cquad, within: 1e-11) {
        $0.squareRoot()
      },
    ]

  /// What GSL integrates over a finite interval only, and this library over an infinite one too.
  static let mapped: [IntegralCase] =
    (qag + [.qng, .qags, .qagp, .cquad, .romberg()]).flatMap {
      [
        // 1: the map makes it a constant.
        IntegralCase("1/(1+z)²", 1, from: 0, to: .infinity, $0) { 1 / ((1 + $0) * (1 + $0)) },
        IntegralCase("1/(1−z)²", 1, from: -.infinity, to: 0, $0) { 1 / ((1 - $0) * (1 - $0)) },
        // π.
        IntegralCase(
          "Cauchy", 3.1415926535897932385, from: -.infinity, to: .infinity, $0,
          within: 1e-13
        ) { 1 / (1 + $0 * $0) },
      ]
    }
    + (qag + [.qags, .qagp, .cquad]).flatMap {
      [
        // 1, e² and √π.
        IntegralCase("exp(−z)", 1, from: 0, to: .infinity, $0, within: 1e-14) { exp(-$0) },
        IntegralCase(
          "exp", 7.3890560989306502272, from: -.infinity, to: 2, $0, within: 1e-13
        ) { exp($0) },
        IntegralCase(
          "Gauss", 1.7724538509055160273, from: -.infinity, to: .infinity, $0, within: 1e-14
        ) { exp(-$0 * $0) },
      ]
    }

  static let infinite: [IntegralCase] =
    [.qagi, .automatic].flatMap {
      [
        // √π, π/√2.
        IntegralCase("Gauss", 1.7724538509055160273, from: -.infinity, to: .infinity, $0) {
          exp(-$0 * $0)
        },
        IntegralCase(
          "1/(1+z⁴)", 2.2214414690791831235, from: -.infinity, to: .infinity, $0, within: 1e-14
        ) { 1 / (1 + $0 * $0 * $0 * $0) },
      ]
    }
    + [.qagiu, .automatic].flatMap {
      [
        // −π log 10/20, QUADPACK's example.
        IntegralCase(
          "log z/(1+100z²)", -0.36168922062077324062, from: 0, to: .infinity, $0, within: 1e-13
        ) { log($0) / (1 + 100 * $0 * $0) },
        // Γ(3/2).
        IntegralCase(
          "√z exp(−z)", 0.88622692545275801365, from: 0, to: .infinity, $0, within: 1e-12
        ) { $0.squareRoot() * exp(-$0) },
        // √(π/2) erfc(3/√2), the tail of a normal.
        IntegralCase(
          "normal tail", 0.0033836925739527275860, from: 3, to: .infinity, $0, within: 1e-16
        ) { exp(-0.5 * $0 * $0) },
      ]
    }
    + [.qagil, .automatic].flatMap {
      [
        // e², π/2.
        IntegralCase("exp", 7.3890560989306502272, from: -.infinity, to: 2, $0, within: 1e-13) {
          exp($0)
        },
        IntegralCase("half Cauchy", 1.5707963267948966192, from: -.infinity, to: 0, $0) {
          1 / (1 + $0 * $0)
        },
      ]
    }

  static let weighted: [IntegralCase] = [
    // log(125/631)/18, QUADPACK's example.
    IntegralCase(
      "principal value of 1/(5z³+6)", -0.089944006957717335193, from: -1, to: 5,
      .qawc(singularity: 0), within: 1e-15
    ) { 1 / (5 * $0 * $0 * $0 + 6) },
    // 2 Shi(1).
    IntegralCase(
      "principal value of exp", 2.1145017507514570291, from: -1, to: 1, .qawc(singularity: 0)
    ) { exp($0) },
    // −log 2: the singularity may lie outside.
    IntegralCase("1/(z−2)", -0.69314718055994530942, from: 0, to: 1, .qawc(singularity: 2)) { _ in
      1
    },
    // B(½, ½) = π, and π J₀(20).
    IntegralCase(
      "arcsine weight", 3.1415926535897932385, from: 0, to: 1,
      .qaws(EndpointSingularity(lowerExponent: -0.5, upperExponent: -0.5)), within: 4e-15
    ) { _ in 1 },
    IntegralCase(
      "Bessel", 0.52472345846067714631, from: -1, to: 1,
      .qaws(EndpointSingularity(lowerExponent: -0.5, upperExponent: -0.5)), within: 1e-13
    ) { cos(20 * $0) },
    // −1, −1/4 and 2 − π²/6.
    IntegralCase(
      "log z", -1, from: 0, to: 1, .qaws(EndpointSingularity(lowerLogarithm: true))
    ) { _ in 1 },
    IntegralCase(
      "(1−z) log(1−z)", -0.25, from: 0, to: 1, .qaws(EndpointSingularity(upperLogarithm: true))
    ) { 1 - $0 },
    IntegralCase(
      "log z log(1−z)", 0.35506593315177356353, from: 0, to: 1,
      .qaws(EndpointSingularity(lowerLogarithm: true, upperLogarithm: true)), within: 1e-15
    ) { _ in 1 },
    // −(γ + log 10π − Ci 10π)/10π, QUADPACK's example.
    IntegralCase(
      "log z sin(10πz)", -0.12813684839916733195, from: 0, to: 1,
      .qawo(.sine(frequency: 10 * .pi)), within: 1e-14
    ) { $0 == 0 ? 0 : log($0) },
    // (e (cos 50 + 50 sin 50) − 1)/2501.
    IntegralCase(
      "eᶻ cos(50z)", -0.013609512288312313898, from: 0, to: 1, .qawo(.cosine(frequency: 50)),
      within: 1e-15
    ) { exp($0) },
    // 1, QUADPACK's example.
    IntegralCase(
      "cos(πz/2)/√z", 1, from: 0, to: .infinity, .qawf(.cosine(frequency: .pi / 2)),
      absolute: 1e-10, within: 1e-12
    ) { $0 == 0 ? 0 : 1 / $0.squareRoot() },
    // 2/5.
    IntegralCase(
      "exp(−z) sin 2z", 0.4, from: 0, to: .infinity, .qawf(.sine(frequency: 2)), absolute: 1e-10,
      within: 1e-12
    ) { exp(-$0) },
    // ∫ exp(−z) = 1, and 0.
    IntegralCase(
      "exp(−z) cos 0z", 1, from: 0, to: .infinity, .qawf(.cosine(frequency: 0)), absolute: 1e-10,
      within: 1e-12
    ) { exp(-$0) },
    IntegralCase(
      "exp(−z) sin 0z", 0, from: 0, to: .infinity, .qawf(.sine(frequency: 0)), absolute: 1e-10
    ) { exp(-$0) },
  ]

  /// Breakpoints, with finite and infinite ends; the front door takes them to QAGP.
  static let split: [IntegralCase] = [.qagp, .automatic].flatMap {
    [
      // 61 log 2 + (77/4) log 7 − 27, QUADPACK's example; singular at 1 and √2.
      IntegralCase(
        "z³ log|(z²−1)(z²−2)|", 52.740748383471444998, from: 0, to: 3, $0,
        breakpoints: [1, 2.squareRoot()], within: 1e-8
      ) { z in
        let square = z * z
        return z * square * log(abs((square - 1) * (square - 2)))
      },
      // A kink: 2(1 − 1/e), 2.
      IntegralCase(
        "exp(−|z|)", 1.2642411176571153568, from: -1, to: 1, $0, breakpoints: [0]
      ) { exp(-abs($0)) },
      IntegralCase(
        "exp(−|z|)", 2, from: -.infinity, to: .infinity, $0, breakpoints: [0], within: 1e-12
      ) { exp(-abs($0)) },
      // 1: breakpoints above a finite end, below one, and at the ends.
      IntegralCase(
        "exp(−z)", 1, from: 0, to: .infinity, $0, breakpoints: [1, 5, 0.1, 5, 40], within: 1e-12
      ) { exp(-$0) },
      IntegralCase(
        "exp", 1, from: -.infinity, to: 0, $0, breakpoints: [-30, 0, -1], within: 1e-12
      ) { exp($0) },
      // √2π: a normal at 10⁶ that no routine finds by itself.
      IntegralCase(
        "far peak", 2.5066282746310005024, from: -.infinity, to: .infinity, $0,
        breakpoints: [-8, -2, 0, 2, 8].map { 1e6 + $0 }, within: 1e-12, rounding: 1e-10
      ) { exp(-0.5 * ($0 - 1e6) * ($0 - 1e6)) },
      IntegralCase(
        "far peak", 2.5066282746310005024, from: 0, to: .infinity, $0,
        breakpoints: [-8, 0, 8].map { 1e6 + $0 }, within: 2e-11, rounding: 1e-10
      ) { exp(-0.5 * ($0 - 1e6) * ($0 - 1e6)) },
      // e⁻² √π (1 + erfi √2): singular at the breakpoint.
      IntegralCase(
        "exp(−z)/√|z−2|", 1.1449553587435678354, from: 0, to: .infinity, $0, breakpoints: [2],
        within: 1e-9
      ) { $0 == 2 ? 0 : exp(-$0) / abs($0 - 2).squareRoot() },
    ]
  }
}
