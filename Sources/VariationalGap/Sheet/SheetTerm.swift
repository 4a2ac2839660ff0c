// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A summand of a formula that is right, and where it comes from: what is wrong with it in an answer is said by name.
struct SheetTerm: Sendable {
  /// The summand with its sign, in the variables of its part.
  let text: String
  /// What people write, as in "θ/φ".
  let name: String
  /// Why it stands there.
  let origin: String

  /// What may have become of a summand, by its factor, a formula.
  private static let slips: [(factor: String, says: @Sendable (SheetTerm) -> String)] = [
    ("0", { "\($0.name) is forgotten: \($0.origin)" }),
    ("-1", { "the sign of \($0.name): \($0.origin)" }),
    ("2", { "\($0.name) has a factor 2 too many: \($0.origin)" }),
    ("0.5", { "\($0.name) has a factor ½ too many: \($0.origin)" }),
    ("-2", { "the sign and a factor 2 of \($0.name): \($0.origin)" }),
    ("-0.5", { "the sign and a factor ½ of \($0.name): \($0.origin)" }),
    ("4", { "\($0.name) has a factor 4 too many: \($0.origin)" }),
    ("1/phi", { "\($0.name) is divided by φ once too often: \($0.origin)" }),
    ("phi", { "\($0.name) is multiplied by φ once too often: \($0.origin)" }),
  ]

  /// What has to be added to the right formula for the slips of one or two of its summands, the likeliest first.
  static func slips(
    of terms: [SheetTerm]
  ) -> [(slips: [(term: SheetTerm, factor: String)], reason: String)] {
    let single = terms.flatMap { term in
      slips.map { (slips: [(term: term, factor: $0.factor)], reason: $0.says(term)) }
    }
    var all = single
    for (index, first) in single.enumerated() {
      for second in single[(index + 1)...]
      where second.slips[0].term.name != first.slips[0].term.name {
        all.append((first.slips + second.slips, "\(first.reason); \(second.reason)"))
      }
    }
    return all
  }
}
