// SPDX-License-Identifier: GPL-3.0-or-later

/// Likelihoods in Stan's notation: what an observation x is distributed as, given the latent z.
///
/// ```text
/// spec = name "(" [ formula { "," formula } ] ")"
/// ```
///
/// The names are those of ``Families``; the formulas are in z, as ``Formula/parse(_:names:)``
/// reads them: `normal(2*z + 1, 0.5)`, `bernoulli_logit(z)`, `binomial(10, inv_logit(z))`.
public enum LikelihoodSpec {
  /// The conditional density that a text describes.
  ///
  /// - Parameters:
  ///   - text: a family with its arguments.
  ///   - columns: names of the columns of a table that the arguments may be formulas in; a density that
  ///     names one is for ``ObservedRows``.
  /// - Throws: ``LikelihoodSpecError``, with the position of the first character that is wrong; also
  ///   for an argument that does not depend on z and is outside its parameter's domain.
  public static func parse(
    _ text: String, columns: [String] = []
  ) throws(LikelihoodSpecError) -> ConditionalDensity {
    var scanner = SpecScanner(text)
    let (name, start) = scanner.word()
    func error(_ problem: LikelihoodSpecError.Problem, at position: Int) -> LikelihoodSpecError {
      LikelihoodSpecError(text: text, position: position, problem: problem)
    }
    guard let family = Families.named(name) else {
      throw error(
        .unknownFamily(name, known: Families.all.map(\.description)), at: start)
    }
    guard scanner.skip("(") else { throw error(.missing("("), at: scanner.position) }
    let (arguments, parser) = try arguments(
      FormulaParser(scanner, names: Formula.names(ofColumns: columns)))
    let rest = parser.scanner
    guard arguments.count == family.parameters.count else {
      throw error(
        .argumentCount(
          arguments.count, family: family.description, expected: family.parameters.count),
        at: scanner.position)
    }
    for (parameter, argument) in zip(family.parameters, arguments) {
      if let problem = problem(of: argument.formula, as: parameter) {
        throw error(problem, at: argument.position)
      }
    }
    if let error = constantsError(family, arguments.map(\.formula)) {
      throw LikelihoodSpecError(text: text, position: scanner.position, problem: .invalid(error))
    }
    guard rest.isAtEnd else {
      throw error(
        rest.next == "T" ? .truncation : .trailingText(rest.rest), at: rest.position)
    }
    return ConditionalDensity(
      family: family, arguments: arguments.map(\.formula), text: text.trimmed)
  }

  /// The formulas up to the closing parenthesis, where they start, and what follows.
  private static func arguments(
    _ parser: FormulaParser
  ) throws(LikelihoodSpecError) -> ([(formula: Formula, position: Int)], rest: FormulaParser) {
    var parser = parser
    var arguments: [(formula: Formula, position: Int)] = []
    do throws(FormulaError) {
      if parser.scanner.next != ")" {
        repeat {
          let position = parser.scanner.position
          arguments.append((try parser.formula(), position))
        } while parser.skip(",")
      }
      try parser.expect(")")
    } catch {
      throw LikelihoodSpecError(
        text: error.text, position: error.position, problem: .formula(error.problem))
    }
    return (arguments, parser)
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
    var scanner = SpecScanner(density.text)
    guard scanner.word().0 == density.family.name, scanner.skip("("),
      let (arguments, parser) = try? arguments(
        FormulaParser(
          scanner, names: Formula.names(ofColumns: columns), keepingNumbersAfter: values)),
      arguments.count == density.arguments.count
    else { return nil }
    return (arguments.map(\.formula), parser.numbers ?? [])
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
  ) -> LikelihoodSpecError.Problem? {
    guard let value = argument.constantValue?.head else {
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

extension String {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace ?? false { rest.removeFirst() }
    while rest.last?.isWhitespace ?? false { rest.removeLast() }
    return String(rest)
  }
}
