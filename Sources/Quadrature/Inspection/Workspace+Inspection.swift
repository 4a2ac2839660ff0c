// SPDX-License-Identifier: GPL-3.0-or-later

extension Workspace {
  /// How many times finer the second look is: no edge of the first one is an edge of its own.
  private static let finerLook = 1.618
  /// How much smaller the error of a look is to be than what it decides.
  private static let margin = 64.0
  /// How far CQUAD may be from the rule's value on a panel, in the rule's own error, before it may have lost what the rule saw.
  private static let loss = 0.1
  /// The segments of a third opinion on a panel.
  private static let segments = 100
  /// The evaluations that CQUAD may take on a panel, before QAGS has its turn.
  private static let panelBudget = 3_000
  /// How many of the last digits of a place next to a root are out of sight: what lies there is no less than the largest value seen
  /// on as many.
  private static let unseenDigits = 16.0
  /// How near to an end of a panel, in its length, a root is one at the end.
  private static let edge = 1e-6
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
    } else if let end = first.divergentEnd
      ?? divergentEnd(from: a, to: b, hints, allowed, &result.inspections, integrand)
    {
      result.suspicion = .divergence(at: end)
    } else if !first.confirms(integral.estimate, within: allowed) {
      result.suspicion = .disagreement(first.estimate)
      guard mayReplace else { return result }
      let second = try look(
        grid(Workspace.finerLook), tolerance.allowedError(for: first.estimate.value), integrand)
      result.inspections += second.evaluations
      let seen = tolerance.allowedError(for: second.estimate.value)
      if second.offence == nil, second.divergentEnd == nil, second.estimate.error <= seen,
        !first.isUnfinished || first.estimate.error <= seen,
        abs(second.estimate.value - first.estimate.value) <= seen
      {
        result = Integral(
          value: second.estimate.value, error: second.estimate.error,
          evaluations: second.evaluations, intervals: second.panels)
        result.inspections = integral.evaluations + first.evaluations
      }
    } else if mayReplace, first.distance(to: integral.estimate) > integral.error {
      // Less than what is asked for, but more than what the routine claims.
      result.error = max(integral.error, first.doubt(about: integral.estimate))
    }
    return result
  }

  /// Sums a grid: the panels where the rule is content by the rule, the others by adaptive routines, and the tails.
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
        look.isUnfinished = true
        continue
      }
      if let slow = slowSum(panel.lower, panel.upper, finest, allowed, &look, integrand) {
        look.add(slow)
      } else {
        look.add(try sum(panel, finest, &look, integrand))
      }
    }
    for reach in grid.tails {
      let partition = Partition(centre: grid.centre, reach: reach)
      let offence = look.offence
      let tail = part(partition, finest, &look, integrand)
      // Beyond sight, a value that is not finite is nothing to speak of.
      look.offence = offence
      let slow = SlowTail(from: abs(reach), isOutward: true, finest) { distance in
        look.evaluations += 1
        return integrand(reach > 0 ? grid.centre + distance : grid.centre - distance)
      }
      if let sum = look.take(slow, at: reach > 0 ? .infinity : -.infinity, allowed) ?? tail {
        look.add(sum)
      }
    }
    return look
  }

  /// A panel where the rule is not content, by CQUAD, by QAGS where CQUAD is not content or may have lost what the rule saw, and
  /// by plain bisection where the two disagree.
  private mutating func sum(
    _ panel: (lower: Double, upper: Double, estimate: Estimate), _ finest: Double,
    _ look: inout Look, _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> Estimate {
    func partition(_ routine: Routine) throws(QuadratureError) -> Partition {
      var partition = try Partition(
        routine: routine, from: panel.lower, to: panel.upper, breakpoints: [])
      partition.budget = Workspace.panelBudget
      return partition
    }
    var (largest, place) = (0.0, panel.lower)
    func watched(_ z: Double) -> Double {
      let value = integrand(z)
      if abs(value) > largest { (largest, place) = (abs(value), z) }
      return value
    }
    let second = part(try partition(.cquad), finest, &look, watched)
    if let second, second.error <= finest,
      abs(second.value - panel.estimate.value)
        <= max(Workspace.loss * panel.estimate.error, finest)
    {
      return second
    }
    let third = part(try partition(.qags), finest, &look, watched)
    // A root at an end is where the routines look for it.
    let isInside =
      min(place - panel.lower, panel.upper - place)
      > Workspace.edge * (panel.upper - panel.lower)
    guard let second, let third else {
      let only = second ?? third ?? panel.estimate
      guard isInside else { return only }
      // One opinion is none.
      look.isUnfinished = true
      return Estimate(only.value, error: max(only.error, panel.estimate.error))
    }
    let unseen = isInside ? Workspace.unseenDigits * largest * place.ulp : 0
    func agree(_ first: Estimate, _ second: Estimate) -> Bool {
      abs(first.value - second.value) <= first.error + second.error + finest
    }
    let (better, other) = second.error < third.error ? (second, third) : (third, second)
    // Where neither resolves a root in between, what the better one says of its error is no more than a guess.
    let isResolved = !isInside || better.error + unseen <= finest
    if !isResolved { look.isUnfinished = true }
    let best = isResolved ? better : Estimate(better.value, error: other.error + unseen)
    // That one is sure is nothing to go by where the other is not.
    if abs(second.value - third.value) <= better.error + finest { return best }
    if let bisected = bisected(panel.lower, panel.upper, finest, &look, integrand) {
      if agree(better, bisected) { return best }
      if agree(other, bisected) { return other }
    } else if agree(second, third) {
      return best
    }
    look.isUnfinished = true
    return Estimate(third.value, error: abs(second.value - third.value))
  }

  /// A panel that ends at 0, where the integrand grows there nearly as much as it may; `nil` for another.
  private func slowSum(
    _ lower: Double, _ upper: Double, _ finest: Double, _ allowed: Double, _ look: inout Look,
    _ integrand: (Double) -> Double
  ) -> Estimate? {
    guard lower == 0 || upper == 0 else { return nil }
    let slow = SlowTail(from: upper - lower, isOutward: false, finest) { distance in
      look.evaluations += 1
      return integrand(lower == 0 ? distance : -distance)
    }
    return look.take(slow, at: 0, allowed)
  }

  /// A panel by bisection alone, which loses nothing that it saw; `nil` where it does not converge.
  private func bisected(
    _ lower: Double, _ upper: Double, _ finest: Double, _ look: inout Look,
    _ integrand: (Double) -> Double
  ) -> Estimate? {
    let integrator = MeshIntegrator(
      components: 1, norm: .maximum, tolerance: Tolerance(relative: 1e-12, absolute: finest),
      limit: Workspace.segments, table: .points21)
    do throws(QuadratureError) {
      let mesh = try Mesh(from: lower, to: upper, points: [])
      let integral = try integrator.integrate(over: mesh, isFrozen: false) { nodes, values in
        for node in nodes.indices { values[node] = integrand(nodes[node]) }
      }
      look.evaluations += integral.evaluations
      return integral.estimates[0]
    } catch {
      if case .vectorNotConverged(let best, _) = error { look.evaluations += best.evaluations }
      return nil
    }
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
      let test = GrowthTest(end: end, centre: centre, isUpper: isUpper, reach: b - a)
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
  /// Whether panels were left as the rule found them, or routines disagree on them or do not resolve them, or the rest of a tail
  /// is not known as well as is asked for.
  var isUnfinished = false
  /// Where the rest of a tail is infinite, as far as doubles tell.
  var divergentEnd: Double?
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

  /// What a slow tail towards an end sums up to, where that is known.
  mutating func take(_ tail: SlowTail?, at end: Double, _ allowed: Double) -> Estimate? {
    guard let tail else { return nil }
    if tail.diverges { divergentEnd = divergentEnd ?? end }
    guard let sum = tail.estimate, sum.isFinite else { return nil }
    if sum.error > allowed { isUnfinished = true }
    return sum
  }

  /// Whether an estimate may be the same number, give or take.
  func confirms(_ other: Estimate, within allowed: Double) -> Bool {
    doubt(about: other) <= max(other.error, allowed)
  }

  /// By how much another estimate may be off: both see a root in between from different sides, and neither to its end.
  func doubt(about other: Estimate) -> Double {
    3 * distance(to: other) + (isUnfinished ? estimate.error : 0)
  }

  func distance(to other: Estimate) -> Double { abs(estimate.value - other.value) }
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
