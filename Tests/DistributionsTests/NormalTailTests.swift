// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

struct NormalTailTests {
  /// Every row of the table, t from −35 to 10⁸.
  @Test func tableIsReproducedTo1em15() throws {
    var worst = (tail: 0.0, mills: 0.0, excess: 0.0)
    let table = try CSVTable(fixture: "normal_tail").rows.map(\.numbers)
    #expect(table.count == 200)
    for row in table {
      let t = row[0]
      let tail = relativeError(NormalTail.logUpperTail(t), row[1])
      let mills = relativeError(NormalTail.millsRatio(t), row[2])
      let excess = relativeError(NormalTail.hazardExcess(t), row[3])
      #expect(tail < 1e-15 && mills < 1e-15 && excess < 1e-15, "t \(t): \(tail) \(mills) \(excess)")
      worst = (max(worst.tail, tail), max(worst.mills, mills), max(worst.excess, excess))
    }
    print("normal_tail.csv, largest relative errors:", worst)
  }

  /// Head and tail of log P(a < z < b) by mpmath.
  @Test(
    arguments: [
      (30, 30.0001, -0x1.cc217ab3ad4f1p8, 0x1.72f50fdff1ad3p-46),
      (30, 31, -0x1.c6523d0b3e883p8, 0x1.08f63e20e74aap-46),
      (30, .infinity, -0x1.c6523d0b3e882p8, 0x1.ccfad48f91fd0p-47),
      (5, 5.001, -0x1.45445fd026577p4, -0x1.9e6580325c50dp-52),
      (8, .infinity, -0x1.181b84f11312bp5, 0x1.6a643ab17c38bp-49),
      (100000.0, 200000.0, -0x1.2a05f20c6e8eap32, -0x1.ca748b4b32e63p-23),
      (100000.0, 100000.00001, -0x1.2a05f20ce3fa6p32, 0x1.de5dcbaaa8258p-23),
      (100000000.0, 1000000000.0, -0x1.1c37937e08013p52, -0x1.5bc527e1ec2ccp-2),
      (0, 1e-300, -0x1.59d8e446a98e5p9, 0x1.d8979b375362ap-47),
      (-1e-10, 2e-10, -0x1.6d89f113b0020p4, 0x1.1a6b42f72bd5fp-51),
      (-1, 1, -0x1.86e055d7059e5p-2, -0x1.7deed2dcc0725p-56),
      (-0.001, 0.002, -0x1.ae98e557f454dp2, 0x1.25b513a4c001dp-52),
      (0, 0.5, -0x1.a72f2ba3f0411p0, 0x1.94da98fd7131fp-58),
      (0.5, 1.5, -0x1.6b80b1f5640c6p0, 0x1.c654ed0ed7d1fp-55),
      (1.5, 1.5000000000000002, -0x1.30b36364ce20dp5, -0x1.a0665bf42b884p-50),
      (-3, 40, -0x1.621b527ca0146p-10, -0x1.28931652f6ce5p-66),
      (-40, 3, -0x1.621b527ca0146p-10, -0x1.28931652f6ce5p-66),
      (-9, -8, -0x1.181be410ab70dp5, 0x1.ae9eca6b83bbcp-49),
      (-8.5, -8.499999, -0x1.96e0249e05e8ep5, 0x1.94c44352f39b2p-49),
      (2, 2.4, -0x1.0eb816b2bb20fp2, -0x1.956635539fac8p-53),
      (2, 2.5, -0x1.068645e827c87p2, 0x1.02abcd999d680p-54),
      (-30, -20, -0x1.97d59563886d5p7, 0x1.250719e351ca4p-49),
      (-1, 10, -0x1.61ccbbb9543afp-3, -0x1.c96c4c7e3e41ap-57),
      (-10, 10, -0x1.26c75e84fb10dp-76, -0x1.ace50b98a964dp-130),
      (40, 40.02, -0x1.929a2cb628f3cp9, 0x1.efc6292145977p-45),
      (40, 40.03, -0x1.927baffc8d3f2p9, 0x1.da02d86c4c92dp-45),
    ] as [(Double, Double, Double, Double)])
  func intervalIsWithinItsBound(_ a: Double, _ b: Double, head: Double, tail: Double) {
    let probability = NormalTail.logProbability(from: DoubleDouble(a), to: DoubleDouble(b))
    let error = probability.value.distance(fromHead: head, tail: tail)
    #expect(error <= probability.error && probability.error < 1e-11, "\(error)")
    // By symmetry the same on the other side.
    let mirrored = NormalTail.logProbability(from: DoubleDouble(-b), to: DoubleDouble(-a))
    #expect(mirrored == probability)
  }

  /// Where log(1 − x) for x → 1 stops being the better form.
  @Test func formsMeetWhereTheyChange() {
    for a in [0, 0.3, 1, 4, 30, 1e4] {
      let width = 2 / (a + (a * a + 2).squareRoot())
      let sides = [1 - 1e-9, 1 + 1e-9].map {
        NormalTail.logProbability(
          from: DoubleDouble(a), to: DoubleDouble(a) + DoubleDouble(width * $0)
        ).value
      }
      // w d/dw log ∫₀ʷ exp(−as − ½s²) ds lies between 0.5 and 0.7 there.
      let difference = (sides[1] - sides[0]).head
      #expect(difference > 0.9e-9 && difference < 1.5e-9, "a \(a): \(difference)")
    }
  }

  @Test func endsWithoutDistanceOrOrderHaveNoProbability() {
    for (a, b) in [(1.0, 1.0), (2, 1), (.infinity, .infinity), (.nan, 1), (1, .nan)] {
      #expect(NormalTail.logProbability(from: a, to: b) == -.infinity, "\(a), \(b)")
    }
    #expect(NormalTail.logProbability(from: -.infinity, to: .infinity) == 0)
    #expect(NormalTail.logProbability(from: 1e200, to: .infinity) == -.infinity)
    #expect(NormalTail.logUpperTail(.infinity) == -.infinity)
    #expect(NormalTail.logUpperTail(-.infinity) == 0)
  }
}
