// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import TestSupport
import Testing

/// The distance that the bounds are held against: it sees what a double of the truth does not.
struct TruthTests {
  /// The double next to 0.1 is 0.1000000000000000055511151231257827; the others are exact.
  @Test(
    arguments: [
      (0.1, "0.1", 5.551115123125783e-18), (1, "1", 0), (-1, "1.0", 2), (0, "0", 0),
      (1, "1.0000000000000000000000000000000000001", 1e-37),
      (1e-300, "1.0000000000000000250590918352087596856961468077037e-300", 0),
      (3, "2999.999e-3", 1e-6), (0, "-4e-300", 4e-300), (1e300, "2", 1e300), (2, "-1E+2", 102),
      (.infinity, "inf", 0), (-.infinity, "inf", .infinity), (1, "inf", .infinity),
      (.leastNonzeroMagnitude, "4.9406564584124654417656879286822137236505980261432e-324", 0),
    ] as [(Double, String, Double)])
  func distanceIsExact(value: Double, digits: String, distance: Double) {
    let found = Truth(digits).distance(from: value)
    #expect(found == distance || abs(found - distance) <= 1e-36 * abs(value), "\(found)")
  }

  @Test(arguments: ["", "one", "1.2.3", "none", "0x1p3"])
  func nothingCoversWhatIsNoNumber(digits: String) {
    #expect(!Estimate(8, error: .infinity).covers(Truth(digits)))
  }

  @Test func aBoundIsBrokenByTheLastDigit() {
    // 0.1 as a double is larger by 5.55e-18.
    let found = Estimate(0.1, error: 5.2e-20)
    #expect(found.covers("0.1000000000000000055"))
    #expect(!found.covers("0.1000000000000000054"))
  }
}
