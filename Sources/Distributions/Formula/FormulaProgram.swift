// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// Formulas of the latent as one list of operations, in which what they have in common is computed once.
///
/// A ``Formula`` is what is calculated with; a program is what many values are computed by: without a tree
/// to walk, and at several points in one pass. Its values are those of the formulas, to the last digit. A
/// class, so that it is passed on without copies of its lists.
public final class FormulaProgram: Sendable {
  fileprivate enum Code: UInt8 {
    case constant, latent, parameter, sum, difference, product, quotient, power, negative, function
    case logOnePlusSquare, restricted, choice, logSumExp
  }

  /// What is done with which results, or with which constant, function or list.
  fileprivate struct Operation: Hashable {
    let code: Code
    var first: Int32 = 0
    var second: Int32 = 0
  }

  private let operations: [Operation]
  private let constants: [DoubleDouble]
  private let functions: [ElementaryFunction]
  private let lists: [[Int]]
  /// The operations whose results are the formulas.
  private let results: [Int]

  /// Compiles formulas; a parameter in one is NaN where no values of parameters are given.
  public init(_ formulas: [Formula]) {
    var compiler = Compiler()
    results = formulas.map { Int(compiler.place(of: $0)) }
    operations = compiler.operations.items
    constants = compiler.constants.items
    functions = compiler.functions.items
    lists = compiler.lists.items
  }

  /// Compiles a formula.
  public convenience init(_ formula: Formula) { self.init([formula]) }
}

/// Writes the list, every operation behind its operands.
private struct Compiler {
  typealias Operation = FormulaProgram.Operation

  var operations = DistinctList<Operation>()
  var constants = DistinctList<DoubleDouble>()
  var functions = DistinctList<ElementaryFunction>()
  var lists = DistinctList<[Int]>()
  private var visits = 0
  private var isOver = false

  mutating func place(of formula: Formula) -> Int32 {
    visits &+= 1
    if visits.isMultiple(of: 4096), TimeLimit.isOver { isOver = true }
    let operation = isOver ? constant(DoubleDouble(.nan)) : operation(formula)
    return Int32(operations.place(of: operation))
  }

  private mutating func operation(_ formula: Formula) -> Operation {
    switch formula {
    case .constant(let value): return constant(value)
    case .parameter(let index): return Operation(code: .parameter, first: Int32(index))
    case .latent: return Operation(code: .latent)
    case .sum(let a, let b): return pair(.sum, a, b)
    case .difference(let a, let b): return pair(.difference, a, b)
    case .product(let a, let b): return pair(.product, a, b)
    case .quotient(let a, let b): return pair(.quotient, a, b)
    case .power(let a, let b): return pair(.power, a, b)
    case .restricted(let a, let b): return pair(.restricted, a, b)
    case .negative(let a): return Operation(code: .negative, first: place(of: a))
    case .function(.logOnePlus, .function(.square, let a)):
      return Operation(code: .logOnePlusSquare, first: place(of: a))
    case .function(let function, let a):
      let argument = place(of: a)
      return Operation(
        code: .function, first: argument, second: Int32(functions.place(of: function)))
    case .choice(let a, let b, let condition):
      let list = [a, b, condition].map { Int(place(of: $0)) }
      return Operation(code: .choice, first: Int32(lists.place(of: list)))
    case .logSumExp(let parts):
      let list = parts.map { Int(place(of: $0)) }
      return Operation(code: .logSumExp, first: Int32(lists.place(of: list)))
    }
  }

  private mutating func constant(_ value: DoubleDouble) -> Operation {
    Operation(code: .constant, first: Int32(constants.place(of: value)))
  }

  private mutating func pair(
    _ code: FormulaProgram.Code, _ a: Formula, _ b: Formula
  ) -> Operation {
    let first = place(of: a)
    return Operation(code: code, first: first, second: place(of: b))
  }
}

extension FormulaProgram {
  /// The value of the first formula in 31 digits; NaN outside the domain, ±∞ at a pole or on overflow.
  public func callAsFunction(_ z: DoubleDouble) -> DoubleDouble { first(at: z) }

  /// The value of the first formula in doubles, for searches: nothing is known of its digits.
  public func estimate(at z: Double) -> Double { first(at: z) }

  /// Bounds on all values of the first formula over an interval of z.
  public func enclosure(over z: Enclosure) -> Enclosure { first(at: z) }

  /// Bounds on the values of the first formula over a rectangle of complex z;
  /// ``ComplexEnclosure/undefined`` where it was not shown to be analytic there.
  public func enclosure(over z: ComplexEnclosure) -> ComplexEnclosure { first(at: z) }

  /// The values of all formulas in doubles, for searches: those of the first at each point, those of the second, …
  package func estimates(at points: [Double]) -> [Double] { all(at: points) }

  /// Σ cₖTₖ of all formulas in doubles, for searches; those whose coefficient is 0 are left out.
  package func estimate(ofSum coefficients: [Double], at z: Double) -> Double {
    unsafe evaluate(z) { memory in
      var sum = 0.0
      for (index, coefficient) in coefficients.enumerated() where coefficient != 0 {
        sum += unsafe coefficient * memory[results[index]]
      }
      return sum
    }
  }

  /// The values of all formulas in doubles at points that are taken to be exact, with what rounding may have made of
  /// them; of formulas that are not ``Formula/isElementary`` nothing is known.
  package func roundedValues(at points: [Double]) -> [RoundedDouble] {
    all(at: points.map { RoundedDouble($0, error: 0) })
  }

