// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// The formula that a text describes, such as `2*z + 1` or `exp(-z^2/2)`.
  ///
  /// ```text
  /// formula  = sum [ ( ">" | ">=" | "<" | "<=" ) sum "?" formula ":" formula ]
  /// sum      = product { ("+" | "-") product }
  /// product  = signed { ("*" | "/") signed }
  /// signed   = { "+" | "-" } power
  /// power    = operand [ ( "^" | "**" ) signed ]
  /// operand  = number | name | function "(" formula { "," formula } ")" | "(" formula ")"
  /// ```
  ///
  /// Precedence is that of Stan and R: −z^2 is −(z^2), and 2^3^2 is 2^(3^2). The functions are those
  /// of ``FormulaFunction``; the constants are pi() and e(), in 31 digits and
  /// also without their parentheses. A number is the double nearest to it.
  ///
  /// - Parameters:
  ///   - text: with at most 4096 parentheses, functions and powers, nested at most 64 deep, and 65,536 parts more than
  ///     characters once its functions are written out; of any length.
  ///   - names: what names stand for; by default z is the latent.
  /// - Throws: ``FormulaError``, with the position of the first character that is wrong; also for a
  ///   part such as 1/0 that depends on nothing and is no finite number.
  public static func parse(
    _ text: String, names: [String: Formula] = ["z": .latent]
  ) throws(FormulaError) -> Formula {
    var parser = FormulaParser(SpecScanner(text), names: names)
    return try parser.whole()
  }

  /// The same with each number as a parameter, so that none is folded with others: log(2) keeps all of its
  /// digits. The constants π and e are among the numbers.
  ///
  /// - Parameters:
  ///   - names: what names stand for.
  ///   - values: those of the parameters that names stand for; the numbers of the text follow them.
  /// - Throws: ``FormulaError``.
  package static func parseExactly(
    _ text: String, names: [String: Formula] = ["z": .latent], after values: [DoubleDouble] = []
  ) throws(FormulaError) -> (formula: Formula, numbers: [DoubleDouble]) {
    var parser = FormulaParser(SpecScanner(text), names: names, keepingNumbersAfter: values)
    let formula = try parser.whole()
    return (formula, parser.numbers ?? [])
  }
}

/// Reads formulas, alone or as the arguments of a spec.
struct FormulaParser {
  /// How deep parentheses, functions and powers may be nested: so many that no formula is refused,
  /// and so few that no text can exhaust the stack.
  static let depthLimit = 64

  /// How many parentheses, functions and powers a formula may have: so many that it takes seconds to integrate.
  static let countLimit = 4096

  /// How many parts a formula may have beyond the characters of its text, each counted as often as it occurs:
  /// a function such as fmax(a, b) has its arguments more than once, so that towers of them double with each level.
  static let partLimit = 1 << 16

  private static let constants: [String: DoubleDouble] = ["pi": .pi, "e": .e]
  private(set) var scanner: SpecScanner
  private let names: [String: Formula]
  private var depth = 0
  private var count = 0

  /// The numbers that have been read, where each stands for itself; `nil` where they are folded.
  private(set) var numbers: [DoubleDouble]?

  init(
    _ scanner: SpecScanner, names: [String: Formula],
    keepingNumbersAfter values: [DoubleDouble]? = nil
  ) {
    self.scanner = scanner
    self.names = names
    numbers = values
  }

  /// The formula that all of the text is.
  mutating func whole() throws(FormulaError) -> Formula {
    let formula = try formula()
    if let problem = unexpected { throw error(at: scanner.position, problem) }
    return formula
  }

  /// A number in a formula.
  private mutating func leaf(_ value: DoubleDouble) -> Formula {
    guard let count = numbers?.count else { return .constant(value) }
    numbers?.append(value)
    return .parameter(count)
  }

  func error(at position: Int, _ problem: FormulaError.Problem) -> FormulaError {
    FormulaError(text: scanner.text, position: position, problem: problem)
  }

  /// What is wrong with the next character where a formula should have ended; `nil` at the end.
  var unexpected: FormulaError.Problem? {
    guard let next = scanner.next else { return nil }
    let startsOperand = next.isLetter || next.isNumber || "_.(".contains(next)
    if startsOperand { return .missingOperator(before: next) }
    return ",)]".contains(next) ? .stray(next) : .unknownCharacter(next)
  }

  /// Reads a character if it is the next one.
  mutating func skip(_ character: Character) -> Bool { scanner.skip(character) }

  /// Reads the name of an argument with its equals sign; `nil` where none is next.
  mutating func argumentName() -> (text: String, position: Int)? { scanner.argumentName() }

  /// Reads something else than a formula.
  mutating func scan<Value, Problem: Error>(
    _ read: (inout SpecScanner) throws(Problem) -> Value
  ) throws(Problem) -> Value {
    try read(&scanner)
  }

  /// The longest formula from here; what follows is left to the caller.
  mutating func formula() throws(FormulaError) -> Formula {
    try enter()
    defer { depth -= 1 }
    let start = scanner.position
    let left = try sum()
    let isGreater = scanner.skip(">")
    guard isGreater || scanner.skip("<") else { return try limited(left, from: start) }
    let isEqual = scanner.skip("=")
    let right = try sum()
    try expect("?")
    let first = try formula()
    try expect(":")
    let second = try formula()
    // a >= b is where b > a is not.
    let condition = isGreater != isEqual ? left - right : right - left
    let choice = Formula.choosing(
      isEqual ? second : first, else: isEqual ? first : second, ifPositive: condition)
    return try limited(finite(choice, from: start), from: start)
  }

