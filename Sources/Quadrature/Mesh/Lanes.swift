// SPDX-License-Identifier: GPL-3.0-or-later

/// Four functions at a time.
typealias Lanes = SIMD4<Double>

extension Lanes {
  /// The four numbers at a place.
  @inline(__always)
  init(_ numbers: UnsafePointer<Double>) {
    self = unsafe UnsafeRawPointer(numbers).loadUnaligned(as: Lanes.self)
  }

  /// The first numbers at a place, at most four; the rest is 0.
  @inline(__always)
  init(_ numbers: UnsafePointer<Double>, count: Int) {
    switch count {
    case 1: unsafe self.init(numbers[0], 0, 0, 0)
    case 2: unsafe self.init(numbers[0], numbers[1], 0, 0)
    case 3: unsafe self.init(numbers[0], numbers[1], numbers[2], 0)
    default: unsafe self.init(numbers)
    }
  }

  /// Writes the first numbers to a place, at most four.
  @inline(__always)
  func store(to numbers: UnsafeMutablePointer<Double>, count: Int) {
    guard count < 4 else {
      unsafe UnsafeMutableRawPointer(numbers).storeBytes(of: self, as: Lanes.self)
      return
    }
    for lane in 0..<count { unsafe numbers[lane] = self[lane] }
  }

  @inline(__always)
  var magnitudes: Lanes {
    let bits = unsafe unsafeBitCast(self, to: SIMD4<UInt64>.self)
    return unsafe unsafeBitCast(
      bits & SIMD4<UInt64>(repeating: ~Double(-0.0).bitPattern), to: Lanes.self)
  }

  /// The larger of the two in each lane.
  @inline(__always)
  static func larger(_ first: Lanes, _ second: Lanes) -> Lanes {
    first.replacing(with: second, where: second .> first)
  }
}
