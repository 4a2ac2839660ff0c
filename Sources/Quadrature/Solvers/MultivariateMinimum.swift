// SPDX-License-Identifier: GPL-3.0-or-later

/// A local minimum of a function of several variables, from ``MultivariateMinimizer``.
public struct MultivariateMinimum: Sendable, Hashable {
  /// Where the function is smallest, of all corners that the simplex had.
  public var location: [Double]

  /// The value of the function there.
  public var value: Double

  /// The size of the last simplex: the root mean square distance of its corners from their centre.
  public var size: Double

  /// How many iterations it took.
  public var iterations: Int

  /// How often the function was evaluated.
  public var evaluations: Int

  /// Makes a result.
  public init(
    location: [Double], value: Double, size: Double, iterations: Int, evaluations: Int
  ) {
    self.location = location
    self.value = value
    self.size = size
    self.iterations = iterations
    self.evaluations = evaluations
  }
}