  /// Refuses a formula that is too large to be computed with.
  private func limited(_ formula: Formula, from start: Int) throws(FormulaError) -> Formula {
    let limit = FormulaParser.partLimit
    let most = limit + scanner.length
    guard formula.partCount(upTo: most) < most else {
      throw error(at: start, .tooLarge(limit: limit))
    }
    return formula
  }

  private mutating func sum() throws(FormulaError) -> Formula {
    try chain("+", "-", Formula.sums) { parser throws(FormulaError) in try parser.product() }
  }

  private mutating func product() throws(FormulaError) -> Formula {
    try chain("*", "/", Formula.products) { parser throws(FormulaError) in try parser.signed() }
  }

  /// Links joined by an operator or its inverse.
  private mutating func chain(
    _ symbol: Character, _ inverse: Character, _ operation: FormulaChain.Operation,
    link: (inout FormulaParser) throws(FormulaError) -> Formula
  ) throws(FormulaError) -> Formula {
    let start = scanner.position
    var chain = FormulaChain(first: try link(&self), operation)
    while true {
      if scanner.skip(symbol) {
        chain.append(try link(&self), isInverse: false)
      } else if scanner.skip(inverse) {
        chain.append(try link(&self), isInverse: true)
      } else {
        return try finite(chain.formula.keepingDigits, from: start)
      }
    }
  }

  private mutating func signed() throws(FormulaError) -> Formula {
    var isNegative = false
    while true {
      if scanner.skip("-") {
        isNegative.toggle()
      } else if !scanner.skip("+") {
        let formula = try power()
        return isNegative ? (-formula).keepingDigits : formula
      }
    }
  }

  private mutating func power() throws(FormulaError) -> Formula {
    let start = scanner.position
    let base = try operand()
    guard scanner.skip("^") || scanner.skip("*", "*") else { return base }
    try enter()
    defer { depth -= 1 }
    let exponent = try signed()
    return try finite(base.raised(to: exponent), from: start)
  }

  private mutating func operand() throws(FormulaError) -> Formula {
    guard let next = scanner.next else { throw error(at: scanner.position, .missingOperand) }
    if scanner.isAtNumber { return try number() }
    if next.isLetter || next == "_" { return try named() }
    let start = scanner.position
    guard scanner.skip("(") else {
      throw error(
        at: start, ".+-*/^),?:<>".contains(next) ? .missingOperand : .unknownCharacter(next))
    }
    let inner = try formula()
    try expect(")")
    return inner
  }

  private mutating func number() throws(FormulaError) -> Formula {
    let (text, start) = scanner.digits()
    guard !Double.isTooSmall(text) else { throw error(at: start, .tooSmall(text)) }
    let number = try finite(.number(Double(text) ?? .nan), from: start)
    return number.constantValue.map { leaf($0) } ?? number
  }

  private mutating func named() throws(FormulaError) -> Formula {
    let (word, start) = scanner.word()
    let function = FormulaFunction.named(word)
    // Before a parenthesis a name is a function, whatever columns there are.
    let isCall =
      scanner.next == "(" && (function != nil || FormulaParser.constants[word] != nil)
    if !isCall, let formula = names[word] { return formula }
    if let constant = FormulaParser.constants[word] {
      if scanner.skip("("), !scanner.skip(")") { throw error(at: scanner.position, .missing(")")) }
      return leaf(constant)
    }
    guard scanner.next == "(" else {
      throw function == nil
        ? error(at: start, .unknownName(word, known: knownNames))
        : error(at: scanner.position, .missingArgument(function: word))
    }
    guard let function else {
      throw error(
        at: start, .unknownFunction(word, nearest: FormulaFunction.nearest(to: word)))
    }
    let argumentsStart = scanner.position
    var arguments = try arguments()
    if function.hasOrder, let numbers, let order = arguments.first {
      arguments[0] = .constant(order(DoubleDouble(.nan), parameters: numbers))
    }
    guard let formula = function(arguments) else {
      throw error(
        at: argumentsStart,
        .argumentCount(
          arguments.count, function: word, expected: function.argumentCount ?? 1))
    }
    return try finite(formula, from: start)
  }

  /// The formulas between parentheses.
  private mutating func arguments() throws(FormulaError) -> [Formula] {
    _ = scanner.skip("(")
    if scanner.skip(")") { return [] }
    var arguments = [try formula()]
    while scanner.skip(",") { arguments.append(try formula()) }
    try expect(")")
    return arguments
  }

  /// Reads a character that has to be the next one, behind a formula.
  mutating func expect(_ character: Character) throws(FormulaError) {
    if scanner.skip(character) { return }
    switch unexpected {
    case nil, .stray: throw error(at: scanner.position, .missing(character))
    case .some(let problem): throw error(at: scanner.position, problem)
    }
  }

  /// Goes one level down.
  private mutating func enter() throws(FormulaError) {
    guard depth <= FormulaParser.depthLimit else {
      throw error(at: scanner.position, .tooDeep(limit: FormulaParser.depthLimit))
    }
    count += 1
    guard count <= FormulaParser.countLimit else {
      throw error(at: scanner.position, .tooMany(limit: FormulaParser.countLimit))
    }
    depth += 1
  }

  /// Refuses a part that depends on nothing and is infinite or NaN, unless a name is infinite.
  private func finite(_ formula: Formula, from start: Int) throws(FormulaError) -> Formula {
    guard let value = formula.constantValue, !value.isFinite,
      names.values.allSatisfy({ $0.constantValue?.isFinite ?? true })
    else { return formula }
    throw error(at: start, .notFinite(scanner.text(from: start), value: value.head))
  }

  private var knownNames: [String] { names.keys.sorted() + ["pi()", "e()"] }
}
