// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// The bisections before QAGS, against GSL's own QAGS, which shares no code with them.
@Suite struct BisectionTests {
  /// A case where QAGS needs no extrapolation.
  private static let smooth:
    [(lower: Double, upper: Double, integrand: @Sendable (Double) -> Double)] = [
      (0, 2, { z in z * z * z - 2 * z + 1 }), (0, 1, { z in exp(-z) }), (1, 0, { z in exp(-z) }),
      (0, 5, { z in 1 / (1 + z * z) }), (0, 10, { z in log(1 + z) }),
      (0, 3, { z in cos(10 * z) * exp(-z) }), (-7, 9, { z in exp(-0.5 * (z - 1) * (z - 1)) }),
      (-1, 1, { _ in 0 }), (-3, 1e3, { _ in -7 }),
    ]

  /// The order of a sum of a few segments may differ; an error is a difference of two sums, and has few digits.
  @Test(arguments: smooth.indices)
  func smoothIntegrandsAreIntegratedAsByQAGS(_ index: Int) throws {
    let (lower, upper, integrand) = Self.smooth[index]
    let own = try integrate(from: lower, to: upper, onSuspicion: .ignore, integrand)
    let peer = try integrate(
      from: lower, to: upper, using: .qags, onSuspicion: .ignore, integrand)
    #expect(abs(own.value - peer.value) <= 4 * peer.value.magnitude.ulp)
    #expect(abs(own.error - peer.error) <= 1e-2 * peer.error)
    #expect(own.evaluations == peer.evaluations && own.intervals == peer.intervals)
    if own.intervals == 1 { #expect(own.value == peer.value) }
  }

  /// Where QAGS takes over it is GSL's to the last bit, and no value is asked for twice.
  @Test(arguments: [0.5, 0.1, -0.3, -0.9])
  func qagsTakesOverWithTheValuesThatAreKnown(_ power: Double) throws {
    var nodes: [Double] = []
    let own = try integrate(from: 0, to: 1, onSuspicion: .ignore) { z in
      nodes.append(z)
      return pow(z, power) * log(1 / z)
    }
    let peer = try integrate(from: 0, to: 1, using: .qags, onSuspicion: .ignore) { z in
      pow(z, power) * log(1 / z)
    }
    #expect(own.value == peer.value && own.error == peer.error && own.status == peer.status)
    #expect(own.intervals == peer.intervals)
    #expect(Set(nodes).count == nodes.count && own.evaluations == nodes.count)
    #expect(own.evaluations >= peer.evaluations)
    #expect(own.evaluations <= peer.evaluations + 21 * 17)
  }

  /// A workspace that is small is used up as soon as by QAGS.
  @Test(arguments: 1...12)
  func theLimitIsThatOfQAGS(_ limit: Int) throws {
    func outcome(_ routine: Routine) -> QuadratureError? {
      do {
        _ = try integrate(
          from: 0, to: 1, using: routine, limit: limit, onSuspicion: .ignore
        ) { z in sin(200 * z) * sin(200 * z) }
        return nil
      } catch {
        return error
      }
    }
    guard case .notConverged(let peer, let reason) = outcome(.qags) else {
      #expect(outcome(.automatic) == nil)
      return
    }
    guard case .notConverged(let own, reason) = outcome(.automatic) else {
      Issue.record("\(String(describing: outcome(.automatic)))")
      return
    }
    #expect(own.value == peer.value && own.error == peer.error && own.intervals == peer.intervals)
  }

  /// The integrand is asked no more after a value that is not finite, or an error.
  @Test(arguments: [0, 3, 20, 21, 50, 100])
  func theFirstThatIsWrongEndsIt(_ index: Int) {
    var count = 0
    let error = #expect(throws: QuadratureError.self) {
      _ = try integrate(from: 0, to: 1) { z in
        count += 1
        return count == index + 1 ? .nan : z.squareRoot()
      }
    }
    guard case .nonFiniteIntegrand(_, let value) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(value.isNaN && count == index + 1)
    struct Stop: Error {}
    count = 0
    #expect(throws: Stop.self) {
      _ = try integrate(from: 0, to: 1) { z throws in
        count += 1
        if count == index + 1 { throw Stop() }
        return z.squareRoot()
      }
    }
    #expect(count == index + 1)
  }
}
