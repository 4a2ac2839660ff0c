// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Fuzzing
import Quadrature
import Testing
import VariationalGap

/// Bounds on log p(x) of random models are in the order in which they have to be, and the parts of the ELBO
/// add up.
struct BoundOrderTests {
  static let kinds: [FuzzKind] = [.model, .truncated, .many, .conjugate]

  /// As many cases; `GAPCHECK_BOUND_CASES` asks for more.
  static let count =
    ProcessInfo.processInfo.environment["GAPCHECK_BOUND_CASES"].flatMap { Int($0) } ?? 12

  @Test(arguments: 0..<count)
  func noBoundIsOnTheWrongSide(_ index: Int) throws {
    let kind = BoundOrderTests.kinds[index % BoundOrderTests.kinds.count]
    let fuzzCase = FuzzCase.draw(UInt64(index), seed: 15, kind: kind)
    guard let family = fuzzCase.family, let q = try? DistributionSpec.parse(family) else { return }
    var workspace = try Workspace()
    guard let posterior = try? fuzzCase.model().posterior(workspace: &workspace) else { return }
    let start = Date()
    if let parts = try? posterior.elboParts(of: q, workspace: &workspace) {
      #expect(parts.identity != .no, "\(fuzzCase.command)\n\(parts)")
    }
    guard
      let result = try? posterior.evidenceBounds(
        of: q,
        [
          .elbo, .importance(samples: 2), .importance(samples: 5), .importance(samples: 1000),
          .renyi(order: 0.5), .renyi(order: 2), .cubo(order: 2), .eubo,
        ], workspace: &workspace)
    else { return }
    #expect(result.order != .no, "\(fuzzCase.command)\n\(result.bounds)")
    if BoundOrderTests.count > 100 {
      let seconds = Date().timeIntervalSince(start)
      let open = result.bounds.filter { if case .undefined = $0.value { true } else { false } }
      let wide = result.bounds.filter { $0.value.error > 1e-6 }
      if seconds > 1 || !open.isEmpty || !wide.isEmpty {
        print("\(seconds) s, \(fuzzCase.command)")
        for bound in open + wide { print("  \(bound.name) \(bound.value)") }
      }
    }
  }
}
