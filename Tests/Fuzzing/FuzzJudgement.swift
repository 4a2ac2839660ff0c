// SPDX-License-Identifier: GPL-3.0-or-later

import Certificate
import Quadrature
import VariationalGap

/// A case with what the certificate says of each of the engine's answers.
package struct FuzzJudgement: Sendable {
  /// The case.
  package let fuzzCase: FuzzCase
  /// What the certificate says; empty where the case is no question.
  package let findings: [FuzzFinding]
  /// The processor time of the engine.
  package let engineSeconds: Double
  /// The processor time of the certificate.
  package let certificateSeconds: Double

  /// Asks both.
  ///
  /// - Parameters:
  ///   - fuzzCase: what is asked.
  ///   - seconds: that the certificate may take for a number.
  /// - Throws: an error where the texts of the case cannot be read.
  package init(_ fuzzCase: FuzzCase, seconds: Double) throws {
    self.fuzzCase = fuzzCase
    let start = ProcessorTime.seconds
    let answers = try fuzzCase.answers()
    let middle = ProcessorTime.seconds
    let (certificate, q) = try fuzzCase.certificate(seconds: seconds)
    // What is known of a mean and a quantile is worth as much as the spread is wide.
    let deviation = answers.first { $0.quantity == .standardDeviation }
    var spread = 1e-3
    if case .answered(let quantity)? = deviation?.outcome, let estimate = quantity.estimate,
      estimate.value.isFinite
    {
      spread = estimate.value
    }
    findings = answers.map { answer in
      let scale =
        switch answer.quantity {
        case .mean, .quantile: spread
        case .standardDeviation: 0.0
        default: 1e-3
        }
      return FuzzFinding(answer, certificate.proof(of: answer.quantity, q: q), scale: scale)
    }
    engineSeconds = middle - start
    certificateSeconds = ProcessorTime.seconds - middle
  }

  /// The worst of its findings; `nil` where the case is no question.
  package var verdict: FuzzVerdict? { findings.map(\.verdict).max() }
}
