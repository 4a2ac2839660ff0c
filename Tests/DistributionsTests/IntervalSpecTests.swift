// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@Suite struct IntervalSpecTests {
  @Test(arguments: [
    ("0..inf", 0.0, Double.infinity), ("-inf..inf", -.infinity, .infinity), (" 0 .. 1 ", 0, 1),
    ("0...5", 0, 0.5), ("-1..+inf", -1, .infinity), ("1..2*pi", 1, 2 * .pi),
    ("(1.5)..(3/2 + 1)", 1.5, 2.5), ("1.5..2.", 1.5, 2), ("1e-3..1e3", 1e-3, 1e3),
    ("-inf..-2", -.infinity, -2),
  ])
  func anIntervalIsRead(text: String, lower: Double, upper: Double) throws {
    #expect(try IntervalSpec.parse(text) == Interval(from: lower, to: upper))
  }

  /// text, position counted from 0, a part of the message.
  @Test(arguments: [
    ("", 0, "has to stand here"), ("0", 1, "'..' is missing between the bounds, as in 0..inf"),
    ("0,1", 1, "'..' is missing"), ("0..", 3, "has to stand here"), ("..1", 0, "has to stand here"),
    ("0..z", 3, "nothing is called 'z': inf, pi(), e() are known"),
    ("0..1)", 4, "')' belongs to nothing"), ("0..1 2", 5, "has to stand before '2'"),
    ("1..0", 0, "the interval must be two numbers or infinities in ascending order"),
    ("1..1", 0, "in ascending order"), ("inf..inf", 0, "in ascending order"),
    ("inf-inf..1", 0, "in ascending order"), ("0..1..2", 4, "has to stand before '.'"),
  ])
  func whatIsWrongIsNamedWithItsPosition(text: String, position: Int, message: String) {
    #expect {
      _ = try IntervalSpec.parse(text)
    } throws: { error in
      guard let error = error as? IntervalSpecError else { return false }
      return error.text == text && error.position == position
        && "\(error)".hasPrefix("'\(text)', character \(position + 1): ")
        && "\(error)".contains(message)
    }
  }
}
