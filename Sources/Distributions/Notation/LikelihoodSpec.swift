// SPDX-License-Identifier: GPL-3.0-or-later

/// Likelihoods in Stan's notation: what an observation x is distributed as, given the latent z.
///
/// ```text
/// spec     = [ "x" "|" "z" "~" ] ( name "(" [ argument { "," argument } ] ")" | mixture | zeros )
/// whole    = spec [ "T" "[" [ formula ] "," [ formula ] "]" ]
/// argument = [ parameter "=" ] formula
/// mixture  = "mixture" "(" formula "," spec { "," formula "," spec } [ "," [ formula "," ] spec ] ")"
/// zeros    = ( "zero_inflated" | "hurdle" ) "(" formula "," spec ")"
/// ```
///
/// The names are those of ``Families`` and what else ``FamilyName`` knows; arguments with names may stand in any
/// order behind those without. The formulas are in z, as ``Formula/parse(_:names:)``
/// reads them: `normal(2*z + 1, 0.5)`, `bernoulli_logit(z)`, `binomial(10, inv_logit(z))`. Where a weight may stand, a
/// name that is a function's means the function. The ends of a truncation, as in `normal(z, 1) T[0, ]`, belong to it,
/// and do not depend on z.
public enum LikelihoodSpec {
  /// The conditional density that a text describes.
  ///
  /// - Parameters:
  ///   - text: a family with its arguments.
  ///   - columns: names of the columns of a table that the arguments may be formulas in; a density that
  ///     names one is for ``ObservedRows``.
  /// - Throws: ``SpecError``, with the position of the first character that is wrong; also
  ///   for an argument that does not depend on z and is outside its parameter's domain.
  public static func parse(
    _ text: String, columns: [String] = []
  ) throws(SpecError) -> ConditionalDensity {
    func error(_ problem: SpecProblem, at position: Int) -> SpecError {
      SpecError(text: text, position: position, problem: problem)
    }
    var parser = FormulaParser(SpecScanner(text), names: Formula.names(ofColumns: columns))
    let spec = try whole(&parser)
    let (family, arguments, rest) = (spec.family, spec.arguments, parser.scanner)
    let formulas = arguments.map(\.value.formula)
    for (parameter, argument) in zip(family.parameters, arguments) {
      if let problem = problem(of: argument.value.formula, as: parameter) {
        throw error(problem, at: argument.position)
      }
    }
    for (parameter, argument) in family.checked(formulas).dropFirst(arguments.count) {
      if let problem = problem(of: argument, as: parameter) { throw error(problem, at: spec.start) }
    }
    if let problem = constantsError(family, formulas) {
      throw error(.invalid(problem), at: spec.start)
    }
    guard rest.isAtEnd else {
      let problem: SpecProblem =
        rest.continuesMixture ? .family(.mixture) : .trailingText(rest.rest, after: .likelihood)
      throw error(problem, at: rest.position)
    }
    return ConditionalDensity(family: family, arguments: formulas, text: spec.normalised)
  }

  /// A spec that has been read.
  private struct Spec {
    let family: Family
    /// In the family's order.
    let arguments: [NamedArgument<(formula: Formula, text: String)>]
    /// Where the arguments start.
    let start: Int
    /// As it was written, if it was written as in Stan, and else as it would be.
    let normalised: String
  }

