// SPDX-License-Identifier: GPL-3.0-or-later

/// The parts of a mesh while it is refined, with their neighbours, and what the rule says of each.
@safe
struct MeshParts: ~Copyable {
  /// What the rule says of a segment: fills in the numbers of a ``MeshPart``.
  typealias Rule = (
    _ segment: Mesh.Segment, _ numbers: UnsafeMutablePointer<Double>
  ) throws(QuadratureError) -> Void

  private(set) var segments: [Mesh.Segment] = []
  /// One piece of memory for the numbers of all parts, one part after the other, and for how many there is room. Pieces of
  /// their own would go back to the system after each integral, to be fetched again page by page.
  private var numbers: UnsafeMutablePointer<Double>
  private var room: Int
  /// The sums of the values and of the errors.
  private let sums: UnsafeMutablePointer<Double>
  /// The norms of the errors of each part.
  private var sizes: [Double] = []
  /// What each part is refined for: the norm of its errors, or of those at its edges; −1 where it cannot be bisected.
  private var ranks: [Double] = []
  /// The part above each, and below, that begins where it ends.
  private var above: [Int?] = []
  private var below: [Int?] = []
  /// The errors at the upper edge of each part; empty where there are none.
  private var gaps: [[Double]] = []
  private let components: Int
  private let norm: VectorNorm
  private let endGaps: [Double]

  init(
    _ segments: [Mesh.Segment], components: Int, norm: VectorNorm, endGaps: [Double],
    _ rule: Rule
  ) throws(QuadratureError) {
    (self.components, self.norm, self.endGaps) = (components, norm, endGaps)
    room = segments.count + MeshParts.spare
    unsafe numbers = .allocate(capacity: room * MeshPart.rows * components)
    unsafe sums = .allocate(capacity: 2 * components)
    for segment in segments {
      try unsafe fill(self.segments.count, segment, rule)
      append(segment)
    }
    let plain = segments.indices.filter { segments[$0].map == nil }
    joinNeighbours(plain)
    if plain.count < segments.count {
      let mapped = segments.indices.filter { segments[$0].map != nil }
      for group in Dictionary(grouping: mapped, by: { segments[$0].map }).values {
        joinNeighbours(group)
      }
    }
    for index in segments.indices { ranks[index] = rank(of: index) }
  }

  deinit {
    unsafe numbers.deallocate()
    unsafe sums.deallocate()
  }

  /// For how many parts more than at the beginning there is room at once.
  private static let spare = 8

  var count: Int { segments.count }

  /// What the rule says of a part, until the next is added.
  private subscript(index: Int) -> MeshPart {
    unsafe MeshPart(
      components: components, numbers: numbers + index * MeshPart.rows * components)
  }

  /// Applies the rule to a segment, whose numbers are to stand at an index.
  private mutating func fill(
    _ index: Int, _ segment: Mesh.Segment, _ rule: Rule
  ) throws(QuadratureError) {
    let width = MeshPart.rows * components
    if index >= room {
      let larger = UnsafeMutablePointer<Double>.allocate(capacity: 2 * room * width)
      unsafe larger.update(from: numbers, count: room * width)
      unsafe numbers.deallocate()
      unsafe numbers = larger
      room *= 2
    }
    try unsafe rule(segment, numbers + index * width)
  }

  /// Adds a part, whose numbers are there, without neighbours.
  private mutating func append(_ segment: Mesh.Segment) {
    sizes.append(self[segments.count].size(norm))
    segments.append(segment)
    above.append(nil)
    below.append(nil)
    gaps.append([])
    ranks.append(0)
  }

  /// Joins those of some parts, in one variable, that begin where another one ends.
  private mutating func joinNeighbours(_ group: [Int]) {
    guard group.count > 1 else { return }
    let order = group.sorted { segments[$0].lower < segments[$1].lower }
    for (lower, upper) in zip(order, order.dropFirst())
    where segments[lower].upper == segments[upper].lower {
      join(lower, upper)
    }
  }

  /// The part with the largest error, of those that can be bisected and have any.
  var worst: Int? {
    guard let worst = ranks.indices.max(by: { ranks[$0] < ranks[$1] }), ranks[worst] > 0 else {
      return nil
    }
    return worst
  }

