// SPDX-License-Identifier: GPL-3.0-or-later

/// What the rules of a table make of the values of several functions on a segment of length 2.
struct RuleSums {
  /// The sums of all functions by the first rule, then by the next.
  private var sums: [Double]
  private let components: Int

  init(components: Int) {
    self.components = components
    sums = [Double](repeating: 0, count: 6 * components)
  }

  func kronrod(_ component: Int) -> Double { sums[component] }
  func gauss(_ component: Int) -> Double { sums[components + component] }
  /// The larger of the two null rules.
  func null(_ component: Int) -> Double {
    max(abs(sums[2 * components + component]), abs(sums[3 * components + component]))
  }
  /// ∫ |f|.
  func magnitude(_ component: Int) -> Double { sums[4 * components + component] }
  /// ∫ |f − mean|.
  func spread(_ component: Int) -> Double { sums[5 * components + component] }

  /// Multiplies the values by the factors of their nodes and adds up; false where a value is not finite.
  ///
  /// - Parameters:
  ///   - values: all functions at the first node, then at the next.
  ///   - factors: two for each node.
  mutating func add(
    _ values: UnsafeMutableBufferPointer<Double>, _ factors: [(Double, Double)],
    _ table: GaussKronrodTable
  ) -> Bool {
    let components = components
    return unsafe sums.withUnsafeMutableBufferPointer { sums in
      func part(_ index: Int) -> UnsafeMutableBufferPointer<Double> {
        unsafe UnsafeMutableBufferPointer(
          rebasing: sums[index * components..<(index + 1) * components])
      }
      let (kronrod, gauss, magnitude) = unsafe (part(0), part(1), part(4))
      let (odd, even, spread) = unsafe (part(2), part(3), part(5))
      func row(_ node: Int) -> UnsafeMutableBufferPointer<Double> {
        unsafe UnsafeMutableBufferPointer(
          rebasing: values[node * components..<(node + 1) * components])
      }
      for node in table.nodes.indices {
        let (factor, weight, gaussWeight) = (
          factors[node], table.weights[node], table.gaussWeights[node]
        )
        let (oddWeight, evenWeight) = (table.nullWeights.odd[node], table.nullWeights.even[node])
        let row = unsafe row(node)
        for component in 0..<components {
          let raw = unsafe row[component]
          let value = raw == 0 ? 0 : raw * factor.0 * factor.1
          unsafe row[component] = value
          unsafe kronrod[component] += weight * value
          unsafe gauss[component] += gaussWeight * value
          unsafe odd[component] += oddWeight * value
          unsafe even[component] += evenWeight * value
          unsafe magnitude[component] += weight * abs(value)
        }
      }
      for component in 0..<components {
        guard unsafe magnitude[component].isFinite else { return false }
      }
      for (node, weight) in table.weights.enumerated() {
        let row = unsafe row(node)
        for component in 0..<components {
          unsafe spread[component] += weight * abs(row[component] - kronrod[component] / 2)
        }
      }
      return true
    }
  }
}
