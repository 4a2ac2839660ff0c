// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@Test func quantileOfExponentialKeepsTheDigitsOfU() throws {
  // S_φ(1 − 2⁻⁵³) = 53 log 2 / φ: the sheet's problem 2b where 1 − u rounds.
  let distribution = try Exponential(rate: 2)
  #expect(abs(distribution.quantile(1 - 0x1p-53) - 36.7368005696771 / 2) < 1e-13)
}
