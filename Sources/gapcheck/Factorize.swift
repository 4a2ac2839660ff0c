// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck factorize`: KL of products, by one integral and as a sum.
struct Factorize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "KL of joint distributions: one integral over all coordinates, and the sum of KLs.",
    discussion: """
      The first --q goes with the first --p, and so on, up to 10 pairs, in
      Stan's notation, with an optional truncation T[lower, upper]:
      \(DistributionRegistry.families.map(\.description).joined(separator: ", ")).

      Nested adaptive quadrature up to 4 dimensions, VEGAS above; the error
      of VEGAS is three standard errors.

      With --correlation the first two normal q are correlated: q is then not
      the product of its marginals, and the equality does not hold.

      Exit status: 0 if the two sides agree (both infinite is agreement), 1
      if they differ, 2 if a number could not be had, 64 for wrong usage.

      Examples:
        gapcheck factorize --q 'exponential(2)' --p 'exponential(1)' \\
          --q 'normal(0, 1)' --p 'normal(1, 2)'
        gapcheck factorize --q 'normal(0, 1)' --p 'normal(0, 1)' \\
          --q 'normal(0, 1)' --p 'normal(0, 1)' --correlation 0.6
      """)

  @Option(
    name: .customLong("q"), parsing: .unconditionalSingleValue,
    help: "A distribution of q, one a dimension.")
  var families: [String] = []

  @Option(
    name: .customLong("p"), parsing: .unconditionalSingleValue,
    help: "A distribution of p, one a dimension.")
  var references: [String] = []

  @Option(
    parsing: .unconditional, help: "The correlation of the first two normal q, between -1 and 1.")
  var correlation: String?

  @Option(parsing: .unconditional, help: "How many evaluations VEGAS may make, at least 10000.")
  var calls = 2_000_000

  @Option(parsing: .unconditional, help: "The seed of VEGAS.")
  var seed: UInt64 = 1

  @Option(help: "The format of the output: text, json or csv.")
  var format = ResultFormat.text

  func validate() throws {
    let pairs = try pairs()
    guard (10_000...Int(Int32.max)).contains(calls) else {
      throw ValidationError("--calls must be from 10000 to \(Int32.max), got \(calls)")
    }
    guard let correlation else { return }
    guard let coefficient = Double(correlation), abs(coefficient) < 1 else {
      throw ValidationError(
        "--correlation must be a number between -1 and 1, got "
          + (correlation.isEmpty ? "nothing" : correlation))
    }
    let normals = pairs.filter { $0.q is Normal }.count
    guard normals >= 2 else {
      throw ValidationError("--correlation needs at least 2 normal --q, got \(normals)")
    }
  }

  private func pairs() throws -> [FactorizedDivergence.Pair] {
    guard families.count == references.count else {
      throw ValidationError(
        "give as many --p as --q: got \(families.count) --q and \(references.count) --p")
    }
    let dimensions = FactorizedDivergence.dimensions
    guard dimensions.contains(families.count) else {
      throw ValidationError(
        "give from \(dimensions.lowerBound) to \(dimensions.upperBound) pairs of --q and --p, "
          + "got \(families.count)")
    }
    return try zip(families, references).map { q, p in
      FactorizedDivergence.Pair(
        q: try SpecArgument.distribution(q, "--q"), p: try SpecArgument.distribution(p, "--p"))
    }
  }

  func run() throws {
    let pairs = try pairs()
    let report: FactorizeReport
    do {
      report = FactorizeReport(
        try FactorizedDivergence(
          pairs, correlation: correlation.flatMap(Double.init), calls: calls, seed: seed),
        calls: calls, seed: seed)
    } catch {
      StandardError.write("gapcheck: \(error)")
      throw ExitCode(2)
    }
    switch format {
    case .text: try StandardOutput.write(report.text)
    case .json: try StandardOutput.write(report.json)
    case .csv: try ResultFormat.writeCSV(report.rows, FactorizeReport.Row.fields)
    }
    if !report.divergence.equalityHolds { throw ExitCode(1) }
  }
}
