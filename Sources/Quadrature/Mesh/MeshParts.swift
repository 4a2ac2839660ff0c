// SPDX-License-Identifier: GPL-3.0-or-later

/// The parts of a mesh while it is refined, with their neighbours.
struct MeshParts {
  private var parts: [MeshPart]
  /// What each part is refined for: the norm of its errors, or of those at its edges; −1 where it cannot be bisected.
  private var ranks: [Double] = []
  /// The part above each, and below, that begins where it ends.
  private var above: [Int?]
  private var below: [Int?]
  /// The errors at the upper edge of each part.
  private var gaps: [[Double]]
  private let norm: VectorNorm
  private let endGaps: [Double]
  private let zeros: [Double]

  init(_ parts: [MeshPart], components: Int, norm: VectorNorm, endGaps: [Double]) {
    (self.parts, self.norm, self.endGaps) = (parts, norm, endGaps)
    zeros = [Double](repeating: 0, count: components)
    above = parts.map { _ in nil }
    below = above
    gaps = parts.map { [zeros] _ in zeros }
    for group in Dictionary(grouping: parts.indices, by: { parts[$0].segment.map }).values {
      let order = group.sorted { parts[$0].segment.lower < parts[$1].segment.lower }
      for (lower, upper) in zip(order, order.dropFirst())
      where parts[lower].segment.upper == parts[upper].segment.lower {
        join(lower, upper)
      }
    }
    ranks = parts.indices.map { rank(of: $0) }
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
    var (values, errors) = (zeros, zeros)
    for (part, gap) in zip(parts, gaps) {
      for component in values.indices {
        values[component] += part.values[component]
        errors[component] += part.errors[component] + gap[component]
      }
    }
    return (values, errors)
  }

  func result(_ evaluations: Int, _ status: Integral.Status) -> VectorIntegral {
    let (values, errors) = totals
    return VectorIntegral(
      values: values, errors: errors, evaluations: evaluations, status: status,
      mesh: Mesh(parts: parts.map(\.segment)))
  }

  /// Whether a part is refined for what lies at one of its edges.
  func isBroken(_ index: Int) -> Bool { ranks[index] > norm(parts[index].errors) }

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
    gaps.append(zeros)
    ranks.append(0)
    gaps[index] = zeros
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

  private func rank(of index: Int) -> Double {
    let lowerGap = below[index].map { norm(gaps[$0]) } ?? 0
    return max(norm(parts[index].errors), norm(gaps[index]), lowerGap)
  }
}
