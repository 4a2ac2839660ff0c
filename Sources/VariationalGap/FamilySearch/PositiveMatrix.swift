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

  /// The matrix of second derivatives that also has this change of the gradient along a step; `nil` where no
  /// positive definite one has.
  ///
  /// Source: Nocedal, Wright, *Numerical Optimization* (Springer, 2006), equation 6.19.
  func updated(along step: [Double], by change: [Double]) -> PositiveMatrix? {
    let image = factor.indices.map { row in
      zip(entries[row], step).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let old = zip(step, image).reduce(0) { $0 + $1.0 * $1.1 }
    let new = zip(step, change).reduce(0) { $0 + $1.0 * $1.1 }
    guard old > 0, new > 0 else { return nil }
    return PositiveMatrix(
      symmetrizing: factor.indices.map { row in
        factor.indices.map { column in
          entries[row][column] - image[row] * image[column] / old
            + change[row] * change[column] / new
        }
      })
  }

  private var entries: [[Double]] {
    factor.indices.map { row in
      factor.indices.map { column in
        zip(factor[row], factor[column]).reduce(0) { $0 + $1.0 * $1.1 }
      }
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
