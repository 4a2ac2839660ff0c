// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension GeneralPosterior {
  /// A panel by its place on the line, with its mass.
  struct Part: Sendable {
    let panel: Panel
    let mass: Estimate
  }

  /// The panels from left to right.
  static func parts(of mass: Expectation) -> [Part] {
    let order = LineOrder(of: mass.cover.coordinates)
    return zip(mass.cover.panels, mass.shares).map { Part(panel: $0, mass: $1) }
      .sorted { order.precedes($0.panel.stretch, $1.panel.stretch) }
  }

  private static func mass(
    of panel: Panel, in cover: Cover, peak: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let shift = DoubleDouble(peak)
    var panel = panel
    panel.samples = cover.samples(of: panel)
    let integral = try cover.integral(
      over: panel, relativeTo: peak, of: "P(z | x)", workspace: &workspace
    ) { _ in { exponential($0.last - shift) } }
    let noise = cover.noise(on: panel, relativeTo: peak).density
    return Estimate(integral.value, error: integral.error + noise)
  }

  /// What lies on one side of a point inside a part.
  private func piece(of part: Part, at u: Double, left: Bool) -> Panel {
    let stretch = part.panel.stretch
    let isBelow = left == (cover.coordinates[stretch.coordinate].direction > 0)
    return Panel(
      stretch: Stretch(
        coordinate: stretch.coordinate, lower: isBelow ? stretch.lower : u,
        upper: isBelow ? u : stretch.upper), isActive: part.panel.isActive,
      isProven: part.panel.isProven)
  }

  /// The mass on one side of a point inside a part.
  private func share(
    of part: Part, at u: Double, left: Bool, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    try GeneralPosterior.mass(
      of: piece(of: part, at: u, left: left), in: cover, peak: peak, workspace: &workspace)
  }

  /// Where a point lies beside a part: below 0 to the left of it, above 0 to the right, or at u inside.
  private enum Side {
    case left
    case right
    case inside(Double)
  }

  private func side(of z: DoubleDouble, _ part: Part) -> Side {
    let stretch = part.panel.stretch
    let coordinate = cover.coordinates[stretch.coordinate]
    let u = coordinate.u(z).head
    let isBeyond = u >= stretch.upper
    if !u.isNaN, u > stretch.lower, !isBeyond { return .inside(u) }
    return isBeyond == (coordinate.direction > 0) ? .right : .left
  }

  /// The mass on one side of z, over exp(peak).
  private func mass(
    below isBelow: Bool, _ z: DoubleDouble, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    var mass = Estimate(0, error: 0)
    for part in parts {
      switch side(of: z, part) {
      case .right: if isBelow { mass = mass + part.mass }
      case .left: if !isBelow { mass = mass + part.mass }
      case .inside(let u):
        mass = mass + (try share(of: part, at: u, left: isBelow, workspace: &workspace))
      }
    }
    return mass
  }

  /// P(z′ ≤ z | x).
  func cumulativeProbability(
    _ z: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let below = try probability(below: true, DoubleDouble(z), workspace: &workspace)
    guard below.value > 0.5 else { return below }
    // The smaller side has the smaller error.
    return Estimate(1, error: 0)
      - (try probability(below: false, DoubleDouble(z), workspace: &workspace))
  }

  /// The probability on one side of z; its error is relative to it.
  private func probability(
    below isBelow: Bool, _ z: DoubleDouble, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let mass = try mass(below: isBelow, z, workspace: &workspace)
    let outside = cover.outside(0, relativeTo: peak)
    let share = mass.value / volume.value
    return Estimate(
      share,
      error: (mass.error + outside) / volume.value
        + share * (volume.relativeError + 8 * .ulpOfOne))
  }

  /// The z with P(z′ ≤ z | x) = p, and an interval about it at whose ends the probability was shown to
  /// be below p and above.
  func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
    // From the side of the smaller tail, whose probability keeps its digits.
    let isLeft = p < 0.5
    let share = isLeft ? p : 1 - p
    let target = share * volume.value
    let place = try locate(target, left: isLeft, workspace: &workspace)
    let coordinate = cover.coordinates[place.part.panel.stretch.coordinate]
    let z = coordinate.z(DoubleDouble(place.u))
    let uncertainty =
      cover.outside(0, relativeTo: peak) + parts.reduce(0) { $0 + $1.mass.error }
      + target * (volume.relativeError + 8 * .ulpOfOne)
    // The step in z; also on the other side of an origin, where u ends.
    let step = 2 * uncertainty / place.density + 2 * place.u.ulp
    let next = coordinate.z(DoubleDouble(place.u + step))
    var reach = abs((next - z).head) + z.head.ulp
    func holds(_ z: DoubleDouble, isAbove: Bool) throws(InferenceError) -> Bool {
      if z.head <= support.lower || z.head >= support.upper { return true }
      let tail = try probability(below: isLeft, z, workspace: &workspace)
      // The tail on the left grows with z, the one on the right falls.
      return isAbove == isLeft ? tail.lowerBound >= share : tail.upperBound <= share
    }
    func isCertified(_ reach: Double) throws(InferenceError) -> Bool {
      let (low, high) = (z - DoubleDouble(reach), z + DoubleDouble(reach))
      guard try holds(low, isAbove: false) else { return false }
      return try holds(high, isAbove: true)
    }
    // At a pole of the density, the density of the logarithm of the distance falls to 0: how far the probability leads is
    // told by the orders of magnitude.
    if coordinate.isLogarithmic, uncertainty.isFinite, !(step <= 1) {
      var (low, high) = (-1074, 1023)
      while high - low > 1 {
        let middle = (low + high) / 2
        reach = Double(sign: .plus, exponent: middle, significand: 1)
        if try isCertified(reach) { high = middle } else { low = middle }
      }
      reach = Double(sign: .plus, exponent: high, significand: 1)
    }
    for _ in 0..<60 where reach.isFinite {
      if try isCertified(reach) { return Estimate(z.head, error: reach + z.head.ulp) }
      reach *= 2
    }
    return Estimate(z.head, error: .infinity)
  }

  /// A point of a part, with the density of u there.
  private typealias Place = (part: Part, u: Double, density: Double)

  /// Where the mass on one side is the target.
  private func locate(
    _ target: Double, left: Bool, workspace: inout Workspace
  ) throws(InferenceError) -> Place {
    let ordered = left ? parts : parts.reversed()
    guard let last = ordered.last else { throw .noEvidence(reason: "no mass was found") }
    var before = 0.0
    for part in ordered.dropLast() {
      if before + part.mass.value >= target {
        return try locate(target - before, in: part, left: left, workspace: &workspace)
      }
      before += part.mass.value
    }
    return try locate(target - before, in: last, left: left, workspace: &workspace)
  }

  /// About where the mass of a part on one side is the target, from what is known at its nodes.
  private func start(_ target: Double, in part: Part, isRising: Bool) -> Double {
    let stretch = part.panel.stretch
    guard part.panel.isProven, let samples = part.panel.samples else { return stretch.middle }
    let shift = DoubleDouble(peak)
    let series = LegendreSeries(values: samples.map { exponential($0.last - shift) })
    let half = 0.5 * (stretch.upper - stretch.lower)
    let share = isRising ? target : part.mass.value - target
    let u = stretch.lower + half * (1 + series.point(ofIntegral: share / half))
    return u.isFinite ? min(max(u, stretch.lower), stretch.upper) : stretch.middle
  }

  /// Newton's method inside a part, kept in a bracket.
  private func locate(
    _ target: Double, in part: Part, left: Bool, workspace: inout Workspace
  ) throws(InferenceError) -> Place {
    let stretch = part.panel.stretch
    let coordinate = cover.coordinates[stretch.coordinate]
    let shift = DoubleDouble(peak)
    func density(_ u: Double) -> Double {
      exponential(cover.sample(of: part.panel, at: DoubleDouble(u)).last - shift)
    }
    let isRising = left == (coordinate.direction > 0)
    var (low, high) = (stretch.lower, stretch.upper)
    var u = start(target, in: part, isRising: isRising)
    for step in 0..<200 {
      if step.isMultiple(of: 8) { try TimeLimit.check() }
      // What comes of the search is certified; a part that takes more than the rule needs more on the way.
      let piece = piece(of: part, at: u, left: left)
      let mass =
        part.panel.isProven
        ? try cover.estimate(over: piece, of: "P(z | x)") { _ in { exponential($0.last - shift) } }
        : try share(of: part, at: u, left: left, workspace: &workspace).value
      let excess = mass - target
      if (excess > 0) == isRising { high = u } else { low = u }
      let slope = density(u) * (isRising ? 1 : -1)
      let newton = u - excess / slope
      // The place may be an end of the bracket: u itself, or where parts meet.
      let slack = .ulpOfOne * (stretch.upper - stretch.lower)
      let isBetween = low - slack <= newton && newton <= high + slack
      let next = isBetween ? min(max(newton, low), high) : low + (high - low) / 2
      // The next step of Newton's method would be the square of this one.
      let isLast = isBetween && abs(excess) <= 1e-10 * target
      let hasMoved = abs(next - u) > 0.5 * .ulpOfOne * abs(u)
      u = next
      guard !isLast, hasMoved, low < next, next < high else { break }
    }
    return (part, u, density(u))
  }
}
