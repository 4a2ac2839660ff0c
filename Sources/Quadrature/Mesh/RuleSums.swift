// SPDX-License-Identifier: GPL-3.0-or-later

/// What the rules of a table make of the values of several functions on a segment of length 2.
struct RuleSums {
  private(set) var kronrod: [Double]
  private(set) var gauss: [Double]
  /// The two null rules.
  private(set) var odd: [Double]
  private(set) var even: [Double]
  /// ∫ |f|, and ∫ |f − mean|.
  private(set) var magnitude: [Double]
  private(set) var spread: [Double]

  init(components: Int) {
    let zeros = [Double](repeating: 0, count: components)
    (kronrod, gauss, odd, even, magnitude, spread) = (zeros, zeros, zeros, zeros, zeros, zeros)
  }

  /// Multiplies the values by the factors of their nodes and adds up; false where a value is not finite.
  ///
  /// - Parameters:
  ///   - values: all functions at the first node, then at the next.
  ///   - factors: two for each node.
  mutating func add(
    _ values: UnsafeMutableBufferPointer<Double>, _ factors: [(Double, Double)],
    _ table: GaussKronrodTable
  ) -> Bool {
    let components = kronrod.count
    for node in table.nodes.indices {
      let (factor, weight, gaussWeight) = (
        factors[node], table.weights[node], table.gaussWeights[node]
      )
      let (odd, even) = (table.nullWeights.odd[node], table.nullWeights.even[node])
      let row = unsafe UnsafeMutableBufferPointer(
        rebasing: values[node * components..<(node + 1) * components])
      for component in 0..<components {
        let raw = unsafe row[component]
        let value = raw == 0 ? 0 : raw * factor.0 * factor.1
        unsafe row[component] = value
        kronrod[component] += weight * value
        gauss[component] += gaussWeight * value
        self.odd[component] += odd * value
        self.even[component] += even * value
        magnitude[component] += weight * abs(value)
      }
    }
    for component in 0..<components {
      guard magnitude[component].isFinite else { return false }
    }
    for (node, weight) in table.weights.enumerated() {
      let row = unsafe UnsafeMutableBufferPointer(
        rebasing: values[node * components..<(node + 1) * components])
      for component in 0..<components {
        unsafe spread[component] += weight * abs(row[component] - kronrod[component] / 2)
      }
    }
    return true
  }
}
