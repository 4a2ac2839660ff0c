// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension FamilySearch {
  private static let probabilities = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// Members with quantiles near those of the posterior, and near those of a normal approximation at
  /// each of its modes where there are several.
  func starts(of family: Family) throws(InferenceError) -> [FamilyMember] {
    guard family.parameters.allSatisfy({ $0.domain == .real || $0.domain == .positive }) else {
      throw .noBestMember(reason: "\(family) has a parameter that does not vary continuously")
    }
    let one = try member(family, family.parameters.map { _ in 1 })
    let support = one.distribution.support
    guard posterior.support.contains(support) else {
      throw .infinite(
        quantity: "KL(q‖posterior)",
        reason: "\(family) puts mass on \(support), the posterior only on \(posterior.support)")
    }
    var targets = [try quantiles(within: support)]
    if posterior.modes.count > 1 {
      let curvature = posterior.model.logJoint.derivative().derivative()
      for mode in posterior.modes {
        let width = 1 / (-curvature(DoubleDouble(mode)).head).squareRoot()
        let points = FamilySearch.probabilities.map { mode + width * Normal.standard.quantile($0) }
        if width > 0, points.allSatisfy(support.contains) { targets.append(points) }
      }
    }
    var starts: [FamilyMember] = []
    for points in targets { starts.append(try matched(family, support, points)) }
    return starts
  }

  /// Quantiles of the posterior restricted to a support.
  private func quantiles(within support: Interval) throws(InferenceError) -> [Double] {
    func probability(_ end: Double) throws(InferenceError) -> Double {
      try posterior.cumulativeProbability(end, workspace: &workspace).value
    }
    let (below, above) = (try probability(support.lower), try probability(support.upper))
    var points: [Double] = []
    for p in FamilySearch.probabilities {
      let share = below + p * (above - below)
      guard share > 0, share < 1 else { continue }
      points.append(try posterior.quantile(share, workspace: &workspace).value)
    }
    let inside = points.filter(support.contains)
    // Next to no mass of the posterior is where the family has any.
    return inside.count == points.count && Set(points).count > 2
      ? points : FamilySearch.probabilities.map { max(support.lower, 0) + $0 }
  }

  /// The member with the nearest quantiles, in a coordinate that has no ends.
  private func matched(
    _ family: Family, _ support: Interval, _ points: [Double]
  ) throws(InferenceError) -> FamilyMember {
    func coordinate(_ z: Double) -> Double {
      switch (support.lower.isFinite, support.upper.isFinite) {
      case (false, false): z
      case (true, false): logarithm(z - support.lower)
      case (false, true): -logarithm(support.upper - z)
      case (true, true): logarithm(z - support.lower) - logarithm(support.upper - z)
      }
    }
    let targets = points.map(coordinate)
    let (first, last) = (targets.first ?? 0, targets.last ?? 1)
    let spread = max(abs(last - first), .leastNormalMagnitude)
    let middle = points[points.count / 2]
    let width = max(abs((points.last ?? 1) - (points.first ?? 0)) / 4, .leastNormalMagnitude)
    func mismatch(_ member: FamilyMember) -> Double {
      zip(FamilySearch.probabilities, targets).reduce(0) { sum, pair in
        let difference =
          (coordinate(member.distribution.quantile(pair.0)) - pair.1) / spread
        // A quantile may leave the doubles.
        return sum + (abs(difference) < 1e6 ? difference * difference : 1e12)
      }
    }
    var best: (member: FamilyMember, value: Double)?
    for size in [width, 1, 1 / width] where size.isFinite {
      let parameters = family.parameters.map { $0.domain == .real ? middle : size }
      let start = try member(family, parameters)
      let value = mismatch(start)
      if best.map({ value < $0.value }) ?? true { best = (start, value) }
    }
    guard let start = best?.member else {
      throw .noBestMember(reason: "no member of \(family) is near the posterior")
    }
    let coordinates = FamilyCoordinates(origin: start, scale: width)
    let minimum: MultivariateMinimum
    do throws(QuadratureError) {
      minimum = try MultivariateMinimizer(size: 1e-3, iterationLimit: 400).minimum(
        startingAt: start.parameters.map { _ in 0 }, steps: start.parameters.map { _ in 1.5 }
      ) { point -> Double in
        (try? coordinates.member(at: point)).map(mismatch) ?? 1e15
      }
    } catch .simplexTooLarge(let nearest) {
      minimum = nearest
    } catch {
      throw .quadrature(quantity: "the quantiles of \(family)", error)
    }
    do {
      return try coordinates.member(at: minimum.location)
    } catch {
      throw .distribution(error)
    }
  }

  private func member(
    _ family: Family, _ parameters: [Double]
  ) throws(InferenceError) -> FamilyMember {
    do {
      return try FamilyMember(of: family, parameters: parameters)
    } catch {
      throw .distribution(error)
    }
  }
}