  /// Sums up the values and the errors.
  ///
  /// - Returns: their norms.
  mutating func sum() -> (value: Double, error: Double) {
    unsafe sums.update(repeating: 0, count: 2 * components)
    for part in segments.indices {
      let numbers = unsafe self[part].numbers
      for index in 0..<2 * components { unsafe sums[index] += numbers[index] }
    }
    for gap in gaps where !gap.isEmpty {
      for component in 0..<components { unsafe sums[components + component] += gap[component] }
    }
    return unsafe (
      norm(of: sums, count: components), norm(of: sums + components, count: components)
    )
  }

  mutating func result(_ evaluations: Int, _ status: Integral.Status) -> VectorIntegral {
    _ = sum()
    let (values, errors) = unsafe (
      UnsafeBufferPointer(start: sums, count: components),
      UnsafeBufferPointer(start: sums + components, count: components)
    )
    return unsafe VectorIntegral(
      values: Array(values), errors: Array(errors), evaluations: evaluations, status: status,
      mesh: Mesh(parts: segments))
  }

  /// Whether a part is refined for what lies at one of its edges.
  func isBroken(_ index: Int) -> Bool { ranks[index] > sizes[index] }

  /// Leaves a part out of the refinement.
  mutating func keepWhole(_ index: Int) { ranks[index] = -1 }

  /// Whether a part stands alone, has not been given more points yet, and has a small error.
  func isSmooth(_ index: Int, below size: Double) -> Bool {
    !segments[index].isFine && above[index] == nil && below[index] == nil && sizes[index] <= size
  }

  /// Gives a part more points.
  mutating func refine(_ index: Int, _ rule: Rule) throws(QuadratureError) {
    segments[index].isFine = true
    try unsafe fill(index, segments[index], rule)
    sizes[index] = self[index].size(norm)
    ranks[index] = rank(of: index)
  }

  /// Puts the two halves of a part in its place.
  ///
  /// - Returns: whether this has changed neither the values nor the errors.
  mutating func bisect(_ index: Int, at middle: Double, _ rule: Rule) throws(QuadratureError)
    -> Bool
  {
    let old = segments[index]
    let lower = Mesh.Segment(lower: old.lower, upper: middle, map: old.map)
    let upper = Mesh.Segment(lower: middle, upper: old.upper, map: old.map)
    let new = count
    // The place after the new part's is a stopover: the old part is still needed.
    try unsafe fill(new + 1, lower, rule)
    try unsafe fill(new, upper, rule)
    let isIdle = isIdle(index, self[new + 1], self[new])
    let width = MeshPart.rows * components
    unsafe (numbers + index * width).update(
      from: numbers + (new + 1) * width, count: width)
    segments[index] = lower
    sizes[index] = self[index].size(norm)
    append(upper)
    let next = above[index]
    gaps[index] = []
    if let before = below[index] { join(before, index) }
    join(index, new)
    if let next { join(new, next) }
    for changed in [below[index], index, new, next] {
      if let changed, ranks[changed] >= 0 { ranks[changed] = rank(of: changed) }
    }
    return isIdle
  }

  private func isIdle(_ index: Int, _ first: MeshPart, _ second: MeshPart) -> Bool {
    let old = self[index]
    let error = norm(count: components) { start, count in
      first.lanes(MeshPart.errorRow, start, count) + second.lanes(MeshPart.errorRow, start, count)
    }
    guard error >= 0.99 * sizes[index] else { return false }
    let change = norm(count: components) { start, count in
      first.lanes(0, start, count) + second.lanes(0, start, count) - old.lanes(0, start, count)
    }
    return unsafe change <= 1e-5 * norm(of: old.numbers, count: components)
  }

  private mutating func join(_ lower: Int, _ upper: Int) {
    above[lower] = upper
    below[upper] = lower
    gaps[lower] = MeshPart.gapErrors(
      self[lower], self[upper], lengths: (segments[lower].length, segments[upper].length), endGaps)
  }

  /// An error at an edge is one of the longer of the two parts: beside a part that is very short, slopes are all rounding.
  private func rank(of index: Int) -> Double {
    func error(at edge: Int, beside other: Int?) -> Double {
      guard let other, !gaps[edge].isEmpty, segments[index].length >= segments[other].length
      else { return 0 }
      return norm(gaps[edge])
    }
    let lower = below[index].map { error(at: $0, beside: $0) } ?? 0
    return max(sizes[index], error(at: index, beside: above[index]), lower)
  }
}

extension Mesh.Segment {
  /// The length in the variable of the map.
  fileprivate var length: Double { upper - lower }
}