  /// Reads a spec, and the truncation behind it.
  private static func whole(_ parser: inout FormulaParser) throws(SpecError) -> Spec {
    let spec = try read(&parser)
    let start = parser.scanner.position
    guard parser.skip("T") else { return spec }
    guard parser.skip("[") else {
      throw SpecError(
        text: parser.scanner.text, position: parser.scanner.position, problem: .missing("["))
    }
    var ends: [NamedArgument<(formula: Formula, text: String)>?] = []
    do throws(FormulaError) {
      for close in [Character(","), "]"] {
        if parser.scanner.next == close {
          ends.append(nil)
        } else {
          ends.append(try argument(&parser))
        }
        try parser.expect(close)
      }
    } catch {
      throw SpecError(
        text: error.text, position: error.position,
        problem: error.problem == .missing(",") ? .missing(",") : .formula(error.problem))
    }
    func error(_ problem: IntervalProblem, at position: Int) -> SpecError {
      SpecError(
        text: parser.scanner.text, position: position, problem: .truncation(problem))
    }
    let given = ends.compactMap { $0 }
    for end in given where end.value.formula.hasLatent {
      throw error(.varyingEnd("\(end.value.formula)"), at: end.position)
    }
    guard let first = given.first else { return spec }
    let text = "T[\(ends[0]?.value.text ?? ""), \(ends[1]?.value.text ?? "")]"
    // Numbers that stand for themselves have been looked at before.
    if parser.numbers == nil {
      let values = given.compactMap { $0.value.formula.constantValue?.head }
      if values.count == 2,
        spec.family.isDiscrete
          ? values[0].rounded(.up) > values[1].rounded(.down) : values[0] >= values[1]
      {
        throw error(.empty(text), at: first.position)
      }
      do throws(IntervalProblem) {
        let mass = try spec.family.logProbability(
          from: ends[0]?.value.formula, to: ends[1]?.value.formula,
          spec.arguments.map(\.value.formula))
        if mass.constantValue?.head == -.infinity { throw .empty(text) }
      } catch let problem {
        throw error(problem, at: start)
      }
    }
    return Spec(
      family: .truncated(spec.family, hasLower: ends[0] != nil, hasUpper: ends[1] != nil),
      arguments: spec.arguments + given, start: spec.start,
      normalised: "\(spec.normalised) \(text)")
  }

  /// Reads up to the closing parenthesis.
  private static func read(
    _ parser: inout FormulaParser, depth: Int = 0
  ) throws(SpecError) -> Spec {
    let text = parser.scanner.text
    func error(_ problem: SpecProblem, at position: Int) -> SpecError {
      SpecError(text: text, position: position, problem: problem)
    }
    let beginning = parser.scanner.position
    if let composite = parser.scan({ $0.composite() }) {
      guard depth < CompositeName.depthLimit else { throw error(.mixture(.tooDeep), at: beginning) }
      return composite == .mixture
        ? try mixture(&parser, depth: depth) : try withZeros(composite, &parser, depth: depth)
    }
    var name: FamilyName
    do throws(FamilyNameError) {
      name = try parser.scan { scanner throws(FamilyNameError) in
        try scanner.family(among: Families.all)
      }
    } catch let problem {
      throw error(.family(problem.problem), at: problem.position)
    }
    guard parser.skip("(") else {
      throw error(.missingParameters(family: "\(name.family)"), at: parser.scanner.position)
    }
    let start = parser.scanner.position
    var written: [NamedArgument<(formula: Formula, text: String)>] = []
    do throws(FormulaError) {
      if parser.scanner.next != ")" {
        repeat {
          let name = parser.argumentName()
          written.append(try argument(&parser, named: name))
        } while parser.skip(",")
      }
      try parser.expect(")")
    } catch let problem {
      throw error(.formula(problem.problem), at: problem.position)
    }
    name = name.taking(written.count)
    let arguments: [NamedArgument<(formula: Formula, text: String)>]
    do throws(ArgumentNameError) {
      arguments = try name.ordered(written, text: text) {
        NamedArgument(
          name: nil, value: (.number($0), Formula.number($0).description), position: start)
      }
    } catch let problem {
      throw error(.argumentName(problem.problem), at: problem.position)
    }
    let family = name.family
    guard arguments.count == family.parameters.count else {
      throw error(
        .argumentCount(
          arguments.count, family: family.description, expected: family.parameters.count),
        at: start)
    }
    if let problem = cutPointsError(family, arguments.map(\.value.formula)) {
      throw error(.invalid(problem), at: start)
    }
    let whole = parser.scanner.text(from: beginning)
    let isStans =
      name.written == family.name && whole.hasPrefix(name.written)
      && written.count == arguments.count && written.allSatisfy { $0.name == nil }
    let list = arguments.map(\.value.text).joined(separator: ", ")
    return Spec(
      family: family, arguments: arguments, start: start,
      normalised: isStans ? whole : "\(family.name)(\(list))")
  }

