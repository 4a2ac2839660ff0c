// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// What `sample --test` shows: a sample beside the distribution that it comes from.
struct SampleReport {
  let family: any Distribution
  private let noise: BaseNoise
  let test: KolmogorovSmirnov
  /// The mean of the sample, with one standard error.
  let mean: Estimate
  /// The unbiased variance of the sample, with one standard error.
  let variance: Estimate

  init(
    _ sample: [Double], of family: some Distribution, from noise: BaseNoise
  ) throws(DistributionError) {
    self.family = family
    self.noise = noise
    test = try KolmogorovSmirnov(sample, against: family)
    let n = Double(sample.count)
    let mean = sample.reduce(0, +) / n
    let powers = sample.reduce(into: (square: 0.0, fourth: 0.0)) { sum, z in
      let square = (z - mean) * (z - mean)
      sum.square += square
      sum.fourth += square * square
    }
    let variance = powers.square / (n - 1)
    self.mean = Estimate(mean, error: (variance / n).squareRoot())
    // Var[s²] ≈ (μ₄ − σ⁴)/n.
    let spread = max(0, powers.fourth / n - variance * variance)
    self.variance = Estimate(variance, error: (spread / n).squareRoot())
  }

  /// The columns: φ of an exponential q, any other as its spec.
  var fields: [Field<SampleReport>] {
    let first: Field<SampleReport> =
      if let q = family as? Exponential {
        Field("phi", number: { _ in q.rate })
      } else {
        Field("q") { .text("\($0.family)") }
      }
    return [
      first,
      Field("count") { .integer($0.test.count) },
      Field("ks_statistic", number: { $0.test.statistic }),
      Field("ks_p_value", number: { $0.test.pValue }),
      Field("mean", number: { $0.mean.value }),
      Field("mean_standard_error", number: { $0.mean.error }),
      Field("expected_mean", number: { $0.family.mean }),
      Field("variance", number: { $0.variance.value }),
      Field("variance_standard_error", number: { $0.variance.error }),
      Field("expected_variance", number: { $0.family.variance }),
    ]
  }

  func text(_ style: TextStyle) -> [String] {
    func moment(_ name: String, _ sample: Estimate, _ expected: Double) -> [String] {
      let value = style.digits == .full ? "\(sample.value)" : sample.rounded.value
      let spread = "standard error \(NumberText.short(sample.error))"
      let truth =
        expected.isNaN ? "none" : expected.isInfinite ? "infinite" : style.unbounded(expected)
      return [name, value, "\(spread), expected \(truth)"]
    }
    let rows = [
      [
        "Kolmogorov-Smirnov statistic", style.unbounded(test.statistic),
        "p-value \(style.unbounded(test.pValue))",
      ],
      moment("mean", mean, family.mean), moment("variance", variance, family.variance),
    ]
    let verdict =
      test.pValue < 0.01
      ? "The p-value is below 0.01: at the 1 % level the test rejects \(family), "
        + "as it does for one in a hundred true samples."
      : "The p-value is not below 0.01: at the 1 % level the test has nothing against \(family)."
    let title = "\(test.count) samples of \(family)" + transformation
    return style.heading(title) + style.table(rows) + [""] + style.paragraph(verdict)
  }

  /// How problem 2 of the sheet makes samples of an exponential distribution.
  private var transformation: String {
    switch noise {
    case .exponential where family is Exponential: ", z = ε/φ with ε ~ Exp(1)"
    case .uniform where family is Exponential: ", z = −log(1 − u)/φ with u ~ U(0, 1)"
    default: ""
    }
  }
}
