// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Quadrature
import Testing

struct RandomSourceTests {
  /// The first numbers of MT19937 for two seeds, as its authors' 2002 code prints them.
  @Test(arguments: [
    5489: [3_499_211_612, 581_869_302, 3_890_346_734, 3_586_334_585, 545_404_204],
    42: [1_608_637_542, 3_421_126_067, 4_083_286_876, 787_846_414, 3_143_890_026],
  ])
  func streamIsThatOfMT19937(_ seed: UInt64, first: [UInt32]) throws {
    var source = try RandomSource(seed: seed)
    for expected in first { #expect(source.next32Bits() == expected) }
  }

  @Test func seedOfZeroIsGSLsDefault() throws {
    var zero = try RandomSource(seed: 0)
    var standard = try RandomSource(seed: 4357)
    for _ in 0..<10 { #expect(zero.next32Bits() == standard.next32Bits()) }
  }

  @Test func uniformNumbersAreInsideTheirInterval() throws {
    var source = try RandomSource(seed: 1)
    var (sum, sumOfSquares) = (0.0, 0.0)
    let count = 100_000
    for _ in 0..<count {
      let u = source.uniform()
      #expect(u > 0 && u < 1 && (u * 0x1p53).truncatingRemainder(dividingBy: 2) == 1)
      sum += u
      sumOfSquares += u * u
    }
    // Mean ½ and second moment ⅓, within five standard errors.
    #expect(abs(sum / Double(count) - 0.5) < 5 * 0.289 / Double(count).squareRoot())
    #expect(abs(sumOfSquares / Double(count) - 1 / 3) < 5 * 0.298 / Double(count).squareRoot())
  }
}
