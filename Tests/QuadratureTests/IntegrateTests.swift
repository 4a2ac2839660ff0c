// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import Testing

@Test func frontDoorIntegratesAnExponentialTail() throws {
  let integral = try integrate(from: 0, to: .infinity) { z in 1 / ((1 + z) * (1 + z)) }
  #expect(abs(integral.value - 1) <= integral.error)
}
