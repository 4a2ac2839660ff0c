// SPDX-License-Identifier: GPL-3.0-or-later

/// A spec whose family is none.
public typealias FamilyNameError = TextError<FamilyNameProblem>

/// Why a name is that of no family.
public enum FamilyNameProblem: Error, Sendable, Hashable {
  /// A name has to stand here.
  case missing
  /// No family has this name; the nearest that there is, if one is near.
  case unknown(String, nearest: String?)
  /// A library has this name for other parameters.
  case foreign(ForeignFamily)
  /// This one is of counts, and a density has to stand here.
  case ofCounts(String)
  /// A weight and a family, or a sum of families.
  case mixture

  init(_ name: String, _ families: [Family]) {
    let squeezed = FamilyName.squeezed(name)
    if name.isEmpty {
      self = .missing
    } else if squeezed == "mixture" {
      self = .mixture
    } else if let foreign = ForeignFamily.all.first(where: { $0.isCalled(squeezed) }) {
      self = .foreign(foreign)
    } else {
      // An alias of one or two letters is near to anything.
      let known = families.flatMap { family in
        ([family.name] + (FamilyName.aliases[family.name] ?? []).filter { $0.count > 2 })
          .map { (FamilyName.squeezed($0), family.name) }
      }
      self = .unknown(name, nearest: NearestName.of(squeezed, among: known))
    }
  }
}

extension FamilyNameProblem: CustomStringConvertible {
  /// What is wrong, and what would be right.
  public var description: String {
    switch self {
    case .missing: "a family has to stand here, as in normal(0, 1), without quotes of its own"
    case .unknown(let name, let nearest?):
      "no family is called '\(name)'; did you mean \(nearest)?"
    case .unknown(let name, nil):
      "no family is called '\(name)'; normal, gamma and poisson are some that there are"
    case .foreign(let family): family.description
    case .ofCounts(let family):
      "\(family) is a family of counts, which only a likelihood can be"
    case .mixture:
      "a mixture is mixture(w, SPEC, w, SPEC, ...), of which the last weight may be left out, as in "
        + "mixture(0.3, normal(0, 1), normal(3, 1))"
    }
  }
}
