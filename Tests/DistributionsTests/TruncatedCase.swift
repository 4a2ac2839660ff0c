// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// A truncation, with its moments by mpmath: quadrature in 60 digits relative to the mode.
struct TruncatedCase: CustomTestStringConvertible, Sendable {
  enum Base: Sendable {
    case normal(Double, Double)
    case halfNormal(Double)
    case exponential(Double)
  }

  let base: Base
  let lower: Double
  let upper: Double
  let mean: Double
  let variance: Double
  let entropy: Double
  let logMass: Double

  init(
    _ base: Base, _ lower: Double, _ upper: Double, mean: Double, variance: Double, entropy: Double,
    logMass: Double
  ) {
    (self.base, self.lower, self.upper) = (base, lower, upper)
    (self.mean, self.variance, self.entropy, self.logMass) = (mean, variance, entropy, logMass)
  }

  var testDescription: String { "\(base) T[\(lower), \(upper)]" }

  /// The distribution, and the log mass that it was normalised by.
  func distribution() throws -> any Distribution {
    let interval = try Interval(from: lower, to: upper)
    switch base {
    case .normal(let mean, let deviation):
      return try Truncated(Normal(mean: mean, standardDeviation: deviation), to: interval)
    case .halfNormal(let scale): return try Truncated(HalfNormal(scale: scale), to: interval)
    case .exponential(let rate): return try Truncated(Exponential(rate: rate), to: interval)
    }
  }

  static let all: [TruncatedCase] = [
    TruncatedCase(
      .normal(0, 1), 30, .infinity,
      mean: 30.03325966743367703707112, variance: 0.001103771511890091001136741,
      entropy: -2.40341041163336880950858, logMass: -454.3212439563431971073558),
    TruncatedCase(
      .normal(0, 1), -.infinity, -8,
      mean: -8.12136811223611268065352, variance: 0.01432488344334091017573554,
      entropy: -1.109026177765426431109717, logMass: -35.01343715991454989550413),
    TruncatedCase(
      .normal(0, 1), 5, 5.001,
      mean: 5.000499583291854386723207, variance: 8.333322636822350979780777e-8,
      entropy: -6.907756320856093448833575, logMass: -20.32919293697838405837436),
    TruncatedCase(
      .normal(0, 1), 30, 30.0001,
      mean: 30.00004997499996197527214, variance: 8.333329580505555443225594e-10,
      entropy: -9.210340746979678690065292, logMass: -460.1307785318486274796349),
    TruncatedCase(
      .normal(0, 1), -1, 1.5,
      mean: 0.1451874471525261731603879, variance: 0.4156850061573893698106526,
      entropy: 0.8818315895663281564544406, logMass: -0.2554891441223730604246842),
    TruncatedCase(
      .normal(0, 1), -0.5, 0.5,
      mean: 0, variance: 0.08058915460081169842822178,
      entropy: -6.832231905437283383880642e-4, logMass: -0.9599163336956223193328287),
    TruncatedCase(
      .normal(0, 1), -40, 40,
      mean: 0, variance: 1.0,
      entropy: 1.41893853320467274178033, logMass: 0.0),
    TruncatedCase(
      .normal(0, 1), 100000.0, .infinity,
      mean: 100000.000009999999998, variance: 9.999999994000000005e-11,
      entropy: -10.51292546517022842001496, logMass: -5000000012.431863998274901),
    TruncatedCase(
      .normal(0, 1), 10000000000.0, .infinity,
      mean: 10000000000.0000000001, variance: 9.9999999999999999994e-21,
      entropy: -22.02585092994045684019991, logMass: -50000000000000000023.94479),
    TruncatedCase(
      .normal(10000000000.0, 1), 10000000001.0, 10000000002.0,
      mean: 10000000001.38316904663155, variance: 0.07274288610060128875249438,
      entropy: -0.08390998714596271260345283, logMass: -1.99579826918075537762493),
    TruncatedCase(
      .normal(3, 2), 0, .infinity,
      mean: 3.277579500917701512404646, variance: 3.090211117917175208018834,
      entropy: 1.938849945308246001052804, logMass: -0.06914345561223398299301514),
    TruncatedCase(
      .normal(3, 0.5), 0, 10,
      mean: 3.000000003037941427908838, variance: 0.2499999908861757070443972,
      entropy: 0.7257913334304912193856925, logMass: -9.865876455243757316914797e-10),
    TruncatedCase(
      .normal(-100, 1), 0, .infinity,
      mean: 0.009998000999260705184902395, variance: 9.994004994826345036127725e-5,
      entropy: -3.605370111037380625277008, logMass: -5005.524208694205088626302),
    TruncatedCase(
      .normal(2, 1e-100), -1, 3,
      mean: 2.0, variance: 1.0000000000000000399838e-200,
      entropy: -228.8395707661998956400269, logMass: 0.0),
    TruncatedCase(
      .normal(0, 1e+100), 1, 2,
      mean: 1.5, variance: 0.08333333333333333333333333,
      entropy: 6.66666666658504202403323e-201, logMass: -231.1774478326092411594824),
    TruncatedCase(
      .halfNormal(2), 1, 3,
      mean: 1.841289210444070647203972, variance: 0.3077683917697967685278271,
      entropy: 0.6544175251414349574927817, logMass: -0.7267853015966810156717737),
    TruncatedCase(
      .halfNormal(1), 30, .infinity,
      mean: 30.03325966743367703707112, variance: 0.001103771511890091001136741,
      entropy: -2.40341041163336880950858, logMass: -453.6280967757832517979385),
    TruncatedCase(
      .halfNormal(1), -1, 0.001,
      mean: 4.999999583333347326307176e-4, variance: 8.333333055555455042721844e-8,
      entropy: -6.907755278982148142347698, logMass: -7.133546798293520019156305),
    TruncatedCase(
      .halfNormal(1e-05), 0, 1,
      mean: 7.978845608028654211492859e-6, variance: 3.633802276324187163756897e-11,
      entropy: -10.78713411232550090592381, logMass: 1.244603055572228341428813e-60),
    TruncatedCase(
      .exponential(1), 1, 3,
      mean: 1.686964714500668696363839, variance: 0.2759383390336895335920112,
      entropy: 0.5415512566318096393911906, logMass: -1.145413457868859056972648),
    TruncatedCase(
      .exponential(2), 100, .infinity,
      mean: 100.5, variance: 0.25,
      entropy: 0.3068528194400546905827679, logMass: -200.0),
    TruncatedCase(
      .exponential(1), 0, 10000000000.0,
      mean: 1.0, variance: 1.0,
      entropy: 1.0, logMass: 0.0),
    TruncatedCase(
      .exponential(0.001), 0, 1,
      mean: 0.499916666668055555520752, variance: 0.08333332916666683201057605,
      entropy: -4.166666562500002929204189e-8, logMass: -6.908255237315470711803249),
    TruncatedCase(
      .exponential(1000000.0), -5, 1,
      mean: 1.0e-6, variance: 1.0e-12,
      entropy: -12.81551055796427410410795, logMass: 0.0),
    TruncatedCase(
      .exponential(1e-100), 1e+100, 3e+100,
      mean: 1.686964714500668673362298e+100, variance: 2.759383390336894947986274e+199,
      entropy: 230.8000605560363779768579, logMass: -1.145413457868859112037299),
  ]
}
