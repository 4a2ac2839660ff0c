// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// What a formula makes of noise, asked whether that is Exp(φ).
///
/// With exponential noise ε = −log u all is one of uniform noise u. S(u) is a sample of Exp(φ) if and only if
/// v(u) = exp(−φ S(u)) is one of U(0, 1), which is its density at v: the sum of 1/|v′(u)| over all u with that v is 1. Many
/// functions of u do that, as −log(u)/φ, −log(1 − u)/φ and −log|1 − 2u|/φ.
struct NoiseTransform {
  /// The distribution of the noise.
  enum Noise {
    /// Exp(1).
    case exponential
    /// U(0, 1).
    case uniform
  }

  private let noise: Noise
  /// φ.
  private let rate: Double
  private let sample: (DoubleDouble) -> DoubleDouble

  /// As many u are looked at, as many v asked for.
  private static let (places, levels) = (2048, 24)
  private static let exponential = Formula.latent.applying(.exp)
  private static let logarithm = Formula.latent.applying(.log)
  /// Of the u, beside which v′ is a difference quotient.
  private static let step = DoubleDouble(1e-9)

  /// - Parameter sample: what is made of the noise.
  init(of noise: Noise, rate: Double, _ sample: @escaping (DoubleDouble) -> DoubleDouble) {
    (self.noise, self.rate, self.sample) = (noise, rate, sample)
  }

  /// v(u).
  private func uniform(_ u: DoubleDouble) -> DoubleDouble {
    let noise = noise == .uniform ? u : -Self.logarithm(u)
    return Self.exponential(sample(noise) * -rate)
  }

  /// Whether S(u) ~ Exp(φ), as far as numbers tell: by the share of u below each of many v, and by the density there.
  var isExponential: Bool {
    // Not in the middles, where a kink at ½ or ¼ may lie.
    let count = NoiseTransform.places
    let grid = (0..<count).map { DoubleDouble(Double($0) + 0.417) / DoubleDouble(Double(count)) }
    let values = grid.map(uniform)
    guard values.allSatisfy({ $0.head > 0 && $0.head < 1 }) else { return false }
    return (1...NoiseTransform.levels).allSatisfy { index in
      // Irrational, away from where pieces may meet.
      let level = DoubleDouble((Double(index) * 0.6180339887).truncatingRemainder(dividingBy: 1))
      let share = Double(values.count { ($0 - level).head < 0 }) / Double(count)
      guard abs(share - level.head) < 0.02 else { return false }
      return abs(density(at: level, grid, values) - 1) < 1e-9
    }
  }

  /// How the samples are distributed, in words, where that is not Exp(φ); `nil` where nothing is found.
  var fault: String? {
    let count = NoiseTransform.places
    // The middles, and as far out as one of 10¹² draws.
    let middles: [Double] = (0..<count).map { (Double($0) + 0.417) / Double(count) }
    let samples: [Double] = ([1e-12, 1 - 1e-12] + middles).map { (share: Double) in
      let u = DoubleDouble(share)
      return sample(noise == .uniform ? u : -Self.logarithm(u)).head
    }
    let place = "at φ = \(Self.digits(rate, 10))"
    guard !samples.contains(where: \.isNaN) else {
      return "for some noise \(place) it is no number"
    }
    let sorted = samples.sorted()
    let (least, largest) = (sorted[0], sorted[sorted.count - 1])
    if least == largest { return "the noise is not in it: all samples \(place) are the same" }
    let below = Double(sorted.count { $0 < 0 }) / Double(sorted.count)
    if below > 0.002 {
      return "\(place), \(percent(below)) of the samples are negative, and those of Exp(φ) positive"
    }
    if least * rate > 0.01 {
      return "\(place) no sample is below \(Self.digits(least, 4)), and those of Exp(φ) begin at 0"
    }
    if largest * rate < 15 {
      return
        "\(place) no sample is above \(Self.digits(largest, 4)), and those of Exp(φ) have no bound"
    }
    // The rates that the quantiles of Exp(φ) have.
    func rateOfQuantile(_ share: Double) -> Double {
      // The middle of its place, from below or from above.
      let index = Int(share * Double(count))
      return -log(1 - (Double(index) - 0.5) / Double(count)) / sorted[index]
    }
    let other = rateOfQuantile(0.5)
    if [0.1, 0.25, 0.75, 0.9].allSatisfy({ abs(rateOfQuantile($0) / other - 1) < 0.01 }),
      abs(other / rate - 1) > 0.02
    {
      return "\(place) this is a sample of Exp(\(Self.digits(other, 3)))"
    }
    let under = Double(sorted.count { $0 * rate < log(2) }) / Double(sorted.count)
    return abs(under - 0.5) < 0.01
      ? nil : "\(place), \(percent(under)) of the samples lie below the median of Exp(φ)"
  }

  private func percent(_ share: Double) -> String { Self.digits(100 * share, 2) + " %" }

  private static func digits(_ value: Double, _ count: Int) -> String {
    String(format: "%.\(count)g", value)
  }

  /// The density of v at a level.
  private func density(
    at level: DoubleDouble, _ grid: [DoubleDouble], _ values: [DoubleDouble]
  ) -> Double {
    var density = 0.0
    for index in grid.indices.dropFirst() {
      var (low, high) = (grid[index - 1], grid[index])
      let isRising = (values[index] - level).head > 0
      guard ((values[index - 1] - level).head > 0) != isRising else { continue }
      for _ in 0..<90 {
        let middle = (low + high) * 0.5
        if ((uniform(middle) - level).head > 0) == isRising { high = middle } else { low = middle }
      }
      // A jump across the level is no place where v is there.
      guard abs((uniform(low) - level).head) < 1e-15 else { continue }
      let step = low * NoiseTransform.step
      let slope = (uniform(low + step) - uniform(low - step)) / (step * 2)
      density += 1 / abs(slope.head)
    }
    return density
  }
}
