// SPDX-License-Identifier: GPL-3.0-or-later

/// What has to be computed for some quantities of a graph, in an order in which it can be.
struct Plan {
  let graph: Graph
  /// Nodes, each behind what it is made of.
  let nodes: [Int]
  /// Powers of t, as indices.
  let exponents: [Int]

  init(_ graph: Graph, for outputs: [LinearForm], besides known: Plan? = nil) {
    self.graph = graph
    var needed: Set<Int> = []
    var powers: Set<Int> = []
    var open = outputs
    while let form = open.popLast() {
      for term in form.terms {
        powers.insert(term.exponent)
        if term.node >= 0, needed.insert(term.node).inserted {
          open += graph.nodes[term.node].operands
        }
      }
    }
    // A node is made of nodes that were there before it.
    nodes = needed.subtracting(known?.nodes ?? []).sorted()
    exponents = powers.subtracting(known?.exponents ?? []).subtracting([0]).sorted()
  }
}
