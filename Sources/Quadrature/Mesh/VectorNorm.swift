// SPDX-License-Identifier: GPL-3.0-or-later

/// How the size of several integrals, or of their errors, is measured by one number.
public enum VectorNorm: Sendable, Hashable {
  /// The largest magnitude.
  case maximum

  /// The root of the sum of the squares.
  case euclidean

  /// The sum of the magnitudes.
  case sum

  /// The norm of the numbers.
  public func callAsFunction(_ numbers: [Double]) -> Double {
    switch self {
    case .maximum: numbers.reduce(0) { max($0, abs($1)) }
    case .euclidean: numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case .sum: numbers.reduce(0) { $0 + abs($1) }
    }
  }
}
