// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a closer look evaluates an integrand: panels with nodes no farther apart than a thousandth of
/// the scale, or of the distance from the centre where that is larger.
struct InspectionGrid {
  /// The panels within sight, ascending: the ends of each.
  var panels: [(lower: Double, upper: Double)] = []

  /// Panels of the far zone, where the nodes are a hundredth of the distance apart, outwards on either side.
  var farPanels: [(lower: Double, upper: Double)] = []

  /// How far from the centre the rest begins, on the whole line or half of it; negative where it goes down.
  var tails: [Double] = []
  /// What the distances are measured from.
  let centre: Double

  /// The largest step between two nodes of the 21-point rule on a panel of length 1.
  private static let widestStep = 0.0745
  private static let resolution = 1e-3
  /// The length of the first of even panels, in those of the others: halves of halves of the interval, which routines
  /// have as edges, are none of a panel.
  private static let firstPart = 0.382
  /// The length of a panel, in scales.
  private static let length = resolution / widestStep
  private static let farResolution = 1e-2
  /// The distances, in scales, to which the finer and the coarser steps go where the interval is infinite.
  private static let (near, far) = (1e3, 1e5)
  /// A bound on the panels to either side of the centre, far above what the distances allow.
  private static let mostPanels = 20_000

  /// The grid for the ascending interval (a, b).
  ///
  /// - Parameters:
  ///   - a: the lower end; −∞ is allowed.
  ///   - b: the upper end, above a; ∞ is allowed.
  ///   - points: points strictly inside, ascending, that panels are to end at.
  ///   - hints: the scale, without one the length of a finite interval, or 1; and the centre.
  ///   - fineness: how many times finer the steps are than promised. Two that differ by no simple ratio have no
  ///     edges in common.
  init(
    from a: Double, to b: Double, points: [Double], _ hints: IntegrandHints, fineness: Double = 1
  ) {
    centre = hints.centre(from: a, to: b)
    if a.isFinite, b.isFinite, hints.centre == nil || hints.scale == nil {
      let count = hints.panels(from: a, to: b, InspectionGrid.length, fineness)
      let edges = (0..<count).map {
        a + (b - a) * ((Double($0) + InspectionGrid.firstPart) / Double(count))
      }
      panels = InspectionGrid.pieces([a] + edges + [b], points)
      return
    }
    let scale = hints.scale ?? 1
    let farthest = points.reduce(0) { max($0, abs($1 - centre)) }
    let upper = offsets(to: b - centre, scale, fineness, atLeast: farthest)
    let lower = offsets(to: centre - a, scale, fineness, atLeast: farthest)
    func above(_ offset: Double) -> Double { offset < b - centre ? centre + offset : b }
    func below(_ offset: Double) -> Double { offset < centre - a ? centre - offset : a }
    let near = lower.near.dropFirst().reversed().map(below) + upper.near.map(above)
    panels = InspectionGrid.pieces(near, points)
    farPanels =
      InspectionGrid.pieces(upper.far.map(above), points)
      + InspectionGrid.pieces(lower.far.reversed().map(below), points)
    if let last = upper.far.last, b == .infinity {
      tails.append(last)
    }
    if let last = lower.far.last, a == -.infinity {
      tails.append(-last)
    }
  }

  /// Distances from the centre, ascending from 0, up to `reach`; the far ones begin with the last of the near, and where
  /// they end somewhere they go beyond a distance that is named.
  private func offsets(
    to reach: Double, _ scale: Double, _ fineness: Double, atLeast farthest: Double
  ) -> (near: [Double], far: [Double]) {
    let isInfinite = reach == .infinity
    func walk(from start: Double, to limit: Double, _ resolution: Double) -> [Double] {
      let length = resolution / InspectionGrid.widestStep / fineness
      var offsets = [start]
      var offset = start
      while offset < limit, offsets.count < InspectionGrid.mostPanels {
        offset = min(offset + length * max(scale, offset), limit)
        offsets.append(offset)
      }
      return offsets
    }
    let near = walk(
      from: 0, to: min(reach, InspectionGrid.near * scale * fineness), InspectionGrid.resolution)
    guard let last = near.last, last < reach else { return (near, []) }
    let limit = isInfinite ? max(InspectionGrid.far * scale, 2 * farthest) : reach
    return (near, walk(from: last, to: limit, InspectionGrid.farResolution))
  }

  /// The panels between edges, ascending, and the points that lie between them.
  private static func pieces(
    _ edges: [Double], _ points: [Double]
  ) -> [(lower: Double, upper: Double)] {
    guard let first = edges.first, let last = edges.last else { return [] }
    let inner = points.filter { first < $0 && $0 < last }
    var pieces: [(lower: Double, upper: Double)] = []
    pieces.reserveCapacity(edges.count + inner.count)
    var lower = first
    for edge in inner.isEmpty ? edges : (edges + inner).sorted() where lower < edge {
      pieces.append((lower, edge))
      lower = edge
    }
    return pieces
  }
}
