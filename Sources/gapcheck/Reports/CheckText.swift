// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Distributions
import Quadrature
import VariationalGap

/// The text form of a `check`.
enum CheckText {
  static func render(_ report: CheckReport) -> String {
    let (record, optimum) = (report.record, report.optimum)
    let place = report.isAtOptimum ? "the best φ" : "as asked"
    var lines = [
      "z ~ exponential(\(record.theta)), x | z ~ normal(z, 1), x = \(record.x), "
        + "q = exponential(\(record.phi)) (\(place))",
      "",
    ]
    lines += NumberText.estimates([
      ("log p(x)", record.logEvidence),
      ("ELBO", record.elbo),
      ("gap = log p(x) − ELBO", record.gap),
      ("KL(q‖posterior)", record.divergence),
      ("∂ELBO/∂θ", record.elboGradientTheta),
      ("∂ELBO/∂φ", record.elboGradientPhi),
      ("φ*", optimum.rate),
      ("least gap, at φ*", optimum.minimumGap),
    ])
    lines += [
      "",
      NumberText.identity(
        record.identity.isYes, difference: record.gap.value - record.divergence.value,
        allowed: record.gap.error + record.divergence.error),
      NumberText.verdict(optimum.isPositive, positivity(optimum)),
    ]
    if record.status != .ok { lines.append("status: \(record.status.rawValue)") }
    return lines.joined(separator: "\n")
  }

  private static func positivity(_ optimum: BestExponential) -> String {
    if optimum.isTooSmall {
      return "the least gap, at the best φ, is below 2.3e-308: too small for a double to show"
    }
    guard optimum.isPositive else {
      return "the gap was not shown to be positive: at the best φ it is "
        + "\(optimum.minimumGap.value) ± \(NumberText.short(optimum.minimumGap.error))"
    }
    return "the gap is at least \(optimum.minimumGap.lowerBound) for every φ > 0: φ* is its only "
      + "stationary point, and it grows away from there on both sides. "
      + "No φ makes the ELBO tight: log q is linear in z, the log posterior quadratic"
  }
}
