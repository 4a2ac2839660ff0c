// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `kl` shows.
struct KullbackLeiblerReport {
  let q: any Distribution
  let p: any Distribution
  /// What the status was asked to hold to.
  let tolerance: Double
  /// KL(q‖p); `nil` where it is infinite.
  let comparison: KullbackLeibler.Comparison?
  /// Why KL(q‖p) is infinite.
  private let infinity: String?
  /// The same number from its closed form, where one is known.
  let closedForm: Estimate?

  /// - Throws: `InferenceError`, `QuadratureError`.
  init(q: any Distribution, p: any Distribution, tolerance: Double) throws {
    var workspace = try Workspace()
    (self.q, self.p, self.tolerance) = (q, p, tolerance)
    do throws(InferenceError) {
      comparison = try KullbackLeibler.comparison(of: q, with: p, workspace: &workspace)
      infinity = nil
    } catch .infinite(_, let reason) {
      comparison = nil
      infinity = reason
    }
    closedForm = comparison == nil ? nil : KullbackLeiblerClosedForm.estimate(from: q, to: p)
  }

  var status: Status { comparison?.status(tolerance: tolerance) ?? .infinite }

  /// Why the status is not ok, in words; `nil` where it is.
  var reason: String? { infinity ?? status.reason }

  /// Whether the closed form says the same, within both bounds; `nil` where there is none.
  var agrees: Bool? {
    guard let comparison, let closedForm else { return nil }
    return comparison.divergence.agrees(with: closedForm)
  }

  var verdictsHold: Bool { agrees != false && status != .unverified }

  /// The columns. They may only grow.
  static var fields: [Field<KullbackLeiblerReport>] {
    [Field("q") { .text("\($0.q)") }, Field("p") { .text("\($0.p)") }]
      + Field.pair("kl", { $0.comparison?.divergence ?? .infinite })
      + Field.pair("closed_form", { $0.closedForm ?? .missing })
      + [
        Field("agrees") { $0.agrees.map(FieldValue.flag) ?? .missing },
        Field("tight") { .flag($0.comparison?.isTight ?? false) },
        Field("status") { .text($0.status.rawValue) },
        Field("reason") { $0.reason.map(FieldValue.text) ?? .missing },
        Field("evaluations") { .integer($0.comparison?.evaluations ?? 0) },
        Field("tolerance", number: { $0.tolerance }),
        Field("version") { _ in .text(Version.number) },
        Field("gsl_version") { _ in .text(GSL.version) },
      ]
  }

  /// The text form.
  var text: String {
    var lines = ["q = \(q), p = \(p)", ""]
    guard let comparison else {
      return (lines + ["KL(q‖p) = +∞: \(reason ?? "")"]).joined(separator: "\n")
    }
    var rows = [("KL(q‖p)", comparison.divergence)]
    if let closedForm { rows.append(("closed form", closedForm)) }
    lines += NumberText.estimates(rows)
    if comparison.isTight {
      lines += ["", "tight: q equals p, up to the rounding of its parameters"]
    }
    if let agrees, let closedForm {
      let difference = abs(comparison.divergence.value - closedForm.value)
      let allowed = comparison.divergence.error + closedForm.error
      lines += [
        "",
        NumberText.verdict(
          agrees,
          "integral and closed form differ by \(NumberText.short(difference)), their bounds allow "
            + NumberText.short(allowed)),
      ]
    }
    if status != .ok { lines += ["", "status: \(status.rawValue), \(reason ?? "")"] }
    return lines.joined(separator: "\n")
  }
}
