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
    unsafe numbers.withUnsafeBufferPointer { numbers in
      unsafe self(of: numbers.baseAddress, count: numbers.count)
    }
  }

  /// The norm of some numbers at a place.
  func callAsFunction(of numbers: UnsafePointer<Double>?, count: Int) -> Double {
    guard let numbers = unsafe numbers else { return 0 }
    var lanes = Lanes.zero
    for first in stride(from: 0, to: count, by: Lanes.scalarCount) {
      let next = unsafe Lanes(numbers + first, count: min(Lanes.scalarCount, count - first))
      switch self {
      case .maximum: lanes = Lanes.larger(lanes, next.magnitudes)
      case .euclidean: lanes += next * next
      case .sum: lanes += next.magnitudes
      }
    }
    switch self {
    case .maximum: return lanes.max()
    case .euclidean: return lanes.sum().squareRoot()
    case .sum: return lanes.sum()
    }
  }
}
