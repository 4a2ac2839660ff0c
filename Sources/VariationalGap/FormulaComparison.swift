// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A q, compared with a density that is known by the formula of its logarithm, up to a factor or with it.
///
/// With w = log p̃ − log q and c = E_q[w], the ELBO,
///
/// ```text
/// KL = log(1 + E_q[expm1(u) − u]),  u = w − c        where the factor Z is not known, and KL < 1
/// KL = E_q[expm1(t) − t],           t = w − log Z    elsewhere
/// ```
///
/// The integrands are p/Z − q − q·t: nowhere negative, and integrated over the bulk of both.
struct FormulaComparison {
  /// E_q[log p̃ − log q].
  let elbo: Computed
  /// KL(q‖p̃/Z).
  let divergence: Computed
  /// Whether all of the mass was shown to be covered.
  let isVerified: Bool
  /// Whether q and the target are equal up to the rounding of their parameters to doubles.
  let isTight: Bool

  private let charts: [Chart]
  private let target: [LogDensityBounds]
  private let family: [LogDensityBounds]
  /// w, in the coordinate of each chart; `nil` outside the support of q.
  private let weight: [Formula?]

  /// 2⁻⁴⁷: a rounding in 31 digits beside one in doubles, with some room.
  fileprivate static let doublesInDoubleDoubles = 0x1p-47

  /// How the target is normalised.
  enum Normalizer {
    /// log Z, by quadrature.
    case computed(Double)
    /// log Z, exactly.
    case known(Double)

    var value: Double {
      switch self {
      case .computed(let value), .known(let value): value
      }
    }
  }

  /// - Parameters:
  ///   - q: the family's member.
  ///   - target: log p̃ as a formula in z.
  ///   - support: where p̃ may be positive.
  ///   - normalizer: log Z.
  ///   - targetName: for messages.
  init(
    of q: some Distribution, with target: Formula, on support: Interval, normalizer: Normalizer,
    targetName: String, workspace: inout Workspace
  ) throws(InferenceError) {
    let quantity = "KL(q‖\(targetName))"
    guard support.contains(q.support) else {
      throw .infinite(
        quantity: quantity,
        reason: "q puts mass on \(q.support), the \(targetName) only on \(support)")
    }
    let charts = Chart.charts(
      of: support,
      cuts: [q.support.lower, q.support.upper] + Chart.breaks(of: [target, q.formula]))
    let logZ = normalizer.value
    let isInside = charts.map { chart in
      let inner = chart.length.isFinite ? chart.length / 2 : 1
      return q.support.contains(chart.z(DoubleDouble(inner)).head)
    }
    self.charts = charts
    self.target = charts.map {
      LogDensityBounds($0.formula(target) - .number(logZ))
    }
    family = zip(charts, isInside).map {
      LogDensityBounds($1 ? $0.formula(q.formula) : .number(-.infinity))
    }
    weight = zip(charts, isInside).map {
      $1 ? $0.formula(target) - $0.formula(q.formula) : nil
    }
    try FormulaComparison.checkTails(
      q, charts, self.target, targetName: targetName, quantity: quantity)
    let terms = [
      BulkSearch.Term(density: self.target, weight: nil, known: 0),
      BulkSearch.Term(
        density: family,
        weight: weight.map { LogDensityBounds(($0 ?? 0) - .number($0 == nil ? 0 : logZ)) },
        known: 0),
    ]
    var coverage = try Coverage.of(
      terms, on: charts, drop: FormulaPosterior.drop, quantity: quantity)
    var pass = Pass(
      coverage: coverage, charts: charts, target: self.target, family: family, weight: weight)
    var elbo = try pass.elbo(logZ: logZ, workspace: &workspace)
    var divergence = try pass.divergence(
      elbo: elbo, normalizer: normalizer, quantity: quantity, workspace: &workspace)
    if divergence.value < 1e-3 {
      // What does not matter beside 1 may matter beside the KL.
      let depth = min(200, -logarithm(max(divergence.value, 1e-70)))
      coverage = try Coverage.of(
        terms, on: charts, drop: FormulaPosterior.drop + depth, quantity: quantity)
      pass = Pass(
        coverage: coverage, charts: charts, target: self.target, family: family, weight: weight)
      elbo = try pass.elbo(logZ: logZ, workspace: &workspace)
      divergence = try pass.divergence(
        elbo: elbo, normalizer: normalizer, quantity: quantity, workspace: &workspace)
    }
    self.elbo = Computed(
      estimate: Estimate(elbo.precise, error: elbo.error), evaluations: elbo.evaluations,
      hasRoundoff: elbo.hasRoundoff)
    // Parameters that are rounded to doubles make a difference of this size by themselves.
    let noise = 4 * pass.noise / FormulaComparison.doublesInDoubleDoubles
    isTight = divergence.value <= noise * noise
    if isTight { divergence.error = max(divergence.error, noise * noise) }
    self.divergence = Computed(
      estimate: Estimate(divergence.value, error: divergence.error),
      evaluations: divergence.evaluations, hasRoundoff: divergence.hasRoundoff)
    isVerified = coverage.isComplete
  }

