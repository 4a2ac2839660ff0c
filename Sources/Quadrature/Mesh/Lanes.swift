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

  /// Whether the first is above both others in any lane.
  @inline(__always)
  static func isAnyAbove(_ first: Lanes, _ second: Lanes, _ third: Lanes) -> Bool {
    (first[0] > second[0] && first[0] > third[0]) || (first[1] > second[1] && first[1] > third[1])
      || (first[2] > second[2] && first[2] > third[2])
      || (first[3] > second[3] && first[3] > third[3])
  }
}
