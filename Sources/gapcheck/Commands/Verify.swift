// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// `gapcheck verify`: numbers that somebody has computed, compared with the truth.
struct Verify: ParsableCommand {
  /// `--format`: those of other results, and one for servers of continuous integration.
  enum Format: ExpressibleByArgument {
    case rows(ResultFormat)
    case junit

    init?(argument: String) {
      guard argument != "junit" else {
        self = .junit
        return
      }
      guard let format = ResultFormat(rawValue: argument) else { return nil }
      self = .rows(format)
    }

    static var allValueStrings: [String] { ResultFormat.allCases.map(\.rawValue) + ["junit"] }

    var defaultValueDescription: String {
      if case .rows(let format) = self { format.rawValue } else { "junit" }
    }
  }

  static let configuration = CommandConfiguration(
    abstract: "Compares numbers with the truth, and names the mistake if it is known.",
    discussion: """
      A claim is a row of NDJSON, a JSON array, or CSV with a header. It has a
      model as in 'gapcheck batch' (prior, likelihood, x, q; log_joint,
      support; q and p for KL; theta, x, phi), quantity, value, and one of
        standard_error  of an estimate: 4 of these are allowed
        tolerance       relative, absolute below 1e-3 (default 1e-6)
        dtype           float32 or float64: what the type loses, 1e-5 or 1e-12
                        of the terms, a tenth of it of constants
      and may have a name. Quantities are log_evidence, elbo, gap, kl, mean,
      sd, quantile_0.5 and the other quantiles, elbo_gradient_PARAMETER, and
      what check, bounds, weights, gradient --variances and divergences have,
      as entropy, iwae_5, eubo, ess, variance_score_PARAMETER, renyi_2.

      The verdict is agrees, differs, or cannot_tell: there is no truth, or its
      error is more than a quarter of what is allowed. What differs is
      compared with what known mistakes make of the truth; all that fit are
      named, as a wrong sign, KL the other way round, a constant left out, the
      variance for the standard deviation. Of what takes longer than
      --row-timeout nothing can be told.

      Examples:
        gapcheck verify claims.csv
        gapcheck verify --format junit < claims.ndjson > claims.xml

      Exit status: 0 if all agree, 1 if one differs or cannot be told, 64 for
      wrong usage, 65 for input that has no claims, 74 if input or output fails.
      """)

  @Argument(help: "The file with the claims (default: standard input).", completion: .file())
  var file: String?

  @Option(help: "The format of the output: text, json, ndjson, csv or junit.")
  var format = Format.rows(.text)

  @OptionGroup var digits: DigitsOptions

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var rowTimeout: RowTimeoutOptions

  func validate() throws {
    guard file != "" else { throw ValidationError("the file must have a name, got nothing") }
    _ = try tolerance.value()
  }

  func run() throws {
    let (tolerance, rowTimeout) = (try tolerance.value(), try rowTimeout.seconds)
    let verdicts = try Failure.exits {
      let claims = try ClaimTable.read(
        try WholeInput.read(file), needed: ["quantity", "value"])
      let truth = try ClaimTruth(tolerance: tolerance, rowTimeout: rowTimeout)
      return claims.enumerated().map { number, claim in
        truth.withinTime { ClaimVerdict(number + 1, claim, truth) }
      }
    }
    switch format {
    case .rows(let format):
      try format.write(verdicts, ClaimVerdict.fields, text: text(verdicts))
    case .junit: try StandardOutput.write(JUnitText.text(verdicts))
    }
    if verdicts.contains(where: { $0.answer != .agrees }) { throw ExitCode(1) }
  }

  private func text(_ verdicts: [ClaimVerdict]) -> String {
    func count(_ answer: ClaimVerdict.Answer) -> Int { verdicts.count { $0.answer == answer } }
    let claims = verdicts.count == 1 ? "1 claim" : "\(verdicts.count) claims"
    let total =
      "\(claims): \(count(.agrees)) agree, \(count(.differs)) differ, "
      + "\(count(.cannotTell)) cannot be told"
    let style = digits.style
    return (verdicts.flatMap { $0.text(style) } + [total]).joined(separator: "\n")
  }
}
