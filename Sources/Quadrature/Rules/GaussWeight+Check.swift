// SPDX-License-Identifier: GPL-3.0-or-later

extension GaussWeight {
  /// Refuses parameters for which the weight has no rule with so many points, or GSL makes none.
  func check(points: Int) throws(QuadratureError) {
    switch self {
    case .legendre(let a, let b), .chebyshevFirstKind(let a, let b),
      .chebyshevSecondKind(let a, let b):
      try GaussWeight.checkInterval(a, b)
    case .gegenbauer(let a, let b, let exponent), .exponential(let a, let b, let exponent):
      try GaussWeight.checkInterval(a, b)
      try GaussWeight.checkExponent(exponent, "the exponent")
    case .jacobi(let a, let b, let lowerExponent, let upperExponent):
      try GaussWeight.checkInterval(a, b)
      try GaussWeight.checkExponent(lowerExponent, "the lower exponent")
      try GaussWeight.checkExponent(upperExponent, "the upper exponent")
    case .laguerre(let a, let rate, let exponent):
      try GaussWeight.check("the lower end", a, "a finite number", a.isFinite)
      try GaussWeight.checkRate(rate)
      try GaussWeight.checkExponent(exponent, "the exponent")
    case .hermite(let center, let rate, let exponent):
      try GaussWeight.check("the center", center, "a finite number", center.isFinite)
      try GaussWeight.checkRate(rate)
      try GaussWeight.checkExponent(exponent, "the exponent")
    case .rational(let a, let shift, let exponent, let decay):
      try GaussWeight.check("the lower end", a, "a finite number", a.isFinite)
      try GaussWeight.check(
        "the shift", shift, "a finite number greater than −(\(a)), and not \(a)",
        shift.isFinite && (a + shift).isFinite && a + shift > 0 && abs(shift - a) > .ulpOfOne)
      try GaussWeight.checkExponent(exponent, "the exponent")
      try GaussWeight.check(
        "the decay", decay, "below −(exponent + 2·points) = \(-(exponent + 2 * Double(points)))",
        decay.isFinite && exponent + decay + 2 * Double(points) < 0)
    }
  }

  private static func checkInterval(_ a: Double, _ b: Double) throws(QuadratureError) {
    guard a.isFinite, b.isFinite, (b - a).isFinite, b - a > .ulpOfOne else {
      throw .invalidInterval(
        from: a, to: b,
        requirement: "its ends must be finite, the upper above the lower by more than 2.2e-16")
    }
  }

  private static func checkExponent(_ exponent: Double, _ name: String) throws(QuadratureError) {
    try check(
      name, exponent, "a finite number greater than −1", exponent > -1 && exponent.isFinite)
  }

  private static func checkRate(_ rate: Double) throws(QuadratureError) {
    try check("the rate", rate, "a positive finite number", rate > 0 && rate.isFinite)
  }

  private static func check(
    _ name: String, _ value: Double, _ requirement: String, _ holds: Bool
  ) throws(QuadratureError) {
    guard holds else {
      throw .invalidParameter(name: name, value: value, requirement: requirement)
    }
  }
}
