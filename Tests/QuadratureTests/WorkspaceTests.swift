// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

struct WorkspaceTests {
  /// ∫₀¹ ∫₀ʸ exp(z) dz dy = e − 2. The inner integral has a workspace of its own, captured by the
  /// closure of the outer one.
  @Test func nestedIntegralHasItsOwnWorkspace() throws {
    var outer = try Workspace()
    var inner = try Workspace()
    let integral = try outer.integrate(from: 0, to: 1) { y throws -> Double in
      try inner.integrate(from: 0, to: y) { exp($0) }.value
    }
    #expect(abs(integral.value - 0.71828182845904523536) <= 1e-14)
    // Still there for the next.
    #expect(try inner.integrate(from: 0, to: 1) { _ in 1 }.value == 1)
  }

  /// An error of the inner integral passes through the outer one unchanged.
  @Test func errorOfANestedIntegralArrivesUnchanged() throws {
    var outer = try Workspace()
    var inner = try Workspace()
    #expect(throws: QuadratureError.nonFiniteIntegrand(at: 0.25, value: .infinity)) {
      try outer.integrate(from: 0, to: 1) { y throws -> Double in
        try inner.integrate(from: 0, to: 0.5) { $0 == 0.25 ? .infinity : y }.value
      }
    }
  }

  @Test func workspaceMayBeSentToATask() async throws {
    let workspace = try Workspace(limit: 100)
    let value = try await Task.detached { [workspace = Box(workspace)] in
      try workspace.integrate { exp(-$0) }
    }.value
    #expect(abs(value - 1) <= 1e-12)
  }

  /// Hands a noncopyable value to a closure that may be called more than once.
  final class Box: @unchecked Sendable {
    private var workspace: Workspace
    init(_ workspace: consuming Workspace) { self.workspace = workspace }
    func integrate(_ integrand: @escaping (Double) -> Double) throws -> Double {
      try workspace.integrate(from: 0, to: .infinity, integrand).value
    }
  }

  @Test(arguments: [0, -1, .min])
  func limitIsAtLeast1(_ limit: Int) {
    #expect(
      throws: QuadratureError.invalidParameter(
        name: "limit", value: Double(limit), requirement: "at least 1")
    ) { try integrate(from: 0, to: 1, limit: limit) { $0 } }
  }

  @Test(arguments: [Int.max, 1 << 40, (1 << 32) + 1])
  func limitBeyondMemoryIsAnError(_ limit: Int) {
    #expect(throws: QuadratureError.outOfMemory(size: limit)) {
      try integrate(from: 0, to: 1, limit: limit) { $0 }
    }
  }

  /// GSL's QAWS writes past the end of a workspace for one or two subintervals.
  @Test(arguments: [1, 2])
  func limitIsAtLeast3ForQAWS(_ limit: Int) {
    #expect(
      throws: QuadratureError.invalidParameter(
        name: "limit", value: Double(limit), requirement: "at least 3 for QAWS")
    ) { try integrate(from: 0, to: 1, using: .qaws(EndpointSingularity()), limit: limit) { $0 } }
  }

  @Test func limitOf1Works() throws {
    let integral = try integrate(from: 0, to: 1, limit: 1) { $0 * $0 }
    #expect(abs(integral.value - 1 / 3.0) <= 1e-16 && integral.intervals == 1)
  }
}
