// SPDX-License-Identifier: GPL-3.0-or-later

/// A root of a function of one variable, from ``RootFinder``.
public struct Root: Sendable, Hashable {
  /// The approximation of the root; it lies in the bracket.
  public var location: Double

  /// The lower end of the last bracket.
  public var lower: Double

  /// The upper end of the last bracket. Both ends are the root itself where the function is 0 there.
  public var upper: Double

  /// How many iterations it took.
  public var iterations: Int

  /// Makes a result.
  public init(location: Double, lower: Double, upper: Double, iterations: Int) {
    self.location = location
    self.lower = lower
    self.upper = upper
    self.iterations = iterations
  }
}
