// SPDX-License-Identifier: GPL-3.0-or-later

/// The logarithm of an integral.
public struct LogIntegral: Sendable, Hashable {
  /// log ∫ f dz; −∞ where the integrand is 0 wherever it was looked at.
  public var value: Double

  /// The estimate of the absolute error of the logarithm, and so of the relative error of the integral; never
  /// negative, and no proof: see ``Integral/error``.
  public var error: Double

  /// Where log f was found largest.
  public var peak: Double

  /// How often the integrand was evaluated.
  public var evaluations: Int

  /// How the integration ended.
  public var status: Integral.Status

  /// Why the result should not be believed, whatever its status; `nil` where nothing speaks against it.
  public var suspicion: Suspicion?
}

extension LogIntegral: CustomStringConvertible {
  /// "value ± error", with the cost, the status and the suspicion.
  public var description: String {
    let doubt = suspicion.map { "; suspicious: \($0)" } ?? ""
    return "\(value) ± \(error) (\(evaluations) evaluations, \(status.rawValue)\(doubt))"
  }
}
