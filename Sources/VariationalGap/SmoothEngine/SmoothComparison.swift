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
  static let (smallest, largestError) = (1e-6, 1e-13)

  /// - Parameters:
  ///   - q: log q.
  ///   - logMass: log ∫ q, with the error of the constant in log q.
  ///   - target: log p̃.
  ///   - digits: as of ``SmoothStrip``.
  ///   - largest: the largest relative error of KL.
  /// - Returns: `nil` where the errors are not proven, or larger.
  init?(
    of q: SmoothDensity, logMass: Estimate, with target: SmoothDensity,
    normalizer: FormulaComparison.Normalizer, digits: Double = SmoothStrip.digits,
    largest: Double = largestError
  ) {
    guard q.line.support == target.line.support else { return nil }
    let logZ = DoubleDouble(normalizer.value)
    let target = target.shifted(by: -logZ)
    let family = q.shifted(by: -DoubleDouble(logMass.value))
    func compared(isDirect: Bool) -> SmoothComparison? {
      SmoothComparison(
        of: family, with: target, logZ, massError: logMass.error, isDirect: isDirect,
        digits: digits, largest: largest)
    }
    var direct: SmoothComparison?
    if case .known = normalizer { direct = compared(isDirect: true) }
    guard let found = direct ?? compared(isDirect: false) else { return nil }
    self = found
  }

  /// - Parameters:
  ///   - q: log q.
  ///   - target: log p̃ − log Z.
  ///   - massError: a bound on the error of the constant in log q.
  ///   - isDirect: whether Z is exact, and KL is taken to be −E_q[t], which needs p nowhere else than q.
  private init?(
    of q: SmoothDensity, with target: SmoothDensity, _ logZ: DoubleDouble, massError: Double,
    isDirect: Bool, digits: Double, largest: Double
  ) {
    let program = SmoothProgram(target, q, isTargetIncluded: !isDirect)
    let last = program.densities - 1
    var bells: [SmoothBell] = []
    if !isDirect {
      guard
        let bell = target.bell
          ?? program.peak(of: 0).map({ SmoothBell(peak: $0, logMass: 0) })
      else { return nil }
      bells.append(bell)
    }
    guard let peak = program.peak(of: last, near: bells.first?.peak.u) else { return nil }
    bells.append(SmoothBell(peak: peak, logMass: 0))
    guard let strip = SmoothStrip(program, on: q.line, bells: bells, digits: digits) else {
      return nil
    }
    let points = SmoothPoints(program, at: strip.nodes, step: strip.step)
    let origin = abs(points.origin.head)
    // The errors of the rule and of what lies outside, of q·(1 + |t|).
    let missed = strip.ruleErrors[last] + exponential(strip.logOutside[last])
    // E_q[t], and what is missing from the mass of q.
    let (mass, mean) = (points.mass, points.meanWeight)
    let audit = abs(mass.value.head - 1)
    guard audit < 1e-6 + 4 * (mass.error + missed) else { return nil }
    let excess = max(0, audit - 16 * .ulpOfOne) + massError
    let size = 1 + origin + mean.magnitude
    let meanError = mean.error + missed * (1 + origin) + excess * size
    let average = points.origin + mean.value
    elbo = Computed(
      estimate: Estimate(logZ + average, error: meanError), evaluations: strip.count)
    if isDirect {
      guard meanError <= largest * -average.head else { return nil }
      divergence = Computed(
        estimate: Estimate(-average, error: meanError), evaluations: strip.count)
      return
    }

    // Relative to E_q[t] where log Z has an error that a small KL would see.
    let isRelative = -average.head < 1
    let base = isRelative ? average : DoubleDouble(0)
    let total = points.divergence(relativeTo: base)
    let scale = exponential(-base.head)
    var value = total.value.head
    let missedTarget = strip.ruleErrors[0] + exponential(strip.logOutside[0])
    var error = total.error + missedTarget * scale + 2 * (1 + abs(base.head)) * missed
    error += excess * (abs(value) + (isRelative ? 0 : 1))
    if isRelative {
      // KL = log(1 + K + ε) − ε, ε = E_q[u], which is 0 up to the error of the mean.
      error += meanError * (meanError + 2 * abs(value))
      value = logarithm(onePlus: max(value, 0))
    }
    error += value.ulp
    guard value >= SmoothComparison.smallest, error <= largest * value
    else { return nil }
    divergence = Computed(
      estimate: Estimate(value, error: error), evaluations: strip.count)
  }
}

/// What the integrands are made of at the nodes.
private struct SmoothPoints {
  /// log p̃ − log Z, where the program has it.
  private let targets: [RoundedDouble]
  /// q.
  private let densities: [RoundedDouble]
  /// t, less the origin.
  private let weights: [RoundedDouble]
  private let step: Double
  /// t where q is largest.
  let origin: DoubleDouble
  /// ∫ q, and ∫ q·t, less the origin.
  let (mass, meanWeight): (Sum, Sum)

  /// As long as |u| is no larger, q·(exp(u) − 1 − u) neither over- nor underflows beside p.
  private static let farthest = 30.0

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
    let (values, last) = (program.roundedValues(at: nodes), program.densities - 1)
    let logs = program.values(of: last, plus: program.constant(of: last), from: values)
    var weights = program.values(of: last + 1, plus: DoubleDouble(0), from: values)
    targets = last == 0 ? [] : program.values(of: 0, plus: program.constant(of: 0), from: values)
    var top = 0
    for index in logs.indices where logs[index].value > logs[top].value { top = index }
    // A number like any other: not rounded itself.
    let centre = weights[top].value
    origin = program.constant(of: last + 1) + DoubleDouble(centre)
    let shift = RoundedDouble(DoubleDouble(-centre))
    var densities = logs
    var (mass, mean) = (Sum(), Sum())
    for index in logs.indices {
      let (density, weight) = (logs[index].exponential, weights[index] + shift)
      (densities[index], weights[index]) = (density, weight)
      mass.add(density)
      mean.add(density * weight)
    }
    (self.densities, self.weights) = (densities, weights)
    (self.mass, meanWeight) = (mass.times(step), mean.times(step))
  }

  /// ∫ p/Z′ − q − q·u, u = t − base, Z′ = Z·exp(base).
  func divergence(relativeTo base: DoubleDouble) -> Sum {
    let (less, shift) = (RoundedDouble(origin - base), RoundedDouble(-base))
    var sum = Sum()
    for (index, density) in densities.enumerated() {
      let u = weights[index] + less
      // What rounding does to q is a factor of the whole; the slope by u is exp(u) − 1.
      if abs(u.value) < SmoothPoints.farthest {
        let value = expMinusOneMinus(u.value)
        let slope = abs(exponentialMinusOne(u.value)) + u.error
        sum.add(density * RoundedDouble(value, error: slope * u.error + 1e-15 * value))
      } else {
        sum.add((targets[index] + shift).exponential - (density + density * u))
      }
    }
    return sum.times(step)
  }
}
