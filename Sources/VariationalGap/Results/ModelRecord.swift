// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// All numbers of a model and a q: what every format shows.
public struct ModelRecord: Sendable, Hashable {
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
  /// How the computation ended.
  public private(set) var status: Status
  /// Why the status is not ok, in words; `nil` where it is.
  public private(set) var reason: String?

  /// The numbers of a comparison.
  ///
  /// - Parameters:
  ///   - gap: ELBO, KL and log p(x).
  ///   - tolerance: the relative error bound above which the status is ``Status/roundoff``.
  public init(_ gap: Gap, tolerance: Double) {
    logEvidence = gap.logEvidence
    elbo = gap.elbo.bounded
    self.gap = gap.difference.bounded
    divergence = gap.divergence.bounded
    isTight = gap.isTight
    status = gap.status(tolerance: tolerance)
    reason = status.reason
  }

  /// The record of numbers that could not be had: an overflow or an infinity leaves infinities,
  /// anything else no numbers at all; the reason is kept.
  ///
  /// - Parameters:
  ///   - failure: why.
  ///   - logEvidence: log p(x), where that could be had.
  public init(failure: InferenceError, logEvidence: Estimate? = nil) {
    let record = ExerciseRecord(
      theta: .nan, x: .nan, phi: .nan, logEvidence: logEvidence, failure: failure)
    self.logEvidence = record.logEvidence
    elbo = record.elbo
    gap = record.gap
    divergence = record.divergence
    isTight = false
    status = record.status
    reason = record.reason
  }

  /// The same numbers with another status.
  public func failing(_ status: Status, _ reason: String) -> ModelRecord {
    var record = self
    record.status = status
    record.reason = reason
    return record
  }

  /// The record of a row that could not be read.
  public init(invalid reason: String) {
    self = ModelRecord(failure: .noEvidence(reason: reason)).failing(.invalid, reason)
  }
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
  ) -> ModelRecord {
    do throws(InferenceError) {
      return ModelRecord(try engine.gap(of: family, workspace: &workspace), tolerance: tolerance)
    } catch {
      return ModelRecord(failure: error, logEvidence: logEvidence)
    }
  }
}
