// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A segment of a mesh with what the rule says of it.
struct MeshPart {
  let segment: Mesh.Segment
  let values: [Double]
  let errors: [Double]
  /// The values at the three lowest nodes, the lowest first, and at the three highest, the highest first.
  let low: [[Double]]
  let high: [[Double]]

  private var length: Double { segment.upper - segment.lower }

  /// What lies between an end and the node next to it, where the values grow towards the end as a power of the distance that
  /// the rule cannot follow; 0 where they do not.
  ///
  /// With f = C δ^−a from the two nodes the rest is f·δ/(1 − a).
  ///
  /// - Parameters:
  ///   - values: of all functions at the nodes from the end on.
  ///   - component: which of the functions.
  ///   - distances: those of the nodes from the end.
  static func endError(
    _ values: [[Double]], _ component: Int, _ distances: [Double]
  ) -> Double {
    let (outer, inner) = (abs(values[0][component]), abs(values[1][component]))
    // The distances are a factor of 5 and more apart: below this ratio no logarithms are needed to know the power to be small.
    guard outer > 2 * inner, inner != 0 else { return 0 }
    let power = log(outer / inner) / log(distances[1] / distances[0])
    guard power > MeshPart.steep else { return 0 }
    return outer * distances[0] / max(1 - power, MeshPart.leastRest)
  }

  /// The power from which on the rule's own estimate is too small, and the least that 1 − a is taken for.
  private static let (steep, leastRest) = (0.5, 1e-3)

  /// The largest errors that a jump or a kink between the highest node of a part and the lowest of the one above it can make:
  /// 0 where the values, and their slopes, go on across the edge as they do beside it.
  ///
  /// - Parameter endGaps: the distances of the outermost nodes from an end, in lengths of a part.
  static func gapErrors(_ below: MeshPart, _ above: MeshPart, _ endGaps: [Double]) -> [Double] {
    let gap = endGaps[0] * (below.length + above.length)
    return below.values.indices.map { component in
      let (last, first) = (below.high[0][component], above.low[0][component])
      let jump = abs(first - last)
      let step = max(abs(last - below.high[1][component]), abs(above.low[1][component] - first))
      if jump > step { return jump * gap }
      let lower = EdgeSlope(below.high, component, endGaps, length: -below.length)
      let upper = EdgeSlope(above.low, component, endGaps, length: above.length)
      let kink = abs(upper.slope - lower.slope)
      return kink > max(lower.usual, upper.usual) ? kink * gap * gap : 0
    }
  }
}

/// The slope at an edge of the parabola through three nodes beside it.
private struct EdgeSlope {
  let slope: Double
  /// How much the slope changes from the edge to the last of the nodes.
  let usual: Double

  /// - Parameters:
  ///   - values: of all functions at the nodes.
  ///   - component: which of the functions.
  ///   - gaps: the distances of the nodes from the edge, in lengths.
  ///   - length: that of the part, negative below the edge.
  init(_ values: [[Double]], _ component: Int, _ gaps: [Double], length: Double) {
    let outer = values[0][component]
    let middle = values[1][component]
    let first = (middle - outer) / (gaps[1] - gaps[0])
    let second = (values[2][component] - middle) / (gaps[2] - gaps[1])
    let curvature = (second - first) / (gaps[2] - gaps[0])
    slope = (first - curvature * (gaps[0] + gaps[1])) / length
    usual = 2 * abs(curvature * gaps[2] / length)
  }
}
