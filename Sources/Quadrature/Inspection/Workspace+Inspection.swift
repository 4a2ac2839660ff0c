// SPDX-License-Identifier: GPL-3.0-or-later

extension Workspace {
  /// How many times finer the second look is: no edge of the first one is an edge of its own.
  private static let finerLook = 1.618
  /// How much smaller the error of a look is to be than what it decides.
  private static let margin = 64.0
  /// The share of the value to which a look that is unsure of its own confirms a finer one at the least.
  private static let confirming = 1e-3
  /// The evaluations that CQUAD may take on a panel, before QAGS has its turn.
  private static let panelBudget = 3_000
  /// The evaluations that refining a look may take.
  private static let refinement = 100_000

  /// A routine's integral after a closer look.
  ///
  /// - Parameters:
  ///   - integral: what the routine found on the ascending interval (a, b).
  ///   - mayReplace: whether what the look found takes its place, where a finer look
  ///     agrees with it.
  mutating func inspected(
    _ integral: Integral, from a: Double, to b: Double, breakpoints: [Double],
    _ hints: IntegrandHints, _ tolerance: Tolerance, mayReplace: Bool,
    _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> Integral {
    let allowed = tolerance.allowedError(for: integral.value)
    let points = try Partition.inner(breakpoints, from: a, to: b)
    func grid(_ fineness: Double) -> InspectionGrid {
      InspectionGrid(from: a, to: b, points: points, hints, fineness: fineness)
    }

    let first = try look(grid(1), allowed, integrand)
    var result = integral
    result.inspections = first.evaluations
    if let offence = first.offence {
      result.suspicion = .nonFiniteIntegrand(at: offence.z, value: offence.value)
    } else if first.isNearlyAllZero {
      result.suspicion = .nearlyAllZero(nonzero: first.nonzero, of: first.evaluations)
    } else if let end = divergentEnd(from: a, to: b, hints, allowed, &result.inspections, integrand)
    {
      result.suspicion = .divergence(at: end)
    } else if !first.confirms(integral.estimate, within: allowed) {
      result.suspicion = .disagreement(first.estimate)
      guard mayReplace else { return result }
      let second = try look(
        grid(Workspace.finerLook), tolerance.allowedError(for: first.estimate.value), integrand)
      result.inspections += second.evaluations
      let seen = tolerance.allowedError(for: second.estimate.value)
      if second.offence == nil, second.estimate.error <= seen,
        abs(second.estimate.value - first.estimate.value)
          <= max(min(first.estimate.error, Workspace.confirming * abs(second.estimate.value)), seen)
      {
        result = Integral(
          value: second.estimate.value, error: second.estimate.error,
          evaluations: second.evaluations, intervals: second.panels)
        result.inspections = integral.evaluations + first.evaluations
      }
    }
    return result
  }

  /// Sums a grid: the panels where the rule is not content by CQUAD, which looks at ends too, and by QAGS where
  /// CQUAD is not content.
  private mutating func look(
    _ grid: InspectionGrid, _ allowed: Double, _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> Look {
    let share = allowed / (Workspace.margin * Double(grid.panels.count + grid.farPanels.count + 1))
    let inspection = unsafe Inspection(grid, share: share, samples, integrand)
    var look = Look(inspection)
    guard look.offence == nil else { return look }
    let finest = max(
      allowed / (Workspace.margin * Double(inspection.open.count + 1)), .leastNormalMagnitude)
    for panel in inspection.open {
      guard look.evaluations < inspection.evaluations + Workspace.refinement else {
        look.add(panel.estimate)
        continue
      }
      func partition(_ routine: Routine) throws(QuadratureError) -> Partition {
        var partition = try Partition(
          routine: routine, from: panel.lower, to: panel.upper, breakpoints: [])
        partition.budget = Workspace.panelBudget
        return partition
      }
      let second = part(try partition(.cquad), finest, &look, integrand)
      if let second, second.error <= finest {
        look.add(second)
        continue
      }
      let third = part(try partition(.qags), finest, &look, integrand)
      switch (second, third) {
      case (let second?, let third?):
        let better = second.error < third.error ? second : third
        let difference = abs(second.value - third.value)
        let isConsistent = second.agrees(with: third)
        look.add(Estimate(better.value, error: isConsistent ? better.error : difference))
      default:
        look.add(second ?? third ?? panel.estimate)
      }
    }
    for reach in grid.tails {
      let partition = Partition(centre: grid.centre, reach: reach)
      let offence = look.offence
      if let tail = part(partition, finest, &look, integrand) { look.add(tail) }
      // Beyond sight, a value that is not finite is nothing to speak of.
      look.offence = offence
    }
    return look
  }

  /// A routine's best estimate of a part; `nil` where the integrand is not finite.
  private mutating func part(
    _ partition: Partition, _ absolute: Double, _ look: inout Look,
    _ integrand: (Double) -> Double
  ) -> Estimate? {
    do throws(QuadratureError) {
      let part = try call(partition, Tolerance(relative: 1e-12, absolute: absolute), integrand)
      look.evaluations += part.evaluations
      return part.estimate
    } catch {
      switch error {
      case .notConverged(let best, _):
        look.evaluations += best.evaluations
        return best.value.isFinite ? best.estimate : nil
      case .nonFiniteIntegrand(let z, let value):
        look.offence = (z, value)
        return nil
      default:
        return nil
      }
    }
  }

  private func divergentEnd(
    from a: Double, to b: Double, _ hints: IntegrandHints, _ allowed: Double,
    _ evaluations: inout Int, _ integrand: (Double) -> Double
  ) -> Double? {
    func counted(_ z: Double) -> Double {
      evaluations += 1
      return integrand(z)
    }
    let centre = hints.centre(from: a, to: b)
    for (end, isUpper) in [(a, false), (b, true)] {
      let test = GrowthTest(end: end, centre: centre, isUpper: isUpper)
      if test.failed(by: counted, allowed: allowed) { return end }
    }
    return nil
  }
}

/// What a closer look finds.
private struct Look {
  var estimate: Estimate
  var evaluations: Int
  var offence: (z: Double, value: Double)?
  let panels: Int
  let nonzero: Int
  let isNearlyAllZero: Bool

  init(_ inspection: Inspection) {
    estimate = inspection.closed
    evaluations = inspection.evaluations
    offence = inspection.offence
    panels = inspection.panels
    nonzero = inspection.nonzero
    isNearlyAllZero = inspection.isNearlyAllZero
  }

  mutating func add(_ part: Estimate) {
    estimate = Estimate(estimate.value + part.value, error: estimate.error + part.error)
  }

  /// Whether an estimate may be the same number, give or take; a look that is unsure of its own confirms little.
  func confirms(_ other: Estimate, within allowed: Double) -> Bool {
    abs(estimate.value - other.value) <= max(other.error, allowed)
  }
}

extension Integral {
  /// The result, doubted where its own numbers say that nothing is known.
  func doubted(by tolerance: Tolerance) -> Integral {
    guard suspicion == nil, error > abs(value), error > tolerance.absolute else { return self }
    var doubted = self
    doubted.suspicion = .errorExceedsValue
    return doubted
  }

  /// The result, unless it is suspicious and that is to be thrown.
  func answering(_ response: SuspicionResponse) throws(QuadratureError) -> Integral {
    if response == .throw, let suspicion { throw .suspicious(suspicion, best: self) }
    return self
  }
}
