// SPDX-License-Identifier: GPL-3.0-or-later

/// Distributions in Stan's notation.
///
/// ```text
/// spec        = [ "z" "~" ] ( name "(" [ argument { "," argument } ] ")" | mixture ) [ truncation ]
/// argument    = [ parameter "=" ] number
/// mixture     = "mixture" "(" number "," spec { "," number "," spec } [ "," [ number "," ] spec ] ")"
/// truncation  = "T" "[" [ number ] "," [ number ] "]"
/// ```
///
/// White space may stand between any two of them. A number may also be a formula of numbers, such as
/// `sqrt(2)` or `1/2` (``Formula/parse(_:names:)``), rounded to a double in the end. The names are those of ``Families``
/// and what else ``FamilyName`` knows; arguments with names may stand in any order behind those without. A bound that is left out leaves that side as it is. Source of the notation: *Stan Reference
/// Manual*, "Truncated distributions".
public enum DistributionSpec {
  /// The distribution that a text describes, such as `exponential(2)` or `normal(0, 1) T[0, ]`.
  ///
  /// - Throws: ``SpecError``, with the position of the first character that is wrong.
  public static func parse(_ text: String) throws(SpecError) -> any Distribution {
    try member(text).distribution
  }

  /// The same with the family and the parameters that the text names.
  ///
  /// - Throws: ``SpecError``, with the position of the first character that is wrong.
  public static func member(_ text: String) throws(SpecError) -> FamilyMember {
    var scanner = SpecScanner(text)
    let member = try truncated(try base(&scanner, depth: 0), &scanner)
    guard scanner.isAtEnd else {
      throw scanner.error(
        at: scanner.position,
        scanner.continuesMixture ? .family(.mixture) : .trailingText(scanner.rest, after: .density))
    }
    return member
  }

  /// The distribution that a text describes, on the line or of counts, such as `poisson(3)`.
  ///
  /// - Throws: ``SpecError``, with the position of the first character that is wrong.
  public static func law(_ text: String) throws(SpecError) -> DistributionLaw {
    var scanner = SpecScanner(text)
    var ahead = scanner
    guard ahead.composite() == nil else { return .line(try parse(text)) }
    let name = try name(&scanner, among: Families.all)
    guard name.family.isDiscrete else { return .line(try parse(text)) }
    let counts = try made(of: name, &scanner) { numbers throws(DistributionError) in
      try CountDistribution(of: name.family, parameters: numbers)
    }
    guard scanner.isAtEnd else {
      throw scanner.error(at: scanner.position, .trailingText(scanner.rest, after: .counts))
    }
    return .counts(counts)
  }

  /// Whether a text begins as what is made of other families does, such as a mixture.
  package static func isComposite(_ text: String) -> Bool {
    var scanner = SpecScanner(text)
    return scanner.composite() != nil
  }

  private static func name(
    _ scanner: inout SpecScanner, among families: [Family]
  ) throws(SpecError) -> FamilyName {
    do throws(FamilyNameError) {
      return try scanner.family(among: families)
    } catch {
      throw scanner.error(at: error.position, .family(error.problem))
    }
  }

  /// A member of a family, or a mixture, that is not truncated.
  private static func base(
    _ scanner: inout SpecScanner, depth: Int
  ) throws(SpecError) -> FamilyMember {
    let start = scanner.position
    switch scanner.composite() {
    case .mixture: return try mixture(&scanner, depth: depth)
    case let composite?:
      throw scanner.error(at: start, .family(.ofCounts("\(composite.written)(p, ...)")))
    case nil:
      let name = try name(&scanner, among: Families.continuous)
      return try made(of: name, &scanner) { numbers throws(DistributionError) in
        try FamilyMember(of: name.family, parameters: numbers)
      }
    }
  }

