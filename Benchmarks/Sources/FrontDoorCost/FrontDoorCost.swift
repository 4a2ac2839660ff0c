// SPDX-License-Identifier: GPL-3.0-or-later

import CPeer
import Foundation
import Quadrature

/// What the front door of Quadrature costs on smooth integrands over finite intervals, as a ratio to QAGS in C with the
/// same tolerance; and a vector of moments on one mesh, as a ratio to one of them.
///
/// All run in turn, in blocks, so that a change of clock speed meets all alike. The processor time of the
/// thread is measured, and the smallest of the blocks is taken: what others on the machine take is not in it.
@main
struct FrontDoorCost {
  static let moments = 64

  static func main() throws {
    let blocks = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 25
    let table = [
      "| integrand | evaluations | QAGS in C, µs | front door | an escaping closure | with its closer look |",
      "| --- | ---: | ---: | ---: | ---: | ---: |",
      try row(Cubic.self, blocks), try row(Exponential.self, blocks),
      try row(Rational.self, blocks),
      try row(Logarithm.self, blocks), try row(Wave.self, blocks), try row(Bell.self, blocks),
      try row(Gamma.self, blocks), "",
      "| moments of | closer look | one, µs (evaluations) | \(moments), µs (evaluations) | ratio |",
      "| --- | --- | ---: | ---: | ---: |",
      try row(HalfBell.self, .ignore, blocks), try row(HalfBell.self, .report, blocks),
      try row(CauchyPosterior.self, .ignore, blocks),
      try row(CauchyPosterior.self, .report, blocks),
    ]
    print(table.joined(separator: "\n"))
  }

  /// A row of the first table.
  static func row<Integrand: SmoothIntegrand>(_: Integrand.Type, _ blocks: Int) throws -> String {
    var workspace = try Workspace()
    var evaluations = 0
    let (calls, looks) = (2_000, 100)
    let interval = Integrand.interval
    func lent(_ calls: Int, _ response: SuspicionResponse) throws -> Double {
      var sum = 0.0
      for i in 0..<calls {
        let m = 1 + Double(i) * 1e-7
        sum +=
          try workspace.integrate(
            from: interval.lowerBound, to: interval.upperBound, onSuspicion: response
          ) { z in Integrand.value(m, z) }.value
      }
      return sum
    }
    func escaping() throws -> Double {
      var sum = 0.0
      let parameter = UnsafeMutablePointer<Double>.allocate(capacity: 1)
      defer { parameter.deallocate() }
      // Made once, so that no call allocates.
      let kept = Kept { z in Integrand.value(parameter.pointee, z) }
      for i in 0..<calls {
        parameter.pointee = 1 + Double(i) * 1e-7
        sum +=
          try workspace.integrate(
            from: interval.lowerBound, to: interval.upperBound, onSuspicion: .ignore,
            kept.function
          ).value
      }
      return sum
    }
    var times = [Double](repeating: .infinity, count: 4)
    for _ in 0..<blocks {
      var sums = [0.0, 0, 0]
      fastest(&times[0]) { sums[0] = peer_smooth_sum(Integrand.peer, calls, &evaluations) }
      try fastest(&times[1]) { sums[1] = try lent(calls, .ignore) }
      try fastest(&times[2]) { sums[2] = try escaping() }
      try fastest(&times[3]) { _ = try lent(looks, .report) }
      guard sums.allSatisfy({ abs($0 - sums[0]) <= 1e-14 * abs(sums[0]) }) else {
        throw Disagreement(name: Integrand.name, sums: sums)
      }
    }
    let reference = times[0] / Double(calls)
    let ratios = [
      times[1] / Double(calls), times[2] / Double(calls), times[3] / Double(looks),
    ].map { String(format: "%.2f", $0 / reference) }
    return "| \(Integrand.name) | \(evaluations / calls / blocks)"
      + " | \(String(format: "%.3f", reference * 1e6)) | \(ratios.joined(separator: " | ")) |"
  }

  /// A row of the second table: the last of the moments by the front door, and all of them on one mesh.
  static func row<Density: MomentsOfDensity>(
    _: Density.Type, _ response: SuspicionResponse, _ blocks: Int
  ) throws -> String {
    var workspace = try Workspace()
    let calls = response == .ignore ? 200 : 20
    var (single, vector) = (Double.infinity, Double.infinity)
    let count = moments
    var evaluations = [0, 0]
    for _ in 0..<blocks {
      var values = [0.0, 0]
      try fastest(&single) {
        for _ in 0..<calls {
          let integral = try workspace.integrate(from: 0, to: 1, onSuspicion: response) { z in
            Density.density(z) * pow(z, Double(count - 1))
          }
          (values[0], evaluations[0]) = (
            integral.value, integral.evaluations + integral.inspections
          )
        }
      }
      try fastest(&vector) {
        for _ in 0..<calls {
          let integrals = try integrate(
            from: 0, to: 1, components: count, onSuspicion: response
          ) { z, values in
            let square = z * z
            var powers = Density.density(z) * SIMD4(1, z, square, square * z)
            for first in stride(from: 0, to: count, by: 4) {
              for lane in 0..<4 { values[first + lane] = powers[lane] }
              powers *= square * square
            }
          }
          (values[1], evaluations[1]) = (integrals.values[count - 1], integrals.evaluations)
        }
      }
      guard abs(values[0] - values[1]) <= 1e-9 * abs(values[0]) else {
        throw Disagreement(name: Density.name, sums: values)
      }
    }
    let scale = 1e6 / Double(calls)
    return "| \(Density.name) | \(response == .ignore ? "no" : "yes")"
      + " | \(String(format: "%.2f", single * scale)) (\(evaluations[0]))"
      + " | \(String(format: "%.2f", vector * scale)) (\(evaluations[1]))"
      + " | \(String(format: "%.2f", vector / single)) |"
  }

  /// The processor time of a computation, where it is the smallest so far.
  static func fastest(_ time: inout Double, _ compute: () throws -> Void) rethrows {
    let start = processorTime
    try compute()
    time = min(time, Double(processorTime - start) * 1e-9)
  }

  /// The processor time of this thread, in nanoseconds.
  static var processorTime: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// A function that is kept.
  private final class Kept {
    let function: (Double) -> Double
    init(_ function: @escaping (Double) -> Double) { self.function = function }
  }

  /// Peers did not compute the same thing, so that their times say nothing.
  struct Disagreement: Error {
    let name: String
    let sums: [Double]
  }
}
