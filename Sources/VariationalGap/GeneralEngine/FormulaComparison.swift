// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A q, compared with a density that is known by the formula of its logarithm.
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

  /// What q is compared with.
  struct Target {
    /// log p̃, as a formula in z.
    let formula: Formula
    /// Where p̃ may be positive.
    let support: Interval
    let normalizer: Normalizer
    /// The tails of p̃ at the ends of the support, where they are known.
    var tails: (lower: Tail, upper: Tail)?
    /// For messages.
    let name: String
  }

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

  /// - Throws: ``InferenceError/infinite(quantity:reason:)`` where the KL is infinite by theorem;
  ///   another ``InferenceError`` where a number could not be had.
  init(
    of q: some Distribution, with target: Target, workspace: inout Workspace
  ) throws(InferenceError) {
    let quantity = "KL(q‖\(target.name))"
    guard target.support.contains(q.support) else {
      throw .infinite(
        quantity: quantity,
        reason: "q puts mass on \(q.support), the \(target.name) only on \(target.support)")
    }
    let charts = Chart.charts(
      of: target.support,
      cuts: [q.support.lower, q.support.upper] + Chart.breaks(of: [target.formula, q.formula]))
    let pair = ComparedDensities(q, target, charts)
    try TailTheorem.check(q, against: target, charts, pair.target, quantity: quantity)
    var pass = try ComparisonPass(
      pair, target.normalizer, quantity: quantity, on: charts, drop: FormulaPosterior.drop)
    var (elbo, divergence) = try pass.values(workspace: &workspace)
    if divergence.estimate.value < 1e-3 {
      // What does not matter beside 1 may matter beside the KL.
      let depth = min(200, -logarithm(max(divergence.estimate.value, 1e-70)))
      pass = try ComparisonPass(
        pair, target.normalizer, quantity: quantity, on: charts,
        drop: FormulaPosterior.drop + depth)
      (elbo, divergence) = try pass.values(workspace: &workspace)
    }
    // Parameters that are rounded to doubles make a difference of this size by themselves.
    let noise = 4 * pass.noise / Accuracy.ofDoubleDoubles
    isTight = noise < 1e-4 && divergence.estimate.value <= noise * noise
    if isTight { divergence.estimate.error = max(divergence.estimate.error, noise * noise) }
    self.elbo = elbo
    self.divergence = divergence
    isVerified = pass.coverage.isComplete
  }
}

/// The log densities of q and of its target, in the coordinate of each chart.
struct ComparedDensities: Sendable {
  /// log p̃ − log Z.
  let target: [LogDensityBounds]
  /// log q; −∞ outside its support.
  let family: [LogDensityBounds]
  /// w = log p̃ − log q; `nil` outside the support of q.
  let weight: [Formula?]
  /// What a search has to cover: p, and q·(1 + |t|).
  let terms: [BulkSearch.Term]

  init(_ q: some Distribution, _ target: FormulaComparison.Target, _ charts: [Chart]) {
    let logZ = target.normalizer.value
    let isInside = charts.map { chart in
      let inner = chart.length.isFinite ? chart.length / 2 : 1
      return q.support.contains(chart.z(DoubleDouble(inner)).head)
    }
    self.target = charts.map { LogDensityBounds($0.formula(target.formula) - .number(logZ)) }
    family = zip(charts, isInside).map {
      LogDensityBounds($1 ? $0.formula(q.formula) : .number(-.infinity))
    }
    weight = zip(charts, isInside).map {
      $1 ? $0.formula(target.formula) - $0.formula(q.formula) : nil
    }
    terms = [
      BulkSearch.Term(density: self.target, weight: nil, known: 0),
      BulkSearch.Term(
        density: family,
        weight: weight.map { LogDensityBounds($0.map { $0 - .number(logZ) } ?? 0) }, known: 0),
    ]
  }
}
