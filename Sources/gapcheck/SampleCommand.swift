// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck sample`: draws from q, by the transformations of problem 2.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draws from q = exponential(phi), with the noise that they are made of.",
    discussion: """
      From exponential noise by z = epsilon / phi, from uniform noise by
      z = -log(1 - u) / phi. Noise and sample are the columns of the CSV
      output. The same seed gives the same stream on every machine, and both
      noises give the same samples up to rounding. With --test, the samples
      are compared with their distribution instead.

      Examples:
        gapcheck sample --phi 2 --count 5 --seed 1 --from exponential
        gapcheck sample --phi 2 --count 1000000 --from uniform --test

      Exit status: 0, 64 for wrong usage, 74 if the output cannot be written.
      """)

  /// The noise that `--from` names.
  enum Noise: String, ExpressibleByArgument, CaseIterable {
    case uniform
    case exponential
  }

  @Option(parsing: .unconditional, help: "The rate of q, positive.")
  var phi: String

  @Option(parsing: .unconditional, help: "The number of samples.")
  var count = 1000

  @Option(parsing: .unconditional, help: "The seed of the stream.")
  var seed: UInt64 = 1

  @Option(help: "The base noise: uniform or exponential.")
  var from = Noise.uniform

  @Flag(
    help: "Print the Kolmogorov-Smirnov statistic, mean and variance instead of the samples.")
  var test = false

  @Option(
    help: "The format: samples are csv; the result of --test is text (default), json or csv.")
  var format: ResultFormat?

  func validate() throws {
    _ = try NumberArgument.positive(phi, "--phi")
    guard count >= 1 else { throw ValidationError("--count must be at least 1, got \(count)") }
    guard !test || count >= 2 else {
      throw ValidationError("--test needs a --count of at least 2, got \(count)")
    }
    if let format, !test, format != .csv {
      throw ValidationError("samples are written as csv: --format \(format) needs --test")
    }
  }

  func run() throws {
    let family = try Exponential(rate: NumberArgument.positive(phi, "--phi"))
    let sampler = try Sampler(family, from: from == .uniform ? .uniform : .exponential)
    try test ? compare(sampler) : stream(sampler)
  }

  /// Writes the samples in blocks, so that memory does not grow with their number.
  private func stream(_ sampler: Sampler<Exponential>) throws {
    var source = try RandomSource(seed: seed)
    var rows = ["noise,sample"]
    for index in 1...count {
      let sample = sampler.draw(from: &source)
      rows.append("\(sample.noise),\(sample.value)")
      if rows.count == 10_000 || index == count {
        try StandardOutput.write(rows.joined(separator: "\n"))
        rows.removeAll(keepingCapacity: true)
      }
    }
  }

  private func compare(_ sampler: Sampler<Exponential>) throws {
    let report = try SampleReport(
      sampler.draws(count, seed: seed).map(\.value), of: sampler.target)
    try (format ?? .text).write(report, SampleReport.fields, text: \.text)
  }
}
