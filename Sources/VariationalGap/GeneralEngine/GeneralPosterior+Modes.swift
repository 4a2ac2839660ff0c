// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension GeneralPosterior {
  /// Where the density has a local maximum, from left to right; an end of the support that it rises
  /// towards is one.
  ///
  /// Of those in the cells that hold mass, so that no mode that matters is left out.
  var modes: [Double] {
    let densities = cover.coordinates.map { CoordinateFunction($0.formula(logJoint)) }
    // Where coordinates meet, both may see the same one.
    return runs(densities).flatMap { modes(in: $0, densities) }.reduce(into: []) { modes, mode in
      if let last = modes.last, abs(mode - last) <= 4 * mode.ulp { return }
      modes.append(mode)
    }
  }

  /// The local maxima in neighbouring cells. At the outermost nodes the density ends, or jumps.
  private func modes(in run: Run, _ densities: [CoordinateFunction]) -> [Double] {
    let nodes = run.nodes
    guard let first = nodes.first, let last = nodes.last else { return [] }
    var modes: [Double] = []
    if first.slope < 0 { modes.append(run.reachesStart ? support.lower : first.z) }
    var rising: Node? = first.slope > 0 ? first : nil
    var flat: Node?
    for node in nodes.dropFirst() {
      if node.slope == 0 {
        flat = flat ?? node
      } else if node.slope > 0 {
        (rising, flat) = (node, nil)
      } else if let left = rising {
        modes.append(flat?.z ?? maximum(from: left, to: node, densities))
        (rising, flat) = (nil, nil)
      }
    }
    if last.slope > 0 { modes.append(run.reachesEnd ? support.upper : last.z) }
    return modes
  }

  /// An end of a cell, with the sign of the slope of the density by z.
  private struct Node {
    let coordinate: Int
    let u: Double
    let z: Double
    let slope: Double
  }

  /// The nodes of neighbouring cells, from left to right.
  private struct Run {
    var nodes: [Node] = []
    /// Whether the cells go on to the lower end of the support, where it is finite.
    var reachesStart = false
    /// Whether they go on to the upper end.
    var reachesEnd = false
  }

  /// A stretch in parts in which modes can be told apart: the log density varies by 3 at most.
  private func fine(_ stretch: Stretch, depth: Int = 0) -> [Stretch] {
    let density = cover.terms[0].density[stretch.coordinate]
    let range = density.range(over: stretch, sufficient: 3)
    guard range.upper - range.lower > 3, depth < 6, !TimeLimit.isOver,
      let (first, second) = stretch.halves
    else {
      return [stretch]
    }
    return fine(first, depth: depth + 1) + fine(second, depth: depth + 1)
  }

  private func runs(_ densities: [CoordinateFunction]) -> [Run] {
    let order = LineOrder(of: cover.coordinates)
    let stretches = cover.stretches.flatMap { fine($0) }.sorted(by: order.precedes)
    var runs: [Run] = []
    var last: Stretch?
    for stretch in stretches {
      let coordinate = cover.coordinates[stretch.coordinate]
      let goesOn = last.map {
        isNext(stretch, to: $0, order) || meets(stretch, $0, densities)
      }
      if goesOn != true { runs.append(Run()) }
      last = stretch
      // At an origin a formula may have no slope: next to it.
      let lower =
        stretch.lower == 0 && !coordinate.isLogarithmic ? stretch.upper * 0x1p-50 : stretch.lower
      let nodes = [lower, stretch.upper].map { node(stretch.coordinate, $0, densities) }
        .filter { !$0.slope.isNaN }
      runs[runs.count - 1].nodes += coordinate.direction > 0 ? nodes : nodes.reversed()
      guard rises(towardsOriginFrom: stretch, densities) else { continue }
      if coordinate.origin.head == support.lower { runs[runs.count - 1].reachesStart = true }
      if coordinate.origin.head == support.upper { runs[runs.count - 1].reachesEnd = true }
    }
    return runs
  }

  /// Whether no gap lies between two stretches, the first on the left.
  private func isNext(_ next: Stretch, to last: Stretch, _ order: LineOrder) -> Bool {
    let (a, b) = (cover.coordinates[last.coordinate], cover.coordinates[next.coordinate])
    if last.coordinate == next.coordinate {
      return a.direction > 0 ? last.upper == next.lower : last.lower == next.upper
    }
    func reaches(_ stretch: Stretch, _ coordinate: Coordinate, towardsRight: Bool) -> Bool {
      (coordinate.direction > 0) == towardsRight
        ? stretch.upper == coordinate.upper : stretch.lower == coordinate.lower
    }
    return order.ranks[next.coordinate] == order.ranks[last.coordinate] + 1
      && reaches(last, a, towardsRight: true) && reaches(next, b, towardsRight: false)
  }

  /// Whether nothing but a stretch without mass around an origin lies between two stretches, the first on the left, and the
  /// density does not jump there.
  private func meets(
    _ next: Stretch, _ last: Stretch, _ densities: [CoordinateFunction]
  ) -> Bool {
    let (a, b) = (cover.coordinates[last.coordinate], cover.coordinates[next.coordinate])
    guard a.origin == b.origin, a.direction < 0, b.direction > 0,
      a.isLogarithmic == b.isLogarithmic, a.lower == b.lower,
      a.lower == (a.isLogarithmic ? -.infinity : 0)
    else { return false }
    let u = min(last.lower, next.lower)
    let difference = densities[last.coordinate](u) - densities[next.coordinate](u)
    return abs(difference) < 1e-6
  }

  /// Whether nothing but a stretch without mass, in which the density does not end, lies between a cell
  /// and the origin of its coordinate.
  private func rises(towardsOriginFrom stretch: Stretch, _ densities: [CoordinateFunction]) -> Bool
  {
    let density = densities[stretch.coordinate]
    let coordinate = cover.coordinates[stretch.coordinate]
    if !coordinate.isLogarithmic { return stretch.lower == 0 }
    return stretch.lower.isFinite && coordinate.lower == -.infinity
      && density(stretch.lower - 1) >= density(stretch.lower)
  }

  private func node(_ coordinate: Int, _ u: Double, _ densities: [CoordinateFunction]) -> Node {
    let place = cover.coordinates[coordinate]
    return Node(
      coordinate: coordinate, u: u, z: place.z(DoubleDouble(u)).head,
      slope: densities[coordinate].slope(at: DoubleDouble(u)).head * place.direction)
  }

  /// By bisection of the sign of the slope, to the last digit.
  private func maximum(
    from left: Node, to right: Node, _ densities: [CoordinateFunction]
  ) -> Double {
    // Where two coordinates meet, each has rounded the point.
    guard left.coordinate == right.coordinate else { return left.z + 0.5 * (right.z - left.z) }
    let coordinate = cover.coordinates[left.coordinate]
    var (a, b) = (left.u, right.u)
    for step in 0..<2000 {
      let u = a + (b - a) / 2
      guard min(a, b) < u, u < max(a, b), step % 8 > 0 || !TimeLimit.isOver else { break }
      let slope = node(left.coordinate, u, densities).slope
      if slope == 0 { return coordinate.z(DoubleDouble(u)).head }
      if slope > 0 { a = u } else { b = u }
    }
    // Between two doubles of u the slope is straight.
    let (first, second) = (
      node(left.coordinate, a, densities).slope, node(left.coordinate, b, densities).slope
    )
    let share = first / (first - second)
    let step = share >= 0 && share <= 1 ? share * (b - a) : 0
    return coordinate.z(DoubleDouble(a) + DoubleDouble(step)).head
  }
}
