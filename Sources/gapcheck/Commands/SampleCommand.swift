// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck sample`: draws from q, by the transformations of problem 2.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draws from q, with the noise that they are made of.",
    discussion: """
      From exponential noise by z = epsilon / phi, from uniform noise by
      z = -log(1 - u) / phi. Any other q is drawn from uniform noise by its
      quantile function, or from its own noise by z = location + scale *
      epsilon where it has one (normal, logistic, ...). Noise and sample are the columns of the CSV
      output. The same seed gives the same stream on every machine, and both
      noises give the same samples up to rounding. With --test, the samples
      are compared with their distribution instead.

      Examples:
        gapcheck sample --phi 2 --count 5 --seed 1 --from exponential
        gapcheck sample --phi 2 --count 1000000 --from uniform --test
        gapcheck sample --q 'normal(1, 2)' --count 5 --from normal

      Exit status: 0, 64 for wrong usage, 74 if the output cannot be written.
      """)

  @OptionGroup var family: FamilyOptions

  @Option(help: "The number of samples.")
  var count = 1000

  @OptionGroup var seed: SeedOptions

  @Option(help: "The base noise: uniform, or that of q.")
  private var from = NoiseArgument(.uniform)

  @Flag(
    help: "Print the Kolmogorov-Smirnov statistic, mean and variance instead of the samples.")
  var test = false

  @Option(help: "The format: samples are csv; the result of --test is text (default), json or csv.")
  var format: ResultFormat?

  @OptionGroup var digits: DigitsOptions

  func validate() throws {
    try check(member().distribution)
    guard count >= 1 else { throw ValidationError("--count must be at least 1, got \(count)") }
    guard !test || count >= 2 else {
      throw ValidationError("--test needs a --count of at least 2, got \(count)")
    }
    guard !test || count <= SampleCommand.largestTest else {
      throw ValidationError(
        "--test keeps all samples in memory: --count must be at most \(SampleCommand.largestTest), "
          + "got \(count)")
    }
    guard count <= SampleCommand.largestCount else {
      throw ValidationError(
        "--count must be at most \(SampleCommand.largestCount), got \(count)")
    }
    if let format, !test, format != .csv {
      throw ValidationError("samples are written as csv: --format \(format) needs --test")
    }
  }

  /// As many as are 20 GB of text.
  private static let largestCount = 1_000_000_000

  /// How many samples are compared with their distribution: they are sorted.
  private static let largestTest = 10_000_000

  private func member() throws -> FamilyMember { try family.familyMember() }

  private func check(_ q: some Distribution) throws {
    do throws(DistributionError) {
      _ = try Sampler(q, from: from.noise)
    } catch {
      throw ValidationError("--from: \(error)")
    }
  }

  func run() throws { try run(member().distribution) }

  private func run(_ q: some Distribution) throws {
    let sampler = try Sampler(q, from: from.noise)
    try test ? compare(sampler) : stream(sampler)
  }

  /// Writes the samples in blocks, so that memory does not grow with their number.
  private func stream(_ sampler: Sampler<some Distribution>) throws {
    var source = try RandomSource(seed: seed.value)
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

  private func compare(_ sampler: Sampler<some Distribution>) throws {
    let report = try SampleReport(
      sampler.draws(count, seed: seed.value).map(\.value), of: sampler.target, from: from.noise)
    try (format ?? .text).write(report, report.fields) {
      $0.text(digits.style)
    }
  }
}

/// The noise that `--from` names.
private struct NoiseArgument: ExpressibleByArgument {
  let noise: BaseNoise

  init(_ noise: BaseNoise) { self.noise = noise }

  init?(argument: String) {
    guard let noise = BaseNoise(rawValue: argument) else { return nil }
    self.noise = noise
  }

  var defaultValueDescription: String { noise.rawValue }

  static var allValueStrings: [String] { BaseNoise.allCases.map(\.rawValue) }
}
