// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `kl` shows.
struct KullbackLeiblerReport: Sendable {
  let q: DistributionLaw
  let p: DistributionLaw
  /// What the status was asked to hold to.
  let tolerance: Double
  /// KL(q‖p).
  let comparison: KullbackLeibler.Comparison
  /// The same number from its closed form, where one is known.
  let closedForm: Estimate?

  /// - Throws: `InferenceError`.
  init(
    q: DistributionLaw, p: DistributionLaw, tolerance: Double, workspace: inout Workspace
  ) throws(InferenceError) {
    (self.q, self.p, self.tolerance) = (q, p, tolerance)
    comparison = try KullbackLeibler.comparison(of: q, with: p, workspace: &workspace)
    closedForm =
      comparison.divergence.estimate == nil
      ? nil : KullbackLeiblerClosedForm.estimate(from: q, to: p)
  }

  var status: Status { comparison.status(tolerance: tolerance, besides: closedForm) }

  /// Why the status is not ok, in words; `nil` where it is.
  var reason: String? {
    comparison.divergence.reason ?? (status == .undecided ? agreement?.reason : status.reason)
  }

  /// Whether the closed form says the same, within both bounds; `nil` where there is none.
  var agreement: Verdict? { comparison.agreement(with: closedForm) }

  /// What the closed form stands beside.
  private var way: String { if case .counts = q { "sum" } else { "integral" } }

  var verdictsHold: Bool { agreement?.isYes ?? true && status != .unverified }

  /// The columns. They may only grow.
  static var fields: [Field<KullbackLeiblerReport>] {
    [Field("q") { .text("\($0.q)") }, Field("p") { .text("\($0.p)") }]
      + Field.columns(RecordColumn.divergences + [.status, .reason, .evaluations]) {
        .divergence($0)
      } + Field.conditions { $0.tolerance } + Field.columns([.errorKind]) { .divergence($0) }
  }

  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    var lines = style.heading("q = \(q), p = \(p)")
    guard let divergence = comparison.divergence.estimate else {
      return lines + style.paragraph("KL(q‖p) = +∞: \(reason ?? "")")
    }
    var rows = [("KL(q‖p)", divergence)]
    if let closedForm { rows.append(("closed form", closedForm)) }
    lines += style.estimates(rows)
    if comparison.isTight {
      lines += ["", "tight: q equals p, up to the rounding of its parameters"]
    }
    if let agreement, let closedForm {
      let difference = NumberText.difference(
        of: divergence.value - closedForm.value, allowed: divergence.error + closedForm.error)
      lines +=
        [""]
        + style.verdict(agreement, "\(way) and closed form \(difference)")
    }
    if status != .ok {
      lines += [""] + style.paragraph("status: \(status.rawValue), \(reason ?? "")", indent: 2)
    }
    return lines
  }
}
