// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing
import VariationalGap

@testable import gapcheck

/// Which places of a slider are computed first.
struct SliderPlanTests {
  /// Where time ends early a slider still reaches from end to end.
  @Test func aCoarseGridComesFirst() throws {
    let plan = SliderPlan(
      parameter: 0, Normal.family.parameters[0], isExercise: false,
      try FamilyMember(of: Normal.family, parameters: [12, 1]),
      try Exercise(theta: 1, x: 0.3).model, (1...41).map(Double.init))
    #expect(plan.order.sorted() == Array(0..<41))
    #expect(plan.order.prefix(7) == [11, 3, 19, 0, 27, 35, 40])
    #expect(plan.order[7...].prefix(4) == [7, 15, 23, 31])
  }
}
