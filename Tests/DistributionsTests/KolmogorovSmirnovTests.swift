// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import TestSupport
import Testing

struct KolmogorovSmirnovTests {
  /// The sample −s log(1 − uᵢ), uᵢ = iφ mod 1 with the golden ratio φ, i = 1 … n, against Exp(1):
  /// scipy.stats.kstest, SciPy 1.17.1.
  @Test(arguments: try CSVTable(fixture: "kolmogorov_smirnov").rows)
  func testIsThatOfSciPy(_ row: CSVTable.Row) throws {
    let (n, stretch) = (try #require(row["n"].flatMap { Int($0) }), row.number("stretch"))
    let (statistic, pValue) = (row.number("statistic"), row.number("p_value"))
    let sample = (1...n).map {
      -stretch * log1p(-(Double($0) * 0.6180339887498949).truncatingRemainder(dividingBy: 1))
    }
    let test = try KolmogorovSmirnov(sample, against: Exponential(rate: 1))
    #expect(abs(test.statistic - statistic) < 1e-12 && test.count == n)
    #expect(abs(test.pValue - pValue) < 1e-6, "\(test)")
    #expect(pValue > 1e-3 || relativeError(test.pValue, pValue) < 1e-6, "\(test)")
  }

  /// P(Dₙ ≥ d) by scipy.stats.kstwo, SciPy 1.17.1, for a sample with this statistic: F(zᵢ) = i/n − d,
  /// or 0, has Dₙ = d where d ≥ 1/n.
  @Test(arguments: try CSVTable(fixture: "kolmogorov_smirnov_survival").rows)
  func survivalIsThatOfSciPy(_ row: CSVTable.Row) throws {
    let n = try #require(row["n"].flatMap { Int($0) })
    let (statistic, pValue) = (row.number("statistic"), row.number("p_value"))
    let uniform = try Truncated(
      Normal(mean: 0, standardDeviation: 1e100), to: Interval(from: 0, to: 1))
    let sample = (1...n).map { max(0, Double($0) / Double(n) - statistic) }
    let test = try KolmogorovSmirnov(sample, against: uniform)
    #expect(abs(test.statistic - statistic) < 1e-14, "\(test)")
    #expect(abs(test.pValue - pValue) < 1e-6, "\(test)")
    #expect(pValue > 1e-3 || relativeError(test.pValue, pValue) < 1e-6, "\(test)")
  }

  @Test func extremeStatisticsAreCertain() throws {
    let exponential = try Exponential(rate: 1)
    // 1/(2n) is the least there is.
    let grid = [0.125, 0.375, 0.625, 0.875].map(exponential.quantile)
    #expect(try KolmogorovSmirnov(grid, against: exponential).pValue == 1)
    // Nothing of the sample where the distribution has its mass.
    let outside = try KolmogorovSmirnov([-1, -2, -.infinity], against: exponential)
    #expect(outside.statistic == 1 && outside.pValue == 0)
  }

  @Test func samplesThatCannotBeComparedAreRefused() throws {
    let exponential = try Exponential(rate: 1)
    for (sample, words) in [([], "none"), ([1, 2, .nan], "nan at index 2")] {
      let error = #expect(throws: DistributionError.self) {
        try KolmogorovSmirnov(sample, against: exponential)
      }
      #expect(error?.description.contains(words) == true)
    }
  }
}
