// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@Suite struct IntervalSpecTests {
  @Test(arguments: [
    ("0..inf", 0.0, Double.infinity), ("-inf..inf", -.infinity, .infinity), (" 0 .. 1 ", 0, 1),
    ("0..0.5", 0, 0.5), ("-1..+inf", -1, .infinity), ("1..2*pi", 1, 2 * .pi),
    ("(1.5)..(3/2 + 1)", 1.5, 2.5), ("1.5..2.", 1.5, 2), ("1e-3..1e3", 1e-3, 1e3),
    ("-inf..-2", -.infinity, -2),
  ])
  func anIntervalIsRead(text: String, lower: Double, upper: Double) throws {
    #expect(try IntervalSpec.parse(text) == Interval(from: lower, to: upper))
  }
}
