// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The random input of tests, the same on every machine: a draw that fails can be drawn again.
///
/// SplitMix64 (Steele, Lea and Flood 2014), which shares nothing with the library's own source.
package struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform on [lower, upper).
  package mutating func uniform(_ lower: Double = 0, _ upper: Double = 1) -> Double {
    lower + (upper - lower) * (Double(next() >> 11) * 0x1p-53)
  }

  /// 10 to the power of an exponent that is uniform on [lower, upper).
  package mutating func magnitude(_ lower: Double, _ upper: Double) -> Double {
    pow(10, uniform(lower, upper))
  }

  /// ± 10 to the power of such an exponent.
  package mutating func signedMagnitude(_ lower: Double, _ upper: Double) -> Double {
    sign() * magnitude(lower, upper)
  }

  /// 1 or −1.
  package mutating func sign() -> Double { next() & 1 == 0 ? 1 : -1 }
}
