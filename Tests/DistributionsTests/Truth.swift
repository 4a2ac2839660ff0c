// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// The error relative to the truth; 0 for equal values, infinities among them.
func relativeError(_ value: Double, _ truth: Double) -> Double {
  value == truth ? 0 : abs(value - truth) / abs(truth)
}

extension DoubleDouble {
  /// The distance from head + tail, in which the heads cancel exactly.
  func distance(fromHead head: Double, tail: Double) -> Double {
    abs((self.head - head) + (self.tail - tail))
  }
}

/// A table of Tests/Fixtures: rows of numbers, without the header.
func fixture(_ name: String) throws -> [[Double]] {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/\(name).csv")
  return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
    $0.split(separator: ",").map { Double($0) ?? .nan }
  }
}

/// SplitMix64: random input for property tests, the same on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// ±10^u, u uniform.
  mutating func magnitude(_ exponents: ClosedRange<Double>) -> Double {
    let value = pow(10, Double.random(in: exponents, using: &self))
    return Bool.random(using: &self) ? value : -value
  }
}
