// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// What Σ log p(x) tends to as the prior contracts to a point z: Σ log p(x | z), all groups with the same z.
///
/// That is the limit of groups that vary less than their likelihood alone makes them, such as counts with a variance below
/// their mean.
struct LearningLimit {
  let line: LearningLine
  /// Parameters far on the way.
  let values: [Double]

  private var problem: LearningProblem { line.problem }

  /// The z, and the limit; `nil` where the prior is not narrow beside what the likelihoods say of z, or a wider one is better.
  func point() -> (z: Double, value: Estimate)? {
    guard let member = try? problem.prior(at: values), let groups = likelihoods() else {
      return nil
    }
    let quantiles = [0.001, 0.5, 0.999].map { member.distribution.quantile($0) }
    guard quantiles.allSatisfy(\.isFinite), groups.allSatisfy({ isFlat($0.formula, at: quantiles) })
    else { return nil }
    let (width, shift) = (quantiles[2] - quantiles[0], shift(of: quantiles[1]))
    let total = Formula.total(of: groups.map { .number($0.count) * $0.formula })
    let (support, median) = (line.support, quantiles[1])
    let program = FormulaProgram(support.onLine(total))
    let place = support.coordinate(of: median)
    var best: Double
    let slopes = groups.map { ($0.count, $0.formula.derivative()) }
    // Where the place of the prior is free, it is where the likelihood is largest.
    if shift > width,
      let peak = Window.Peak(
        from: [place], widest: LearningLine.widest, { program.estimate(at: $0) }),
      abs(peak.u - place) < 0.1 * peak.scale
    {
      best = summit(of: total, near: support.pointOnLine(DoubleDouble(peak.u)).head)
      guard !gainsByWidth(slopes, at: best) else { return nil }
    } else if let end = end(near: median), total(DoubleDouble(end)).head.isFinite {
      // Else the prior may run into an end of the support.
      best = end
      let slope = slopes.reduce(0) { $0 + $1.0 * $1.1(DoubleDouble(median)).head }
      guard end == support.lower ? slope <= 0 : slope >= 0 else { return nil }
    } else {
      best = median
      guard !gainsByWidth(slopes, at: best) else { return nil }
    }
    let value = total(DoubleDouble(best)).head
    guard value.isFinite else { return nil }
    // Where the likelihood still rises, or its own parameters are on their way, the limit is not reached here.
    // A prior whose place is fixed contracts to that place.
    let isFixed = best == median && shift <= 1e-9 * width
    guard problem.parameters.count == problem.prior.parameters.count,
      isFixed || isSummit(of: total, at: best)
    else { return (best, Estimate(value, error: .infinity)) }
    let size = groups.reduce(0) { sum, group in
      sum + abs(group.count * group.formula(DoubleDouble(best)).head)
    }
    return (best, Estimate(value, error: 1e-14 * size + value.ulp))
  }

  /// How far the free parameters can move the median of the prior: beyond its width where its place is free.
  private func shift(of median: Double) -> Double {
    let own = problem.parts(of: values).prior
    return own.indices.reduce(0) { most, index in
      var moved = own
      moved[index] =
        problem.prior.parameters[index].domain == .real
        ? own[index] + max(1, abs(own[index])) : 0.75 * own[index]
      guard let member = try? problem.prior.member(moved) else { return most }
      return max(most, abs(member.distribution.quantile(0.5) - median))
    }
  }

  /// Whether a likelihood is largest at a place: at an end of the support, or where it rises no more by Newton's measure.
  private func isSummit(of likelihood: Formula, at place: Double) -> Bool {
    if place == line.support.lower || place == line.support.upper { return true }
    let slope = likelihood.derivative()
    let point = DoubleDouble(place)
    let (first, second) = (slope(point).head, slope.derivative()(point).head)
    return second < 0 && first * first <= -1e-12 * second
  }

  /// Whether a narrow prior about z is better than z alone: Σ log p(x) = Σ log p(x | z) + ½v·Σ (ℓ″ + ℓ′²), with v its
  /// variance and ℓ = log p(x | z) of a group.
  private func gainsByWidth(_ slopes: [(count: Double, formula: Formula)], at z: Double) -> Bool {
    let point = DoubleDouble(z)
    var (gain, size) = (0.0, 0.0)
    for (count, slope) in slopes {
      let (first, second) = (slope(point).head, slope.derivative()(point).head)
      gain += count * (second + first * first)
      size += count * (abs(second) + first * first)
    }
    return gain > 1e-9 * size
  }

  /// Whether a log likelihood is the same at several places, but for little.
  private func isFlat(_ likelihood: Formula, at places: [Double]) -> Bool {
    let found = places.map { likelihood(DoubleDouble($0)).head }
    guard let least = found.min(), let most = found.max() else { return false }
    return most - least < 0.05
  }

  /// The end of the support that is next to a place.
  private func end(near place: Double) -> Double? {
    [line.support.lower, line.support.upper].first {
      $0.isFinite && abs(place - $0) < 1e-4 * max(1, abs($0))
    }
  }

  /// Where a likelihood is largest, by Newton's method in z.
  private func summit(of likelihood: Formula, near start: Double) -> Double {
    let slope = likelihood.derivative()
    let curvature = slope.derivative()
    var z = start
    for _ in 0..<20 {
      let point = DoubleDouble(z)
      let step = (slope(point) / curvature(point)).head
      let next = z - step
      guard next.isFinite, next != z, line.support.contains(next), curvature(point).head < 0,
        likelihood(DoubleDouble(next)).head >= likelihood(point).head
      else { break }
      z = next
    }
    return z
  }

  /// log p(x | z) of the different groups, and how often each occurs.
  private func likelihoods() -> [(count: Double, formula: Formula)]? {
    var found: [(count: Double, formula: Formula)] = []
    for group in problem.distinct {
      guard let rows = try? problem.rows(of: group, at: values) else { return nil }
      found.append((group.count, .total(of: rows.map(\.logLikelihood))))
    }
    return found
  }
}
