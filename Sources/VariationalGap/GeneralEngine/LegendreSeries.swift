// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature

/// The polynomial through the values of a function at the nodes of the rule, on (−1, 1), as a sum of Legendre polynomials.
///
/// Nothing is known of the error of its integral: it is a start for a search, or held against that of halves.
///
/// Source: *NIST Handbook of Mathematical Functions*, 18.3 and 18.9.
struct LegendreSeries {
  /// cₖ of Σ cₖPₖ.
  private let coefficients: [Double]

  /// - Parameter values: at the nodes of ``Panel/rule``.
  init(values: [Double]) {
    var coefficients = values.map { _ in 0.0 }
    for (index, value) in values.enumerated() {
      let share = value * Panel.rule.weights[index]
      for (degree, polynomial) in LegendreSeries.atNodes[index].enumerated() {
        coefficients[degree] += share * polynomial * (Double(degree) + 0.5)
      }
    }
    self.coefficients = coefficients
  }

  /// P₀ … Pₙ at x.
  private static func polynomials(_ count: Int, at x: Double) -> [Double] {
    var values = [1, x]
    for degree in 1..<max(1, count) {
      let k = Double(degree)
      values.append(((2 * k + 1) * x * values[degree] - k * values[degree - 1]) / (k + 1))
    }
    return values
  }

  private static let atNodes = Panel.rule.nodes.map {
    Array(polynomials(Panel.rule.nodes.count - 1, at: $0).prefix(Panel.rule.nodes.count))
  }

  /// The integral from −1 to x.
  func integral(to x: Double) -> Double {
    let values = LegendreSeries.polynomials(coefficients.count, at: x)
    var sum = coefficients[0] * (x + 1)
    for degree in 1..<coefficients.count {
      sum +=
        coefficients[degree] * (values[degree + 1] - values[degree - 1])
        / Double(2 * degree + 1)
    }
    return sum
  }

  /// Where the integral from −1 is this, if it rises; by bisection.
  func point(ofIntegral target: Double) -> Double {
    var (low, high) = (-1.0, 1.0)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if integral(to: middle) < target { low = middle } else { high = middle }
    }
    return low
  }
}
