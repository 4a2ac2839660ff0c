// SPDX-License-Identifier: GPL-3.0-or-later

import CPeer
import Distributions
import Foundation
import Quadrature
import VariationalGap

/// Many observations of one latent, in Swift and in C, as a process that `Benchmarks/models` talks to.
///
/// The arguments are a kind, by its number in `data.h`, the mean and the standard deviation of q, and a file with x and w
/// on each line. `time gapcheck` or `time c` on standard input is answered with the seconds of processor time that the numbers
/// take, from arrays, `results` with log p(x), ELBO and KL of the last pass.
@main
struct DataPoints {
  let kind: peer_data_kind
  let (mean, sd): (Double, Double)
  let (x, w): ([Double], [Double])

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let number = UInt32(arguments[1]), let mean = Double(arguments[2]),
      let sd = Double(arguments[3])
    else { throw UsageError(message: "usage: DataPoints KIND MEAN SD FILE") }
    let rows = try String(contentsOfFile: arguments[4], encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: " ").compactMap { Double($0) } }
    let points = DataPoints(
      kind: peer_data_kind(number), mean: mean, sd: sd, x: rows.map { $0[0] }, w: rows.map { $0[1] }
    )
    var workspace = try Workspace()
    var result = peer_model_result()
    while let line = readLine() {
      let start = clock()
      switch line {
      case "time gapcheck": result = try points.gapcheck(&workspace)
      case "time c": result = peer_data(points.kind, points.x, points.w, points.x.count, mean, sd)
      default: print(result.log_evidence, result.elbo, result.kl)
      }
      if line.hasPrefix("time") { print(Double(clock() - start) / Double(CLOCKS_PER_SEC)) }
      fflush(nil)
    }
  }

  struct UsageError: Error {
    let message: String
  }

  /// All of it with bounds.
  func gapcheck(_ workspace: inout Workspace) throws -> peer_model_result {
    let columns = try DataTable([("w", w)])
    let likelihood = try LikelihoodSpec.parse(
      kind == PEER_STUDENT_T_ROWS ? "student_t(4, z, 1)" : "bernoulli_logit(w*z - 0.5)",
      columns: columns.names)
    let model = try Model(
      prior: DistributionSpec.parse("normal(0, 5)"),
      rows: [ObservedRows(of: x, under: likelihood, columns: columns)])
    let gap = try model.posterior(workspace: &workspace).gap(
      of: DistributionSpec.parse("normal(\(mean), \(sd))"), workspace: &workspace)
    return peer_model_result(
      log_evidence: gap.logEvidence.value, elbo: gap.elbo.value, kl: gap.divergence.value)
  }
}
