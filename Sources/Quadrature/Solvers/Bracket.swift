// SPDX-License-Identifier: GPL-3.0-or-later

/// An interval that holds what a solver looks for.
struct Bracket {
  let lower: Double
  let upper: Double

  init(lower: Double, upper: Double) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// The interval between two different finite points, in either order.
  init(from a: Double, to b: Double) throws(QuadratureError) {
    guard a.isFinite, b.isFinite, a != b, (b - a).isFinite else {
      throw .invalidInterval(
        from: a, to: b, requirement: "its ends must be finite and different, its length finite")
    }
    self.init(lower: min(a, b), upper: max(a, b))
  }

  /// Whether the width is at most max(absolute, relative · |z|) for every z inside.
  ///
  /// GSL's own test is strict, so that it never accepts a root at exactly 0.
  func isNarrow(for tolerance: Tolerance) -> Bool {
    let smallest = lower <= 0 && upper >= 0 ? 0 : min(abs(lower), abs(upper))
    return upper - lower <= tolerance.allowedError(for: smallest)
  }

  /// Iterates until the bracket is narrow.
  ///
  /// - Parameters:
  ///   - limit: how many iterations there may be, at least 1.
  ///   - iteration: narrows the bracket once.
  /// - Throws: ``QuadratureError/bracketTooWide(from:to:iterations:)`` at the limit, and what an iteration throws.
  static func narrowed(
    for tolerance: Tolerance, limit: Int, by iteration: () throws(QuadratureError) -> Bracket
  ) throws(QuadratureError) -> (bracket: Bracket, iterations: Int) {
    var current = try iteration()
    var count = 1
    while !current.isNarrow(for: tolerance) {
      guard count < limit else {
        throw .bracketTooWide(from: current.lower, to: current.upper, iterations: limit)
      }
      current = try iteration()
      count += 1
    }
    return (current, count)
  }

  /// Refuses a tolerance that no bracket can meet, and a limit below 1.
  static func check(
    _ tolerance: Tolerance, iterationLimit: Int, finestRelative: Double
  ) throws(QuadratureError) {
    try tolerance.check()
    guard tolerance.absolute > 0 || tolerance.relative >= finestRelative else {
      throw .invalidTolerance(
        tolerance,
        requirement: "without an absolute one, the relative must be at least \(finestRelative)")
    }
    guard iterationLimit >= 1 else {
      throw .invalidParameter(
        name: "the limit of iterations", value: Double(iterationLimit), requirement: "at least 1")
    }
  }
}