  /// Bounds on all formulas over each of several rectangles: those on the first over each, those on the second, …
  package func enclosures(over rectangles: [ComplexEnclosure]) -> [ComplexEnclosure] {
    all(at: rectangles)
  }

  /// Bounds on the values of all formulas and on their slopes over an interval.
  package func tangents(over z: Enclosure) -> [TangentEnclosure] {
    all(at: [TangentEnclosure(latent: z)])
  }

  /// Bounds on the values of the first formula and on its slopes over an interval.
  public func tangent(over z: Enclosure) -> TangentEnclosure {
    first(at: TangentEnclosure(latent: z))
  }

  /// What is left of 31 digits where the first formula is evaluated at z.
  public func runningError(at z: Double) -> RunningError { first(at: RunningError(latent: z)) }

  /// The values of all formulas in 31 digits: those of the first at each point, those of the second, …
  public func values(at points: [DoubleDouble]) -> [DoubleDouble] { all(at: points) }

  /// Bounds on all formulas over an interval.
  public func enclosures(over z: Enclosure) -> [Enclosure] { all(at: [z]) }

  /// Bounds on all formulas over a rectangle.
  public func enclosures(over z: ComplexEnclosure) -> [ComplexEnclosure] { all(at: [z]) }

  /// What is left of 31 digits where the formulas are evaluated: that of the first at each point, that of the
  /// second, …
  public func runningErrors(at points: [Double]) -> [RunningError] {
    all(at: points.map { RunningError(latent: $0) })
  }

  /// The values of the first formula at one z for several rows of parameters.
  ///
  /// - Parameter parameters: the values of each parameter, one a row.
  func values<Number: Scalar>(at z: Number, parameters: [[Number]], rows: Int) -> [Number] {
    unsafe withUnsafeTemporaryAllocation(of: Number.self, capacity: operations.count * rows) {
      memory in
      unsafe [Number](repeating: z, count: rows).withUnsafeBufferPointer {
        unsafe run($0, parameters, memory)
      }
      return (0..<rows).map { unsafe memory[results[0] * rows + $0] }
    }
  }

  private func first<Number: Scalar>(at z: Number) -> Number {
    unsafe evaluate(z) { unsafe $0[results[0]] }
  }

  /// What is made of the results of all operations at one point.
  private func evaluate<Number: Scalar, Result>(
    _ z: Number, _ body: (UnsafeMutableBufferPointer<Number>) -> Result
  ) -> Result {
    unsafe withUnsafeTemporaryAllocation(of: Number.self, capacity: operations.count) { memory in
      unsafe withUnsafePointer(to: z) { point in
        unsafe run(UnsafeBufferPointer(start: point, count: 1), [], memory)
      }
      return unsafe body(memory)
    }
  }

  private func all<Number: Scalar>(at points: [Number]) -> [Number] {
    let width = points.count
    return unsafe withUnsafeTemporaryAllocation(
      of: Number.self, capacity: operations.count * width
    ) { memory in
      unsafe points.withUnsafeBufferPointer { unsafe run($0, [], memory) }
      return unsafe [Number](unsafeUninitializedCapacity: results.count * width) { values, count in
        for result in results {
          for point in 0..<width {
            unsafe values.initializeElement(at: count, to: memory[result * width + point])
            count += 1
          }
        }
      }
    }
  }

  /// Does one operation after the other, each at all points; every operand was computed before.
  private func run<Number: Scalar>(
    _ points: UnsafeBufferPointer<Number>, _ parameters: [[Number]],
    _ memory: UnsafeMutableBufferPointer<Number>
  ) {
    // Numbers are plain values: there is nothing to destroy in the memory.
    let width = points.count
    for index in operations.indices {
      let operation = operations[index]
      let (start, a, b) = (
        index * width, Int(operation.first) * width, Int(operation.second) * width
      )
      @inline(__always) func fill(_ value: (_ point: Int) -> Number) {
        for k in 0..<width {
          unsafe memory.initializeElement(at: start + k, to: value(k))
        }
      }
      switch operation.code {
      case .constant:
        let value = Number(constants[Int(operation.first)])
        fill { _ in value }
      case .latent: fill { unsafe points[$0] }
      case .parameter:
        let place = Int(operation.first)
        let nothing = Number(DoubleDouble(.nan))
        fill { parameters.indices.contains(place) ? parameters[place][$0] : nothing }
      case .sum: fill { unsafe memory[a + $0] + memory[b + $0] }
      case .difference: fill { unsafe memory[a + $0] - memory[b + $0] }
      case .product: fill { unsafe memory[a + $0] * memory[b + $0] }
      case .quotient: fill { unsafe memory[a + $0] / memory[b + $0] }
      case .power: fill { unsafe memory[a + $0].raised(to: memory[b + $0]) }
      case .negative: fill { unsafe -memory[a + $0] }
      case .function:
        let function = functions[Int(operation.second)]
        fill { unsafe memory[a + $0].applying(function) }
      case .logOnePlusSquare: fill { unsafe memory[a + $0].logOnePlusSquare() }
      case .restricted:
        fill { k in unsafe memory[b + k].restricting { unsafe memory[a + k] } }
      case .choice:
        let list = lists[Int(operation.first)].map { $0 * width }
        fill { k in
          unsafe memory[list[2] + k].choosing {
            unsafe memory[list[0] + k]
          } otherwise: {
            unsafe memory[list[1] + k]
          }
        }
      case .logSumExp:
        let list = lists[Int(operation.first)]
        fill { k in Number.logSumExp(list.map { unsafe memory[$0 * width + k] }) }
      }
    }
  }
}
