// SPDX-License-Identifier: GPL-3.0-or-later

/// The Gauss rules of a measure on finitely many points: n of its nodes and weights do what all of the points
/// do for every polynomial of degree 2n − 1 or less, up to rounding.
///
/// The points may be those of another rule, with the values of a density in their weights: a few nodes are
/// then as good as many, placed where the mass is. Nodes lie between the first point and the last, and
/// weights are positive.
///
/// Source: Gautschi, *Orthogonal Polynomials: Computation and Approximation* (Oxford, 2004), §2.2.3.1, the
/// procedure of Stieltjes; Golub, Welsch, "Calculation of Gauss quadrature rules" (1969).
package struct MeasureRule: Sendable {
  /// The coefficients of πₖ₊₁ = (x − aₖ)πₖ − bₖ²πₖ₋₁, with x relative to the middle of the points, in half
  /// lengths.
  private var diagonal: [Double] = []
  private var offDiagonal: [Double] = []
  private let mass: Double
  private let (middle, half): (Double, Double)

  /// The largest number of nodes that a rule may have.
  package var limit: Int { diagonal.count }

  /// - Parameters:
  ///   - points: finite.
  ///   - masses: of each point, nonnegative.
  ///   - limit: more nodes are not asked for.
  package init(points: [Double], masses: [Double], limit: Int) {
    let (low, high) = (points.min() ?? 0, points.max() ?? 0)
    middle = low + 0.5 * (high - low)
    half = high > low ? 0.5 * (high - low) : 1
    mass = masses.reduce(0, +)
    guard mass > 0, mass.isFinite else { return }
    let x = points.map { [middle, half] in ($0 - middle) / half }
    // πₖ and πₖ₋₁, of norm 1.
    var current = points.map { [mass] _ in 1 / mass.squareRoot() }
    var previous = points.map { _ in 0.0 }
    for _ in 0..<min(limit, points.count) {
      var centre = 0.0
      for index in x.indices {
        centre += masses[index] * current[index] * current[index] * x[index]
      }
      let before = offDiagonal.last ?? 0
      var norm = 0.0
      for index in x.indices {
        let next = (x[index] - centre) * current[index] - before * previous[index]
        previous[index] = current[index]
        current[index] = next
        norm += masses[index] * next * next
      }
      diagonal.append(centre)
      norm = norm.squareRoot()
      // No more points than nodes.
      guard norm > 1e-12 else { break }
      offDiagonal.append(norm)
      for index in x.indices { current[index] /= norm }
    }
  }

  /// The rule with so many nodes, ascending; `nil` where there are none.
  package func rule(_ count: Int) -> (nodes: [Double], weights: [Double])? {
    guard (1...max(1, limit)).contains(count), count <= limit,
      let eigen = MeasureRule.eigenvalues(
        Array(diagonal.prefix(count)), Array(offDiagonal.prefix(count - 1)))
    else { return nil }
    let sorted = zip(eigen.values, eigen.firsts).sorted { $0.0 < $1.0 }
    return (
      sorted.map { middle + half * $0.0 }, sorted.map { mass * $0.1 * $0.1 }
    )
  }

  /// The eigenvalues of a symmetric tridiagonal matrix, and the first component of each normalised
  /// eigenvector, by the QL method with implicit shifts; `nil` where that does not converge.
  private static func eigenvalues(
    _ diagonal: [Double], _ offDiagonal: [Double]
  ) -> (values: [Double], firsts: [Double])? {
    let count = diagonal.count
    var (d, e) = (diagonal, offDiagonal + [0])
    var first = diagonal.indices.map { $0 == 0 ? 1.0 : 0 }
    for low in 0..<count {
      var isDone = false
      for _ in 0..<60 {
        let high =
          (low..<count - 1).first { abs(e[$0]) <= .ulpOfOne * (abs(d[$0]) + abs(d[$0 + 1])) }
          ?? count - 1
        isDone = high == low
        if isDone { break }
        var g = (d[low + 1] - d[low]) / (2 * e[low])
        let root = (g * g + 1).squareRoot()
        g = d[high] - d[low] + e[low] / (g + (g < 0 ? -root : root))
        var (s, c, p) = (1.0, 1.0, 0.0)
        var isSplit = false
        for i in stride(from: high - 1, through: low, by: -1) {
          let (f, b) = (s * e[i], c * e[i])
          let r = (f * f + g * g).squareRoot()
          e[i + 1] = r
          isSplit = r == 0
          if isSplit {
            d[i + 1] -= p
            e[high] = 0
            break
          }
          (s, c) = (f / r, g / r)
          g = d[i + 1] - p
          let t = (d[i] - g) * s + 2 * c * b
          p = s * t
          d[i + 1] = g + p
          g = c * t - b
          (first[i + 1], first[i]) = (
            s * first[i] + c * first[i + 1], c * first[i] - s * first[i + 1]
          )
        }
        guard !isSplit else { continue }
        d[low] -= p
        e[low] = g
        e[high] = 0
      }
      guard isDone else { return nil }
    }
    return d.allSatisfy(\.isFinite) ? (d, first) : nil
  }
}
