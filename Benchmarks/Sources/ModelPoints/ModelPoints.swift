// SPDX-License-Identifier: GPL-3.0-or-later

import CPeer
import Distributions
import Foundation
import Quadrature
import VariationalGap

/// Models of other families, in Swift and in C, as a process that `Benchmarks/models` talks to.
///
/// The arguments are a kind, by its number in `models.h`, and a file with a row on each line: a, b, x, n, c, d.
/// A line `time gapcheck` or `time c` on standard input is answered with the seconds that one pass takes,
/// `results` with log p(x), ELBO and KL of the last pass for each row.
@main
struct ModelPoints {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let number = UInt32(arguments[1]) else {
      throw UsageError(message: "usage: ModelPoints KIND FILE")
    }
    var rows = try ModelRows(kind: peer_model_kind(number), contentsOf: arguments[2])
    var workspace = try Workspace()
    while let line = readLine() {
      switch line {
      case "time gapcheck": print(try rows.time { rows throws in try rows.gapcheck(&workspace) })
      case "time c": print(rows.time { $0.c() })
      case "results":
        for result in rows.results { print(result.log_evidence, result.elbo, result.kl) }
      default: break
      }
      fflush(nil)
    }
  }

  struct UsageError: Error {
    let message: String
  }
}

/// The rows, and what the peer that ran last made of them.
struct ModelRows {
  /// A row as distributions.
  struct Row {
    let first: any Distribution
    let likelihood: ConditionalDensity?
    let second: any Distribution
  }

  let kind: peer_model_kind
  let numbers: [peer_model_row]
  let rows: [Row]
  var results: [peer_model_result]

  init(kind: peer_model_kind, contentsOf path: String) throws {
    self.kind = kind
    let text = try String(contentsOfFile: path, encoding: .utf8)
    numbers = text.split(separator: "\n").map { line in
      let n = line.split(separator: " ").compactMap { Double($0) }
      return peer_model_row(a: n[0], b: n[1], x: n[2], n: n[3], c: n[4], d: n[5])
    }
    let names: (String, String?, String) =
      switch kind {
      case PEER_GAMMA_POISSON: ("gamma", "poisson(z)", "gamma")
      case PEER_NORMAL_STUDENT_T: ("normal", "student_t(N, z, 1)", "normal")
      case PEER_NORMAL_BERNOULLI_LOGIT: ("normal", "bernoulli_logit(z)", "normal")
      case PEER_BETA_BINOMIAL: ("beta", "binomial(N, z)", "beta")
      default: ("gamma", nil, "lognormal")
      }
    rows = try numbers.map { row in
      Row(
        first: try DistributionSpec.parse("\(names.0)(\(row.a), \(row.b))"),
        likelihood: try names.1.map {
          let count = kind == PEER_BETA_BINOMIAL ? "\(Int(row.n))" : "\(row.n)"
          return try LikelihoodSpec.parse($0.replacingOccurrences(of: "N", with: count))
        },
        second: try DistributionSpec.parse("\(names.2)(\(row.c), \(row.d))"))
    }
    results = Array(repeating: peer_model_result(), count: numbers.count)
  }

  /// The seconds of processor time that a pass over all rows takes.
  mutating func time(_ pass: (inout ModelRows) throws -> Void) rethrows -> Double {
    let start = ModelRows.processorTime
    try pass(&self)
    return ModelRows.processorTime - start
  }

  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  mutating func c() { peer_models(kind, numbers, &results, numbers.count) }

  /// All of it with bounds, from distributions to numbers.
  mutating func gapcheck(_ workspace: inout Workspace) throws {
    for (index, row) in rows.enumerated() {
      guard let likelihood = row.likelihood else {
        let divergence = try KullbackLeibler.divergence(
          from: row.first, to: row.second, workspace: &workspace)
        results[index] = peer_model_result(
          log_evidence: 0, elbo: 0, kl: divergence.estimate?.value ?? .infinity)
        continue
      }
      let model = try Model(
        prior: row.first, likelihood: likelihood, observations: [numbers[index].x])
      let posterior = try model.posterior(workspace: &workspace)
      let gap = try posterior.gap(of: row.second, workspace: &workspace)
      results[index] = peer_model_result(
        log_evidence: gap.logEvidence.value, elbo: gap.elbo.value, kl: gap.divergence.value)
    }
  }
}
