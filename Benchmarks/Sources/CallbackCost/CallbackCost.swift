// SPDX-License-Identifier: GPL-3.0-or-later

import CPeer
import Foundation
import Quadrature

/// exp(−½(z − m)²), with a callback of its own.
struct Bell: DirectIntegrand {
  let mean: Double

  static let callback: Callback = { z, integrand in
    let distance = z - integrand.assumingMemoryBound(to: Bell.self).pointee.mean
    return exp(-0.5 * distance * distance)
  }
}

/// What stands between a Swift integrand and GSL, as a ratio to C with the same calls.
///
/// All run in turn, in blocks, so that a change of clock speed meets all alike; the ratio is
/// that of the medians over the blocks.
@main
struct CallbackCost {
  static let blocks = 25
  static let count = 5_000

  static func main() throws {
    var workspace = try Workspace()
    var times: [String: [Double]] = [:]
    var sums: [String: Double] = [:]
    func measure(_ name: String, _ body: () throws -> Double) rethrows {
      let start = ContinuousClock.now
      sums[name] = try body()
      times[name, default: []].append((ContinuousClock.now - start) / .seconds(1))
    }
    var evaluations = 0
    for _ in 0..<blocks {
      measure("C") { peer_bells(count, &evaluations) }
      try measure("Swift, concrete type") { try concrete(&workspace) }
      try measure("Swift, closure") { try closure(&workspace) }
    }
    guard Set(sums.values).count == 1 else { throw Disagreement(sums: sums) }
    let perCall = evaluations / (blocks * count)
    print("QAG-41 of exp(-(z-m)^2/2) over (m-8, m+8), \(perCall) evaluations a call")
    report(["C", "Swift, concrete type", "Swift, closure"], times)
  }

  /// Prints the times of a call, and their ratios to the first.
  static func report(_ names: [String], _ times: [String: [Double]]) {
    let reference = median(times[names[0]] ?? [])
    for name in names {
      let time = median(times[name] ?? [])
      let label = name.padding(toLength: 22, withPad: " ", startingAt: 0)
      print(
        label, String(format: "%7.3f us a call", time / Double(count) * 1e6),
        String(format: "  ratio %.3f", time / reference))
    }
  }

  static func concrete(_ workspace: inout Workspace) throws -> Double {
    var sum = 0.0
    for i in 0..<count {
      let m = Double(i) * 1e-6
      sum += try workspace.integrate(Bell(mean: m), from: m - 8, to: m + 8, rule: .points41).value
    }
    return sum
  }

  static func closure(_ workspace: inout Workspace) throws -> Double {
    var sum = 0.0
    for i in 0..<count {
      let m = Double(i) * 1e-6
      sum +=
        try workspace.integrate(
          from: m - 8, to: m + 8, using: .qag(.points41), onSuspicion: .ignore
        ) { z in
          exp(-0.5 * (z - m) * (z - m))
        }.value
    }
    return sum
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
  }

  /// The three did not compute the same thing, so that their times say nothing.
  struct Disagreement: Error {
    let sums: [String: Double]
  }
}
