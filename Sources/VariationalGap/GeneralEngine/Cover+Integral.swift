// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension Cover {
  /// An integrand in a panel, at a point.
  typealias Integrand = @Sendable (_ panel: Panel) -> @Sendable (_ point: Sample) -> Double

  /// The logarithm of a bound on an error of an integral, from those of the first term and of the last.
  typealias ErrorBound = (_ logErrors: SIMD2<Double>) -> Double

  /// Bounds on the logarithms of the first term and of the last over a rectangle.
  typealias LogMagnitudes = (_ panel: Panel, _ u: ComplexEnclosure) -> SIMD2<Double>

  /// Integrates over panels: by one rule where its error is proven, beside kinks on halves and halves of them, and where
  /// nothing is known of the integrand adaptively by two routines, whose disagreement counts as error.
  ///
  /// - Parameters:
  ///   - parts: the panels, or parts of them.
  ///   - bound: what the integrand makes of bounds on the errors of terms.
  ///   - magnitudes: what those bounds come from, if that is not ``logMagnitudes(_:_:)``.
  ///   - value: the integrand.
  func integrals(
    over parts: [Panel], bound: ErrorBound, magnitudes: LogMagnitudes? = nil,
    of quantity: String, workspace: inout Workspace, _ value: @escaping Integrand
  ) throws(InferenceError) -> [CoverIntegral] {
    var integrals: [CoverIntegral] = []
    var unproven: [Int] = []
    var size = 0.0
    for (index, panel) in parts.enumerated() {
      let proof = bound(panel.logErrors)
      if index.isMultiple(of: 8) { try TimeLimit.check() }
      integrals.append(CoverIntegral(error: .infinity))
      guard proof < 700 else {
        unproven.append(index)
        // About what there is, so that digits are not asked of tails that are none of the whole.
        let (middle, length) = (panel.stretch.middle, panel.stretch.upper - panel.stretch.lower)
        let share = abs(value(panel)(sample(of: panel, at: DoubleDouble(middle)))) * length
        if share.isFinite { size += share }
        continue
      }
      var part = try sum(over: panel, quantity, value)
      part.error += exponential(proof)
      size += part.magnitude
      integrals[index] = part
      if !panel.isProven { unproven.append(index) }
    }
    // A proof that is not as good as was wished for may be good enough.
    let open = unproven.filter { !(integrals[$0].error <= Cover.sufficient * size) }
    var budget = Cover.mostHalves
    for index in open {
      try TimeLimit.check()
      let part =
        if let proven = try halved(
          parts[index], size: size, bound, magnitudes ?? logMagnitudes, &budget, quantity, value)
        {
          proven
        } else if open.count <= Cover.mostAdaptive {
          try adaptive(parts[index], size: size, quantity, &workspace, value)
        } else {
          // Many are small already.
          try doubled(parts[index], size: size, quantity, value)
        }
      if part.error < integrals[index].error { integrals[index] = part }
    }
    return integrals
  }

  /// What is known at a point of a panel.
  func sample(of panel: Panel, at u: DoubleDouble) -> Sample {
    programs[panel.stretch.coordinate].sample(at: u)
  }

  /// The integral of a term over a panel, or over a part of one.
  ///
  /// - Parameter peak: the logarithm of what the integrand is relative to.
  func integral(
    over part: Panel, relativeTo peak: Double, of quantity: String, workspace: inout Workspace,
    _ value: @escaping Integrand
  ) throws(InferenceError) -> CoverIntegral {
    var part = part
    part.logErrors = PanelProof.logErrors(
      on: part.stretch, sufficient: SIMD2(repeating: -.infinity)
    ) { logMagnitudes(part, $0) }
    return try integrals(
      over: [part], bound: { $0.x - peak }, of: quantity, workspace: &workspace, value
    ).reduce(into: CoverIntegral()) { $0 += $1 }
  }

  /// The value by the rule, of which nothing is proven: to search with.
  func estimate(
    over part: Panel, of quantity: String, _ value: Integrand
  ) throws(InferenceError) -> Double {
    try sum(over: part, quantity, value).value
  }

  /// By the rule, with the error of rounding alone.
  private func sum(
    over panel: Panel, _ quantity: String, _ value: Integrand
  ) throws(InferenceError) -> CoverIntegral {
    let (half, value) = (panel.centre.half.head, value(panel))
    var part = CoverIntegral(evaluations: Panel.rule.nodes.count)
    var sum = DoubleDouble(0)
    for (point, share) in zip(samples(of: panel), Panel.rule.weights) {
      let (value, weight) = (value(point), half * share)
      guard !value.isInfinite else { throw .overflow(quantity: quantity) }
      guard value.isFinite else {
        throw .notFinite(quantity, z: coordinates[panel.stretch.coordinate].z(point.u).head)
      }
      sum = sum + .product(weight, value)
      part.magnitude += weight * abs(value)
    }
    part.sum = sum
    part.error = Cover.rounding * part.magnitude
    return part
  }

  /// By the rule on halves, and halves of them, until each is proven, or too short to matter: a kink or a jump costs some
  /// hundred of them, wherever it is.
  ///
  /// - Parameter budget: how many there may be.
  /// - Returns: `nil` where that proves next to nothing, or takes too many.
  private func halved(
    _ panel: Panel, size: Double, _ bound: ErrorBound, _ magnitudes: LogMagnitudes,
    _ budget: inout Int, _ quantity: String, _ value: @escaping Integrand
  ) throws(InferenceError) -> CoverIntegral? {
    let negligible = logarithm(1e-18 * size)
    var (open, proven): ([Stretch], [Panel]) = ([panel.stretch], [])
    var count = 0
    while let stretch = open.popLast() {
      (count, budget) = (count + 1, budget - 1)
      let most = proven.isEmpty ? Cover.mostUnproven : Cover.mostHalvesOfPanel
      guard budget >= 0, count <= most else { return nil }
      var part = Panel(stretch: stretch, isActive: panel.isActive)
      part.logErrors = PanelProof.crudeLogErrors(on: stretch) { magnitudes(part, $0) }
      if !(bound(part.logErrors) <= negligible) {
        let enough = part.logErrors - Cover.halvedDigits
        let errors = PanelProof.logErrors(on: stretch, sufficient: enough, isQuick: true) {
          magnitudes(part, $0)
        }
        if bound(errors) <= bound(enough), bound(errors) < .infinity {
          part.logErrors = errors
        } else if let (first, second) = stretch.halves {
          open += [second, first]
          continue
        }
      }
      guard bound(part.logErrors) < 700 else { return nil }
      proven.append(part)
    }
    var total = CoverIntegral()
    for part in proven {
      total += try sum(over: part, quantity, value)
      total.error += exponential(bound(part.logErrors))
    }
    return total
  }

  /// So many halves of halves there may be in an integral, in a panel, and before the first that is proven.
  private static let (mostHalves, mostHalvesOfPanel, mostUnproven) = (1000, 300, 80)

  /// A half is proven where its error is as many powers of e below its largest value.
  private static let halvedDigits = 38.0

  /// By the rule on both halves; what it differs by from the rule on the whole is the error.
  private func doubled(
    _ panel: Panel, size: Double, _ quantity: String, _ value: Integrand
  ) throws(InferenceError) -> CoverIntegral {
    let whole = try sum(over: panel, quantity, value)
    guard let (first, second) = panel.stretch.halves else { return whole }
    var total = CoverIntegral()
    for half in [first, second] {
      total += try sum(over: Panel(stretch: half, isActive: panel.isActive), quantity, value)
    }
    let difference = abs((whole.sum - total.sum).head)
    total.isProven = false
    total.agrees = difference <= 1e-10 * max(size, total.magnitude)
    // What has not converged may be off by anything.
    total.error += total.agrees ? difference : .infinity
    return total
  }

  /// As many panels are integrated adaptively.
  private static let mostAdaptive = 32

  /// An error that a panel may have, in units of the whole.
  private static let sufficient = 1e-14

  /// A logarithm of a thousand or so, in 31 digits.
  static let logarithmRounding = 1e-27

  /// The nodes, the weights and a sum of as many terms, in units of the integral of the magnitude.
  static let rounding = 8 * Double.ulpOfOne

  private func adaptive(
    _ panel: Panel, size: Double, _ quantity: String, _ workspace: inout Workspace,
    _ value: @escaping Integrand
  ) throws(InferenceError) -> CoverIntegral {
    let stretch = panel.stretch
    let value = value(panel)
    let (coordinate, middle) = (stretch.coordinate, stretch.middle)
    let (low, high) = (
      (DoubleDouble(stretch.lower) - DoubleDouble(middle)).head,
      (DoubleDouble(stretch.upper) - DoubleDouble(middle)).head
    )
    var largest = 0.0
    func integrate(_ routine: Routine, _ absolute: Double) throws(InferenceError) -> Integral {
      var count = 0
      do throws(QuadratureError) {
        return try workspace.integrate(
          from: low, to: high, using: routine,
          tolerance: Tolerance(relative: 1e-13, absolute: absolute), onSuspicion: .ignore
        ) { u in
          count &+= 1
          // No number ends the integration.
          if count.isMultiple(of: 64), TimeLimit.isOver { return .nan }
          let result = value(sample(of: panel, at: DoubleDouble(middle) + DoubleDouble(u)))
          largest = max(largest, abs(result))
          return result
        }
      } catch .notConverged(let best, _) {
        return best
      } catch .nonFiniteIntegrand(let at, _) {
        try TimeLimit.check()
        throw .notFinite(
          quantity,
          z: coordinates[coordinate].z(DoubleDouble(middle) + DoubleDouble(at)).head)
      } catch {
        throw .quadrature(quantity: quantity, error)
      }
    }
    let first = try integrate(.qag(.points31), 1e-16 * size)
    let second = try integrate(.cquad, max(1e-16 * size, 1e-13 * abs(first.value)))
    let disagreement = abs(first.value - second.value)
    let agrees =
      disagreement <= first.error + second.error + 1e-14 * max(size, abs(first.value))
    // Nodes in doubles move f by its slope, whose integral is what f rises and falls by.
    let moved = (high - low) * .ulpOfOne * largest
    return CoverIntegral(
      sum: DoubleDouble(first.value), error: max(first.error, agrees ? 0 : disagreement) + moved,
      magnitude: abs(first.value), evaluations: first.evaluations + second.evaluations,
      isProven: false, agrees: agrees)
  }

  /// What rounding in 31 digits leaves of the integrals of f·(1 + |w|) of the last term over a panel, over
  /// exp(peak): by that of log f, and by that of w.
  func noise(on panel: Panel, relativeTo peak: Double = 0) -> (density: Double, weight: Double) {
    let stretch = panel.stretch
    let program = programs[stretch.coordinate]
    // Panels that no search has cut are wide: both halves by themselves.
    let parts = isDirect ? 2.0 : 1
    let logWidth = logarithm((stretch.upper - stretch.lower) / parts) - peak
    /// In either half.
    var (densities, weights) = (SIMD2(0.0, 0.0), SIMD2(0.0, 0.0))
    // At five points, and where the density is largest.
    var points = [0.02, 0.25, 0.5, 0.75, 0.98].map {
      stretch.lower + $0 * (stretch.upper - stretch.lower)
    }
    if let top = samples(of: panel).max(by: { $0.last.head < $1.last.head }) {
      points.append(top.u.head)
    }
    for (u, (density, weight)) in zip(points, program.rounding(at: points)) {
      guard density.value > -.infinity else { continue }
      let size = exponential(logSize(density.value, weight?.value, at: u, stretch) + logWidth)
      let own = size * (density.error + Cover.logarithmRounding)
      // Where the weight overflows its digits are those of its logarithm.
      var other = 0.0
      if let weight, size > 0 {
        other =
          weight.error.isFinite
          ? exponential(density.value + logarithm(weight.error) + logWidth)
          : size * Cover.logarithmRounding
      }
      for half in 0..<2 where !isDirect || (half == 0 ? u <= stretch.middle : u >= stretch.middle) {
        densities[half] = max(densities[half], own.isNaN ? .infinity : own)
        weights[half] = max(weights[half], other.isNaN ? .infinity : other)
      }
    }
    let (first, second) =
      isDirect ? (densities.sum(), weights.sum()) : (densities[0], weights[0])
    return (2 * first, 2 * second)
  }

  /// log(f·(1 + |w|)) of the last term at a point.
  func logSize(
    _ density: Double, _ weight: Double?, at u: Double, _ stretch: Stretch
  ) -> Double {
    guard let weight else { return density }
    if weight.magnitude < 1e100 { return density + logarithm(onePlus: weight.magnitude) }
    guard let function = terms.last?.weight?[stretch.coordinate] else { return density }
    let point = Stretch(coordinate: stretch.coordinate, lower: u, upper: u)
    return function.productRange(
      over: point, bare: Enclosure(from: density, to: density),
      range: function.range(over: point, sufficient: 1)
    ).upper
  }
}

extension InferenceError {
  /// An integrand that is infinite, or no number, at a place.
  fileprivate static func notFinite(_ quantity: String, z: Double) -> InferenceError {
    .noEvidence(reason: "\(quantity) has an integrand that is not finite at z = \(z)")
  }
}