  private static func checkTails(
    _ q: some Distribution, _ charts: [Chart], _ target: [LogDensityBounds], targetName: String,
    quantity: String
  ) throws(InferenceError) {
    for (chart, density) in zip(charts, target) {
      // At a finite end of q, the chart towards the inside starts there.
      let ends: [(tail: Tail, end: Double, isLower: Bool)] = [
        (q.lowerTail, q.support.lower, chart.direction > 0),
        (q.upperTail, q.support.upper, chart.direction < 0),
      ]
      for (tail, end, startsHere) in ends {
        let isLower = end.isFinite
        guard
          isLower
            ? startsHere && chart.origin == end
            : chart.length == .infinity && (end < 0) == (chart.direction < 0)
        else { continue }
        guard let other = Tail(of: density, towardsOrigin: isLower),
          TailTheorem.isInfinite(tail, other, atInfinity: !isLower)
        else { continue }
        let target = targetName == "p" ? targetName : "the \(targetName)"
        throw .infinite(
          quantity: quantity,
          reason: "the tail of q is heavier than \(target) can bear towards z = \(end): "
            + "\(tail.name) against \(other.name), and E_q[log \(targetName)] is −∞")
      }
    }
  }
}

/// One pass over a coverage.
private struct Pass {
  let coverage: Coverage
  let charts: [Chart]
  let target: [LogDensityBounds]
  let family: [LogDensityBounds]
  let weight: [Formula?]

  struct Value {
    /// c, as a sum of two doubles.
    var precise: DoubleDouble
    var value: Double { precise.head }
    var error: Double
    var evaluations: Int
    var hasRoundoff: Bool
  }

  /// E_q[w].
  func elbo(logZ: Double, workspace: inout Workspace) throws(InferenceError) -> Value {
    let (weight, family) = (weight, family)
    let origin = reference(logZ: logZ)
    let value: @Sendable (Int, DoubleDouble) -> Double = { chart, t in
      guard let weight = weight[chart] else { return 0 }
      let density = exponential(family[chart].formula(t))
      return density == 0 ? 0 : density * (weight(t) - origin).head
    }
    let rough = try coverage.integral(
      using: .qag(.points15), allowed: .greatestFiniteMagnitude, of: "E_q[|log p − log q|]",
      workspace: &workspace
    ) { abs(value($0, $1)) }
    let scale = rough.value + rough.error
    let integral = try coverage.integral(
      allowed: 1e-14 * scale + noise, of: "the ELBO", workspace: &workspace, value)
    var offset = DoubleDouble(integral.value)
    var error = integral.error + 4 * .ulpOfOne * scale + 4 * noise
    for cell in coverage.ends where cell.bounds[1].range.upper > -.infinity {
      guard let weight = weight[cell.chart] else { continue }
      let piece = EndPiece(
        family[cell.chart], LogDensityBounds(weight - .constant(origin)), from: cell.lower,
        to: cell.upper)
      let mass = exponential(piece.logMass.lower)
      if piece.isResolved {
        let bare = EndPiece(family[cell.chart], nil, from: cell.lower, to: cell.upper)
        let part = exponential(bare.logMass.lower) * piece.weightMean
        offset = offset + DoubleDouble(part)
        error += 1e-12 * abs(part)
      } else {
        error += exponential(piece.logMass.upper) + mass
      }
    }
    let outside = exponential(coverage.excluded[1]) + exponential(coverage.unresolved[1])
    error += outside * (1 + abs(origin.head - logZ))
    let sum = origin + offset
    guard sum.isFinite else {
      throw .overflow(quantity: "the ELBO, E_q[log p(x, z) − log q(z)],")
    }
    return Value(
      precise: sum, error: error,
      evaluations: rough.evaluations + integral.evaluations,
      hasRoundoff: integral.status == .roundoff)
  }

