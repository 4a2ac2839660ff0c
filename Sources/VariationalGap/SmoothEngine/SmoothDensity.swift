// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A log density that is elementary in the coordinate of its support.
struct SmoothDensity: Sendable {
  let line: SmoothLine
  /// log f as a function of u, with the logarithm of dz/du.
  let sum: GatheredSum
  /// Where its mass is, if that is known.
  private(set) var bell: SmoothBell?

  /// - Returns: `nil` where ``SmoothLine`` has no coordinate for the support, or the formula is not elementary in it.
  init?(_ logDensity: Formula, on support: Interval) {
    guard let line = SmoothLine(support), let sum = line.logDensity(logDensity) else { return nil }
    (self.line, self.sum) = (line, sum)
  }

  /// The same, with what was found out about it.
  func with(_ bell: SmoothBell) -> SmoothDensity {
    var density = self
    density.bell = bell
    return density
  }

  /// exp(c)·f.
  func shifted(by constant: DoubleDouble) -> SmoothDensity {
    SmoothDensity(line, sum.shifted(by: constant), bell?.shifted(by: constant.head))
  }

  private init(_ line: SmoothLine, _ sum: GatheredSum, _ bell: SmoothBell?) {
    (self.line, self.sum, self.bell) = (line, sum, bell)
  }
}

/// Where a smooth density has its mass.
struct SmoothBell: Sendable {
  let peak: Window.Peak
  /// About the logarithm of the mass.
  let logMass: Double
  /// Places with next to no mass beyond, and a bound on its logarithm, if that was looked for.
  var ends: (lower: Double, upper: Double, logOutside: Double)?

  /// That of exp(c)·f.
  func shifted(by constant: Double) -> SmoothBell {
    SmoothBell(
      peak: peak.raised(by: constant), logMass: logMass + constant,
      ends: ends.map { ($0.lower, $0.upper, $0.logOutside + constant + 1e-9) })
  }
}
