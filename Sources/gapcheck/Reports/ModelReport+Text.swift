// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

extension ModelReport {
  /// The text form.
  var text: String {
    var lines = ["\(model), q = \(family)", ""]
    guard let gap else {
      lines += NumberText.estimates([("log p(x)", logEvidence)])
      lines += [
        "", NumberText.verdict(true, "KL(q‖posterior) is +∞, and the ELBO −∞: \(reason ?? "")"),
      ]
      return lines.joined(separator: "\n")
    }
    lines += NumberText.estimates([
      ("log p(x)", gap.logEvidence),
      ("ELBO", gap.elbo),
      ("gap = log p(x) − ELBO", gap.difference),
      ("KL(q‖posterior)", gap.divergence),
    ])
    lines += [
      "",
      NumberText.identity(
        identityHolds, difference: gap.difference.value - gap.divergence.value,
        allowed: gap.difference.error + gap.divergence.error),
      positivity(gap),
    ]
    if status != .ok { lines.append("status: \(status.rawValue), \(reason ?? "")") }
    return lines.joined(separator: "\n")
  }

  private func positivity(_ gap: Gap) -> String {
    let divergence = gap.divergence
    if gap.isTight, gap.isVerified {
      return NumberText.verdict(
        true,
        "tight: q equals the posterior, up to the rounding of its parameters: the gap is 0 ± "
          + NumberText.short(divergence.upperBound))
    }
    if isPositive {
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