  /// w where q is large.
  private func reference(logZ: Double) -> DoubleDouble {
    var best = (density: -Double.infinity, weight: DoubleDouble(logZ))
    for panel in coverage.panels {
      guard let weight = weight[panel.chart] else { continue }
      let t = panel.lower + 0.5 * (panel.upper - panel.lower)
      let (density, value) = (family[panel.chart](t), weight(DoubleDouble(t)))
      if density > best.density, value.isFinite { best = (density, value) }
    }
    return best.weight
  }

  /// What rounding leaves of w, on the average over q: interval arithmetic at a point shows the
  /// amplification of errors in doubles, of which 31 digits see 2⁻⁴⁷.
  fileprivate var noise: Double {
    coverage.panels.reduce(1e-31) { sum, panel in
      guard let weight = weight[panel.chart] else { return sum }
      let t = panel.lower + 0.5 * (panel.upper - panel.lower)
      let spread = weight.enclosure(over: Enclosure(from: t, to: t))
      let width = spread.upper - spread.lower
      let density = exponential(family[panel.chart](t)) * (panel.upper - panel.lower)
      return density == 0 || !width.isFinite
        ? sum : sum + density * width * FormulaComparison.doublesInDoubleDoubles
    }
  }

  func divergence(
    elbo: Value, normalizer: FormulaComparison.Normalizer, quantity: String,
    workspace: inout Workspace
  ) throws(InferenceError) -> Value {
    let logZ = normalizer.value
    let difference = logZ - elbo.value
    var isRelative = false
    if case .computed = normalizer, difference < 1 { isRelative = true }
    let base = isRelative ? elbo.precise : DoubleDouble(logZ)
    let shift = DoubleDouble(logZ) - base
    let (weight, family, target) = (weight, family, target)
    let value: @Sendable (Int, DoubleDouble) -> Double = { chart, t in
      guard let weight = weight[chart] else {
        return exponential(target[chart].formula(t) + shift)
      }
      let logFamily = family[chart].formula(t)
      let u = (weight(t) - base).head
      if abs(u) < 0.5 { return exponential(logFamily) * expMinusOneMinus(u) }
      let density = exponential(logFamily)
      // Near an end u may be infinite where the density of q is 0.
      return exponential(target[chart].formula(t) + shift)
        - (density == 0 ? 0 : density * (1 + u))
    }
    let noise = noise
    let rough = try coverage.integral(
      using: .qag(.points15), allowed: .greatestFiniteMagnitude, of: quantity,
      workspace: &workspace, value)
    let size = max(0, rough.value)
    let integral = try coverage.integral(
      allowed: 1e-14 * size + noise * (noise + size.squareRoot()), of: quantity,
      workspace: &workspace, value)
    var sum = integral.value
    var error =
      integral.error + 4 * .ulpOfOne * abs(integral.value)
      + 4 * noise * (noise + size.squareRoot())
    let scale = exponential(shift.head)
    for cell in coverage.ends {
      let (low, high) = (
        exponential(cell.bounds[0].mass.lower) * scale,
        exponential(cell.bounds[0].mass.upper) * scale
      )
      var part = Estimate(0.5 * (low + high), error: 0.5 * (high - low) + 1e-12 * high)
      if let weight = weight[cell.chart], cell.bounds[1].range.upper > -.infinity {
        let piece = EndPiece(
          family[cell.chart], LogDensityBounds(weight - .constant(base)), from: cell.lower,
          to: cell.upper)
        let bare = EndPiece(family[cell.chart], nil, from: cell.lower, to: cell.upper)
        let mass = exponential(bare.logMass.upper)
        if piece.isResolved {
          part = Estimate(
            part.value - mass * (1 + piece.weightMean),
            error: part.error + 1e-12 * mass * (1 + abs(piece.weightMean)))
        } else {
          part.error += exponential(piece.logMass.upper)
        }
      }
      sum += part.value
      error += part.error
    }
    for term in [0, 1] {
      error +=
        scale * (exponential(coverage.excluded[term]) + exponential(coverage.unresolved[term]))
        * (1 + abs(shift.head))
    }
    var value2 = sum
    if isRelative {
      // KL = log(1 + K + ε) − ε, ε = E_q[u], which is 0 up to the error of c.
      let slip = elbo.error
      value2 = logarithm(onePlus: max(sum, 0))
      error += slip * slip + 2 * abs(sum) * slip
    }
    guard value2.isFinite else { throw .overflow(quantity: quantity) }
    return Value(
      precise: DoubleDouble(max(0, value2)), error: error + value2.ulp,
      evaluations: rough.evaluations + integral.evaluations,
      hasRoundoff: integral.status == .roundoff)
  }
}
