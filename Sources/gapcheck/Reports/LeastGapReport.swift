// SPDX-License-Identifier: GPL-3.0-or-later

import Certificate
import Distributions
import VariationalGap

/// What `certify` shows of a q with a parameter in a range.
struct LeastGapReport {
  let model: Model
  let family: ParameterRange
  let proof: CertifiedLeastGap

  /// Whether the gap is shown to be positive for every q of the range.
  var isPositive: Bool { proof.gap.lowerBound > 0 }

  /// The columns. They may only grow.
  var fields: [Field<LeastGapReport>] {
    Field.model { $0.model } + [
      Field("q") { .text($0.family.text) },
      Field("least_gap_lower") { .text($0.proof.gap.lower) },
      Field("least_gap_upper") { .text($0.proof.gap.upper) },
      Field("least_gap_from", number: { $0.proof.place.lowerBound }),
      Field("least_gap_to", number: { $0.proof.place.upperBound }),
      Field("positive") { .flag($0.isPositive) },
      Field("parts") { .integer($0.proof.parts) },
    ] + Field.versions + Field.rows(of: model) { $0.model }
  }

  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    let name = family.family.parameters[family.index].name
    let (gap, place) = (proof.gap, proof.place)
    return style.heading("\(model)", "q = \(family.text)")
      + style.paragraph(
        "[\(gap.lower), \(gap.upper)], at \(name) from \(place.lowerBound) to \(place.upperBound)",
        after: "least gap  ", indent: 11) + [""]
      + style.verdict(
        isPositive ? .yes : .no,
        "the gap is at least \(gap.lower) for every q of the range, proven in \(proof.parts) parts")
  }
}
