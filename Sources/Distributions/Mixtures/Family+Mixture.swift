// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// The mixtures of members of some families, all of densities or all of counts.
  ///
  /// The parameters are those of a spec from left to right: the first weight, the parameters of the first part, the
  /// second weight, and so on.
  ///
  /// - Parameters:
  ///   - parts: the families, at least one.
  ///   - hasAllWeights: whether the last part has a weight too, and is not what the others leave.
  static func mixture(of parts: [Family], hasAllWeights: Bool) -> Family {
    let layout = MixtureLayout(parts, hasAllWeights: hasAllWeights)
    let list = parts.map(\.identity).joined(separator: ", ")
    let member: @Sendable (Values) throws(DistributionError) -> any Distribution = {
      (values: Values) throws(DistributionError) -> any Distribution in
      try layout.member(of: parts, values.parameters)
    }
    return Family(
      name: "mixture", identity: "mixture(\(list))\(hasAllWeights ? " with all weights" : "")",
      title: "a mixture", parameters: layout.parameters, implied: layout.implied,
      intervals: IntervalProbability(numbers: layout.intervalNumbers(of: parts)) {
        lower, upper, p throws(IntervalProblem) in
        let logWeights = MixtureWeights.formulas(layout.weights(p), areAll: hasAllWeights)
        var terms: [Formula] = []
        for (index, part) in parts.enumerated() {
          terms.append(
            logWeights[index].weighting(
              try part.logProbability(from: lower, to: upper, layout.parameters(p, of: index))))
        }
        return .flatMixture(terms)
      },
      logDensity: { x, p in
        let logWeights = MixtureWeights.formulas(layout.weights(p), areAll: hasAllWeights)
        return .mixture(
          parts.indices.map {
            logWeights[$0].weighting(parts[$0].logDensity(of: x, layout.parameters(p, of: $0)))
          })
      }, member: parts.contains(where: \.isDiscrete) ? nil : member)
  }
}

/// Where the weights and the parameters of each part are among the parameters of a mixture.
private struct MixtureLayout: Sendable {
  private(set) var parameters: [Family.Parameter] = []
  private(set) var implied: [Family.Implied] = []
  private var weightPlaces: [Int] = []
  private var ranges: [Range<Int>] = []

  init(_ parts: [Family], hasAllWeights: Bool) {
    for (index, part) in parts.enumerated() {
      let number = index + 1
      if hasAllWeights || number < parts.count {
        weightPlaces.append(parameters.count)
        parameters.append(
          Family.Parameter("w_\(number)", .probability, "weight of part \(number)"))
      }
      let range = parameters.count..<parameters.count + part.parameters.count
      ranges.append(range)
      parameters += part.parameters.map {
        Family.Parameter(
          "\($0.name)_\(number)", $0.domain, "\($0.label) of part \(number)", isFixed: $0.isFixed)
      }
      implied += part.implied.map { implied in
        Family.Implied(parameter: implied.parameter) { implied.value(Array($0[range])) }
      }
    }
    // The rest of one weight has its domain where that has.
    guard !hasAllWeights, parts.count > 2 else { return }
    let places = weightPlaces
    implied.append(
      Family.Implied(parameter: Family.Parameter("the last weight", .probability)) { p in
        MixtureWeights.rest(of: places.map { p[$0] })
      })
  }

  /// The places of the parameters that the probability of an interval has as numbers.
  func intervalNumbers(of parts: [Family]) -> [Int] {
    zip(parts, ranges).flatMap { part, range in
      part.intervalNumbers.map { range.lowerBound + $0 }
    }
  }

  /// The weights that are given.
  func weights<Value>(_ values: [Value]) -> [Value] { weightPlaces.map { values[$0] } }

  /// The mixture with these parameters.
  func member(
    of parts: [Family], _ values: [Double]
  ) throws(DistributionError) -> any Distribution {
    var members: [any Distribution] = []
    for (index, part) in parts.enumerated() {
      members.append(try part(parameters(values, of: index)))
    }
    let weighted = zip(weights(values), members).map { Mixture.Part(weight: $0, $1) }
    guard weighted.count < members.count, let rest = members.last else {
      return try Mixture(weighted)
    }
    return try Mixture(weighted, rest: rest)
  }

  /// The parameters of a part.
  func parameters<Value>(_ values: [Value], of part: Int) -> [Value] {
    Array(values[ranges[part]])
  }
}
