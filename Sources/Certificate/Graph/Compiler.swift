// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Writes a formula into a graph.
struct Compiler {
  let graph: Graph
  let coordinate: Coordinate
  /// The values of the formula's parameters.
  let numbers: [Ball]
  /// The signs on this piece of the line of what must not change its sign there; `nil` where signs are
  /// to be found by enclosing.
  var signs: [Formula: Int]?
  /// What is 0 at the origin.
  var roots: Set<Formula> = []

  /// The quantity.
  ///
  /// - Throws: ``CertificateError/undefined(_:)`` outside the domain of a function, and
  ///   ``Impossible`` where the formula is −∞ all over.
  func callAsFunction(_ formula: Formula) throws -> LinearForm {
    let precision = graph.precision
    switch formula {
    case .constant(let value):
      if value.head == -.infinity { throw Impossible() }
      return .constant(ExactNumbers.ball(value))
    case .parameter(let index):
      guard numbers.indices.contains(index) else {
        throw CertificateError.undefined("a parameter has no value")
      }
      return .constant(numbers[index])
    case .latent:
      let step = graph.power(Ball(Double(coordinate.direction)), .one)
      return precision.sum(.constant(coordinate.origin), step)
    case .sum(let a, let b): return precision.sum(try self(a), try self(b))
    case .difference(let a, let b): return precision.difference(try self(a), try self(b))
    case .negative(let a): return precision.scaled(try self(a), by: Ball(-1))
    case .product(let a, let b):
      let (a, b) = (try self(a), try self(b))
      return graph.product(a, b)
    case .quotient(let a, let b):
      let (a, below) = (try self(a), try self(b))
      return graph.quotient(a, below, hasRoot: hasRoot(b))
    case .power(let a, let b): return try power(a, b)
    case .function(.rows(let sum), let a):
      return try self(.total(of: sum.terms(at: a)))
    case .function(.absoluteSum(let sum), let a): return try self(sum.writtenOut(at: a))
    case .function(let function, let a): return try apply(function, a)
    case .logSumExp(let parts):
      // A part that is 0 all over adds nothing.
      let exponentials = try parts.compactMap { part -> LinearForm? in
        do { return graph.exp(try self(part)) } catch is Impossible { return nil }
      }
      guard let first = exponentials.first else { throw Impossible() }
      return graph.log(exponentials.dropFirst().reduce(first) { precision.sum($0, $1) })
    case .choice(let a, let b, let condition):
      guard let sign = try sign(of: condition) else {
        throw CertificateError.undecided("the sign of \(condition) is not known")
      }
      return try self(sign > 0 ? a : b)
    case .restricted(let a, let condition):
      if let sign = try sign(of: condition) {
        guard sign > 0 else { throw Impossible() }
      } else if signs != nil {
        throw CertificateError.undecided("the sign of \(condition) is not known")
      }
      return try self(a)
    }
  }

  /// Whether it is 0 at the origin.
  private func hasRoot(_ formula: Formula) -> Bool {
    let factors = formula.factors
    return factors == [formula] ? roots.contains(formula) : factors.contains { hasRoot($0) }
  }

  /// The density is 0 on all of the piece.
  struct Impossible: Error {}

  private func power(_ base: Formula, _ exponent: Formula) throws -> LinearForm {
    let (a, b) = (try self(base), try self(exponent))
    guard let c = b.constantValue else {
      let logarithm = try positive(base, a, "\(base)^(\(exponent))")
      return graph.exp(graph.product(b, graph.log(logarithm, hasRoot: hasRoot(base))))
    }
    if c.smallInteger == nil { _ = try positive(base, a, "\(base)^(\(exponent))") }
    return graph.raised(a, to: c, hasRoot: hasRoot(base))
  }

  /// log |a| as a sum, where a is a product, a quotient or a power; `nil` for anything else.
  private func logarithm(of argument: Formula) throws -> LinearForm? {
    func part(_ a: Formula) throws -> LinearForm {
      try self(a.applying(.magnitude).applying(.log))
    }
    let precision = graph.precision
    switch argument {
    case .product(let a, let b): return precision.sum(try part(a), try part(b))
    case .quotient(let a, let b): return precision.difference(try part(a), try part(b))
    case .function(.square, let a): return precision.scaled(try part(a), by: Ball(2))
    case .function(.squareRoot, let a): return precision.scaled(try part(a), by: Ball(0.5))
    case .power(let a, let b): return graph.product(try self(b), try part(a))
    case .function(.magnitude, .function(.magnitude, let a)),
      .function(.magnitude, .negative(let a)):
      return try part(a)
    case .function(.magnitude, let a): return try logarithm(of: a)
    default: return nil
    }
  }

  private func apply(_ function: ElementaryFunction, _ argument: Formula) throws -> LinearForm {
    if function == .log, signs != nil, try self(argument).constantValue == nil,
      signs?[argument] == 1, let sum = try logarithm(of: argument)
    {
      return sum
    }
    let a = try self(argument)
    switch function {
    case .magnitude, .sign:
      guard let sign = try sign(of: argument) else {
        guard signs == nil else {
          throw CertificateError.undecided("the sign of \(argument) is not known")
        }
        return graph.apply(function, a)
      }
      return function == .sign
        ? .constant(Ball(Double(sign))) : graph.precision.scaled(a, by: Ball(Double(sign)))
    case .log, .squareRoot, .logGamma, .polygamma:
      if function == .squareRoot, let c = a.constantValue, c.isZero { return .zero }
      return graph.apply(
        function, try positive(argument, a, text(function, argument)),
        hasRoot: hasRoot(argument))
    case .custom, .absoluteSum, .rows, .tailIntegral:
      throw CertificateError.undecided("\(text(function, argument)) has no enclosure in balls")
    case .logOnePlus, .logOnePlusMinus:
      _ = try positive(
        1 + argument, graph.precision.sum(.constant(.one), a), text(function, argument))
      return graph.apply(function, a, hasRoot: hasRoot(1 + argument))
    default: return graph.apply(function, a)
    }
  }

  private func text(_ function: ElementaryFunction, _ argument: Formula) -> String {
    Formula.function(function, argument).description
  }

  /// Refuses an argument that is negative where it has to be positive.
  private func positive(
    _ argument: Formula, _ form: LinearForm, _ text: String
  ) throws -> LinearForm {
    let known = form.constantValue.map { $0.sign } ?? sign(argument)
    if let known, known <= 0 {
      throw CertificateError.undefined("\(text) is not defined where its argument is not positive")
    }
    if known == nil, signs != nil || form.constantValue != nil {
      throw CertificateError.undecided("the sign of the argument of \(text) is not known")
    }
    return form
  }

  private func sign(of argument: Formula) throws -> Int? {
    if let c = try self(argument).constantValue { return c.sign }
    return sign(argument)
  }

  /// The sign on the piece; that of |a| is known even where it is not looked at by itself.
  private func sign(_ argument: Formula) -> Int? {
    if let known = signs?[argument] { return known }
    if case .function(.magnitude, let a) = argument, signs?[a] != nil { return 1 }
    return nil
  }
}
