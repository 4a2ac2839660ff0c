// SPDX-License-Identifier: GPL-3.0-or-later

import Fuzzing
import Testing
import VariationalGap

/// Bounds on log p(x) of random models are in the order in which they have to be, and the parts of the ELBO
/// add up: a seeded sample of `Scripts/fuzz --kind bounds`.
struct BoundOrderTests {
  /// Those that take a test no time.
  private static let kinds: [FuzzKind] = [.model, .truncated, .many, .conjugate]

  @Test(arguments: 0..<12)
  func noBoundIsOnTheWrongSide(_ index: Int) throws {
    let drawn = FuzzCase.draw(
      UInt64(index), seed: 15, kind: BoundOrderTests.kinds[index % BoundOrderTests.kinds.count])
    guard let q = drawn.family else { return }
    let fuzzCase = FuzzCase(.bounds, drawn.subject, family: q)
    for answer in try fuzzCase.answers() {
      guard case .audited(let verdict) = answer.outcome else { continue }
      #expect(verdict != .no, "\(fuzzCase.command): \(answer.quantity)")
    }
  }
}
