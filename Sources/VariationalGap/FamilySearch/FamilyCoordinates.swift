// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Coordinates without bounds for the parameters of a family, around a member: u = log(η/η₀) for a
/// positive parameter, u = logit η − logit η₀ for a probability, u = (η − η₀)/scale for a real one.
struct FamilyCoordinates {
  let origin: FamilyMember
  /// The unit of a real parameter.
  let scale: Double

  private var domains: [Family.Domain] { origin.family.parameters.map(\.domain) }

  /// The member at a point.
  ///
  /// - Throws: `DistributionError` where a parameter leaves the doubles.
  func member(at point: [Double]) throws(DistributionError) -> FamilyMember {
    var parameters = origin.parameters
    for (index, (domain, u)) in zip(domains, point).enumerated() {
      let value = parameters[index]
      switch domain {
      case .positive: parameters[index] = value * exponential(u)
      case .probability: parameters[index] = value / (value + (1 - value) * exponential(-u))
      default: parameters[index] = value + scale * u
      }
    }
    return try origin.with(parameters)
  }

  /// dη/du of each parameter of a member.
  func slopes(at member: FamilyMember) -> [Double] {
    zip(domains, member.parameters).map { domain, value in
      switch domain {
      case .positive: value
      case .probability: value * (1 - value)
      default: scale
      }
    }
  }

  /// What the rounding of the parameters of a member to doubles makes of u.
  func rounding(of member: FamilyMember) -> [Double] {
    zip(slopes(at: member), member.parameters).map { abs($1.ulp / $0) }
  }

  /// The end of the domain that a parameter goes to with u.
  func end(of index: Int, rising: Bool) -> Double {
    switch domains[index] {
    case .positive: rising ? .infinity : 0
    case .probability: rising ? 1 : 0
    default: rising ? .infinity : -.infinity
    }
  }
}
