// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

extension FormulaPosterior {
  /// Where the density has a local maximum, from left to right; an end of the support that it rises
  /// towards is one.
  ///
  /// Of those in the cells that hold mass, so that no mode that matters is left out.
  var modes: [Double] { runs.flatMap { modes(in: $0) } }

  /// The local maxima in neighbouring cells. At the outermost nodes the density ends, or jumps.
  private func modes(in run: Run) -> [Double] {
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
        modes.append(flat?.z ?? maximum(from: left, to: node))
        (rising, flat) = (nil, nil)
      }
    }
    if last.slope > 0 { modes.append(run.reachesEnd ? support.upper : last.z) }
    return modes
  }

  /// An end of a cell, with the sign of the slope of the density by z.
  private struct Node {
    let chart: Int
    let t: Double
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

  private var runs: [Run] {
    let cells = (coverage.cells + coverage.ends).map { cell in
      let chart = coverage.charts[cell.chart]
      let ends = [chart.z(DoubleDouble(cell.lower)).head, chart.z(DoubleDouble(cell.upper)).head]
      return (cell: cell, start: min(ends[0], ends[1]), end: max(ends[0], ends[1]))
    }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    var runs: [Run] = []
    var end = -Double.infinity
    for (cell, start, next) in cells {
      if start > end || runs.isEmpty { runs.append(Run()) }
      end = next
      // At an origin a formula may have no slope: next to it.
      let lower = cell.lower == 0 ? cell.upper * 0x1p-50 : cell.lower
      let nodes = [lower, cell.upper].filter { $0 > 0 && $0 < .infinity }
        .map { node(cell.chart, $0) }.filter { !$0.slope.isNaN }.sorted { $0.z < $1.z }
      runs[runs.count - 1].nodes += nodes
      let origin = coverage.charts[cell.chart].origin
      guard rises(towardsOriginFrom: cell) else { continue }
      if origin == support.lower { runs[runs.count - 1].reachesStart = true }
      if origin == support.upper { runs[runs.count - 1].reachesEnd = true }
    }
    return runs
  }

  /// Whether nothing but a stretch without mass, in which the density does not end, lies between a cell
  /// and the origin of its chart.
  private func rises(towardsOriginFrom cell: BulkSearch.Cell) -> Bool {
    let density = densities[cell.chart]
    return cell.lower == 0 || density(0.5 * cell.lower) >= density(cell.lower)
  }

  private func node(_ chart: Int, _ t: Double) -> Node {
    let place = coverage.charts[chart]
    return Node(
      chart: chart, t: t, z: place.z(DoubleDouble(t)).head,
      slope: densities[chart].slope(at: t) * place.direction)
  }

  /// By bisection of the sign of the slope, to the last digit.
  private func maximum(from left: Node, to right: Node) -> Double {
    var (low, high) = (left.z, right.z)
    if left.chart == right.chart {
      let chart = coverage.charts[left.chart]
      var (a, b) = (left.t, right.t)
      while let t = CellSplit.middle(min(a, b), max(a, b)) {
        let slope = node(left.chart, t).slope
        if slope == 0 { return chart.z(DoubleDouble(t)).head }
        if slope > 0 { a = t } else { b = t }
      }
      return chart.z(DoubleDouble(a)).head
    }
    for _ in 0..<2000 {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high,
        let chart = coverage.charts.firstIndex(where: { $0.contains(DoubleDouble(middle)) })
      else { return middle }
      let t = coverage.charts[chart].t(DoubleDouble(middle)).head
      if node(chart, t).slope > 0 { low = middle } else { high = middle }
    }
    return low
  }
}
