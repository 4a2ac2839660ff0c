// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport

/// How large the parameters that are drawn can be.
struct Sizes {
  /// The decimal exponents of shapes.
  let shapes: ClosedRange<Double>
  /// The decimal exponents of scales and locations.
  let scales: ClosedRange<Double>

  /// Those of everyday.
  static let everyday = Sizes(shapes: -0.7...1.3, scales: -1...1)
  /// Those of vague priors.
  static let wide = Sizes(shapes: -4...4, scales: -8...8)
  /// Those at the ends.
  static let extreme = Sizes(shapes: -16...16, scales: -300...300)
}

extension SeededRandom {
  /// One of several.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(next() % UInt64(elements.count))]
  }

  /// True in so many of a hundred.
  mutating func happens(_ percent: UInt64) -> Bool { next() % 100 < percent }

  /// A whole number.
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  /// A number as people write it, or with all of its digits.
  mutating func rounded(_ value: Double) -> Double {
    let digits = pick([1, 2, 2, 3, 3, 4, 6, 17])
    return Double(String(format: "%.\(digits)g", value)) ?? value
  }

  /// A shape.
  mutating func shape(_ sizes: Sizes) -> Double {
    if happens(10) { return pick([0.5, 1, 2, 3]) }
    return rounded(magnitude(sizes.shapes.lowerBound, sizes.shapes.upperBound))
  }

  /// A scale.
  mutating func scale(_ sizes: Sizes) -> Double {
    if happens(15) { return 1 }
    return rounded(magnitude(sizes.scales.lowerBound, sizes.scales.upperBound))
  }

  /// A location.
  mutating func location(_ sizes: Sizes) -> Double {
    happens(25) ? 0 : rounded(signedMagnitude(sizes.scales.lowerBound, sizes.scales.upperBound))
  }

  /// Everyday sizes, wide ones or those at the ends.
  mutating func sizes() -> Sizes { pick([.wide, .extreme, .extreme]) }
}
