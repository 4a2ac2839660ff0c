// SPDX-License-Identifier: GPL-3.0-or-later

/// Members of a family of which some parameters are free, as in `gamma(?, 2)` or `normal(?, ?) T[0, ]`: a prior that is to
/// be learned, or a q.
public struct FreeMember: Sendable {
  /// The spec.
  public let spec: FreeSpec

  /// The places of the free parameters in the family's order, from the first `?` to the last.
  public let places: [Int]

  /// The free parameters, from the first `?` to the last.
  public let parameters: [FreeParameter]

  /// Any member.
  private let base: FamilyMember

  /// Reads a spec, as ``DistributionSpec`` does.
  ///
  /// - Throws: ``FreeSpecError``, also for a `?` that is not a whole parameter, or one of a family whose support depends on
  ///   it.
  public init(_ text: String) throws(FreeSpecError) {
    let spec = FreeSpec(text)
    // Powers of ½ lie in every domain, and those of weights add up to less than 1.
    let values = (0..<spec.count).map { 0.25 / Double(1 << min($0, 50)) }
    let base = try FreeMember.member(of: spec, values)
    let family = base.family
    var places: [Int] = []
    for index in values.indices {
      var moved = values
      moved[index] *= 0.75
      guard let other = try? DistributionSpec.member(spec.setting(moved)) else {
        throw FreeMember.misplaced(spec, family)
      }
      let changed = family.parameters.indices.filter { other.parameters[$0] != base.parameters[$0] }
      guard changed.count == 1, other.parameters[changed[0]] == moved[index],
        other.truncation == base.truncation
      else { throw FreeMember.misplaced(spec, family) }
      places.append(changed[0])
    }
    guard places.isEmpty || !family.hasVariableSupport else {
      throw FreeSpecError(
        text: spec.text,
        reason: "the support of \(family) depends on its parameters: none of them can be ?")
    }
    self.spec = spec
    (self.base, self.places) = (base, places)
    parameters = places.map {
      FreeParameter(name: family.parameters[$0].name, domain: family.parameters[$0].domain)
    }
  }

  private static func misplaced(_ spec: FreeSpec, _ family: Family) -> FreeSpecError {
    FreeSpecError(
      text: spec.text,
      reason:
        "a ? stands for a whole parameter of \(family), not inside of a formula or a truncation")
  }

  private static func member(
    of spec: FreeSpec, _ values: [Double]
  ) throws(FreeSpecError) -> FamilyMember {
    // One digit for each ?, so that errors point at the right character.
    do throws(SpecError) {
      return try DistributionSpec.member(spec.setting(values))
    } catch let first {
      do throws(SpecError) {
        _ = try DistributionSpec.member(spec.setting(values.map { _ in "1" }))
      } catch {
        throw FreeSpecError(error, in: spec)
      }
      throw FreeSpecError(text: spec.text, reason: "\(first.problem)")
    }
  }

  /// The family.
  public var family: Family { base.family }

  /// What the members are truncated to, if they are.
  public var truncation: Interval? { base.truncation }

  /// Where the members have mass.
  public var support: Interval { base.distribution.support }

  /// The member with these values of the free parameters.
  ///
  /// - Throws: ``DistributionError`` for a value outside of its domain.
  public func member(_ values: [Double]) throws(DistributionError) -> FamilyMember {
    var parameters = base.parameters
    for (place, value) in zip(places, values) { parameters[place] = value }
    return try base.with(parameters)
  }
}

extension FreeMember: CustomStringConvertible {
  /// The spec, as it was written.
  public var description: String { spec.text }
}
