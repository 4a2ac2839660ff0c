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
    return self(count: count) { first, count in unsafe Lanes(numbers + first, count: count) }
  }

  /// The norm of some numbers that come four at a time, from the first that is asked for.
  @inline(__always)
  func callAsFunction(count: Int, _ four: (_ first: Int, _ count: Int) -> Lanes) -> Double {
    var lanes = Lanes.zero
    for first in stride(from: 0, to: count, by: Lanes.scalarCount) {
      let next = four(first, min(Lanes.scalarCount, count - first))
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