  /// A formula, and how it was written.
  private static func argument(
    _ parser: inout FormulaParser, named name: (text: String, position: Int)? = nil
  ) throws(FormulaError) -> NamedArgument<(formula: Formula, text: String)> {
    let position = parser.scanner.position
    let formula = try parser.formula()
    return NamedArgument(
      name: name, value: (formula, parser.scanner.text(from: position)), position: position)
  }

  /// A weight, and the comma behind it.
  private static func weight(
    _ parser: inout FormulaParser
  ) throws(SpecError) -> NamedArgument<(formula: Formula, text: String)> {
    let weight: NamedArgument<(formula: Formula, text: String)>
    do throws(FormulaError) {
      weight = try argument(&parser)
      if parser.scanner.next != ")", !parser.scanner.isAtEnd { try parser.expect(",") }
    } catch let problem {
      throw SpecError(
        text: problem.text, position: problem.position, problem: .formula(problem.problem))
    }
    guard parser.scanner.next != ")", !parser.scanner.isAtEnd else {
      throw SpecError(
        text: parser.scanner.text, position: parser.scanner.position,
        problem: .mixture(.missingPart))
    }
    return weight
  }

  /// Reads what follows `mixture(`.
  private static func mixture(
    _ parser: inout FormulaParser, depth: Int
  ) throws(SpecError) -> Spec {
    let start = parser.scanner.position
    var parts: [Spec] = []
    var arguments: [NamedArgument<(formula: Formula, text: String)>] = []
    var (weights, written): ([Formula], [String]) = ([], [])
    var hasAllWeights = true
    func error(_ problem: MixtureProblem, at position: Int) -> SpecError {
      SpecError(text: parser.scanner.text, position: position, problem: .mixture(problem))
    }
    repeat {
      guard hasAllWeights else { throw error(.partBehindLast, at: parser.scanner.position) }
      hasAllWeights = !parser.scanner.isAtFamily
      if hasAllWeights {
        let weight = try weight(&parser)
        arguments.append(weight)
        weights.append(weight.value.formula)
        written.append(weight.value.text)
      }
      let position = parser.scanner.position
      let part = try read(&parser, depth: depth + 1)
      if parser.scanner.next == "T" { throw error(.truncation, at: parser.scanner.position) }
      if let first = parts.first, first.family.isDiscrete != part.family.isDiscrete {
        let (counts, density) =
          part.family.isDiscrete ? (part.family, first.family) : (first.family, part.family)
        throw error(.kinds(counts: "\(counts)", density: "\(density)"), at: position)
      }
      parts.append(part)
      arguments += part.arguments
      written.append(part.normalised)
    } while parser.skip(",")
    try close(&parser)
    if parser.numbers == nil {
      let sum = MixtureWeights.sum(of: weights)
      guard !hasAllWeights || sum.constantValue != nil else {
        throw error(.openSum("\(sum)"), at: start)
      }
      do throws(DistributionError) {
        _ = try MixtureWeights.logarithms(weights, areAll: hasAllWeights)
      } catch {
        throw SpecError(
          text: parser.scanner.text, position: start, problem: .invalid(error))
      }
    }
    return Spec(
      family: .mixture(of: parts.map(\.family), hasAllWeights: hasAllWeights),
      arguments: arguments, start: start,
      normalised: "mixture(\(written.joined(separator: ", ")))")
  }

