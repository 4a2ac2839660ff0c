// SPDX-License-Identifier: GPL-3.0-or-later

/// A family of continuous distributions under its name in Stan: what a spec such as `normal(0, 1)`
/// is made by.
///
/// Each family has one, `static let family`, in its own file, and one line in
/// ``DistributionRegistry/families``.
public struct DistributionFamily: Sendable {
  /// Makes a member from its parameters, in the order of ``parameters`` and as many.
  public typealias Make = @Sendable ([Double]) throws(DistributionError) -> any Distribution

  /// The name, the parameters and the log density.
  public let density: DensityFamily

  /// Stan's name, or one in its manner.
  public var name: String { density.name }

  /// The parameters, in Stan's order.
  public var parameters: [DensityFamily.Parameter] { density.parameters }

  private let make: Make

  /// Describes a family.
  public init(_ density: DensityFamily, make: @escaping Make) {
    self.density = density
    self.make = make
  }

  /// The member with these parameters.
  ///
  /// - Throws: ``DistributionError`` for a parameter outside its domain, or for too many or too few.
  public func callAsFunction(_ values: [Double]) throws(DistributionError) -> any Distribution {
    guard values.count == parameters.count else {
      throw DistributionError(
        parameter: "the number of parameters of \(self)", value: "\(values.count)",
        requirement: "\(parameters.count)")
    }
    return try make(values)
  }
}

extension DistributionFamily: CustomStringConvertible {
  /// As in "normal(mu, sigma)".
  public var description: String { density.description }
}
