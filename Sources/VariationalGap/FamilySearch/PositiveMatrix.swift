// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A symmetric, positive definite matrix of a few rows, by its Cholesky factor.
struct PositiveMatrix {
  /// L with LLᵀ the matrix, row by row, up to the diagonal.
  private var factor: [[Double]] = []

  /// The symmetric part of a square matrix; `nil` where that is not positive definite.
  init?(symmetrizing columns: [[Double]]) {
    for row in columns.indices {
      var line: [Double] = []
      for column in 0...row {
        let entry = 0.5 * columns[row][column] + 0.5 * columns[column][row]
        let above = column < row ? factor[column] : line
        let rest = zip(line, above).reduce(entry) { $0 - $1.0 * $1.1 }
        if column < row {
          line.append(rest / (above.last ?? .nan))
        } else {
          guard rest > 0, rest.isFinite else { return nil }
          line.append(rest.squareRoot())
        }
      }
      factor.append(line)
    }
  }

  /// The x with Ax = b; `nil` where it does not fit in doubles.
  func solution(of right: [Double]) -> [Double]? {
    var x = right
    for row in factor.indices {
      for column in 0..<row { x[row] -= factor[row][column] * x[column] }
      x[row] /= factor[row][row]
    }
    for row in factor.indices.reversed() {
      for below in factor.indices where below > row { x[row] -= factor[below][row] * x[below] }
      x[row] /= factor[row][row]
    }
    return x.allSatisfy(\.isFinite) ? x : nil
  }

  /// A bound on each entry of A⁻¹b where no entry of b is larger in magnitude than that of a vector.
  func bound(of largest: [Double]) -> [Double] {
    var total = largest.map { _ in 0.0 }
    for index in largest.indices {
      let unit = largest.indices.map { $0 == index ? 1.0 : 0 }
      let column = solution(of: unit) ?? largest.map { _ in .infinity }
      for row in total.indices {
        total[row] += largest[index] == 0 ? 0 : abs(column[row]) * largest[index]
      }
    }
    return total
  }
}
