// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// ∫ f of a smooth density, by one midpoint rule in doubles whose error is proven, with a running bound on rounding.
struct SmoothEvidence {
  /// log ∫ f in 31 digits; off by the error of the integral and of the constant in log f.
  let logMass: LogProbability
  let evaluations: Int

  /// A larger relative error is left to 31 digits.
  private static let largestError = 2e-14

  /// - Parameter constantError: a bound on the error of the constant in log f.
  /// - Returns: `nil` where the error is not proven, or too large.
  init?(of density: SmoothDensity, constantError: Double = 0) {
    let program = SmoothProgram(density.sum)
    guard let peak = program.peak(of: 0),
      let strip = SmoothStrip(program, on: density.line, peaks: [peak], known: [peak.logMass])
    else { return nil }
    let sum = SmoothEvidence.sum(program, over: strip.nodes, relativeTo: peak.height)
    let value = (sum.value * strip.step).head
    let scale = exponential(peak.logMass - peak.height) * (1 + 1e-12)
    let error =
      sum.error * strip.step
      + (strip.ruleErrors[0] + exponential(strip.logOutside[0] - peak.logMass)) * scale
    let relative = error / value + 4 * .ulpOfOne
    guard value > 0, relative <= SmoothEvidence.largestError else { return nil }
    logMass = LogProbability(
      DoubleDouble(peak.height) + .log(value), error: 2 * relative + constantError)
    evaluations = strip.count
  }

  /// The mass by a rule of which nothing is proven: as good as a proof where it comes out as 1.
  static func estimate(of density: SmoothDensity) -> Double? {
    let program = SmoothProgram(density.sum)
    guard let peak = program.peak(of: 0) else { return nil }
    func value(_ u: Double) -> Double { program.estimate(of: 0, at: u) }
    guard let left = peak.reach(to: 42, side: -1, value),
      let right = peak.reach(to: 42, side: 1, value)
    else { return nil }
    let step = min(0.5 * peak.scale, 0.2 * density.line.greatestHeight)
    let (first, last) = ((peak.u - left) / step, (peak.u + right) / step)
    guard last - first < 1000 else { return nil }
    let nodes = stride(from: first.rounded(.down), through: last, by: 1).map { $0 * step }
    let sum = SmoothEvidence.sum(program, over: nodes, relativeTo: 0)
    return sum.value.head * step
  }

  /// Σ f over exp(height) at the nodes, with a bound on its rounding.
  private static func sum(
    _ program: SmoothProgram, over nodes: [Double], relativeTo height: Double
  ) -> (value: DoubleDouble, error: Double) {
    let shift = RoundedDouble(program.constants[0] - DoubleDouble(height))
    var (sum, error) = (DoubleDouble(0), 0.0)
    for value in program.program.roundedValues(at: nodes) {
      let density = (value + shift).exponential
      sum = sum + DoubleDouble(density.value)
      error += density.error
    }
    return (sum, error)
  }
}