  /// Reads what follows `zero_inflated(` or `hurdle(`.
  private static func withZeros(
    _ name: CompositeName, _ parser: inout FormulaParser, depth: Int
  ) throws(SpecError) -> Spec {
    let start = parser.scanner.position
    let weight = try weight(&parser)
    let position = parser.scanner.position
    let counts = try read(&parser, depth: depth + 1)
    guard counts.family.isDiscrete else {
      throw SpecError(
        text: parser.scanner.text, position: position,
        problem: .mixture(.noCounts("\(counts.family)")))
    }
    try close(&parser)
    return Spec(
      family: name == .hurdle ? .hurdle(counts.family) : .zeroInflated(counts.family),
      arguments: [weight] + counts.arguments, start: start,
      normalised: "\(name.written)(\(weight.value.text), \(counts.normalised))")
  }

  private static func close(_ parser: inout FormulaParser) throws(SpecError) {
    guard parser.skip(")") else {
      throw SpecError(
        text: parser.scanner.text, position: parser.scanner.position, problem: .missing(")"))
    }
  }

  /// The arguments of a density that was read from its text, with each number as a parameter
  /// (``Formula/parseExactly(_:names:after:)``); `nil` for one that was not.
  ///
  /// - Parameters:
  ///   - density: the density.
  ///   - columns: the names of the columns that it was read with.
  ///   - values: those of the observation and the columns; the numbers of the text follow them.
  package static func exactArguments(
    of density: ConditionalDensity, columns: [String] = [], after values: [DoubleDouble] = []
  ) -> (formulas: [Formula], numbers: [DoubleDouble])? {
    var parser = FormulaParser(
      SpecScanner(density.text), names: Formula.names(ofColumns: columns),
      keepingNumbersAfter: values)
    guard let spec = try? whole(&parser), spec.family == density.family else { return nil }
    return (spec.arguments.map(\.value.formula), parser.numbers ?? [])
  }

  /// Why cut points that are numbers are none; `nil` where they are, or the family has none.
  private static func cutPointsError(
    _ family: Family, _ arguments: [Formula]
  ) -> DistributionError? {
    guard family.isRepeated else { return nil }
    for (a, b) in zip(arguments.dropFirst(), arguments.dropFirst(2)) {
      guard let a = a.constantValue?.head, let b = b.constantValue?.head, a >= b else { continue }
      return DistributionError(
        parameter: "the cut points of \(family.title)", value: "\(a), \(b)",
        requirement: "in ascending order")
    }
    return nil
  }

  /// Why arguments that are all numbers make no distribution together; `nil` where they do.
  private static func constantsError(
    _ family: Family, _ arguments: [Formula]
  ) -> DistributionError? {
    let values = arguments.compactMap { $0.constantValue?.head }
    guard values.count == arguments.count, !family.isDiscrete else { return nil }
    do throws(DistributionError) {
      _ = try family(values)
      return nil
    } catch {
      return error
    }
  }

  /// What makes an argument impossible for every z; `nil` where nothing does.
  private static func problem(
    of argument: Formula, as parameter: Family.Parameter
  ) -> SpecProblem? {
    guard let value = argument.constantValue?.head else {
      if parameter.isFixed {
        return .varyingNumber(parameter: parameter.name, formula: argument.description)
      }
      // A whole number for every z is a constant.
      return parameter.domain == .count && argument.hasLatent
        ? .varyingCount(parameter: parameter.name, formula: argument.description) : nil
    }
    return parameter.domain.contains(value)
      ? nil : .outsideDomain(ParameterViolation(parameter, argument, value: value))
  }
}

extension Formula {
  /// What names stand for in the formula of a row: z for the latent, x for the first parameter where it is
  /// named, a column for its own.
  ///
  /// - Parameters:
  ///   - columns: the names of a table's columns.
  ///   - observation: the name of the observation; `nil` where it has none.
  public static func names(
    ofColumns columns: [String], observation: String? = nil
  ) -> [String: Formula] {
    var names: [String: Formula] = [:]
    for (index, name) in columns.enumerated() { names[name] = .parameter(index + 1) }
    if let observation { names[observation] = .parameter(0) }
    names["z"] = .latent
    return names
  }
}
