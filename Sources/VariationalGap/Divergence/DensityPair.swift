// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// Two densities by the formulas of their logarithms, and integrals of powers of their ratio.
struct DensityPair {
  /// A density that integrates to 1 but for what its constant is off by.
  struct Side {
    /// Its logarithm, inside of the support.
    let formula: Formula
    /// Where it may be positive.
    let support: Interval
    /// A bound on the error of the constant in the formula.
    let error: Double

    /// The same with squares and products of sums multiplied out.
    fileprivate var expanded: Side {
      Side(formula: GatheredSum(formula).expanded.formula, support: support, error: error)
    }
  }

  /// What is averaged over.
  let q: Side
  /// What it is compared with.
  let p: Side

  /// Where both may be positive; `nil` where that is nowhere.
  var common: Interval? { q.support.intersection(p.support) }

  /// log(p/q).
  var logRatio: Formula { p.formula - q.formula }

  /// The logarithm of an integral.
  enum LogIntegral {
    /// The number, and what its bound rests on.
    case finite(LogProbability, ErrorKind)
    /// The integral is 0: nowhere are both positive.
    case nothing
    /// It is +∞, by theorem.
    case infinite(reason: String)
    /// It could not be had.
    case undefined(reason: String)
  }

  /// log ∫ q^(1−s) p^s dz, where both are positive.
  ///
  /// - Parameters:
  ///   - s: any number.
  ///   - workspace: the memory that the integrators work in.
  func logMoment(power s: DoubleDouble, workspace: inout Workspace) -> LogIntegral {
    guard let common else { return .nothing }
    do throws(InferenceError) {
      let product = .constant(s) * p.formula + .constant(DoubleDouble(1) - s) * q.formula
      // Next to an end that is no double either may be 0, to a negative power too.
      let (formula, conditions) = product.liftingConditions(on: common)
      let model = Model(
        logJoint: conditions.reduce(formula) { $0.restricted(toPositive: $1) }, support: common)
      let mean = try model.posterior(workspace: &workspace)
      let sharp = mean.engine.sharpLogEvidence
      let error =
        mean.isVerified
        ? sharp.error + mean.engine.constantError + abs(s.head) * p.error
          + abs((DoubleDouble(1) - s).head) * q.error
        : .infinity
      return .finite(LogProbability(sharp.value, error: error), mean.errorKind)
    } catch .infinite(_, let reason) {
      return .infinite(reason: reason)
    } catch {
      return .undefined(reason: "\(error)")
    }
  }

  /// The same with its digits where it is next to 0, for p and q next to each other: as a sum of divergences, none
  /// of them negative. With m = q^(1−s) p^s/M(s),
  ///
  /// ```text
  /// log M(s) = KL(p‖m) + (s − 1) KL(p‖q)               s > 1
  ///          = −(1 − s) KL(m‖q) − s KL(m‖p)            0 < s < 1
  ///          = KL(q‖m) − s KL(q‖p)                     s < 0
  /// ```
  ///
  /// - Returns: the better one of both.
  func sharpLogMoment(power s: Double, workspace: inout Workspace) -> LogIntegral {
    let plain = logMoment(power: DoubleDouble(s), workspace: &workspace)
    guard case .finite(let log, let errorKind) = plain, errorKind.isVerified, log.value.isFinite,
      log.error > 1e-11 * abs(log.value.head), abs(log.value.head) < 0.1, let common
    else { return plain }
    // Multiplied out, so that the squares of all gather.
    let (p, q) = (p.expanded, q.expanded)
    let tilted = Side(
      formula: .number(s) * p.formula + .constant(DoubleDouble(1) - DoubleDouble(s)) * q.formula
        - .constant(log.value), support: common, error: log.error)
    let parts: [(Double, Side, Side)] =
      s > 1
      ? [(1, p, tilted), (s - 1, p, q)]
      : s > 0 ? [(s - 1, tilted, q), (-s, tilted, p)] : [(1, q, tilted), (-s, q, p)]
    var (sum, kind) = (Estimate(0, error: 0), ErrorKind.proven)
    for (factor, first, second) in parts {
      guard let part = DensityPair.divergence(from: first, to: second, workspace: &workspace)
      else { return plain }
      sum = sum + factor * part.value
      kind = min(kind, part.errorKind)
    }
    guard sum.error < log.error else { return plain }
    return .finite(LogProbability(DoubleDouble(sum.value), error: sum.error), kind)
  }

  /// KL(a‖b).
  ///
  /// - Returns: `nil` where it is infinite, or could not be had with a bound.
  static func divergence(
    from a: Side, to b: Side, workspace: inout Workspace
  ) -> (value: Estimate, errorKind: ErrorKind)? {
    guard
      let comparison = try? FormulaComparison(
        of: FormulaDensity(support: a.support, formula: a.formula),
        logMass: Estimate(0, error: a.error),
        with: FormulaComparison.Target(
          LatentFunction(b.formula), support: b.support, normalizer: .known(0), name: "p"),
        workspace: &workspace), comparison.errorKind.isVerified
    else { return nil }
    var divergence = comparison.divergence.estimate
    // A factor 1 + δ of b changes the divergence by δ²/2, and its rounding by δ of it.
    divergence.error += b.error * (divergence.value + b.error)
    return (divergence, comparison.errorKind)
  }

  /// χ²(p‖q) = ∫ (p − q)²/q dz = E_q[(p/q)²] − 1.
  func chiSquare(workspace: inout Workspace) -> WeightMoments.Judged {
    guard q.support.contains(p.support) else {
      return (
        .infinite(.plus, reason: "p has mass on \(p.support), q only on \(q.support)"), .proven
      )
    }
    switch sharpLogMoment(power: 2, workspace: &workspace) {
    case .finite(let log, let errorKind):
      return (Quantity.finite(DensityPair.expMinusOne(log)).withinDoubles("χ²"), errorKind)
    case .nothing: return (.undefined(reason: "q has no mass where p has any"), .unverified)
    case .infinite(let reason): return (.infinite(.plus, reason: reason), .proven)
    case .undefined(let reason): return (.undefined(reason: reason), .unverified)
    }
  }

  /// exp(log) − 1.
  static func expMinusOne(_ log: LogProbability) -> Estimate {
    guard log.error < 1 else {
      return Estimate(exponentialMinusOne(log.value.head), error: .infinity)
    }
    let value = log.value.expMinusOne.head
    return Estimate(value, error: (value + 1) * 2 * log.error + 2 * abs(value).ulp)
  }
}
