// SPDX-License-Identifier: GPL-3.0-or-later

/// The distribution of the Kolmogorov–Smirnov statistic Dₙ under the null hypothesis.
///
/// With z = d√n, as in Simard and L'Ecuyer, "Computing the two-sided Kolmogorov–Smirnov
/// distribution", Journal of Statistical Software 39 (2011):
///
/// - z ≥ 1.5: twice the exact one-sided probability, which counts the samples that leave the band on
///   both sides twice: a relative error of at most 1e-6, falling like exp(−6z²)
/// - n < 1000: exact, by Durbin's matrix
/// - else: the expansion of Pelz and Good in 1/√n, with an absolute error below 3e-7
struct KolmogorovDistribution {
  /// n, at least 1.
  let sampleSize: Int

  /// P(Dₙ ≥ d), with an absolute error below 1e-6; a relative one for z ≥ 1.5.
  func survival(_ d: Double) -> Double {
    let n = Double(sampleSize)
    guard d > 0.5 / n else { return 1 }
    guard d < 1 else { return 0 }
    let z = d * n.squareRoot()
    if z >= 1.5 { return min(1, 2 * oneSidedSurvival(d)) }
    // Below z = 0.1 both are 1 to the last digit, and the terms of the expansion would overflow.
    if sampleSize >= 1000 { return z < 0.1 ? 1 : 1 - pelzGood(z) }
    return max(0, 1 - durbin(d))
  }

  /// P(Dₙ⁺ ≥ d) = d Σⱼ C(n, j) (d + j/n)ʲ⁻¹ (1 − d − j/n)ⁿ⁻ʲ over 0 ≤ j < n(1 − d).
  ///
  /// Source: Smirnov (1944); Birnbaum and Tingey (1951). All terms are positive.
  private func oneSidedSurvival(_ d: Double) -> Double {
    let n = Double(sampleSize)
    var sum = 0.0
    // In two doubles, since it grows to n log 2 before it falls back to 0.
    var logBinomial = DoubleDouble(0)
    for j in 0..<sampleSize {
      let j = Double(j)
      let rest = 1 - d - j / n
      guard rest > 0 else { break }
      sum += exponential(
        logBinomial.head + (j - 1) * logarithm(d + j / n) + (n - j) * logarithm(rest))
      logBinomial = logBinomial + DoubleDouble(logarithm((n - j) / (j + 1)))
    }
    return d * sum
  }

  /// P(Dₙ < d) in four terms.
  ///
  /// Source: Pelz and Good, "Approximating the lower tail-areas of the Kolmogorov–Smirnov one-sample
  /// statistic", JRSS B 38 (1976), in the form of Simard and L'Ecuyer.
  private func pelzGood(_ z: Double) -> Double {
    let z2 = z * z
    let (z4, z6) = (z2 * z2, z2 * z2 * z2)
    let z8 = z4 * z4
    var (k0, k1, k2, k3) = (0.0, 0.0, 0.0, 0.0)
    // At z = 1.5 the tenth term is exp(−200); below it decays faster.
    for k in 0..<10 {
      let half = (Double(k) + 0.5) * .pi
      let (h, w) = (half * half, exponential(-half * half / (2 * z2)))
      k0 += w
      k1 += (h - z2) * w
      k2 += ((6 * z6 + 2 * z4) + (2 * z4 - 5 * z2) * h + (1 - 2 * z2) * h * h) * w
      let cubic = (5 - 30 * z2) * h * h * h + (212 * z4 - 60 * z2) * h * h
      k3 += (cubic + (135 * z4 - 96 * z6) * h - (30 * z6 + 90 * z8)) * w / 60
      let whole = Double(k) * .pi
      let (g, v) = (whole * whole, exponential(-whole * whole / (2 * z2)))
      k2 -= 2 * z4 * g * v
      k3 += z4 * (3 * g * z2 - g * g) * v
    }
    // Both signs of k are in the factor 2.
    let root = 2 * (Double.pi / 2).squareRoot()
    let step = 1 / Double(sampleSize).squareRoot()
    let last = k2 / (72 * z6 * z) + step * k3 / (108 * z8 * z2)
    return root * (k0 / z + step * (k1 / (6 * z4) + step * last))
  }

  /// P(Dₙ < d), exact: n!/nⁿ times the middle element of the n-th power of Durbin's matrix.
  ///
  /// Source: Durbin (1973); Marsaglia, Tsang and Wang, "Evaluating Kolmogorov's distribution",
  /// Journal of Statistical Software 8 (2003).
  private func durbin(_ d: Double) -> Double {
    let n = Double(sampleSize)
    let k = (n * d).rounded(.down) + 1
    let matrix = SquareMatrix.durbin(order: 2 * Int(k) - 1, excess: k - n * d)
    let (power, exponent) = matrix.power(sampleSize)
    let middle = power[Int(k) - 1, Int(k) - 1]
    var logFactor = 0.0
    for i in 1...sampleSize { logFactor += logarithm(Double(i) / n) }
    return exponential(logarithm(middle) + Double(exponent) * logarithm(2) + logFactor)
  }
}
