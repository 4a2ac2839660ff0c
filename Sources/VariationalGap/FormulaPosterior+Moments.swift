// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension FormulaPosterior {
  /// The posterior density at the point t of a chart, over exp(log Z − peak).
  private var density: @Sendable (Int, DoubleDouble) -> Double {
    { [densities, peak] chart, t in
      exponential(densities[chart].formula(t) - DoubleDouble(peak))
    }
  }

  /// exp(log Z − peak).
  private var volume: Double { exponential(logEvidence.estimate.value - peak) }

  /// A place and a width of the bulk, to take moments about.
  private var bulk: (centre: Double, width: Double) {
    var best = (value: -Double.infinity, z: 0.0)
    for panel in coverage.panels {
      let t = panel.lower + 0.5 * (panel.upper - panel.lower)
      let value = densities[panel.chart](t)
      if value > best.value {
        best = (value, coverage.charts[panel.chart].z(DoubleDouble(t)).head)
      }
    }
    return (best.z, max(volume, .leastNormalMagnitude))
  }

  /// E[((z − centre)/width)^power], whose integrand is covered in its own right: under a heavy tail the
  /// mass of a moment lies farther out than that of the density.
  ///
  /// - Returns: the expectation, or `nil` where it is infinite or does not exist.
  private func moment(
    _ power: Int, about centre: Double, width: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate? {
    let distance = (Formula.latent - .number(centre)) / .number(width)
    let growth = Formula.number(Double(power) / 2) * distance.applying(.square).applying(.logOnePlus)
    let terms = BulkSearch.Term(
      density: coverage.charts.map { LogDensityBounds($0.formula(logJoint + growth)) },
      weight: nil, known: logEvidence.estimate.value)
    let coverage: Coverage
    do throws(InferenceError) {
      coverage = try Coverage.of(
        [terms], on: self.coverage.charts, drop: FormulaPosterior.drop, quantity: "a moment")
    } catch .infinite {
      return nil
    }
    let (density, charts) = (density, self.coverage.charts)
    let value: @Sendable (Int, DoubleDouble) -> Double = { chart, t in
      let weight = density(chart, t)
      let distance = (charts[chart].z(t) - DoubleDouble(centre)).head / width
      return weight == 0 ? 0 : weight * (power == 1 ? distance : distance * distance)
    }
    let size = volume
    let integral = try coverage.integral(
      allowed: 1e-14 * size, of: "E[z | x]", workspace: &workspace, value)
    // The growth is at least |distance|^power, and the pieces at the ends are small by the search.
    let outside =
      exponential(coverage.excluded[0] - peak) + exponential(coverage.unresolved[0] - peak)
      + coverage.ends.reduce(0) { $0 + exponential($1.bounds[0].mass.upper - peak) }
    let mean = integral.value / size
    return Estimate(
      mean,
      error: (integral.error + outside) / size
        + (logEvidence.estimate.error + 8 * .ulpOfOne) * max(1, abs(mean)))
  }

  /// E[z | x]; `nil` where it does not exist.
  func mean(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    let (centre, width) = bulk
    guard let offset = try moment(1, about: centre, width: width, workspace: &workspace) else {
      return nil
    }
    return Estimate(
      DoubleDouble(centre) + .product(width, offset.value), error: width * offset.error)
  }

  /// Var[z | x]; `nil` where it is infinite.
  func variance(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    let (centre, width) = bulk
    guard let first = try moment(1, about: centre, width: width, workspace: &workspace) else {
      return nil
    }
    // About the mean, so that nothing cancels; what the mean is off by enters squared.
    let mean = DoubleDouble(centre) + .product(width, first.value)
    guard
      let second = try moment(2, about: mean.head, width: width, workspace: &workspace)
    else { return nil }
    let slip = first.error + mean.head.ulp / width
    return Estimate(
      width * width * second.value, error: width * width * (second.error + slip * slip))
  }

  /// A panel or a piece at an end, by its place on the line, with its mass.
  private struct Part {
    let panel: Coverage.Panel?
    let chart: Chart
    /// The end with the smaller z.
    let start: Double
    let mass: Estimate
  }

  /// All panels and pieces, from left to right.
  private func parts(workspace: inout Workspace) throws(InferenceError) -> [Part] {
    var parts: [Part] = []
    for panel in coverage.panels {
      let integral = try coverage.integral(
        over: [panel], allowed: 1e-16 * volume, of: "P(z | x)", workspace: &workspace, density)
      let chart = coverage.charts[panel.chart]
      parts.append(
        Part(
          panel: panel, chart: chart,
          start: chart.z(DoubleDouble(chart.direction > 0 ? panel.lower : panel.upper)).head,
          mass: Estimate(integral.value, error: integral.error)))
    }
    for cell in coverage.ends {
      let chart = coverage.charts[cell.chart]
      let bounds = cell.bounds[0].mass
      let (low, high) = (exponential(bounds.lower - peak), exponential(bounds.upper - peak))
      parts.append(
        Part(
          panel: nil, chart: chart,
          start: chart.z(DoubleDouble(chart.direction > 0 ? cell.lower : cell.upper)).head,
          mass: Estimate(0.5 * (low + high), error: 0.5 * (high - low))))
    }
    return parts.sorted { $0.start < $1.start }
  }

  /// The mass of the part of a panel on the left of the point t of its chart, or on its right.
  private func share(
    of panel: Coverage.Panel, at t: Double, left: Bool, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let isBelow = left == (coverage.charts[panel.chart].direction > 0)
    let part = Coverage.Panel(
      chart: panel.chart, lower: isBelow ? panel.lower : t, upper: isBelow ? t : panel.upper,
      isLogarithmic: panel.isLogarithmic)
    let integral = try coverage.integral(
      over: [part], allowed: 1e-16 * volume, of: "P(z | x)", workspace: &workspace, density)
    return Estimate(integral.value, error: integral.error)
  }

  /// P(z′ ≤ z | x).
  func cumulativeProbability(
    _ z: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    var (below, above) = (Estimate(0, error: 0), Estimate(0, error: 0))
    for part in try parts(workspace: &workspace) {
      guard let panel = part.panel else {
        if part.start < z { below += part.mass } else { above += part.mass }
        continue
      }
      let t = part.chart.t(DoubleDouble(z)).head
      if panel.lower < t && t < panel.upper {
        below += try share(of: panel, at: t, left: true, workspace: &workspace)
        above += try share(of: panel, at: t, left: false, workspace: &workspace)
      } else if (t >= panel.upper) == (part.chart.direction > 0) {
        below += part.mass
      } else {
        above += part.mass
      }
    }
    let smaller = below.value < above.value ? below : above
    let outside =
      exponential(coverage.excluded[0] - peak) + exponential(coverage.unresolved[0] - peak)
    let tail = Estimate(
      smaller.value / volume,
      error: (smaller.error + outside) / volume
        + smaller.value / volume * (logEvidence.estimate.error + 8 * .ulpOfOne))
    return below.value < above.value ? tail : Estimate(1, error: 0) - tail
  }

  /// The z with P(z′ ≤ z | x) = p.
  func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
    let parts = try parts(workspace: &workspace)
    // From the side of the smaller tail, whose probability keeps its digits.
    let isLeft = p < 0.5
    let target = (isLeft ? p : 1 - p) * volume
    var before = Estimate(0, error: 0)
    for part in isLeft ? parts : parts.reversed() {
      let next = before.value + part.mass.value
      guard next >= target || part.start == (isLeft ? parts.last : parts.first)?.start else {
        before += part.mass
        continue
      }
      guard let panel = part.panel else {
        throw .noEvidence(
          reason: "the quantile of \(p) lies nearer to \(part.start) than a double can say")
      }
      return try quantile(
        in: panel, chart: part.chart, left: isLeft, target: target - before.value,
        error: before.error + .ulpOfOne * target, workspace: &workspace)
    }
    throw .noEvidence(reason: "no mass was found")
  }

  /// Newton's method inside a panel, kept in a bracket.
  private func quantile(
    in panel: Coverage.Panel, chart: Chart, left: Bool, target: Double, error: Double,
    workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let isRising = left == (chart.direction > 0)
    var (low, high) = (panel.lower, panel.upper)
    var t = CellSplit.middle(low, high) ?? low
    var mass = Estimate(0, error: 0)
    for _ in 0..<100 {
      mass = try share(of: panel, at: t, left: left, workspace: &workspace)
      let excess = mass.value - target
      if (excess > 0) == isRising { high = t } else { low = t }
      let slope = density(panel.chart, DoubleDouble(t)) * (isRising ? 1 : -1)
      let newton = t - excess / slope
      guard
        let next = low < newton && newton < high ? newton : CellSplit.middle(low, high),
        abs(next - t) > 0.5 * .ulpOfOne * t
      else { break }
      t = next
    }
    let slope = density(panel.chart, DoubleDouble(t))
    let outside =
      exponential(coverage.excluded[0] - peak) + exponential(coverage.unresolved[0] - peak)
    let uncertainty =
      mass.error + error + abs(mass.value - target) + outside
      + target * (logEvidence.estimate.error + 8 * .ulpOfOne)
    return Estimate(chart.z(DoubleDouble(t)), error: uncertainty / slope + 2 * t.ulp)
  }
}

extension Estimate {
  fileprivate static func += (sum: inout Estimate, part: Estimate) {
    sum = Estimate(sum.value + part.value, error: sum.error + part.error)
  }
}
