// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The posterior of any model, from the formula of its log joint density.
///
/// The mass is found by ``BulkSearch``, which proves that it has found all of it, and integrated by two
/// routines, whose disagreement counts as error.
struct FormulaPosterior: Sendable {
  let support: Interval
  let logJoint: Formula
  let coverage: Coverage
  /// The log joint in the coordinate of each chart.
  let densities: [LogDensityBounds]
  /// A log joint near the largest: what the integrand is taken relative to.
  let peak: Double
  /// p(x)/exp(peak).
  let volume: Estimate
  let logEvidence: Computed
  /// Whether all of the mass was shown to be covered, and both routines agreed.
  let isVerified: Bool

  /// exp(−46) = 1e-20 of the mass in one cell does not matter.
  static let drop = 46.0

  /// Computes log p(x).
  ///
  /// - Parameters:
  ///   - logJoint: log p(x, z) as a function of z.
  ///   - support: where the joint density may be positive.
  /// - Throws: ``InferenceError``; ``InferenceError/infinite(quantity:reason:)`` where the density
  ///   cannot be normalised.
  init(
    logJoint: Formula, support: Interval, workspace: inout Workspace
  ) throws(InferenceError) {
    let charts = Chart.charts(of: support, cuts: Chart.breaks(of: [logJoint]))
    let densities = charts.map { LogDensityBounds($0.formula(logJoint)) }
    let coverage = try Coverage.of(
      [BulkSearch.Term(density: densities, weight: nil, known: -.infinity)], on: charts,
      drop: FormulaPosterior.drop, quantity: "p(x)")
    let peak = coverage.peak(of: densities)
    guard peak.isFinite else {
      throw .noEvidence(reason: "log p(x, z) is \(peak) wherever it matters")
    }
    let value: @Sendable (Int, DoubleDouble) -> Double = { chart, t in
      exponential(densities[chart].formula(t) - DoubleDouble(peak))
    }
    let integral = try coverage.integral(
      allowed: 0, of: "p(x)", workspace: &workspace, value)
    let check = try coverage.integral(
      using: .cquad, allowed: 1e-13 * integral.value, of: "p(x)", workspace: &workspace, value)
    let ends = coverage.endMass(0, relativeTo: peak)
    let mass = integral.value + ends.value
    guard mass > 0 else {
      throw .noEvidence(reason: "p(x) is 0 to the precision of doubles")
    }
    let disagreement = abs(integral.value - check.value)
    let outside = coverage.outside(0, relativeTo: peak)
    let agrees = disagreement <= integral.error + check.error + 1e-14 * mass
    let relative =
      (max(integral.error, agrees ? 0 : disagreement) + ends.error + outside) / mass
      + 4 * .ulpOfOne + coverage.seam(of: densities, relativeTo: peak) / mass
    let logMass = DoubleDouble(peak) + .log(mass)
    self.support = support
    self.logJoint = logJoint
    self.coverage = coverage
    self.densities = densities
    self.peak = peak
    volume = Estimate(mass, error: relative * mass)
    isVerified = coverage.isComplete && agrees && relative <= 0.5
    logEvidence = Computed(
      estimate: Estimate(logMass, error: relative <= 0.5 ? 2 * relative : .infinity),
      evaluations: integral.evaluations + check.evaluations,
      hasRoundoff: integral.status == .roundoff)
  }
}

extension FormulaPosterior {
  /// The highest mode.
  var mode: Double {
    modes.max { logJoint(DoubleDouble($0)).head < logJoint(DoubleDouble($1)).head } ?? .nan
  }

  /// Compares q with the posterior.
  func gap(
    of family: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    let comparison = try FormulaComparison(
      of: family,
      with: FormulaComparison.Target(
        formula: logJoint, support: support,
        normalizer: .computed(logEvidence.estimate.value), name: "posterior"),
      workspace: &workspace)
    return Gap(
      logEvidence: logEvidence, elbo: comparison.elbo, divergence: comparison.divergence,
      isVerified: isVerified && comparison.isVerified, isTight: comparison.isTight)
  }
}

extension Coverage {
  /// Searches for all of the mass.
  static func of(
    _ terms: [BulkSearch.Term], on charts: [Chart], drop: Double, quantity: String
  ) throws(InferenceError) -> Coverage {
    do throws(BulkSearch.Failure) {
      return Coverage(try BulkSearch(terms, on: charts, drop: drop), on: charts, terms: terms)
    } catch .divergent(let end) {
      throw .infinite(
        quantity: quantity,
        reason:
          "the density does not fall off fast enough towards z = \(end) to have a finite integral")
    } catch .infiniteWeight(let z) {
      throw .infinite(
        quantity: quantity, reason: "q puts mass around z = \(z), where the other density is 0")
    } catch {
      throw .noEvidence(reason: "the density is 0 on the whole support")
    }
  }

  /// The largest value found in the panels, or at the edges of the pieces at the ends.
  func peak(of densities: [LogDensityBounds]) -> Double {
    let inside = panels.flatMap { panel in
      [panel.lower, panel.lower + 0.5 * (panel.upper - panel.lower), panel.upper].map {
        densities[panel.chart]($0)
      }
    }
    let edges = ends.map { densities[$0.chart]($0.lower == 0 ? $0.upper : $0.lower) }
    return (inside + edges).filter { $0 < .infinity }.max() ?? -.infinity
  }

  /// The mass of the pieces at the ends under a term, over exp(peak).
  func endMass(_ term: Int, relativeTo peak: Double) -> Estimate {
    ends.reduce(Estimate(0, error: 0)) { sum, cell in
      let bounds = cell.bounds[term].mass
      let (low, high) = (exponential(bounds.lower - peak), exponential(bounds.upper - peak))
      guard high < .infinity else { return Estimate(sum.value + low, error: .infinity) }
      return Estimate(
        sum.value + 0.5 * (low + high),
        error: sum.error + 0.5 * (high - low) + 8 * .ulpOfOne * high)
    }
  }

  /// Where charts meet at a rounded point: a bound on the mass in between, over exp(peak).
  func seam(of densities: [LogDensityBounds], relativeTo peak: Double) -> Double {
    charts.indices.reduce(0) { sum, index in
      let chart = charts[index]
      guard chart.length.isFinite else { return sum }
      let meeting = chart.z(DoubleDouble(chart.length)).head
      return sum + meeting.ulp * exponential(densities[index](chart.length) - peak)
    }
  }
}
