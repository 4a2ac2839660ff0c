// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// A distribution as an argument of a test.
struct DistributionCase: CustomTestStringConvertible, Sendable {
  let distribution: any Distribution

  var testDescription: String { "\(distribution)" }

  /// Each family at everyday and at extreme parameters, whole and truncated.
  static let all: [DistributionCase] =
    families + truncations.map { DistributionCase(distribution: $0) }

  /// Those that are wider than a few roundings of z, so that z can be integrated over.
  static let resolved = all.filter {
    let (z, next) = ($0.distribution.quantile(0.3), $0.distribution.quantile(0.7))
    return next - z > 1e6 * max(z.ulp, next.ulp)
  }

  /// Those of them that can be integrated over between quantiles that doubles tell from the ends:
  /// no singular end, and no heavy tail. distributions.csv has the others.
  static let integrable = resolved.filter {
    func isLight(_ tail: Tail, _ end: Double) -> Bool {
      switch tail {
      case .powerLaw(let exponent): end.isFinite && exponent >= 0
      case .squaredLogarithm: end.isFinite
      case .stretched(_, let order): end.isFinite || order >= 1
      case .doublyExponential: true
      case .unknown: false
      }
    }
    let (distribution, support) = ($0.distribution, $0.distribution.support)
    return isLight(distribution.lowerTail, support.lower)
      && isLight(distribution.upperTail, support.upper) && distribution.variance.isFinite
  }

  static let families: [DistributionCase] = {
    let scales = [1, 0.3, 7, 1e-100, 1e100]
    var all: [any Distribution] = scales.compactMap { try? Exponential(rate: $0) }
    all += scales.compactMap { try? HalfNormal(scale: $0) }
    all += scales.compactMap { try? Normal(mean: 0, standardDeviation: $0) }
    all += [(-3, 2), (1e6, 1), (2.5, 1e-3)].compactMap {
      try? Normal(mean: $0.0, standardDeviation: $0.1)
    }
    all += DistributionTableTests.entries.compactMap { try? $0.distribution() }
    return all.map { DistributionCase(distribution: $0) }
  }()

  static let truncations: [any Distribution] =
    ((try? TruncatedCase.table()) ?? []).compactMap { try? $0.distribution() }
}

struct FamilyListTests {
  /// A case that does not construct would silently not be tested.
  @Test func allCasesConstruct() throws {
    #expect(DistributionCase.families.count == 18 + DistributionTableTests.entries.count)
    #expect(DistributionCase.truncations.count == (try TruncatedCase.table().count))
    #expect(DistributionCase.truncations.count >= 25)
    #expect(DistributionCase.resolved.count >= DistributionCase.all.count - 6)
    #expect(DistributionCase.integrable.count >= DistributionCase.resolved.count - 39)
  }
}
