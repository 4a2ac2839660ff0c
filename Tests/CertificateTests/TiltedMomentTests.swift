// SPDX-License-Identifier: GPL-3.0-or-later

import CFLINT
import Distributions
import TestSupport
import Testing

@testable import Certificate

/// The integral in the noncentral t density in balls, against mpmath.
struct TiltedMomentTests {
  private let precision = Precision(bits: 160)

  /// A number as it stands in the table, right to 38 digits.
  private func truth(_ text: String?) -> Ball {
    let value = Ball { _ = arb_set_str($0, text ?? "nan", 400) }
    let error = precision.product(precision.magnitude(value), Ball(1e-38))
    return precision.widened(value, by: error)
  }

  private func meet(_ a: Ball, _ b: Ball) -> Bool { !(a < b) && !(b < a) }

  @Test func valuesAreThoseOfMpmath() throws {
    let rows = try CSVTable(fixture: "tilted_moments").rows
    #expect(rows.count == 81)
    for row in rows {
      let (order, t) = (row.number("order"), Ball(row.number("t")))
      let value = precision.apply(.logTiltedMoment(order: order), t)
      #expect(meet(value, truth(row["value"])), "\(row)")
      let size = precision.sum(precision.magnitude(value), .one)
      #expect(precision.quotient(value.radius, size) < Ball(1e-36), "\(row)")
      let slope = precision.apply(.tiltedSlope(order: order), t)
      #expect(meet(slope, truth(row["slope"])), "\(row)")
      let width = Ball(2 / max(1, abs(row.number("t"))))
      #expect(slope.radius < width, "\(row)")
    }
  }

  /// Two ways of computing it, on both sides of where one takes over.
  @Test(arguments: [-300.0, -20.5, -4, -1e-3, 0, 0.7, 19.999, 20.001, 45])
  func valuesOfNeighbouringOrdersAreSmooth(t: Double) {
    // Second differences by the order are of the size of a curvature, and not of a step.
    let orders = [98.5, 99, 99.5]
    let values = orders.map {
      precision.apply(.logTiltedMoment(order: $0), Ball(t)).double
    }
    #expect(abs(values[0] - 2 * values[1] + values[2]) < 0.05, "\(values)")
  }

  /// Over rectangles, by Taylor's polynomial from the centre.
  @Test func rectanglesHoldTheTruth() throws {
    for row in try CSVTable(fixture: "tilted_moments").rows {
      let (order, u, v) = (row.number("order"), row.number("t"), 0.0009765625)
      let (t, value) = (ComplexBall(), ComplexBall())
      acb_set_d_d(t.pointer, u, v)
      let (width, height) = (Ball(0.25), Ball(v))
      arb_add_error(&t.pointer.pointee.real, width.pointer)
      arb_add_error(&t.pointer.pointee.imag, height.pointer)
      let slope = row.number("slope")
      let curvature = order - slope * (u + slope)
      value.apply(.logTiltedMoment(order: order), to: t, isAnalytic: true, bits: 128)
      #expect(value.isFinite)
      let rest = precision.sum(
        Ball(1e-8), precision.product(Ball(1e-12), precision.magnitude(truth(row["value"]))))
      let centre = precision.sum(truth(row["value"]), Ball(-0.5 * v * v * curvature))
      #expect(meet(value.real, precision.widened(centre, by: precision.upper(rest))), "\(row)")
      #expect(meet(value.imaginary, precision.widened(Ball(v * slope), by: Ball(1e-8))), "\(row)")
      value.apply(.tiltedSlope(order: order), to: t, isAnalytic: true, bits: 128)
      #expect(meet(value.real, truth(row["slope"])), "\(row)")
      #expect(
        meet(value.imaginary, precision.widened(Ball(v * curvature), by: Ball(1e-8))), "\(row)")
    }
  }
}
