// SPDX-License-Identifier: GPL-3.0-or-later

/// The result of a numerical integration.
public struct Integral: Sendable, Hashable {
  /// The approximation of the integral.
  public var value: Double

  /// The routine's estimate of the absolute error; never negative.
  ///
  /// For smooth integrands it is far too large, for integrands with structure that no node has
  /// seen it is far too small: a spike between the nodes leaves no trace in it.
  public var error: Double

  /// How often the integrand was evaluated.
  public var evaluations: Int

  /// The number of intervals in the final partition: subintervals of the adaptive routines,
  /// panels of Romberg's trapezoidal rule; `nil` for CQUAD, which does not tell.
  public var intervals: Int?

  /// How the integration ended.
  public var status: Status

  /// Why the result should not be believed, whatever its status; `nil` where nothing speaks against it.
  public var suspicion: Suspicion?

  /// How often the integrand was evaluated in addition, by a closer look that is no part of the value. Integrals that
  /// differ in nothing else are equal.
  public var inspections = 0

  /// How an integration can end.
  public enum Status: String, Sendable, Hashable {
    /// The error estimate meets the tolerance.
    case converged

    /// Rounding keeps the routine from improving its result. The value is the best that it found
    /// and the error is still its estimate, but the tolerance may not be met.
    case roundoff

    /// The routine gave up. Only the best estimate that
    /// ``QuadratureError/notConverged(best:reason:)`` carries says so.
    case notConverged
  }

  /// Makes a result.
  public init(
    value: Double, error: Double, evaluations: Int, intervals: Int?, status: Status = .converged
  ) {
    self.value = value
    self.error = error
    self.evaluations = evaluations
    self.intervals = intervals
    self.status = status
  }

  /// The integral over an empty interval: 0 ± 0, without an evaluation.
  public static let empty = Integral(value: 0, error: 0, evaluations: 0, intervals: 0)

  /// Value and error.
  public var estimate: Estimate { Estimate(value, error: error) }

  /// The integral over the same interval in the opposite direction.
  public static prefix func - (integral: Integral) -> Integral {
    var opposite = integral
    opposite.value = -integral.value
    if case .disagreement(let other) = integral.suspicion {
      opposite.suspicion = .disagreement(Estimate(-other.value, error: other.error))
    }
    return opposite
  }
}

extension Integral {
  /// Whether the results are the same, however closely they were looked at.
  public static func == (first: Integral, second: Integral) -> Bool {
    first.value == second.value && first.error == second.error
      && first.evaluations == second.evaluations && first.intervals == second.intervals
      && first.status == second.status && first.suspicion == second.suspicion
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(value)
    hasher.combine(error)
    hasher.combine(evaluations)
    hasher.combine(intervals)
    hasher.combine(status)
    hasher.combine(suspicion)
  }
}

extension Integral: CustomStringConvertible {
  /// "value ± error", with the cost, the status and the suspicion.
  public var description: String {
    let partition = intervals.map { ", \($0) intervals" } ?? ""
    let doubt = suspicion.map { "; suspicious: \($0)" } ?? ""
    return
      "\(value) ± \(error) (\(evaluations) evaluations\(partition), \(status.rawValue)\(doubt))"
  }
}
