// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// ∫ f of a smooth density, by one midpoint rule in doubles whose error is proven, with a running bound on rounding.
struct SmoothEvidence {
  /// log ∫ f in 31 digits; off by the error of the integral and of the constant in log f.
  let logMass: LogProbability
  let evaluations: Int
  /// The density, with the place of its mass.
  let density: SmoothDensity

  /// A larger relative error is left to 31 digits.
  static let largestError = 4e-14

  /// - Parameters:
  ///   - constantError: a bound on the error of the constant in log f.
  ///   - digits: as of ``SmoothStrip``.
  ///   - largest: the largest relative error.
  /// - Returns: `nil` where the error is not proven, or larger.
  init?(
    of density: SmoothDensity, constantError: Double = 0, digits: Double = SmoothStrip.digits,
    largest: Double = largestError
  ) {
    let program = SmoothProgram(density)
    guard let peak = program.peak(of: 0) else { return nil }
    let bell = SmoothBell(peak: peak, logMass: peak.logMass)
    guard
      let strip = SmoothStrip(program, on: density.line, bells: [bell], digits: digits)
    else { return nil }
    let sum = SmoothEvidence.sum(program, over: strip.nodes, relativeTo: peak.height)
    let value = (sum.value * strip.step).head
    let scale = exponential(bell.logMass - peak.height) * (1 + 1e-9)
    let missed = strip.ruleErrors[0] + exponential(strip.logOutside[0] - bell.logMass)
    let relative = (sum.error * strip.step + missed * scale) / value + 4 * .ulpOfOne
    guard value > 0, relative <= largest else { return nil }
    logMass = LogProbability(
      DoubleDouble(peak.height) + .log(value), error: 2 * relative + constantError)
    evaluations = strip.count
    self.density = density.with(strip.bells[0])
  }

  /// The mass by a rule of which nothing is proven.
  static func estimate(of density: SmoothDensity) -> Double? {
    let program = SmoothProgram(density)
    guard let peak = program.peak(of: 0) else { return nil }
    func value(_ u: Double) -> Double { program.estimate(of: 0, at: u) }
    guard let left = peak.reach(to: 27, side: -1, value),
      let right = peak.reach(to: 27, side: 1, value)
    else { return nil }
    let step = min(0.5 * peak.scale, 0.25 * density.line.greatestHeight)
    let (first, last) = ((peak.u - left) / step, (peak.u + right) / step)
    guard last - first < 1000 else { return nil }
    let nodes = stride(from: first.rounded(.down), through: last, by: 1).map { $0 * step }
    let values = program.estimates(of: 0, at: nodes)
    return values.reduce(0) { $0 + exponential($1) } * step
  }

  /// Σ f over exp(height) at the nodes, with a bound on its rounding.
  private static func sum(
    _ program: SmoothProgram, over nodes: [Double], relativeTo height: Double
  ) -> (value: DoubleDouble, error: Double) {
    let logs = program.values(
      of: 0, plus: program.constant(of: 0) - DoubleDouble(height),
      from: program.roundedValues(at: nodes))
    var (sum, error) = (DoubleDouble(0), 0.0)
    for log in logs {
      let density = log.exponential
      sum = sum + DoubleDouble(density.value)
      error += density.error
    }
    return (sum, error)
  }
}
