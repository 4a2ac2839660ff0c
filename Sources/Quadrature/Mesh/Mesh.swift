// SPDX-License-Identifier: GPL-3.0-or-later

/// The segments that an integral was summed over.
///
/// For another integrand they can be refined further, or left as they are: then the sum is as smooth in the
/// integrand's parameters as the integrand, and the sums of a sweep can be compared.
public struct Mesh: Sendable, Hashable {
  /// A segment in the variable of its map.
  struct Segment: Sendable, Hashable {
    let lower: Double
    let upper: Double
    /// The map to z, where the segment reaches to infinity.
    var map: Substitution?
    /// Whether the rule has 61 points here.
    var isFine = false
  }

  var parts: [Segment]

  /// The segments, ascending: the ends of each, in units of z; the outermost may be infinite.
  public var segments: [(lower: Double, upper: Double)] {
    parts.flatMap { part -> [(lower: Double, upper: Double)] in
      guard let map = part.map else { return [(part.lower, part.upper)] }
      return map.image(from: part.lower, to: part.upper)
    }.sorted { $0.lower < $1.lower }
  }

  /// How many segments there are.
  public var count: Int { parts.count }
}

extension Mesh {
  /// The whole interval (a, b), in pieces between the points.
  ///
  /// - Parameters:
  ///   - a: the lower end; −∞ is allowed.
  ///   - b: the upper end, above a; ∞ is allowed.
  ///   - points: points strictly inside, ascending.
  init(from a: Double, to b: Double, points: [Double]) throws(QuadratureError) {
    try Mesh.check(from: a, to: b)
    let points = points.isEmpty && a == -.infinity && b == .infinity ? [0] : points
    let ends = [a] + points + [b]
    parts = zip(ends, ends.dropFirst()).map { lower, upper in
      switch (lower.isFinite, upper.isFinite) {
      case (true, false): Segment(lower: 0, upper: 1, map: .upperTail(from: lower))
      case (false, true): Segment(lower: 0, upper: 1, map: .lowerTail(to: upper))
      default: Segment(lower: lower, upper: upper)
      }
    }
  }

  /// The panels of a closer look at (a, b).
  init(from a: Double, to b: Double, lookingAt hints: IntegrandHints) throws(QuadratureError) {
    try Mesh.check(from: a, to: b)
    let grid = InspectionGrid(from: a, to: b, points: [], hints)
    parts =
      (grid.panels + grid.farPanels).map { Segment(lower: $0.lower, upper: $0.upper) }
      + grid.tails.map {
        Segment(lower: 0, upper: 1, map: .distantTail(centre: grid.centre, reach: $0))
      }
  }

  private static func check(from a: Double, to b: Double) throws(QuadratureError) {
    guard a < b, (b - a).isFinite || !(a.isFinite && b.isFinite) else {
      throw .invalidInterval(
        from: a, to: b,
        requirement: "the ends must be in ascending order, and their distance finite")
    }
  }
}

extension Substitution {
  /// The intervals of z that an interval of u stands for.
  fileprivate func image(from first: Double, to second: Double) -> [(lower: Double, upper: Double)]
  {
    func z(_ u: Double) -> Double {
      switch self {
      case .upperTail(let a): u == 0 ? .infinity : a + (1 - u) / u
      case .lowerTail(let b): u == 0 ? -.infinity : b - (1 - u) / u
      case .bothTails: u == 0 ? .infinity : (1 - u) / u
      case .distantTail(let centre, let reach): centre + reach / u
      case .anchored(let map):
        u == map.range.from && map.hasLowerTail
          ? -.infinity : u == map.range.to && map.hasUpperTail ? .infinity : map(u).z
      }
    }
    let (lower, upper) = (min(z(first), z(second)), max(z(first), z(second)))
    if case .bothTails = self { return [(-upper, -lower), (lower, upper)] }
    return [(lower, upper)]
  }
}
