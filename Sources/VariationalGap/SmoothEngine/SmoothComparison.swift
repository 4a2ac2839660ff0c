// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// ELBO and KL of a q and its target, where both are smooth: by one midpoint rule in doubles for all three integrals,
/// with a running bound on rounding.
///
/// The integrands are those of ``ComparisonPass``, with t = log p̃ − log Z − log q for w.
struct SmoothComparison {
  let elbo: Computed
  let divergence: Computed

  /// A smaller KL, or one with a larger relative error, is left to 31 digits.
  private static let (smallest, largestError) = (1e-6, 1e-13)

  /// - Parameters:
  ///   - q: log q.
  ///   - logMass: log ∫ q, with the error of the constant in log q.
  ///   - target: log p̃.
  /// - Returns: `nil` where the errors are not proven, or too large.
  init?(
    of q: SmoothDensity, logMass: Estimate, with target: SmoothDensity,
    normalizer: FormulaComparison.Normalizer
  ) {
    guard q.line.support == target.line.support else { return nil }
    let logZ = DoubleDouble(normalizer.value)
    let program = SmoothProgram(
      target.sum.shifted(by: -logZ), q.sum.shifted(by: -DoubleDouble(logMass.value)))
    guard let top = program.peak(of: 0), let own = program.peak(of: 1),
      let strip = SmoothStrip(program, on: q.line, peaks: [top, own], known: [0, 0])
    else { return nil }
    let points = SmoothPoints(program, at: strip.nodes, step: strip.step)
    let outside = strip.logOutside.map { exponential($0) }
    let origin = abs(points.origin.head)
    // E_q[t], and what is missing from the mass of q.
    let audit = abs(points.mass.value.head - 1)
    let allowed = points.mass.error + strip.ruleErrors[1] + outside[1]
    guard audit < 1e-6 + 4 * allowed else { return nil }
    let excess = max(0, audit - 16 * .ulpOfOne)
    let mean = points.meanWeight
    let meanError =
      mean.error + (strip.ruleErrors[1] + outside[1]) * (1 + origin)
      + excess * (1 + mean.magnitude + origin) + logMass.error * (1 + origin + mean.magnitude)
    let average = points.origin + mean.value
    let sum = logZ + average
    elbo = Computed(
      estimate: Estimate(sum, error: meanError), evaluations: strip.count)

    // Relative to E_q[t] where log Z has an error that a small KL would see.
    var isRelative = false
    if case .computed = normalizer, -average.head < 1 { isRelative = true }
    let base = isRelative ? average : DoubleDouble(0)
    let total = points.divergence(relativeTo: base)
    let scale = isRelative ? exponential(-base.head) : 1
    var value = total.value.head
    var error =
      total.error + (strip.ruleErrors[0] + outside[0]) * scale
      + 2 * (1 + abs(base.head)) * (strip.ruleErrors[1] + outside[1])
      + excess * (abs(value) + (isRelative ? 0 : 1))
      + logMass.error * (abs(value) + logMass.error)
    if isRelative {
      // KL = log(1 + K + ε) − ε, ε = E_q[u], which is 0 up to the error of the mean.
      error += meanError * meanError + 2 * abs(value) * meanError
      value = logarithm(onePlus: max(value, 0))
    }
    error += value.ulp
    guard value >= SmoothComparison.smallest, error <= SmoothComparison.largestError * value,
      elbo.estimate.error.isFinite
    else { return nil }
    divergence = Computed(
      estimate: Estimate(value, error: error), evaluations: strip.count)
  }
}

/// What the integrands are made of at the nodes.
private struct SmoothPoints {
  /// log p̃ − log Z, log q, q, and t relative to where q is largest.
  private let points: [Point]
  private static let farthest = 30.0
  private let step: Double
  /// t where q is largest.
  let origin: DoubleDouble

  private struct Point {
    let target: RoundedDouble
    let density: RoundedDouble
    let weight: RoundedDouble
  }

  /// A sum with a bound on its rounding.
  struct Sum {
    var value = DoubleDouble(0)
    var error = 0.0
    var magnitude = 0.0

    mutating func add(_ term: RoundedDouble) {
      value = value + DoubleDouble(term.value)
      error += term.error
      magnitude += abs(term.value)
    }

    func times(_ step: Double) -> Sum {
      Sum(value: value * step, error: error * step, magnitude: magnitude * step)
    }
  }

  init(_ program: SmoothProgram, at nodes: [Double], step: Double) {
    self.step = step
    let values = program.program.roundedValues(at: nodes)
    let count = nodes.count
    let (first, second) = (
      RoundedDouble(program.constants[0]), RoundedDouble(program.constants[1])
    )
    var top = 0
    for index in 0..<count where values[count + index].value > values[count + top].value {
      top = index
    }
    // A number like any other: not rounded itself.
    let centre = values[2 * count + top].value
    origin = program.constants[2] + DoubleDouble(centre)
    let shift = RoundedDouble(DoubleDouble(-centre))
    points = (0..<count).map { index in
      Point(
        target: values[index] + first,
        density: (values[count + index] + second).exponential,
        weight: values[2 * count + index] + shift)
    }
  }

  /// ∫ q.
  var mass: Sum {
    var sum = Sum()
    for point in points { sum.add(point.density) }
    return sum.times(step)
  }

  /// ∫ q·t, less the origin.
  var meanWeight: Sum {
    var sum = Sum()
    for point in points { sum.add(point.density * point.weight) }
    return sum.times(step)
  }

  /// ∫ p/Z′ − q − q·u, u = t − base, Z′ = Z·exp(base).
  func divergence(relativeTo base: DoubleDouble) -> Sum {
    let (less, shift) = (RoundedDouble(origin - base), RoundedDouble(-base))
    var sum = Sum()
    for point in points {
      let u = point.weight + less
      // As q·(exp(u) − 1 − u), in which what rounding does to q is a factor, unless q underflows beside p.
      if abs(u.value) < SmoothPoints.farthest {
        let value = expMinusOneMinus(u.value)
        let slope = abs(exponentialMinusOne(u.value)) + u.error
        sum.add(point.density * RoundedDouble(value, error: slope * u.error + 1e-15 * value))
      } else {
        let target = (point.target + shift).exponential
        sum.add(target - (point.density + point.density * u))
      }
    }
    return sum.times(step)
  }
}
