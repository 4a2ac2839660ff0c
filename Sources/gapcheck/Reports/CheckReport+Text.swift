// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

extension CheckReport {
  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    let place = optimum == nil ? "" : " (\(place))"
    var lines = style.heading("\(model)", "q = \(family)\(place)")
    if record.divergence.value == .infinity {
      lines += style.estimates([("log p(x)", record.logEvidence)])
      lines += [""] + style.verdict(.yes, "KL(q‖posterior) is +∞, and the ELBO −∞: \(reason)")
    } else if record.status == .timeout {
      lines += style.estimates([("log p(x)", record.logEvidence)])
      lines += [""] + style.paragraph("status: \(record.status.rawValue), \(reason)", indent: 2)
    } else {
      lines += style.estimates(estimates)
      if isAtRoundedOptimum {
        lines += style.paragraph(
          "∂ELBO/∂φ is 0 at φ*; the φ of q is φ* rounded to a double.", indent: 2)
      }
      lines += [""] + style.verdict(record.identity, identity)
      lines += style.audits([("the prior", priorMass), ("q", familyMass)])
      lines += style.verdict(positivityVerdict, positivity(style))
      if record.status != .ok, best?.isConverged ?? true {
        lines += style.paragraph("status: \(record.status.rawValue), \(reason)", indent: 2)
      }
    }
    if let best { lines += [""] + CheckReport.lines(best, reason, style) }
    return lines
  }

  /// Whether q is the best one as far as a double can be, and its gradient is not 0 for that.
  private var isAtRoundedOptimum: Bool {
    optimum != nil && !isGiven && record.exercise.map { $0.elboGradientPhi.value != 0 } ?? false
  }

  /// How q was chosen.
  var place: String { isGiven ? "as asked" : "the best φ" }

  private var reason: String { record.reason ?? "" }

  /// The numbers, by their names.
  var estimates: [(String, Estimate)] {
    var rows = [
      ("log p(x)", record.logEvidence),
      ("ELBO", record.elbo),
      ("gap = log p(x) − ELBO", record.gap),
      ("KL(q‖posterior)", record.divergence),
    ]
    if let point = record.exercise, let optimum {
      rows += [
        ("∂ELBO/∂θ", point.elboGradientTheta),
        ("∂ELBO/∂φ", point.elboGradientPhi),
        ("φ*", optimum.rate),
        ("least gap, at φ*", optimum.minimumGap),
      ]
    }
    return rows
  }

  /// The verdict about log p(x) = ELBO + KL.
  var identity: String {
    let difference = NumberText.difference(
      of: record.gap.value - record.divergence.value,
      allowed: record.gap.error + record.divergence.error)
    return "log p(x) = ELBO + KL: the two sides \(difference)"
  }

  private var isTight: Bool { record.isTight && record.status != .unverified }

  /// Whether the gap is positive, or q equals the posterior.
  var positivityVerdict: Verdict { isTight ? .yes : record.positivity }

  /// The verdict about the gap, in words.
  func positivity(_ style: TextStyle) -> String {
    if isTight {
      return "tight: q equals the posterior, up to the rounding of its parameters: the gap is 0 ± "
        + NumberText.short(record.divergence.upperBound)
    }
    if let doubt = record.positivity.reason { return doubt }
    guard let optimum else {
      return "the gap is at least \(style.lowerBound(of: record.divergence)) for this q"
    }
    return "the gap is at least \(style.lowerBound(of: optimum.minimumGap)) for every φ > 0: φ* is "
      + "its only stationary point, and it grows away from there on both sides. "
      + "No φ makes the ELBO tight: log q is linear in z, the log posterior quadratic"
  }

  private static func lines(
    _ best: BestMember, _ reason: String, _ style: TextStyle
  ) -> [String] {
    let names = best.member.family.parameters.map(\.name)
    let rows =
      (best.isConverged ? Array(zip(names, best.parameters)) : [])
      + zip(names.map { "∂ELBO/∂\($0)" }, best.gradient)
    let verdict =
      best.isConverged
      ? "this is the best \(best.member.family.name) that was found: the norm of the gradient is "
        + NumberText.short(best.gradientNorm.value)
      : reason
    return style.estimates(rows) + [""] + style.verdict(best.isConverged ? .yes : .no, verdict)
  }
}
