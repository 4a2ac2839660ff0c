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
  /// What the bounds rest on; verified only if q was found to have mass 1.
  let errorKind: ErrorKind
  /// Whether q and the target are equal up to the rounding of their parameters to doubles.
  let isTight: Bool

  /// What q is compared with.
  struct Target: Sendable {
    /// log p̃.
    let function: LatentFunction
    /// log p̃ − log Z.
    let density: LatentFunction
    /// Where p̃ may be positive.
    let support: Interval
    let normalizer: Normalizer
    /// For messages.
    let name: String
    /// What a search for its mass and that of q starts from, if it was searched before.
    let start: MassSearch.Start?
    /// p̃ in the coordinate of its support, where it is smooth.
    let smooth: Once<SmoothDensity?>

    init(
      _ function: LatentFunction, support: Interval, normalizer: Normalizer, name: String,
      cover: Cover? = nil, smooth: SmoothDensity? = nil
    ) {
      self.smooth = Once { smooth ?? SmoothDensity(function.formula, on: support) }
      start = cover?.start.shifted(by: DoubleDouble(-normalizer.value))
      self.function = function
      density =
        normalizer.value == 0
        ? function : LatentFunction(function, plus: DoubleDouble(-normalizer.value))
      (self.support, self.normalizer, self.name) = (support, normalizer, name)
    }
  }

  /// How the target is normalised.
  enum Normalizer: Sendable {
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
    try self.init(
      of: q, logMass: try q.logMass(workspace: &workspace), with: target, workspace: &workspace)
  }

  /// - Parameter logMass: log ∫ q, with the error of the constant in log q.
  /// - Throws: as ``init(of:with:workspace:)``.
  init(
    of q: some Distribution, logMass: Estimate, with target: Target, workspace: inout Workspace
  ) throws(InferenceError) {
    let quantity = "KL(q‖\(target.name))"
    guard target.support.contains(q.support) else {
      throw .infinite(
        quantity: quantity,
        reason: "q puts mass on \(q.support), the \(target.name) only on \(target.support)")
    }
    if q.support == target.support, let other = target.smooth.value,
      let own = SmoothDensity(q.formula, on: q.support),
      let smooth = SmoothComparison(
        of: own, logMass: logMass, with: other, normalizer: target.normalizer)
    {
      (elbo, divergence) = (smooth.elbo, smooth.divergence)
      (errorKind, isTight) = (.proven, false)
      return
    }
    let pair = ComparedDensities(q, logMass, target)
    var pass = try ComparisonPass(pair, drop: Expectation.drop, workspace: &workspace)
    var (elbo, divergence) = try pass.values(workspace: &workspace)
    if divergence.estimate.value < 1e-3 {
      // What does not matter beside 1 may matter beside the KL.
      let depth = min(200, -logarithm(max(divergence.estimate.value, 1e-70)))
      pass = try ComparisonPass(pair, drop: Expectation.drop + depth, workspace: &workspace)
      (elbo, divergence) = try pass.values(workspace: &workspace)
    }
    errorKind = ErrorKind(
      isVerified: pass.cover.isComplete && pass.agrees, isProven: pass.isProven)
    // Parameters that are rounded to doubles make a difference of this size by themselves.
    let noise = 4 * pass.noise / Accuracy.ofDoubleDoubles
    isTight =
      errorKind.isVerified && noise < 1e-4 && divergence.estimate.value <= noise * noise
    if isTight { divergence.estimate.error = max(divergence.estimate.error, noise * noise) }
    self.elbo = elbo
    self.divergence = divergence
  }
}
