// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
public import Quadrature

/// How much more probable the same data are under one model than under another, or than at one value of the
/// latent, a point null.
///
/// ```text
/// log B = log p(x | first) − log p(x | second)
/// log B = log p(x) − log p(x | z₀) = log p(z₀) − log p(z₀ | x)
/// ```
///
/// The last is the ratio of Savage and Dickey: Dickey, "The weighted likelihood ratio, linear hypotheses on
/// normal location parameters" (Annals of Mathematical Statistics 42, 1971).
public struct BayesFactor: Sendable, Hashable {
  /// log p(x) of the first model.
  public let logEvidence: Estimate

  /// log p(x) of the second, or log p(x | z₀): −∞ where the data are impossible there.
  public let reference: Estimate

  /// Their difference, taken in 31 digits; +∞ where the data are impossible under the null.
  public let logFactor: Quantity

  /// Of a point null log p(z₀) − log p(z₀ | x), which has to be the same number; `nil` where there is no
  /// such ratio: of two models, and where the prior has no density at z₀, as at an end of its support.
  ///
  /// It shares log p(x) with the difference, and evaluates prior and joint density in the place of the
  /// likelihood.
  public let savageDickey: Estimate?

  /// What the bounds rest on.
  public let errorKind: ErrorKind

  /// How many evaluations of integrands the evidences took.
  public let evaluations: Int

  /// Whether the ratio of Savage and Dickey is the same number; `nil` where there is none.
  public var agreement: Verdict? {
    guard let savageDickey, let logFactor = logFactor.estimate else { return nil }
    return Verdict(
      that: savageDickey, equals: logFactor,
      decisive: 1e-6 * max(1, abs(logEvidence.value), abs(reference.value)))
  }

  /// The logarithm of the odds after the data: log B + log(prior odds).
  ///
  /// - Parameter odds: those of the first model, or of the model against the null, before the data;
  ///   positive and finite.
  public func logPosteriorOdds(priorOdds odds: Double) -> Quantity {
    let logOdds = logarithm(odds)
    return logFactor.estimate.map { .finite($0 + Estimate(logOdds, error: 2 * logOdds.ulp)) }
      ?? logFactor
  }

  /// Whether the bounds are as tight as a tolerance asks, relative to the value or absolute.
  public func status(tolerance: Double) -> Status {
    guard errorKind.isVerified else { return .unverified }
    guard let logFactor = logFactor.estimate else { return .infinite }
    if let agreement, agreement.flag == nil { return .undecided }
    let areTight = [logEvidence, reference, logFactor].allSatisfy { $0.isWithin(tolerance) }
    return areTight ? .ok : .roundoff
  }
}

extension Posterior {
  /// The Bayes factor of this model against another one of the same data.
  ///
  /// - Parameter other: the posterior of the second model, with its evidence.
  public func bayesFactor(against other: Posterior) -> BayesFactor {
    BayesFactor(
      logEvidence: logEvidence, reference: other.logEvidence,
      logFactor: .finite(engine.sharpLogEvidence - other.engine.sharpLogEvidence),
      savageDickey: nil, errorKind: min(errorKind, other.errorKind),
      evaluations: evaluations + other.evaluations)
  }

  /// The Bayes factor of this model against a null of one point, z = z₀ with the same likelihood.
  ///
  /// - Parameter point: z₀, finite; it need not lie where the prior has mass.
  /// - Throws: ``InferenceError/model(_:)`` where there is no likelihood, or it means nothing at z₀.
  public func bayesFactor(againstNull point: Double) throws(InferenceError) -> BayesFactor {
    guard let prior = model.prior, let logLikelihood = model.logLikelihood else {
      throw .model(.noLikelihood)
    }
    let null = logLikelihood.sharpValue(at: point)
    let violation = model.violations(at: point).first
    guard point.isFinite, violation == nil, !null.value.head.isNaN else {
      throw .model(.null(violation, z: point))
    }
    guard null.value.head > -.infinity else {
      return BayesFactor(
        logEvidence: logEvidence, reference: Estimate(-.infinity, error: 0),
        logFactor: .infinite(.plus, reason: "the data are impossible at z = \(point)"),
        savageDickey: nil, errorKind: errorKind, evaluations: evaluations)
    }
    let evidence = engine.sharpLogEvidence
    let (own, joint) = (
      prior.formula.sharpValue(at: point), model.logJoint.sharpValue(at: point)
    )
    let isNested = support.contains(point) && own.value.isFinite && joint.value.isFinite
    let atPoint = LogProbability(
      joint.value - evidence.value,
      error: joint.error + evidence.error)
    return BayesFactor(
      logEvidence: logEvidence,
      reference: Estimate(null.value.head, error: null.error + null.value.head.ulp),
      logFactor: .finite(evidence - null), savageDickey: isNested ? own - atPoint : nil,
      errorKind: errorKind, evaluations: evaluations)
  }
}

extension Formula {
  /// The value in 31 digits, with a bound on what is left of its error.
  fileprivate func sharpValue(at z: Double) -> LogProbability {
    let program = FormulaProgram(self)
    return LogProbability(program(DoubleDouble(z)), error: program.runningError(at: z).error)
  }
}

extension LogProbability {
  /// P, with a bound on its error.
  var probability: Estimate {
    let value = exponential(self.value)
    return Estimate(value, error: value * (2 * error + 2 * .ulpOfOne))
  }

  /// The difference, rounded to a double.
  static func - (a: LogProbability, b: LogProbability) -> Estimate {
    let difference = a.value - b.value
    return Estimate(difference, error: a.error + b.error)
  }
}
