// SPDX-License-Identifier: GPL-3.0-or-later

/// A local minimum of a function of one variable, from ``Minimizer``.
public struct Minimum: Sendable, Hashable {
  /// Where the function is smallest, of all points that were evaluated in the bracket.
  public var location: Double

  /// The value of the function there.
  public var value: Double

  /// The lower end of the last bracket.
  public var lower: Double

  /// The upper end of the last bracket.
  public var upper: Double

  /// How many iterations it took.
  public var iterations: Int

  /// Makes a result.
  public init(location: Double, value: Double, lower: Double, upper: Double, iterations: Int) {
    self.location = location
    self.value = value
    self.lower = lower
    self.upper = upper
    self.iterations = iterations
  }
}
