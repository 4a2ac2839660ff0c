// SPDX-License-Identifier: GPL-3.0-or-later

/// Likelihoods in Stan's notation: what an observation x is distributed as, given the latent z.
///
/// ```text
/// spec     = [ "x" "|" "z" "~" ] name "(" [ argument { "," argument } ] ")"
/// argument = [ parameter "=" ] formula
/// ```
///
/// The names are those of ``Families`` and what else ``FamilyName`` knows; arguments with names may stand in any
/// order behind those without. The formulas are in z, as ``Formula/parse(_:names:)``
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
    func error(_ problem: LikelihoodSpecError.Problem, at position: Int) -> LikelihoodSpecError {
      LikelihoodSpecError(text: text, position: position, problem: problem)
    }
    let spec = try read(text, names: Formula.names(ofColumns: columns))
    let (family, arguments, rest) = (spec.name.family, spec.arguments, spec.parser.scanner)
    guard arguments.count == family.parameters.count else {
      throw error(
        .argumentCount(
          arguments.count, family: family.description, expected: family.parameters.count),
        at: spec.start)
    }
    let formulas = arguments.map(\.value.formula)
    for (parameter, argument) in zip(family.parameters, arguments) {
      if let problem = problem(of: argument.value.formula, as: parameter) {
        throw error(problem, at: argument.position)
      }
    }
    if let problem = constantsError(family, formulas) {
      throw error(.invalid(problem), at: spec.start)
    }
    guard rest.isAtEnd else {
      let problem: LikelihoodSpecProblem =
        rest.next == "T"
        ? .truncation : rest.continuesMixture ? .family(.mixture) : .trailingText(rest.rest)
      throw error(problem, at: rest.position)
    }
    return ConditionalDensity(family: family, arguments: formulas, text: spec.normalised)
  }

  /// A spec that has been read.
  private struct Spec {
    let name: FamilyName
    /// In the family's order.
    let arguments: [NamedArgument<(formula: Formula, text: String)>]
    /// Where the arguments start.
    let start: Int
    /// What follows.
    let parser: FormulaParser
    /// As it was written, if it was written as in Stan, and else as it would be.
    let normalised: String
  }

  /// Reads up to the closing parenthesis.
  private static func read(
    _ text: String, names: [String: Formula], keepingNumbersAfter values: [DoubleDouble]? = nil
  ) throws(LikelihoodSpecError) -> Spec {
    func error(_ problem: LikelihoodSpecError.Problem, at position: Int) -> LikelihoodSpecError {
      LikelihoodSpecError(text: text, position: position, problem: problem)
    }
    var scanner = SpecScanner(text)
    let name: FamilyName
    do throws(FamilyNameError) {
      name = try scanner.family(among: Families.all)
    } catch let problem {
      throw error(.family(problem.problem), at: problem.position)
    }
    guard scanner.skip("(") else { throw error(.missing("("), at: scanner.position) }
    let start = scanner.position
    var parser = FormulaParser(scanner, names: names, keepingNumbersAfter: values)
    var written: [NamedArgument<(formula: Formula, text: String)>] = []
    do throws(FormulaError) {
      if scanner.next != ")" {
        repeat {
          let name = parser.argumentName()
          let position = parser.scanner.position
          let formula = try parser.formula()
          let text = parser.scanner.text(from: position)
          written.append(NamedArgument(name: name, value: (formula, text), position: position))
        } while parser.skip(",")
      }
      try parser.expect(")")
    } catch let problem {
      throw error(.formula(problem.problem), at: problem.position)
    }
    let taken = name.taking(written.count)
    do throws(ArgumentNameError) {
      let arguments = try taken.ordered(written, text: text) {
        NamedArgument(
          name: nil, value: (.number($0), Formula.number($0).description), position: start)
      }
      let isStans =
        taken.written == taken.family.name && text.trimmed.hasPrefix(taken.written)
        && written.count == arguments.count
        && written.allSatisfy { $0.name == nil }
      let list = arguments.map(\.value.text).joined(separator: ", ")
      return Spec(
        name: taken, arguments: arguments, start: start, parser: parser,
        normalised: isStans ? text.trimmed : "\(taken.family.name)(\(list))")
    } catch let problem {
      throw error(.argumentName(problem.problem), at: problem.position)
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
    guard
      let spec = try? read(
        density.text, names: Formula.names(ofColumns: columns), keepingNumbersAfter: values),
      spec.name.family == density.family, spec.arguments.count == density.arguments.count
    else { return nil }
    return (spec.arguments.map(\.value.formula), spec.parser.numbers ?? [])
  }

  /// Why arguments that are all numbers make no distribution together; `nil` where they do.
  private static func constantsError(
    _ family: Family, _ arguments: [Formula]
  ) -> DistributionError? {
    if family.isRepeated {
      for (a, b) in zip(arguments.dropFirst(), arguments.dropFirst(2)) {
        guard let a = a.constantValue?.head, let b = b.constantValue?.head, a >= b else { continue }
        return DistributionError(
          parameter: "the cut points of \(family.title)", value: "\(a), \(b)",
          requirement: "in ascending order")
      }
    }
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

extension String {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace ?? false { rest.removeFirst() }
    while rest.last?.isWhitespace ?? false { rest.removeLast() }
    return String(rest)
  }
}
