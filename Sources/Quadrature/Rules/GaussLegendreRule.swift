// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The Gauss–Legendre rule on [−1, 1] with the nodes and weights that GSL has as tables, correct to
/// the last digit: all weights are positive, and polynomials of degree 2n − 1 are integrated exactly.
///
/// Unlike ``GaussRule``, whose nodes come from an eigenvalue problem, it adds no error of its own.
public struct GaussLegendreRule: Sendable, Hashable {
  /// The nodes, ascending, in (−1, 1).
  public let nodes: [Double]

  /// The weights of the nodes, in the same order; their sum is 2.
  public let weights: [Double]

  /// The degree up to which polynomials are integrated exactly.
  public var degree: Int { 2 * nodes.count - 1 }

  /// Seven points.
  public static let points7 = GaussLegendreRule(tabulated: 7)

  /// Thirty-two points.
  public static let points32 = GaussLegendreRule(tabulated: 32)

  /// - Parameter count: one of the numbers of points that GSL has a table for.
  init(tabulated count: Int) {
    var (nodes, weights): ([Double], [Double]) = ([], [])
    if let table = unsafe gsl_integration_glfixed_table_alloc(count) {
      defer { unsafe gsl_integration_glfixed_table_free(table) }
      for index in 0..<count {
        var (node, weight) = (0.0, 0.0)
        _ = unsafe gsl_integration_glfixed_point(-1, 1, index, &node, &weight, table)
        nodes.append(node)
        weights.append(weight)
      }
    }
    self.nodes = nodes
    self.weights = weights
  }
}
