// SPDX-License-Identifier: GPL-3.0-or-later

/// The eigenvalues of a symmetric matrix of a few rows, and its eigenvectors.
struct SymmetricMatrix {
  /// The eigenvalues, ascending.
  let eigenvalues: [Double]
  /// The eigenvectors, of length 1, in the order of the eigenvalues.
  let eigenvectors: [[Double]]

  /// The symmetric part of a square matrix, by Jacobi's rotations; `nil` where an entry is not finite.
  ///
  /// Source: Golub, Van Loan, *Matrix Computations* (Johns Hopkins, 2013), section 8.5.
  init?(symmetrizing columns: [[Double]]) {
    let size = columns.count
    guard columns.allSatisfy({ $0.count == size && $0.allSatisfy(\.isFinite) }) else { return nil }
    var a = (0..<size).map { row in
      (0..<size).map { 0.5 * columns[row][$0] + 0.5 * columns[$0][row] }
    }
    var vectors = (0..<size).map { row in (0..<size).map { row == $0 ? 1.0 : 0 } }
    for _ in 0..<60 {
      let total = a.joined().reduce(0) { $0 + $1 * $1 }
      var rest = 0.0
      for p in 0..<size {
        for q in (p + 1)..<max(size, p + 1) {
          rest += a[p][q] * a[p][q]
          guard a[p][q] != 0 else { continue }
          let tau = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (tau < 0 ? -1 : 1) / (abs(tau) + (1 + tau * tau).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          let s = t * c
          for k in 0..<size {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in 0..<size {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
            (vectors[p][k], vectors[q][k]) = (
              c * vectors[p][k] - s * vectors[q][k], s * vectors[p][k] + c * vectors[q][k]
            )
          }
        }
      }
      if rest <= 1e-34 * total { break }
    }
    let order = a.indices.sorted { a[$0][$0] < a[$1][$1] }
    eigenvalues = order.map { a[$0][$0] }
    eigenvectors = order.map { vectors[$0] }
  }
}
