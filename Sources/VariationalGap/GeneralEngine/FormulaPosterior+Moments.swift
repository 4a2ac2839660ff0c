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
    let width = min(volume.value, support.upper - support.lower)
    return (best.z, max(width, .leastNormalMagnitude))
  }

  /// E[((z − centre)/width)^power], whose integrand is covered in its own right: under a heavy tail the
  /// mass of a moment lies farther out than that of the density.
  ///
  /// - Returns: the expectation, or `nil` where it is infinite or does not exist.
  private func moment(
    _ power: Int, about centre: Double, width: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate? {
    let distance = (Formula.latent - .number(centre)) / .number(width)
    let growth = .number(Double(power)) * distance.applying(.magnitude).applying(.logOnePlus)
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
    let size = volume.value
    let integral = try coverage.integral(
      allowed: 1e-14 * size, of: "E[z | x]", workspace: &workspace, value)
    // The growth is at least |distance|^power.
    let outside = coverage.outside(0, relativeTo: peak)
    let ends = coverage.ends.reduce(Estimate(0, error: 0)) { sum, cell in
      let chart = charts[cell.chart]
      let piece = EndPiece(densities[cell.chart], nil, from: cell.lower, to: cell.upper)
      guard piece.isResolved else {
        let bound = exponential(cell.bounds[0].mass.upper - peak)
        return Estimate(sum.value, error: sum.error + bound)
      }
      // E[tʲ] = edgeʲ (1 + k)/(1 + j + k) under a power law.
      let (k, edge) = (piece.exponent, cell.lower == 0 ? cell.upper : cell.lower)
      let shift = (chart.origin - centre) / width
      let first = chart.direction * edge / width * (1 + k) / (2 + k)
      let second = (edge / width) * (edge / width) * (1 + k) / (3 + k)
      let mean = power == 1 ? shift + first : shift * shift + 2 * shift * first + second
      let mass = exponential(piece.logMass.upper - peak)
      return Estimate(
        sum.value + mass * mean, error: sum.error + 1e-12 * mass * max(1, abs(mean)))
    }
    let mean = (integral.value + ends.value) / size
    return Estimate(
      mean,
      error: (integral.error + outside + ends.error) / size
        + (volume.relativeError + 8 * .ulpOfOne) * max(1, abs(mean)))
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
  fileprivate struct Part {
    let panel: Coverage.Panel?
    let chart: Chart
    /// The end with the smaller z.
    let start: Double
    let mass: Estimate
    /// Of a piece at an end: whether it ends at t = 0, its other end, and k in the density tᵏ.
    var isLower = true
    var edge = 0.0
    var exponent = 0.0
  }

  /// All panels and pieces, from left to right.
  private func parts(workspace: inout Workspace) throws(InferenceError) -> [Part] {
    var parts: [Part] = []
    for panel in coverage.panels {
      let integral = try coverage.integral(
        over: [panel], allowed: 1e-16 * volume.value, of: "P(z | x)", workspace: &workspace, density
      )
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
          mass: Estimate(0.5 * (low + high), error: 0.5 * (high - low)),
          isLower: cell.lower == 0, edge: cell.lower == 0 ? cell.upper : cell.lower,
          exponent: EndPiece(densities[cell.chart], nil, from: cell.lower, to: cell.upper).exponent
        ))
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
      over: [part], allowed: 1e-16 * volume.value, of: "P(z | x)", workspace: &workspace, density)
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
    let outside = coverage.outside(0, relativeTo: peak)
    let tail = Estimate(
      smaller.value / volume.value,
      error: (smaller.error + outside) / volume.value
        + smaller.value / volume.value * (volume.relativeError + 8 * .ulpOfOne))
    return below.value < above.value ? tail : Estimate(1, error: 0) - tail
  }

  /// The z with P(z′ ≤ z | x) = p.
  func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
    let parts = try parts(workspace: &workspace)
    // From the side of the smaller tail, whose probability keeps its digits.
    let isLeft = p < 0.5
    let target = (isLeft ? p : 1 - p) * volume.value
    let outside = coverage.outside(0, relativeTo: peak)
    let uncertainty =
      outside + parts.reduce(0) { $0 + $1.mass.error }
      + target * (volume.relativeError + 8 * .ulpOfOne)
    let place = try locate(target, in: parts, left: isLeft, workspace: &workspace)
    let linear = uncertainty / place.density
    guard linear > 1e-6 * abs(place.z - place.start) else {
      return Estimate(place.z, error: 2 * linear + 2 * place.z.ulp)
    }
    // Where the density is small beside the uncertainty, as between two modes.
    let near = try locate(target - uncertainty, in: parts, left: isLeft, workspace: &workspace)
    let far = try locate(target + uncertainty, in: parts, left: isLeft, workspace: &workspace)
    return Estimate(
      place.z, error: max(abs(near.z - place.z), abs(far.z - place.z)) + 2 * place.z.ulp)
  }

  /// A point, with the density there and a point of its panel that it is measured from.
  private typealias Place = (z: Double, density: Double, start: Double)

  /// Where the mass on one side is the target.
  private func locate(
    _ target: Double, in parts: [Part], left: Bool, workspace: inout Workspace
  ) throws(InferenceError) -> Place {
    let ordered = left ? parts : parts.reversed()
    guard let last = ordered.last else { throw .noEvidence(reason: "no mass was found") }
    var before = 0.0
    for part in ordered {
      guard before + part.mass.value >= target || part.start == last.start else {
        before += part.mass.value
        continue
      }
      let rest = max(0, target - before)
      guard let panel = part.panel else { return part.place(of: rest, left: left) }
      return try locate(rest, in: panel, part.chart, left: left, workspace: &workspace)
    }
    throw .noEvidence(reason: "no mass was found")
  }

  /// Newton's method inside a panel, kept in a bracket.
  private func locate(
    _ target: Double, in panel: Coverage.Panel, _ chart: Chart, left: Bool,
    workspace: inout Workspace
  ) throws(InferenceError) -> Place {
    let isRising = left == (chart.direction > 0)
    var (low, high) = (panel.lower, panel.upper)
    var t = CellSplit.middle(low, high) ?? low
    for _ in 0..<100 {
      let mass = try share(of: panel, at: t, left: left, workspace: &workspace)
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
    return (
      chart.z(DoubleDouble(t)).head, density(panel.chart, DoubleDouble(t)),
      chart.z(DoubleDouble(panel.lower)).head
    )
  }
}

extension FormulaPosterior.Part {
  /// The place inside a piece at an end, by its power law.
  fileprivate func place(of target: Double, left: Bool) -> (
    z: Double, density: Double, start: Double
  ) {
    let share = min(1, target / mass.value)
    // Counted from the end, the mass grows like a power of the distance to it.
    let isFromEnd = left == (chart.direction > 0) ? isLower : !isLower
    let t = edge * exponential(logarithm(isFromEnd ? share : 1 - share) / (1 + exponent))
    return (
      chart.z(DoubleDouble(t)).head,
      mass.value * abs(1 + exponent) / t * (isFromEnd ? share : 1 - share),
      chart.z(DoubleDouble(isLower ? 0 : edge)).head
    )
  }
}

extension Estimate {
  fileprivate static func += (sum: inout Estimate, part: Estimate) {
    sum = Estimate(sum.value + part.value, error: sum.error + part.error)
  }
}
