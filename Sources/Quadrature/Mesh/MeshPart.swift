// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What the rule says of a segment of a mesh, for all functions: a view of numbers that are kept elsewhere.
///
/// The values of the integrals, then the errors, then the integrand at the three lowest nodes, the lowest first, and at the
/// three highest, the highest first.
@safe
struct MeshPart {
  let components: Int
  let numbers: UnsafePointer<Double>

  /// How many numbers there are for a function.
  static let rows = 8
  /// The rows of the errors, and of the integrand at either end.
  static let (errorRow, lowRow, highRow) = (1, 2, 5)

  /// Four functions' numbers in a row, or the last of the functions.
  @inline(__always)
  func lanes(_ row: Int, _ first: Int, _ count: Int) -> Lanes {
    unsafe Lanes(numbers + (row &* components &+ first), count: count)
  }

  /// The norm of the errors.
  func size(_ norm: VectorNorm) -> Double {
    unsafe norm(of: numbers + MeshPart.errorRow * components, count: components)
  }

  /// Adds to the errors what lies between an end and the node next to it, where the values grow towards the end as a power of the
  /// distance that the rule cannot follow.
  ///
  /// With f = C δ^−a from the two nodes the rest is f·δ/(1 − a).
  ///
  /// - Parameters:
  ///   - outer: the functions at the node next to the end.
  ///   - inner: at the one after it.
  ///   - gaps: the distances of the nodes from the end, in lengths of the segment.
  static func addEndErrors(
    _ outer: UnsafePointer<Double>, _ inner: UnsafePointer<Double>, _ gaps: [Double],
    length: Double, to errors: UnsafeMutablePointer<Double>, _ components: Int
  ) {
    for index in 0..<components {
      let (outer, inner) = unsafe (abs(outer[index]), abs(inner[index]))
      // The distances are a factor of 5 and more apart: below this ratio no logarithms are needed to know the power to be small.
      guard outer > growth * inner, inner != 0 else { continue }
      let power = log(outer / inner) / log(gaps[1] / gaps[0])
      guard power > MeshPart.steep else { continue }
      unsafe errors[index] += outer * gaps[0] * length / max(1 - power, MeshPart.leastRest)
    }
  }

  /// The ratio of two values next to an end from which on the second may be at the foot of a power.
  static let growth = 2.0
  /// The power from which on the rule's own estimate is too small, and the least that 1 − a is taken for.
  private static let (steep, leastRest) = (0.5, 1e-3)

  /// The largest errors that a jump or a kink between the highest node of a part and the lowest of the one above it can make:
  /// 0 where the values, and their slopes, go on across the edge as they do beside it; empty where all are 0.
  ///
  /// - Parameters:
  ///   - lengths: those of the two parts.
  ///   - endGaps: the distances of the outermost nodes from an end, in lengths of a part.
  static func gapErrors(
    _ below: MeshPart, _ above: MeshPart, lengths: (below: Double, above: Double),
    _ endGaps: [Double]
  ) -> [Double] {
    let gap = endGaps[0] * (lengths.below + lengths.above)
    let components = below.components
    var errors: [Double] = []
    for first in stride(from: 0, to: components, by: Lanes.scalarCount) {
      let count = min(Lanes.scalarCount, components - first)
      let lower = EdgeValues(
        below.lanes(highRow, first, count), below.lanes(highRow + 1, first, count),
        below.lanes(highRow + 2, first, count), endGaps, length: -lengths.below)
      let upper = EdgeValues(
        above.lanes(lowRow, first, count), above.lanes(lowRow + 1, first, count),
        above.lanes(lowRow + 2, first, count), endGaps, length: lengths.above)
      guard let error = EdgeValues.gapError(lower, upper, gap) else { continue }
      if errors.isEmpty { errors = [Double](repeating: 0, count: components) }
      for lane in 0..<count { errors[first + lane] = error[lane] }
    }
    return errors
  }
}

/// Four functions at the nodes beside an edge, and the slopes there of the parabolas through three.
private struct EdgeValues {
  let outer: Lanes
  /// The difference of the values at the next node.
  let step: Lanes
  let slope: Lanes
  /// How much the slope changes from the edge to the last of the nodes.
  let usual: Lanes

  /// - Parameters:
  ///   - outer: the values at the node next to the edge.
  ///   - middle: those at the next one.
  ///   - inner: those at the last.
  ///   - gaps: the distances of the nodes from the edge, in lengths.
  ///   - length: that of the part, negative below the edge.
  @inline(__always)
  init(_ outer: Lanes, _ middle: Lanes, _ inner: Lanes, _ gaps: [Double], length: Double) {
    let first = (middle - outer) * (1 / (gaps[1] - gaps[0]))
    let second = (inner - middle) * (1 / (gaps[2] - gaps[1]))
    let curvature = (second - first) * (1 / (gaps[2] - gaps[0]))
    self.outer = outer
    step = (middle - outer).magnitudes
    slope = (first - curvature * (gaps[0] + gaps[1])) * (1 / length)
    usual = curvature.magnitudes * abs(2 * gaps[2] / length)
  }

  /// The largest error of a jump or a kink between two edges that are one; `nil` where there is neither.
  @inline(__always)
  static func gapError(_ lower: EdgeValues, _ upper: EdgeValues, _ gap: Double) -> Lanes? {
    let jump = (upper.outer - lower.outer).magnitudes
    let kink = (upper.slope - lower.slope).magnitudes
    guard
      Lanes.isAnyAbove(kink, lower.usual, upper.usual)
        || Lanes.isAnyAbove(jump, lower.step, upper.step)
    else { return nil }
    let isKink = kink .> Lanes.larger(lower.usual, upper.usual)
    let isJump = jump .> Lanes.larger(lower.step, upper.step)
    return Lanes.zero.replacing(with: kink * (gap * gap), where: isKink)
      .replacing(with: jump * gap, where: isJump)
  }
}
