// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A segment of a mesh with what the rule says of it.
struct MeshPart {
  let segment: Mesh.Segment
  /// The norm of the errors.
  let size: Double
  private let components: Int
  /// For all functions the values of the integrals, then the errors, then the integrand at the three lowest nodes, the lowest first,
  /// and at the three highest, the highest first.
  private let numbers: [Double]

  /// How many numbers there are for a function.
  static let rows = 8
  /// The rows of the errors, and of the integrand at either end.
  private static let (errorRow, lowRow, highRow) = (1, 2, 5)

  init(_ segment: Mesh.Segment, components: Int, _ numbers: [Double], norm: VectorNorm) {
    (self.segment, self.components, self.numbers) = (segment, components, numbers)
    size = unsafe numbers.withUnsafeBufferPointer { numbers in
      unsafe norm(of: numbers.baseAddress.map { unsafe $0 + components }, count: components)
    }
  }

  var length: Double { segment.upper - segment.lower }

  func value(_ component: Int) -> Double { numbers[component] }
  func error(_ component: Int) -> Double { numbers[MeshPart.errorRow * components + component] }

  /// Adds the values and the errors to sums, which have as many of either.
  func add(to sums: inout [Double]) {
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        for index in 0..<2 * components { unsafe sums[index] += numbers[index] }
      }
    }
  }

  /// What lies between an end and the node next to it, where the values grow towards the end as a power of the distance that
  /// the rule cannot follow; 0 where they do not.
  ///
  /// With f = C δ^−a from the two nodes the rest is f·δ/(1 − a).
  ///
  /// - Parameters:
  ///   - outer: four functions at the node next to the end.
  ///   - inner: at the one after it.
  ///   - gaps: the distances of the nodes from the end, in lengths of the segment.
  @inline(never)
  static func endErrors(
    _ outer: Lanes, _ inner: Lanes, _ gaps: [Double], length: Double
  ) -> Lanes {
    var errors = Lanes.zero
    for lane in errors.indices {
      let (outer, inner) = (abs(outer[lane]), abs(inner[lane]))
      // The distances are a factor of 5 and more apart: below this ratio no logarithms are needed to know the power to be small.
      guard outer > growth * inner, inner != 0 else { continue }
      let power = log(outer / inner) / log(gaps[1] / gaps[0])
      guard power > MeshPart.steep else { continue }
      errors[lane] = outer * gaps[0] * length / max(1 - power, MeshPart.leastRest)
    }
    return errors
  }

  /// The ratio of two values next to an end from which on the second may be at the foot of a power.
  static let growth = 2.0
  /// The power from which on the rule's own estimate is too small, and the least that 1 − a is taken for.
  private static let (steep, leastRest) = (0.5, 1e-3)

  /// The largest errors that a jump or a kink between the highest node of a part and the lowest of the one above it can make:
  /// 0 where the values, and their slopes, go on across the edge as they do beside it; empty where all are 0.
  ///
  /// - Parameter endGaps: the distances of the outermost nodes from an end, in lengths of a part.
  static func gapErrors(_ below: MeshPart, _ above: MeshPart, _ endGaps: [Double]) -> [Double] {
    let gap = endGaps[0] * (below.length + above.length)
    let components = below.components
    var errors: [Double] = []
    unsafe below.numbers.withUnsafeBufferPointer { low in
      unsafe above.numbers.withUnsafeBufferPointer { high in
        guard let low = low.baseAddress, let high = high.baseAddress else { return }
        for first in stride(from: 0, to: components, by: Lanes.scalarCount) {
          let count = min(Lanes.scalarCount, components - first)
          func row(_ numbers: UnsafePointer<Double>, _ row: Int) -> Lanes {
            unsafe Lanes(numbers + row * components + first, count: count)
          }
          let lower = unsafe EdgeValues(
            row(low, highRow), row(low, highRow + 1), row(low, highRow + 2), endGaps,
            length: -below.length)
          let upper = unsafe EdgeValues(
            row(high, lowRow), row(high, lowRow + 1), row(high, lowRow + 2), endGaps,
            length: above.length)
          let error = EdgeValues.gapError(lower, upper, gap)
          guard any(error .!= 0) else { continue }
          if errors.isEmpty { errors = [Double](repeating: 0, count: components) }
          for lane in 0..<count { errors[first + lane] = error[lane] }
        }
      }
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

  /// The largest error of a jump or a kink between two edges that are one.
  @inline(__always)
  static func gapError(_ lower: EdgeValues, _ upper: EdgeValues, _ gap: Double) -> Lanes {
    let jump = (upper.outer - lower.outer).magnitudes
    let kink = (upper.slope - lower.slope).magnitudes
    let isKink = kink .> Lanes.larger(lower.usual, upper.usual)
    let isJump = jump .> Lanes.larger(lower.step, upper.step)
    return Lanes.zero.replacing(with: kink * (gap * gap), where: isKink)
      .replacing(with: jump * gap, where: isJump)
  }
}
