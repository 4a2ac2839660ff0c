// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

extension ModelReport {
  /// The text form.
  var text: String {
    var lines = ["\(model), q = \(family)", ""]
    guard let elbo = gap.elbo.estimate, let divergence = gap.divergence.estimate,
      let difference = gap.difference.estimate
    else {
      lines += NumberText.estimates([("log p(x)", logEvidence)])
      lines += [
        "", NumberText.verdict(true, "KL(q‖posterior) is +∞, and the ELBO −∞: \(reason ?? "")"),
      ]
      return lines.joined(separator: "\n")
    }
    lines += NumberText.estimates([
      ("log p(x)", gap.logEvidence),
      ("ELBO", elbo),
      ("gap = log p(x) − ELBO", difference),
      ("KL(q‖posterior)", divergence),
    ])
    lines += [
      "",
      NumberText.identity(
        gap.identity.isYes, difference: difference.value - divergence.value,
        allowed: difference.error + divergence.error),
      positivity(divergence),
    ]
    if status != .ok { lines.append("status: \(status.rawValue), \(reason ?? "")") }
    return lines.joined(separator: "\n")
  }

  private func positivity(_ divergence: Estimate) -> String {
    if gap.isTight, gap.isVerified {
      return NumberText.verdict(
        true,
        "tight: q equals the posterior, up to the rounding of its parameters: the gap is 0 ± "
          + NumberText.short(divergence.upperBound))
    }
    if gap.positivity.isYes {
      return NumberText.verdict(true, "the gap is at least \(divergence.lowerBound) for this q")
    }
    return NumberText.verdict(
      false, "the gap was not shown to be positive: KL is \(NumberText.estimate(divergence))")
  }
}

extension NumberText {
  /// The verdict about log p(x) = ELBO + KL.
  static func identity(_ holds: Bool, difference: Double, allowed: Double) -> String {
    verdict(
      holds,
      "log p(x) = ELBO + KL: the two sides differ by \(short(abs(difference))), "
        + "their bounds allow \(short(allowed))")
  }
}
