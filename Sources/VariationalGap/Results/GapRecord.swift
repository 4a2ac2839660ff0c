// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// All numbers of a model and a q: what every format shows.
public struct GapRecord: Sendable, Hashable {
  /// log p(x).
  public let logEvidence: Estimate
  /// The ELBO, by quadrature.
  public let elbo: Estimate
  /// log p(x) − ELBO, by subtraction.
  public let gap: Estimate
  /// KL(q‖posterior), by its own integral.
  public let divergence: Estimate
  /// Whether q equals the posterior, up to the rounding of parameters to doubles.
  public let isTight: Bool
  /// Whether log p(x) = ELBO + KL within the bounds.
  public let identity: Verdict
  /// Whether the gap is positive; no where q is the posterior.
  public private(set) var positivity: Verdict
  /// How many evaluations of integrands log p(x), ELBO and KL took.
  public let evaluations: Int
  /// What the bounds rest on; `nil` where there are no numbers.
  public let errorKind: ErrorKind?
  /// How the computation ended.
  public private(set) var status: Status
  /// Why the status is not ok, in words; `nil` where it is.
  public private(set) var reason: String?
  /// What the exercise sheet's model has besides; `nil` for any other.
  public private(set) var exercise: ExercisePoint?

  /// The numbers of a comparison.
  ///
  /// - Parameters:
  ///   - gap: ELBO, KL and log p(x).
  ///   - tolerance: the relative error bound above which the status is ``Status/roundoff``.
  ///   - exercise: where in the exercise sheet's model, and the gradient there.
  public init(_ gap: Gap, tolerance: Double, exercise: ExercisePoint? = nil) {
    logEvidence = gap.logEvidence
    elbo = gap.elbo.shown
    self.gap = gap.difference.shown
    divergence = gap.divergence.shown
    isTight = gap.isTight
    identity = gap.identity
    positivity = gap.positivity
    evaluations = gap.evaluations
    errorKind = gap.errorKind
    self.exercise = exercise
    status = exercise?.isFinite ?? true ? gap.status(tolerance: tolerance) : .overflow
    guard status != .ok else { return }
    let undecided = status == .undecided ? identity.reason ?? positivity.reason : nil
    reason = gap.divergence.reason ?? undecided ?? status.reason
  }

  /// The numbers of the best member of a family, with the status of the search for it.
  ///
  /// - Parameters:
  ///   - best: the member.
  ///   - tolerance: the relative error bound above which the status is ``Status/roundoff``.
  public init(_ best: BestMember, tolerance: Double) {
    self.init(best.gap, tolerance: tolerance)
    switch best.outcome {
    case .converged: break
    case .none(let parameter, let end):
      status = .noBestMember
      reason =
        "no member is the best: the KL falls as \(parameter) goes to \(end)"
        + (best.limit.map { ", to \($0.divergence) of the limit, \($0.member)" } ?? "")
    case .notConverged:
      status = .notConverged
      reason = "the search for the best member did not converge"
    }
  }

  /// The record of numbers that could not be had: an overflow or an infinity leaves infinities,
  /// anything else no numbers at all; the reason is kept.
  ///
  /// - Parameters:
  ///   - failure: why.
  ///   - logEvidence: log p(x), where that could be had.
  ///   - exercise: where in the exercise sheet's model.
  public init(
    failure: InferenceError, logEvidence: Estimate? = nil, exercise: ExercisePoint? = nil
  ) {
    func unbounded(_ sign: Double) -> Estimate { Estimate(sign * .infinity, error: .infinity) }
    let isInfinite: Bool
    (status, isInfinite) =
      switch failure {
      case .overflow: (.overflow, logEvidence != nil)
      case .infinite: (.infinite, true)
      case .quadrature: (.notConverged, false)
      case .timeLimit: (.timeout, false)
      case .noBestMember: (.noBestMember, false)
      case .model, .noEvidence, .distribution, .argument: (.invalid, false)
      }
    self.logEvidence = logEvidence ?? .missing
    elbo = isInfinite ? unbounded(-1) : .missing
    gap = isInfinite ? unbounded(1) : .missing
    divergence = gap
    isTight = false
    reason = failure.description
    identity = .cannotTell(reason: failure.description)
    positivity = identity
    evaluations = 0
    errorKind = nil
    self.exercise = exercise
  }

  /// The record of a row that could not be read.
  ///
  /// - Parameters:
  ///   - reason: what was wrong.
  ///   - exercise: what could be read, in the exercise sheet's model.
  public init(invalid reason: String, exercise: ExercisePoint? = nil) {
    self.init(failure: .noEvidence(reason: reason), exercise: exercise)
    self.reason = reason
  }

  /// The same numbers, with the verdict about every φ in place of that about one.
  ///
  /// - Parameter optimum: the least gap over all φ.
  public func judged(by optimum: BestExponential) -> GapRecord {
    var record = self
    record.positivity = optimum.positivity
    if let doubt = optimum.positivity.reason, !optimum.isTooSmall,
      status == .ok || status == .roundoff
    {
      (record.status, record.reason) = (.undecided, doubt)
    }
    return record
  }

  /// Whether every number could be had.
  public var isComplete: Bool {
    ![.overflow, .underflow, .notConverged, .timeout].contains(status)
  }

  /// Whether the identity is shown to hold, and the gap to be positive, or to be 0.
  public var verdictsHold: Bool {
    identity.isYes && (positivity.isYes || isTight)
      && status != .unverified && status != .undecided
  }
}

extension Estimate {
  /// No number at all.
  package static var missing: Estimate { Estimate(.nan, error: .nan) }
}

extension Posterior {
  /// All numbers of q; a failure is a record too.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - tolerance: the relative error bound above which the status is ``Status/roundoff``.
  ///   - workspace: the memory that the integrators work in.
  public func record(
    of family: any Distribution, tolerance: Double = 1e-10, workspace: inout Workspace
  ) -> GapRecord {
    do throws(InferenceError) {
      return GapRecord(try gap(of: family, workspace: &workspace), tolerance: tolerance)
    } catch {
      return GapRecord(failure: error, logEvidence: logEvidence)
    }
  }
}
