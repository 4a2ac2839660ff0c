// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

/// The numbers of a place, each with its formula, what it is, and a slot to stand in.
struct ReportNumbers {
  /// A number in words.
  struct Entry: Sendable {
    let slot: String
    let name: String
    let formula: String
    let meaning: String
    let value: @Sendable (ReportPlace) -> Estimate?
  }

  /// What is shown of every model; φ* and the gradient of the exercise sheet's.
  let main: [Entry]
  /// The parts of the ELBO.
  let parts: [Entry]
  private let tolerance: Double

  init(_ check: CheckReport) {
    tolerance = check.tolerance
    let hasLikelihood = check.model.logLikelihood != nil
    main =
      [
        Entry(
          slot: "log_evidence", name: "log p(x)",
          formula: hasLikelihood ? "log ∫ p(x | z) p(z) dz" : "log ∫ p(x, z) dz",
          meaning:
            "The log evidence: how probable the model makes what was observed, over all z together."
        ) { $0.record.logEvidence },
        Entry(
          slot: "elbo", name: "ELBO", formula: "E_q[log p(x, z) − log q(z)]",
          meaning:
            "The evidence lower bound: it is never above log p(x), and variational inference makes it "
            + "as large as it can."
        ) { $0.record.elbo },
        Entry(
          slot: "gap", name: "Gap", formula: "log p(x) − ELBO",
          meaning: "What the bound misses, as a difference of two integrals."
        ) { $0.record.gap },
        Entry(
          slot: "kl", name: "KL(q‖posterior)", formula: "E_q[log q(z) − log p(z | x)]",
          meaning:
            "How far q is from the posterior: 0 where they are equal, else positive. It is the gap, here by an "
            + "integral of its own."
        ) { $0.record.divergence },
      ] + (check.optimum == nil ? [] : ReportNumbers.exercise)
    parts = ReportNumbers.parts(hasLikelihood: hasLikelihood)
  }

  private static let exercise = [
    Entry(
      slot: "phi_star", name: "φ*", formula: "(θ − x + √((x − θ)² + 8))/2",
      meaning: "The best rate of q: where the gap is least for this θ and x."
    ) { $0.optimum?.rate },
    Entry(
      slot: "minimum_gap", name: "Least gap", formula: "KL(q‖posterior) at φ*",
      meaning: "No exponential q comes nearer to the posterior than this."
    ) { $0.optimum?.minimumGap },
    Entry(
      slot: "elbo_gradient_theta", name: "∂ELBO/∂θ", formula: "1/θ − 1/φ",
      meaning: "How the ELBO grows with the rate of the prior."
    ) { $0.record.exercise?.elboGradientTheta },
    Entry(
      slot: "elbo_gradient_phi", name: "∂ELBO/∂φ", formula: "2/φ³ − (x − θ)/φ² − 1/φ",
      meaning: "How the ELBO grows with the rate of q: 0 at φ*."
    ) { $0.record.exercise?.elboGradientPhi },
  ]

  private static func parts(hasLikelihood: Bool) -> [Entry] {
    let entropy = Entry(
      slot: "entropy", name: "Entropy of q", formula: "H(q) = −E_q[log q(z)]",
      meaning: "How spread out q is."
    ) { $0.parts?.entropy.shown }
    let joint = Entry(
      slot: "expected_log_joint", name: "Expected log joint", formula: "E_q[log p(x, z)]",
      meaning: "How well q's z explain x and agree with the model; with the entropy it is the ELBO."
    ) { $0.parts?.expectedLogJoint.shown }
    guard hasLikelihood else { return [joint, entropy] }
    return [
      Entry(
        slot: "expected_log_likelihood", name: "Expected log likelihood",
        formula: "E_q[log p(x | z)]", meaning: "How well the z that q draws explain x."
      ) { $0.parts?.expectedLogLikelihood?.shown },
      Entry(
        slot: "kl_prior", name: "KL(q‖prior)", formula: "E_q[log q(z) − log p(z)]",
        meaning: "What q pays for leaving the prior; the ELBO is the number above minus this one."
      ) { $0.parts?.priorDivergence?.shown },
    ]
  }

  /// What stands in the slots of a place.
  func slots(_ place: ReportPlace) -> PageSlots {
    var slots: PageSlots = [:]
    for entry in main + parts {
      let number = PageNumber(entry.value(place) ?? .missing)
      slots[entry.slot] = number.rounded
      slots["\(entry.slot)-full"] = number.full
    }
    let observations = place.model.observations
    let x =
      observations.prefix(4).map { "\($0)" }.joined(separator: ", ")
      + (observations.count > 4 ? ", …" : "")
    slots["place"] = "q = \(place.q)" + (x.isEmpty ? "" : ", x = \(x)")
    slots["status"] = status(place.record)
    let (identity, positivity) = (identity(place.record), positivity(place))
    (slots["identity"], slots["identity-mark"]) = (identity.text, identity.mark)
    (slots["positivity"], slots["positivity-mark"]) = (positivity.text, positivity.mark)
    return slots
  }

  /// What a reader of the screen says of a place.
  static func spoken(_ place: ReportPlace) -> String {
    "ELBO \(PageNumber.short(place.record.elbo.value)), "
      + "gap \(PageNumber.short(place.record.divergence.value))"
  }

  private func status(_ record: GapRecord) -> String {
    switch record.status {
    case .ok:
      "Every bound is as tight as was asked for: \(PageNumber.written("\(tolerance)")) of the number."
    case .infinite: "A number is infinite, by theorem: \(record.reason ?? "")."
    default: "\(record.status.rawValue): \(record.reason ?? "")."
    }
  }

  /// Whether the two sides of the identity agree.
  private func identity(_ record: GapRecord) -> (mark: String, text: String) {
    let mark = NumberText.mark(record.identity)
    if record.divergence.value == .infinity, record.identity.isYes {
      return (mark, "log p(x) = ELBO + KL: both sides are infinite.")
    }
    guard record.gap.value.isFinite, record.divergence.value.isFinite else {
      return (mark, "log p(x) = ELBO + KL: \(record.reason ?? "no numbers to compare").")
    }
    let difference = NumberText.difference(
      of: record.gap.value - record.divergence.value,
      allowed: record.gap.error + record.divergence.error, written: PageNumber.short)
    return (
      mark,
      "log p(x) = ELBO + KL: the gap by subtraction and the KL by its own integral \(difference)."
    )
  }

  /// Whether the gap is positive, and why it cannot be 0.
  private func positivity(_ place: ReportPlace) -> (mark: String, text: String) {
    let record = place.record
    if record.isTight, record.status != .unverified {
      return (
        "yes", "The gap is 0: q is the posterior, up to the rounding of its parameters to doubles."
      )
    }
    let mark = NumberText.mark(record.positivity)
    if record.divergence.value == .infinity, record.status == .infinite {
      return ("yes", "The gap is positive: it is infinite.")
    }
    guard record.positivity.isYes else {
      return (mark, "The gap is positive: \(record.positivity.reason ?? "it is not").")
    }
    if let optimum = place.optimum {
      return (
        mark,
        "The gap is at least \(PageNumber.short(optimum.minimumGap.lowerBound)) for every φ, and cannot be 0: "
          + "log q is linear in z, the log posterior quadratic, so no q is the posterior."
      )
    }
    return (
      mark,
      "The gap is at least \(PageNumber.short(record.divergence.lowerBound)) for this q, and cannot be 0: it is "
        + "0 only where q is the posterior."
    )
  }
}
