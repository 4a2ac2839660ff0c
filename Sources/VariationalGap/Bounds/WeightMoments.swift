// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The importance ratio w = p(x, z)/q(z) of a posterior and a q, and what is integrated of it: each by the
/// engine of posteriors, for which q and powers of w are densities like any other.
struct WeightMoments {
  let posterior: Posterior
  let q: any Distribution
  /// log q, and a bound on the error of its constant.
  let (logFamily, familyError): (Formula, Double)
  /// Where both have mass, and whether that is all of q's support; `nil` where it is nothing.
  let common: Interval?
  /// q as a posterior, for what is averaged over it.
  private let own = Kept<Posterior>()

  /// - Throws: ``InferenceError`` where q does not integrate to 1.
  init(
    _ posterior: Posterior, _ q: any Distribution, workspace: inout Workspace
  ) throws(InferenceError) {
    let mass = try q.logMass(workspace: &workspace)
    (self.posterior, self.q) = (posterior, q)
    logFamily = q.formula - .number(mass.value)
    familyError = mass.error
    common = q.support.intersection(posterior.support)
  }

  /// q, and p(x, z) in the place of p.
  var pair: DensityPair {
    DensityPair(
      q: .init(formula: logFamily, support: q.support, error: familyError),
      p: .init(
        formula: posterior.engine.logJoint, support: posterior.support,
        error: posterior.engine.constantError))
  }

  /// log w.
  var logWeight: Formula { posterior.engine.logJoint - logFamily }

  /// A bound on the error of the constant in log w.
  var constantError: Double { posterior.engine.constantError + familyError }

  /// Whether q has mass where the joint density has none.
  var isWider: Bool { !posterior.support.contains(q.support) }

  /// Whether the joint density has mass where q has none, however little beside the whole.
  func missesMass(workspace: inout Workspace) throws(InferenceError) -> Verdict {
    guard !q.support.contains(posterior.support) else { return .no }
    let (whole, inner) = (posterior.support, q.support)
    var verdict = Verdict.no
    for (lower, upper) in [(whole.lower, inner.lower), (inner.upper, whole.upper)] {
      guard lower < upper, let side = try? Interval(from: lower, to: upper) else { continue }
      do throws(InferenceError) {
        let part = try Expectation(
          of: posterior.engine.logJoint, on: side, quantity: "the mass that q misses",
          workspace: &workspace)
        if part.errorKind.isVerified, part.value.lowerBound > 0 { return .yes }
        verdict = .cannotTell(
          reason: "whether the posterior has mass outside of \(q.support) was not decided")
      } catch .noEvidence {
        // The density is 0 there.
      }
    }
    return verdict
  }

  /// A number, and what its bound rests on.
  typealias Judged = (value: Quantity, errorKind: ErrorKind)

  /// (1/s) log E_q[wˢ] for s ≠ 0, of which the order α of Rényi's bound is 1 − s.
  func logMean(power s: DoubleDouble, workspace: inout Workspace) -> Judged {
    if s.head < 0, isWider {
      return (
        .infinite(
          .minus,
          reason: "E_q[w^\(s.head.orderText)] is infinite: q has mass where p(x, z) has none"),
        .proven
      )
    }
    return logMean(power: s, of: pair.logMoment(power: s, workspace: &workspace))
  }

  /// The same of a moment that is known.
  func logMean(power s: DoubleDouble, of moment: DensityPair.LogIntegral) -> Judged {
    let power = "E_q[w^\(s.head.orderText)]"
    switch moment {
    case .finite(let log, let errorKind):
      let value = log.value / s
      return (.finite(Estimate(value, error: log.error / abs(s.head))), errorKind)
    case .nothing:
      return (.infinite(.minus, reason: "q has no mass where p(x, z) has any"), .proven)
    case .infinite(let reason):
      return (
        .infinite(s.head > 0 ? .plus : .minus, reason: "\(power) is infinite: \(reason)"), .proven
      )
    case .undefined(let reason):
      return (.undefined(reason: "\(power) could not be had: \(reason)"), .unverified)
    }
  }

  /// E[f(z)] under the density q^(1 − β) p(x, z)^β: q itself for β = 0.
  ///
  /// The bound is ∞ where not all of that density was shown to be covered.
  func mean(
    of function: Formula, at β: Temperature = .family, workspace: inout Workspace
  ) -> Judged {
    let isFamily = β == .family
    let formula =
      isFamily
      ? logFamily
      : .number(β.value) * posterior.engine.logJoint + .number(β.complement) * logFamily
    guard let support = isFamily ? q.support : common else {
      return (.undefined(reason: "q has no mass where p(x, z) has any"), .unverified)
    }
    func made() throws(InferenceError) -> Posterior {
      try Model(logJoint: formula, support: support).posterior(workspace: &workspace)
    }
    do throws(InferenceError) {
      let density = isFamily ? try own.value(made) : try made()
      let mean = try density.expectation(of: function, workspace: &workspace)
      guard !density.isVerified, let estimate = mean.estimate else {
        return (mean, density.errorKind)
      }
      return (.finite(Estimate(estimate.value, error: .infinity)), density.errorKind)
    } catch {
      return (.undefined(reason: "\(error)"), .unverified)
    }
  }
}
