// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

struct DoubleDoubleTests {
  /// Products and sums of integers below 2⁵³ are exact, and can be checked in 128 bits.
  @Test func productAndSumOfIntegersAreExact() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<20_000 {
      let (a, b) = (Int64(random.next() >> 11), Int64(random.next() >> 12) - (1 << 51))
      let product = DoubleDouble.product(Double(a), Double(b))
      #expect(Int128(product.head) + Int128(product.tail) == Int128(a) * Int128(b), "\(a), \(b)")
      // Far apart: 2⁶⁰ a + b.
      let sum = DoubleDouble(Double(a) * 0x1p60) + DoubleDouble(Double(b))
      #expect(
        Int128(sum.head) + Int128(sum.tail) == Int128(a) << 60 + Int128(b), "\(a) 2⁶⁰ + \(b)")
      for value in [product, sum] { #expect(abs(value.tail) <= value.head.ulp / 2) }
    }
  }

  /// x − θ + φ with φ the double next to θ: left to right, in doubles, nothing is right.
  @Test func cancellationLeavesTheLastDigits() {
    var random = SeededRandom(seed: 2)
    for _ in 0..<2_000 {
      let theta = abs(random.signedMagnitude(-50, 50))
      let x = theta * 0x1p-70
      let value = DoubleDouble(x) - DoubleDouble(theta) + DoubleDouble(theta.nextUp)
      #expect(
        relativeError(value.head, theta.ulp + x) < 1e-14, "x \(x), θ \(theta): \(value.head)")
    }
  }

  /// Field identities at random: (a + b) − a = b, (a b)/b = a, a/b · b = a, to 2⁻¹⁰⁰.
  @Test func operationsAreGoodTo31Digits() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<20_000 {
      let a = DoubleDouble.product(random.signedMagnitude(-60, 60), random.signedMagnitude(-60, 60))
      let b = DoubleDouble.product(random.signedMagnitude(-60, 60), random.signedMagnitude(-60, 60))
      let scale = abs(a.head) + abs(b.head)
      #expect(abs((a + b - a - b).head) <= 0x1p-100 * scale, "\(a) + \(b)")
      #expect(abs((a * b / b - a).head) <= 0x1p-100 * abs(a.head), "\(a) · \(b)")
      #expect(abs((a / b * b - a).head) <= 0x1p-100 * abs(a.head), "\(a) / \(b)")
      #expect(a - a == DoubleDouble(0) && -(-a) == a)
    }
  }

  /// Quotients with mpmath: head and tail of the truth.
  @Test(arguments: [
    (1, 3, 0x1.5555555555555p-2, 0x1.5555555555555p-56),
    (1, 10, 0x1.999999999999ap-4, -0x1.999999999999ap-58),
    (2, 0.7, 0x1.6db6db6db6db7p1, 0x1.0fac687d6343fp-53),
  ])
  func quotientIsThatOfMpmath(_ a: Double, _ b: Double, head: Double, tail: Double) {
    let quotient = DoubleDouble(a) / DoubleDouble(b)
    #expect(quotient.distance(fromHead: head, tail: tail) <= 0x1p-104 * abs(head))
  }

  @Test func overflowGivesTheHeadOfDoubles() {
    let huge = DoubleDouble(1e300)
    #expect((huge * huge).head == .infinity && !(huge * huge).isFinite)
    #expect((huge * -1e300).head == -.infinity)
    #expect((DoubleDouble(1e308) + DoubleDouble(1e308)).head == .infinity)
    #expect((huge / DoubleDouble(1e-300)).head == .infinity)
    #expect((DoubleDouble(1) / DoubleDouble(.infinity)).head == 0)
    #expect((DoubleDouble(-.infinity) + DoubleDouble(1)).head == -.infinity)
    #expect((DoubleDouble(-.infinity) * -0.5).head == .infinity)
    #expect((DoubleDouble(.infinity) - DoubleDouble(.infinity)).head.isNaN)
    let largest = DoubleDouble(.greatestFiniteMagnitude)
    #expect((largest / DoubleDouble(3)).isFinite && (largest / DoubleDouble(1)) == largest)
    for value in [huge * huge, DoubleDouble.product(1e200, -1e200)] { #expect(value.tail == 0) }
  }

  /// Head and tail of log x by mpmath, with 80 digits, for the double that x is.
  @Test(
    arguments: [
      (1e-300, -0x1.5963447f87fb5p9, -0x1.aa670d35324e6p-46),
      (1e-200, -0x1.cc845b54b54f2p8, 0x1.8dc65fe0f133cp-46),
      (3e-100, -0x1.ca51de055faecp7, 0x1.e38ca2bf620d1p-47),
      (1e-30, -0x1.144f69ff9ffc4p6, -0x1.49791f2b9c5cdp-49),
      (1e-8, -0x1.26bb1bbb55516p4, 0x1.fa92a494ea3e9p-50),
      (0.1, -0x1.26bb1bbb55515p1, -0x1.8b752b6b15c17p-53),
      (0.5, -0x1.62e42fefa39efp-1, -0x1.abc9e3b39803fp-56),
      (0.7071, -0x1.62e6b3842a25ep-2, 0x1.ab287f524a622p-56),
      (0.70711, -0x1.62e2fe73833b5p-2, 0x1.0bdaca1741e76p-58),
      (0.99999999, -0x1.5798ee5cd2b2ap-27, 0x1.219342b5741ffp-87),
      (1.0000000001, 0x1.b7cdffffa18d8p-34, -0x1.4e193d3be4369p-88),
      (1.25, 0x1.c8ff7c79a9a22p-3, -0x1.4f689f8434012p-57),
      (1.414, 0x1.62bc98f798642p-2, 0x1.897fc30aa2eb2p-56),
      (1.4143, 0x1.62f4358c03e8ap-2, -0x1.b878a7a023b0dp-56),
      (2, 0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56),
      (2.718281828459045, 0x1.0000000000000p0, -0x1.ea8556644e4cdp-55),
      (3, 0x1.193ea7aad030bp0, -0x1.a256f99caabebp-54),
      (10, 0x1.26bb1bbb55516p1, -0x1.f48ad494ea3e9p-53),
      (1000, 0x1.ba18a998fffa0p2, 0x1.112fc120a0a22p-52),
      (12345678.9, 0x1.0542d5459a967p4, 0x1.0b41e4a77932ep-50),
      (1e16, 0x1.26bb1bbb55516p5, -0x1.f48ad494ea3e9p-49),
      (7e99, 0x1.cbcdbd3b8e452p7, -0x1.70840c05b1d14p-50),
      (1e200, 0x1.cc845b54b54f2p8, -0x1.8ea480fb30567p-46),
      (1e300, 0x1.5963447f87fb5p9, 0x1.abccc0710fcd4p-46),
      (.leastNonzeroMagnitude, -0x1.74385446d71c3p9, -0x1.8e569fa8ee781p-45),
      (0x1p-1030, -0x1.64f886378b146p9, -0x1.c49725124acffp-47),
      (1.7976931348623157e308, 0x1.62e42fefa39efp9, 0x1.a9c9e3b39803fp-46),
    ] as [(Double, Double, Double)])
  func logIsWithin1em16(_ x: Double, head: Double, tail: Double) {
    #expect(DoubleDouble.log(x).distance(fromHead: head, tail: tail) < 1e-16)
  }

  @Test func logOfOtherNumbersIsThatOfDoubles() {
    #expect(DoubleDouble.log(0).head == -.infinity)
    #expect(DoubleDouble.log(.infinity).head == .infinity)
    #expect(DoubleDouble.log(-8).head.isNaN && DoubleDouble.log(.nan).head.isNaN)
    #expect(DoubleDouble.log(1) == DoubleDouble(0))
  }

  /// ½ log 2π by mpmath.
  @Test func halfLogTwoPiHas31Digits() {
    let value = DoubleDouble.halfLogTwoPi
    #expect(value.head == 0x1.d67f1c864beb5p-1 && value.tail == -0x1.65b5a1b7ff5dfp-55)
  }
}
