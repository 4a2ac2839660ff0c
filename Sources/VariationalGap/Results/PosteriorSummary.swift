// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// Evidence, moments and quantiles of a posterior, and how their computation ended.
public struct PosteriorSummary: Sendable {
  /// A quantile.
  public struct Quantile: Sendable, Hashable {
    /// The probability at and below it.
    public let probability: Double
    /// The quantile; `nil` where it could not be had.
    public let value: Estimate?
  }

  /// The probabilities of the quantiles.
  public static let probabilities = [0.025, 0.25, 0.5, 0.75, 0.975]

  /// The posterior.
  public let posterior: Posterior
  /// E[z | x]; `nil` where it does not exist, is infinite, or could not be had.
  public let mean: Estimate?
  /// √Var[z | x]; `nil` where it does not exist, is infinite, or could not be had.
  public let standardDeviation: Estimate?
  /// The quantiles of ``probabilities``.
  public let quantiles: [Quantile]
  /// How the computation ended: a moment that is missing, or a number too large for a double, does not
  /// count.
  public let status: Status
  /// Why the status is not ok, and why a number is missing; `nil` where neither is the case.
  public let reason: String?

  /// Computes the numbers of a posterior.
  ///
  /// - Parameters:
  ///   - posterior: with its evidence.
  ///   - tolerance: the error bound, relative to a number, or to the spread where that is larger, above
  ///     which the status is ``Status/roundoff``.
  ///   - workspace: the memory that the integrators work in.
  public init(_ posterior: Posterior, tolerance: Double = 1e-10, workspace: inout Workspace) {
    self.posterior = posterior
    var absences: [String] = []
    let mean = Moment("E[z | x]") { () throws(InferenceError) in
      try posterior.mean(workspace: &workspace)
    }
    let deviation = Moment("the variance") { () throws(InferenceError) in
      try posterior.standardDeviation(workspace: &workspace)
    }
    // The variance needs the mean: one reason says it all.
    if let absence = mean.absence ?? deviation.absence { absences.append(absence) }
    (self.mean, standardDeviation) = (mean.estimate, deviation.estimate)
    var failures: [String] = []
    quantiles = PosteriorSummary.probabilities.map { probability in
      do throws(InferenceError) {
        let value = try posterior.quantile(probability, workspace: &workspace)
        // It may be unfinished.
        try TimeLimit.check()
        if value.value.isFinite { return Quantile(probability: probability, value: value) }
        absences.append("the quantile of \(probability) is too large for a double")
      } catch {
        failures.append("\(error)")
      }
      return Quantile(probability: probability, value: nil)
    }
    if let limit = TimeLimit.exceeded {
      // What is missing is missing for that.
      status = .timeout
      reason = "\(InferenceError.timeLimit(seconds: limit.seconds))"
      return
    }
    status =
      failures.isEmpty
      ? PosteriorSummary.status(
        posterior, [mean.estimate, deviation.estimate] + quantiles.map(\.value), tolerance)
      : .notConverged
    let reasons = (failures.isEmpty ? [status.reason].compactMap { $0 } : failures) + absences
    reason = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }

  /// Whether everything could be had, but for moments and what is too large for a double.
  public var isComplete: Bool { status != .notConverged && status != .timeout }

  /// - Parameter numbers: mean, standard deviation, and the quantiles.
  private static func status(
    _ posterior: Posterior, _ numbers: [Estimate?], _ tolerance: Double
  ) -> Status {
    guard posterior.isVerified else { return .unverified }
    let logEvidence = posterior.logEvidence
    guard logEvidence.isWithin(tolerance) else { return .roundoff }
    // Where there is no standard deviation, half of the mass says what is small.
    let quartiles = numbers[3].flatMap { lower in numbers[5].map { $0.value - lower.value } }
    let scale = numbers[1]?.value ?? quartiles ?? 0
    let isTight = numbers.compactMap { $0 }.allSatisfy {
      // Below the normal doubles there are no more digits.
      $0.error <= max(tolerance * max(abs($0.value), scale), .leastNormalMagnitude)
    }
    return isTight ? .ok : .roundoff
  }
}

/// A moment, or why there is none.
private struct Moment {
  let estimate: Estimate?
  let absence: String?

  init(_ name: String, _ compute: () throws(InferenceError) -> Quantity) {
    do throws(InferenceError) {
      let quantity = try compute()
      // It may be unfinished.
      try TimeLimit.check()
      switch quantity {
      case .finite(let value) where value.value.isFinite: (estimate, absence) = (value, nil)
      case .finite: (estimate, absence) = (nil, "\(name) is too large for a double")
      case .infinite: (estimate, absence) = (nil, "\(name) is infinite: a tail is too heavy")
      case .undefined: (estimate, absence) = (nil, "\(name) does not exist: a tail is too heavy")
      }
    } catch .noEvidence(let reason) {
      (estimate, absence) = (nil, "\(name) could not be had: \(reason)")
    } catch {
      (estimate, absence) = (nil, "\(name): \(error)")
    }
  }
}
