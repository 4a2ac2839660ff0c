// SPDX-License-Identifier: GPL-3.0-or-later

/// An argument of a spec, as in `2` or `sigma = 2`.
struct NamedArgument<Value> {
  /// The name, and where it stands; `nil` where the place says which it is.
  let name: (text: String, position: Int)?
  let value: Value
  /// Where the value stands.
  let position: Int
}

extension FamilyName {
  /// The arguments in the family's order: the first by their places, then others by name, then those that
  /// may be left out. Too few or too many where there are.
  ///
  /// - Parameter standard: an argument that was left out.
  /// - Throws: ``ArgumentNameError``.
  func ordered<Value>(
    _ arguments: [NamedArgument<Value>], text: String, standard: (Double) -> NamedArgument<Value>
  ) throws(ArgumentNameError) -> [NamedArgument<Value>] {
    let parameters = family.parameters
    guard arguments.count <= parameters.count else { return arguments }
    var places = [NamedArgument<Value>?](repeating: nil, count: parameters.count)
    for (index, argument) in arguments.enumerated() {
      func error(_ problem: ArgumentNameProblem) -> ArgumentNameError {
        ArgumentNameError(
          text: text, position: argument.name?.position ?? argument.position, problem: problem)
      }
      var place = index
      if let name = argument.name {
        guard let named = family.place(ofParameter: name.text) else {
          throw error(
            .unknown(name.text, family: family.description, parameters: family.parametersInWords))
        }
        place = named
      } else if arguments[..<index].contains(where: { $0.name != nil }) {
        throw error(.unnamed)
      }
      guard places[place] == nil else { throw error(.repeated(parameters[place].name)) }
      places[place] = argument
    }
    // By its place, a second argument means one thing in R and another in Python.
    let required = parameters.count - defaults.count
    if places.prefix(required).allSatisfy({ $0 != nil }),
      arguments.dropFirst(required).allSatisfy({ $0.name != nil })
    {
      for (index, value) in defaults.enumerated() where places[required + index] == nil {
        places[required + index] = standard(value)
      }
    }
    return places.compactMap { $0 }
  }
}

extension Family {
  /// The place of a parameter by Stan's name, by what it is called in words, as in `sd` or `rate`, or by its name in
  /// R, SciPy or PyTorch where it means the same there; `nil` where there is none.
  public func place(ofParameter name: String) -> Int? {
    let word = FamilyName.squeezed(name)
    func place(where isMeant: (Parameter) -> Bool) -> Int? { parameters.firstIndex(where: isMeant) }
    return place { $0.name == name } ?? place { FamilyName.squeezed($0.name) == word }
      ?? place { $0.label.lowercased().filter { $0 != " " } == word }
      ?? place { Family.synonyms[$0.label]?.contains(word) ?? false }
  }

  /// What libraries call a parameter, by its name in words.
  private static let synonyms: [String: [String]] = [
    "location": ["loc", "meanlog"], "mean": ["loc", "mu"],
    "standard deviation": ["sd", "std", "stddev", "scale"], "scale": ["sdlog"],
    "rate": ["lambda"], "shape": ["concentration"],
    "number of degrees of freedom": ["df", "degreesoffreedom"],
    "lower end": ["a", "min", "low", "lower"], "upper end": ["b", "max", "high", "upper"],
    "first shape": ["shape1", "a", "concentration1"],
    "second shape": ["shape2", "b", "concentration0"],
    "number of trials": ["size", "trials", "totalcount"], "probability": ["p", "prob", "probs"],
    "log odds": ["logit", "logits"], "inverse dispersion": ["size"],
  ]

  /// As in "mu is the mean, sigma the standard deviation"; the names alone where they have no others.
  public var parametersInWords: String {
    let parts = parameters.enumerated().map { index, parameter in
      parameter.label == parameter.name
        ? parameter.name
        : "\(parameter.name)\(index == 0 ? " is" : "") the \(parameter.label)"
    }
    return parts.joined(separator: ", ")
  }
}
