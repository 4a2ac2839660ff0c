// SPDX-License-Identifier: GPL-3.0-or-later

/// A dense square matrix: as much of one as Durbin's formula needs.
struct SquareMatrix {
  let order: Int
  private var elements: [Double]

  init(order: Int, _ element: (_ row: Int, _ column: Int) -> Double) {
    self.order = order
    elements = (0..<order * order).map { element($0 / order, $0 % order) }
  }

  subscript(row: Int, column: Int) -> Double { elements[row * order + column] }

  /// Durbin's matrix H for d = (k − h)/n, of order m = 2k − 1:
  ///
  /// ```text
  /// Hᵢⱼ = 1/(i − j + 1)!   for i − j + 1 ≥ 0, else 0; and then, i, j from 1:
  /// Hᵢ₁ = (1 − hⁱ)/i!    Hₘⱼ = (1 − hᵐ⁻ʲ⁺¹)/(m − j + 1)!    Hₘ₁ = (1 − 2hᵐ + max(0, 2h − 1)ᵐ)/m!
  /// ```
  static func durbin(order m: Int, excess h: Double) -> SquareMatrix {
    func power(_ base: Double, _ exponent: Int) -> Double {
      (0..<exponent).reduce(1) { product, _ in product * base }
    }
    let inverseFactorials = (1...(m + 1)).reduce(into: [1.0]) { $0.append($0[$1 - 1] / Double($1)) }
    return SquareMatrix(order: m) { row, column in
      let degree = row - column + 1
      guard degree >= 0 else { return 0 }
      let numerator =
        switch (column == 0, row == m - 1) {
        case (true, true): 1 - 2 * power(h, m) + power(max(0, 2 * h - 1), m)
        case (true, false), (false, true): 1 - power(h, degree)
        case (false, false): 1.0
        }
      return numerator * inverseFactorials[degree]
    }
  }

  /// The power with an exponent of at least 1, as a matrix times 2^exponent, so that nothing
  /// overflows.
  func power(_ n: Int) -> (matrix: SquareMatrix, exponent: Int) {
    guard n > 1 else { return (self, 0) }
    let (root, exponent) = power(n / 2)
    let square = root * root
    return (n.isMultiple(of: 2) ? square : square * self).scaled(from: 2 * exponent)
  }

  private func scaled(from exponent: Int) -> (matrix: SquareMatrix, exponent: Int) {
    let largest = elements.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return (self, exponent) }
    var result = self
    let factor = 1 / largest.binade
    for index in result.elements.indices { result.elements[index] *= factor }
    return (result, exponent + Int(largest.exponent))
  }

  static func * (a: SquareMatrix, b: SquareMatrix) -> SquareMatrix {
    var product = SquareMatrix(order: a.order) { _, _ in 0 }
    for row in 0..<a.order {
      for inner in 0..<a.order {
        let factor = a[row, inner]
        guard factor != 0 else { continue }
        for column in 0..<a.order {
          product.elements[row * a.order + column] += factor * b[inner, column]
        }
      }
    }
    return product
  }
}
