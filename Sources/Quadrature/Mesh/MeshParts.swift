// SPDX-License-Identifier: GPL-3.0-or-later

/// The parts of a mesh while it is refined, with their neighbours.
struct MeshParts {
  private var parts: [MeshPart]
  /// What each part is refined for: the norm of its errors, or of those at its edges; −1 where it cannot be bisected.
  private var ranks: [Double] = []
  /// The part above each, and below, that begins where it ends.
  private var above: [Int?]
  private var below: [Int?]
  /// The errors at the upper edge of each part; empty where there are none.
  private var gaps: [[Double]]
  private let components: Int
  private let norm: VectorNorm
  private let endGaps: [Double]

  init(_ parts: [MeshPart], components: Int, norm: VectorNorm, endGaps: [Double]) {
    (self.parts, self.components) = (parts, components)
    (self.norm, self.endGaps) = (norm, endGaps)
    above = parts.map { _ in nil }
    below = above
    gaps = parts.map { _ in [] }
    let plain = parts.indices.filter { parts[$0].segment.map == nil }
    let mapped = parts.indices.filter { parts[$0].segment.map != nil }
    joinNeighbours(plain)
    for group in Dictionary(grouping: mapped, by: { parts[$0].segment.map }).values {
      joinNeighbours(group)
    }
    ranks = parts.indices.map { rank(of: $0) }
  }

  /// Joins those of some parts, in one variable, that begin where another one ends.
  private mutating func joinNeighbours(_ group: [Int]) {
    let order = group.sorted { parts[$0].segment.lower < parts[$1].segment.lower }
    for (lower, upper) in zip(order, order.dropFirst())
    where parts[lower].segment.upper == parts[upper].segment.lower {
      join(lower, upper)
    }
  }

  var count: Int { parts.count }

  subscript(index: Int) -> MeshPart { parts[index] }

  /// The part with the largest error, of those that can be bisected and have any.
  var worst: Int? {
    guard let worst = ranks.indices.max(by: { ranks[$0] < ranks[$1] }), ranks[worst] > 0 else {
      return nil
    }
    return worst
  }

  /// The sums of the values and of the errors.
  var totals: (values: [Double], errors: [Double]) {
    var sums = [Double](repeating: 0, count: 2 * components)
    for part in parts { part.add(to: &sums) }
    for gap in gaps where !gap.isEmpty {
      for component in 0..<components { sums[components + component] += gap[component] }
    }
    return (Array(sums.prefix(components)), Array(sums.suffix(components)))
  }

  func result(_ evaluations: Int, _ status: Integral.Status) -> VectorIntegral {
    let (values, errors) = totals
    return VectorIntegral(
      values: values, errors: errors, evaluations: evaluations, status: status,
      mesh: Mesh(parts: parts.map(\.segment)))
  }

  /// Whether a part is refined for what lies at one of its edges.
  func isBroken(_ index: Int) -> Bool { ranks[index] > parts[index].size }

  /// Leaves a part out of the refinement.
  mutating func keepWhole(_ index: Int) { ranks[index] = -1 }

  /// Puts the two halves of a part in its place.
  mutating func replace(_ index: Int, by first: MeshPart, _ second: MeshPart) {
    let new = parts.count
    let next = above[index]
    parts[index] = first
    parts.append(second)
    above.append(nil)
    below.append(nil)
    gaps.append([])
    ranks.append(0)
    gaps[index] = []
    if let before = below[index] { join(before, index) }
    join(index, new)
    if let next { join(new, next) }
    for changed in [below[index], index, new, next] {
      if let changed, ranks[changed] >= 0 { ranks[changed] = rank(of: changed) }
    }
  }

  private mutating func join(_ lower: Int, _ upper: Int) {
    above[lower] = upper
    below[upper] = lower
    gaps[lower] = MeshPart.gapErrors(parts[lower], parts[upper], endGaps)
  }

  /// An error at an edge is one of the longer of the two parts: beside a part that is very short, slopes are all rounding.
  private func rank(of index: Int) -> Double {
    func error(at edge: Int, beside other: Int?) -> Double {
      guard let other, !gaps[edge].isEmpty, parts[index].length >= parts[other].length else {
        return 0
      }
      return norm(gaps[edge])
    }
    let lower = below[index].map { error(at: $0, beside: $0) } ?? 0
    return max(parts[index].size, error(at: index, beside: above[index]), lower)
  }
}
