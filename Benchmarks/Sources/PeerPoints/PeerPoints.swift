// SPDX-License-Identifier: GPL-3.0-or-later

import BoostPeer
import CPeer
import Foundation
import Quadrature
import VariationalGap

/// The compiled peers, as a process that `Benchmarks/peers` talks to, so that it can let them take
/// turns with those in Python.
///
/// The argument is a file with a point on each line: θ, x and φ, separated by blanks. A line
/// `time NAME` on standard input is answered with the seconds that one pass over all points took,
/// `results NAME` with log p(x), KL and whether the peer announced a failure, for each point.
@main
struct PeerPoints {
  static func main() throws {
    var points = try Points(contentsOf: CommandLine.arguments[1])
    var workspace = try Workspace()
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 2 else { continue }
      switch words[0] {
      case "time":
        print(try points.time(String(words[1]), &workspace))
      case "results":
        for result in points.results {
          print(result.log_evidence, result.kl, result.is_announced)
        }
      case "version":
        print(String(cString: peer_boost_version()), GSL.version)
      default: break
      }
      fflush(nil)
    }
  }
}

/// The points, and what the peer that ran last made of them.
struct Points {
  var points: [peer_point] = []
  var results: [peer_result] = []

  init(contentsOf path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for line in text.split(separator: "\n") {
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      points.append(peer_point(theta: numbers[0], x: numbers[1], phi: numbers[2]))
    }
    results = Array(repeating: peer_result(), count: points.count)
  }

  /// The seconds that one pass over all points takes.
  mutating func time(_ peer: String, _ workspace: inout Workspace) throws -> Double {
    let count = points.count
    let start = Points.processorTime
    switch peer {
    case "gapcheck": try gapcheck(&workspace)
    case "c-same": peer_same_calls(points, &results, count)
    case "c-naive": peer_naive(points, &results, count)
    case "boost-gauss-kronrod": peer_boost_gauss_kronrod(points, &results, count, 1e-10)
    case "boost-gauss-kronrod-tight": peer_boost_gauss_kronrod(points, &results, count, 1e-14)
    case "boost-tanh-sinh": peer_boost_tanh_sinh(points, &results, count)
    case "boost-exp-sinh": peer_boost_exp_sinh(points, &results, count)
    default: throw UnknownPeer(name: peer)
    }
    return Points.processorTime - start
  }

  /// The seconds that this process has computed; waiting for a core does not count.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// log p(x), ELBO and KL with their bounds: KL is integrated relative to the ELBO.
  private mutating func gapcheck(_ workspace: inout Workspace) throws {
    for index in points.indices {
      let point = points[index]
      let exercise = try Exercise(theta: point.theta, x: point.x, workspace: &workspace)
      let gap = try exercise.gap(phi: point.phi, workspace: &workspace)
      results[index] = peer_result(
        log_evidence: gap.logEvidence.value, kl: gap.divergence.value,
        is_announced: gap.status(tolerance: 1e-10) == .ok ? 0 : 1)
    }
  }

  /// A name that no peer has.
  struct UnknownPeer: Error {
    let name: String
  }
}