  /// What follows `mixture(`.
  private static func mixture(
    _ scanner: inout SpecScanner, depth: Int
  ) throws(SpecError) -> FamilyMember {
    let start = scanner.position
    guard depth < CompositeName.depthLimit else {
      throw scanner.error(at: start, .mixture(.tooDeep))
    }
    var parts: [FamilyMember] = []
    var parameters: [Double] = []
    var hasAllWeights = true
    repeat {
      let position = scanner.position
      guard hasAllWeights else { throw scanner.error(at: position, .mixture(.partBehindLast)) }
      hasAllWeights = !scanner.isAtFamily
      if hasAllWeights {
        parameters.append(try number(&scanner).value)
        guard scanner.skip(",") else {
          throw scanner.error(at: scanner.position, .mixture(.missingPart))
        }
      }
      let part = try base(&scanner, depth: depth + 1)
      if scanner.next == "T" { throw scanner.error(at: scanner.position, .mixture(.truncation)) }
      parts.append(part)
      parameters += part.parameters
    } while scanner.skip(",")
    try close(")", &scanner)
    do throws(DistributionError) {
      let family = Family.mixture(of: parts.map(\.family), hasAllWeights: hasAllWeights)
      return try FamilyMember(of: family, parameters: parameters)
    } catch {
      throw scanner.error(at: start, .invalid(error))
    }
  }

  /// What is made of the numbers behind the name of a family.
  private static func made<Member>(
    of name: FamilyName, _ scanner: inout SpecScanner,
    _ make: ([Double]) throws(DistributionError) -> Member
  ) throws(SpecError) -> Member {
    let family = name.family
    guard scanner.skip("(") else {
      throw scanner.error(at: scanner.position, .missingParameters(family: "\(family)"))
    }
    let start = scanner.position
    var arguments: [NamedArgument<Double>] = []
    if scanner.next != ")" {
      repeat {
        let name = scanner.argumentName()
        let (value, position) = try number(&scanner)
        arguments.append(NamedArgument(name: name, value: value, position: position))
      } while scanner.skip(",")
    }
    try close(")", &scanner)
    do throws(ArgumentNameError) {
      arguments = try name.ordered(arguments, text: scanner.text) {
        NamedArgument(name: nil, value: $0, position: start)
      }
    } catch {
      throw scanner.error(at: error.position, .argumentName(error.problem))
    }
    guard arguments.count == family.parameters.count else {
      throw scanner.error(
        at: start,
        .parameterCount(
          arguments.count, family: family.description, expected: family.parameters.count))
    }
    do throws(DistributionError) {
      return try make(arguments.map(\.value))
    } catch {
      // The parameter that is at fault, by the value that the error names.
      let culprit = arguments.first { "\($0.value)" == error.value }
      throw scanner.error(at: culprit?.position ?? start, .invalid(error))
    }
  }

  private static func truncated(
    _ base: FamilyMember, _ scanner: inout SpecScanner
  ) throws(SpecError) -> FamilyMember {
    guard scanner.next == "T" else { return base }
    let start = scanner.position
    _ = scanner.skip("T")
    try scanner.expect("[")
    let lower = scanner.next == "," ? -.infinity : try number(&scanner).value
    try close(",", &scanner)
    let upper = scanner.next == "]" ? .infinity : try number(&scanner).value
    try close("]", &scanner)
    if lower == -.infinity && upper == .infinity { return base }
    do throws(DistributionError) {
      return try FamilyMember(
        of: base.family, parameters: base.parameters,
        truncation: Interval(from: lower, to: upper))
    } catch {
      throw scanner.error(at: start, .invalid(error))
    }
  }

  /// A number, or a formula of numbers, and where it starts.
  private static func number(
    _ scanner: inout SpecScanner
  ) throws(SpecError) -> (value: Double, position: Int) {
    var ahead = scanner
    let (text, start) = ahead.argument()
    guard !text.isEmpty || ahead.next == "(" else {
      throw scanner.error(at: start, .missingNumber)
    }
    // What a double's own reader knows keeps each of its bits, and may be infinite or NaN.
    if let value = Double(notation: text) {
      scanner = ahead
      return (value, start)
    }
    var parser = FormulaParser(scanner, names: [:])
    do throws(FormulaError) {
      let formula = try parser.formula()
      scanner = parser.scanner
      return (formula.constantValue?.head ?? .nan, start)
    } catch {
      throw scanner.error(at: error.position, .formula(error.problem))
    }
  }

  /// Reads the character that has to stand behind a number.
  private static func close(
    _ character: Character, _ scanner: inout SpecScanner
  ) throws(SpecError) {
    var parser = FormulaParser(scanner, names: [:])
    do throws(FormulaError) {
      try parser.expect(character)
      scanner = parser.scanner
    } catch {
      throw scanner.error(
        at: error.position,
        error.problem == .missing(",") ? .missing(",") : .formula(error.problem))
    }
  }
}
