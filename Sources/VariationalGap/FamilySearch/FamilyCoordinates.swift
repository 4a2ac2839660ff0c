// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Coordinates without bounds for the parameters of a family, around a member: u = log(η/η₀) for a
/// positive parameter, u = (η − η₀)/scale for a real one.
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
      parameters[index] =
        domain == .positive
        ? parameters[index] * exponential(u) : parameters[index] + scale * u
    }
    return try origin.with(parameters)
  }

  /// dη/du of each parameter of a member.
  func slopes(at member: FamilyMember) -> [Double] {
    zip(domains, member.parameters).map { $0 == .positive ? $1 : scale }
  }

  /// What the rounding of the parameters of a member to doubles makes of u.
  func rounding(of member: FamilyMember) -> [Double] {
    zip(slopes(at: member), member.parameters).map { abs($1.ulp / $0) }
  }

  /// The end of the domain that a parameter goes to with u.
  func end(of index: Int, rising: Bool) -> Double {
    if rising { return .infinity }
    return domains[index] == .positive ? 0 : -.infinity
  }
}
