// SPDX-License-Identifier: GPL-3.0-or-later

/// The integrals of several functions on one mesh.
public struct VectorIntegral: Sendable, Hashable {
  /// The integrals, one a component.
  public var values: [Double]

  /// The estimates of their absolute errors, no proof: see ``Integral/error``.
  public var errors: [Double]

  /// At how many z the integrand was evaluated, all components at once.
  public var evaluations: Int

  /// How the integration ended.
  public var status: Integral.Status

  /// The segments that the integrals were summed over.
  public var mesh: Mesh

  /// Value and error of each component.
  public var estimates: [Estimate] { zip(values, errors).map { Estimate($0, error: $1) } }
}

extension VectorIntegral: CustomStringConvertible {
  /// "value ± error" of each component, with the cost and the status.
  public var description: String {
    let list = estimates.map(\.description).joined(separator: ", ")
    return "[\(list)] (\(evaluations) evaluations, \(mesh.count) intervals, \(status.rawValue))"
  }
}
