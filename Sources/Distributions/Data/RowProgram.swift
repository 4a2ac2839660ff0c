// SPDX-License-Identifier: GPL-3.0-or-later

/// A formula in t and the columns of a table as a flat list of operations, for evaluation in doubles over
/// many rows at once, with a running bound on what rounding does to each value.
///
/// Source of the bound: Higham, *Accuracy and Stability of Numerical Algorithms* (SIAM, 2002), 3.3.
///
/// What it sums is told apart: logarithms, with coefficients that are the same in every row, become the logarithm
/// of a product.
struct RowProgram: Sendable {
  /// An operation on the results of earlier ones.
  private enum Operation: Sendable {
    /// What depends on no column: evaluated once, in 31 digits.
    case shared(Formula)
    case column(Int)
    case sum(Int, Int)
    case difference(Int, Int)
    case product(Int, Int)
    case quotient(Int, Int)
    case power(Int, Int)
    case negative(Int)
    case function(ElementaryFunction, Int)
    /// log(1 + a²).
    case logOnePlusSquare(Int)
    case logSumExp([Int])
    /// The first where the second is positive, else −∞.
    case restricted(Int, Int)
    /// The first where the third is positive, else the second.
    case choice(Int, Int, Int)
  }

  private var operations: [Operation] = []

  /// A part of the sum in each row.
  private enum Addend: Sendable {
    case value(Int)
    case logarithm(RowLogarithm, of: Int, coefficient: DoubleDouble)
  }

  private var addends: [Addend] = []
  private let multiplies: Bool

  /// As many rows are evaluated at once.
  static let blockSize = 256

  /// What rounding to a double takes away, relative to the value.
  static let unit = 0x1p-53

  /// - Parameters:
  ///   - formula: of t and the columns.
  ///   - multiplies: whether runs of rows with equal weights are long enough for products.
  init(_ formula: Formula, multiplies: Bool) {
    self.multiplies = multiplies
    var places: [Formula: Int] = [:]
    guard multiplies else {
      addends = [.value(append(formula, &places))]
      return
    }
    let sum = GatheredSum(formula.joiningSoftplus)
    var rest: [Formula] = [.constant(sum.constant)]
    for term in sum.terms {
      if let (logarithm, argument) = RowLogarithm.parts(of: term.formula) {
        let place = append(argument, &places)
        addends.append(.logarithm(logarithm, of: place, coefficient: term.coefficient))
      } else {
        rest.append(.constant(term.coefficient) * term.formula)
      }
    }
    let left = Formula.total(of: rest)
    if left != .number(0) { addends.append(.value(append(left, &places))) }
  }

  private mutating func append(_ formula: Formula, _ places: inout [Formula: Int]) -> Int {
    if let place = places[formula] { return place }
    func place(_ part: Formula) -> Int { append(part, &places) }
    let operation: Operation =
      if !formula.hasParameter {
        .shared(formula)
      } else {
        switch formula {
        case .constant, .latent: .shared(formula)
        case .parameter(let index): .column(index)
        case .sum(let a, let b): .sum(place(a), place(b))
        case .difference(let a, let b): .difference(place(a), place(b))
        case .product(let a, let b): .product(place(a), place(b))
        case .quotient(let a, let b): .quotient(place(a), place(b))
        case .power(let a, let b): .power(place(a), place(b))
        case .negative(let a): .negative(place(a))
        case .function(.logOnePlus, .function(.square, let a)): .logOnePlusSquare(place(a))
        case .function(let function, let a): .function(function, place(a))
        case .restricted(let a, let condition): .restricted(place(a), place(condition))
        case .choice(let a, let b, let condition):
          .choice(place(a), place(b), place(condition))
        case .logSumExp(let parts): .logSumExp(parts.map(place))
        }
      }
    operations.append(operation)
    places[formula] = operations.count - 1
    return operations.count - 1
  }

  /// Values of the operations in a block of rows, one block after another, and bounds on their errors.
  struct Block {
    var values: [Double]
    var errors: [Double]

    /// Where the results of an operation are.
    static func places(of operation: Int, _ count: Int) -> Range<Int> {
      operation * RowProgram.blockSize..<operation * RowProgram.blockSize + count
    }
  }

  /// A sum over rows.
  struct Total {
    var value = DoubleDouble(0)
    /// A bound on its error.
    var error = 0.0
    /// That of its terms, about.
    var magnitude = 0.0
  }

  /// Σ wᵢ f(t; row i).
  ///
  /// - Parameters:
  ///   - t: the argument.
  ///   - rows: with a column for each parameter.
  func total(_ t: DoubleDouble, over rows: DataRows) -> Total {
    let empty = [Double](repeating: 0, count: operations.count * RowProgram.blockSize)
    var block = Block(values: empty, errors: empty)
    let shared = fillShared(t, &block)
    var total = sum(over: rows, shared, &block)
    total.error = total.error.isNaN ? .infinity : total.error * (1 + 0x1p-20)
    return total
  }

  private func sum(
    over rows: DataRows, _ shared: [Remainder], _ block: inout Block
  ) -> Total {
    var (values, total) = (CompensatedSum(), Total())
    // A product has the weight of a whole run.
    for run in multiplies ? rows.runs : [0..<rows.count] where !run.isEmpty {
      var sums = addends.map { _ in RowLogarithm.Sum() }
      for start in stride(from: run.lowerBound, to: run.upperBound, by: RowProgram.blockSize) {
        let part = start..<min(start + RowProgram.blockSize, run.upperBound)
        for (place, operation) in operations.enumerated() {
          fill(
            operation, place, rows: part, rows.columns, shared, &block.values, &block.errors)
        }
        for (index, addend) in addends.enumerated() {
          switch addend {
          case .value(let place):
            let places = Block.places(of: place, part.count)
            for (row, place) in zip(part, places) {
              let weight = rows.weights[row]
              let term = weight * block.values[place]
              values.add(term)
              total.error +=
                weight * block.errors[place]
                + (weight == 1 ? 0 : term.magnitude * RowProgram.unit)
            }
          case .logarithm(let logarithm, let place, _):
            sums[index].add(logarithm, of: block, at: Block.places(of: place, part.count))
          }
        }
      }
      for case (.logarithm(_, _, let coefficient), let sum) in zip(addends, sums) {
        let (logarithm, lost) = sum.total
        let multiple = coefficient * rows.weights[run.lowerBound]
        let size = logarithm.head.magnitude
        total.value = total.value + logarithm * multiple
        total.error += multiple.head.magnitude * (lost + 0x1p-96 * size)
        total.magnitude += multiple.head.magnitude * size
      }
    }
    total.value = total.value + values.value
    total.error += values.error
    total.magnitude += values.magnitude
    return total
  }

  /// What a double leaves out of the value of an operation, and the most that it can leave out, which is in its
  /// error; 0 for what is not shared.
  private struct Remainder {
    var tail = 0.0
    var most = 0.0
  }

  private func fillShared(_ t: DoubleDouble, _ block: inout Block) -> [Remainder] {
    operations.enumerated().map { index, operation in
      guard case .shared(let formula) = operation else { return Remainder() }
      let value = formula(t)
      let most = value.isFinite ? 0.5 * value.head.ulp : 0
      let lost = most + formula.runningError(at: t.head).error
      for place in Block.places(of: index, RowProgram.blockSize) {
        block.values[place] = value.head
        block.errors[place] = lost
      }
      return Remainder(tail: value.tail, most: most)
    }
  }

  /// The values of one operation in a block of rows.
  private func fill(
    _ operation: Operation, _ place: Int, rows: Range<Int>, _ columns: [[Double]],
    _ shared: [Remainder], _ values: inout [Double], _ errors: inout [Double]
  ) {
    let (size, unit) = (RowProgram.blockSize, RowProgram.unit)
    let start = place * size
    func each(_ body: (_ row: Int) -> (value: Double, error: Double)) {
      for row in 0..<rows.count {
        let result = body(row)
        values[start + row] = result.value
        errors[start + row] = result.error
      }
    }
    switch operation {
    case .shared: break
    case .column(let index):
      let column = columns[index]
      for row in 0..<rows.count { values[start + row] = column[rows.lowerBound + row] }
    case .sum(let a, let b):
      // Beside a column the digits that a double of z has lost are taken along.
      let (tail, most) = (shared[a].tail + shared[b].tail, shared[a].most + shared[b].most)
      let (a, b) = (a * size, b * size)
      each {
        let partial = values[a + $0] + values[b + $0]
        let sum = partial + tail
        let own = most == 0 ? sum.magnitude : partial.magnitude + sum.magnitude
        return (sum, max(0, errors[a + $0] + errors[b + $0] - most) + own * unit)
      }
    case .difference(let a, let b):
      let (tail, most) = (shared[a].tail - shared[b].tail, shared[a].most + shared[b].most)
      let (a, b) = (a * size, b * size)
      each {
        let partial = values[a + $0] - values[b + $0]
        let difference = partial + tail
        let own =
          most == 0 ? difference.magnitude : partial.magnitude + difference.magnitude
        return (difference, max(0, errors[a + $0] + errors[b + $0] - most) + own * unit)
      }
    case .product(let a, let b):
      let (a, b) = (a * size, b * size)
      each {
        let (x, y) = (values[a + $0], values[b + $0])
        let (dx, dy) = (errors[a + $0], errors[b + $0])
        return (x * y, dx * y.magnitude + dy * x.magnitude + dx * dy + (x * y).magnitude * unit)
      }
    case .quotient(let a, let b):
      let (a, b) = (a * size, b * size)
      each {
        let quotient = values[a + $0] / values[b + $0]
        let least = values[b + $0].magnitude - errors[b + $0]
        guard least > 0 else { return (quotient, .infinity) }
        return (
          quotient,
          (errors[a + $0] + quotient.magnitude * errors[b + $0]) / least
            + quotient.magnitude * unit
        )
      }
    case .power(let a, let b):
      let (a, b) = (a * size, b * size)
      each {
        let (x, y) = (values[a + $0], values[b + $0])
        let result = RowProgram.power(x, y)
        guard result != 0 else { return (0, 0) }
        let relative =
          (y * errors[a + $0] / x).magnitude + (logarithm(x.magnitude) * errors[b + $0]).magnitude
        return (result, result.magnitude * (relative + 4 * unit))
      }
    case .negative(let a):
      let a = a * size
      each { (-values[a + $0], errors[a + $0]) }
    case .logOnePlusSquare(let a):
      let a = a * size
      each {
        let x = values[a + $0]
        let square = x * x
        let result =
          square < 1e300 ? logarithm(onePlus: square) : 2 * logarithm(x.magnitude)
        // |2x/(1 + x²)| ≤ 1.
        return (
          result, errors[a + $0] * min(1, 2 * x.magnitude) + 6 * unit * result
        )
      }
    case .logSumExp(let parts):
      each { row in
        let largest = parts.reduce(-.infinity) { max($0, values[$1 * size + row]) }
        guard largest.isFinite else { return (largest, 0) }
        var (sum, lost) = (0.0, 0.0)
        for part in parts {
          let share = exponential(values[part * size + row] - largest)
          sum += share
          lost += share * (errors[part * size + row] + 4 * unit)
        }
        let result = largest + logarithm(sum)
        return (result, lost / sum + (result.magnitude + 4) * unit)
      }
    case .restricted(let a, let condition):
      let (a, condition) = (a * size, condition * size)
      each {
        values[condition + $0] > 0 ? (values[a + $0], errors[a + $0]) : (-.infinity, 0)
      }
    case .choice(let a, let b, let condition):
      let (a, b, condition) = (a * size, b * size, condition * size)
      each {
        func part(_ place: Int) -> RunningError {
          RunningError(values[place], error: errors[place])
        }
        let row = $0
        let chosen = part(condition + row).choosing {
          part(a + row)
        } otherwise: {
          part(b + row)
        }
        return (chosen.value, chosen.error)
      }
    case .function(.square, let a):
      let a = a * size
      each {
        let (x, lost) = (values[a + $0], errors[a + $0])
        return (x * x, lost * (2 * x.magnitude + lost) + x * x * unit)
      }
    case .function(let function, let a):
      let a = a * size
      each { RowProgram.apply(function, values[a + $0], errors[a + $0]) }
    }
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    base >= 0
      ? Distributions.power(base, exponent)
      : DoubleDouble(base).raised(to: DoubleDouble(exponent)).head
  }

  /// f(x), with the error that comes from that of x, to first order, and from the system's library.
  private static func apply(
    _ function: ElementaryFunction, _ x: Double, _ error: Double
  ) -> (value: Double, error: Double) {
    func rounded(_ value: Double, slope: Double) -> (Double, Double) {
      (value, (error == 0 ? 0 : error * slope) + 4 * unit * value.magnitude)
    }
    switch function {
    case .exp:
      let value = exponential(x)
      return rounded(value, slope: value)
    case .expMinusOne:
      let value = exponentialMinusOne(x)
      return rounded(value, slope: value + 1)
    case .log: return rounded(logarithm(x), slope: 1 / x.magnitude)
    case .logOnePlus: return rounded(logarithm(onePlus: x), slope: 1 / (1 + x).magnitude)
    case .softplus:
      let small = exponential(-x.magnitude)
      return rounded(max(x, 0) + logarithm(onePlus: small), slope: x > 0 ? 1 : small)
    case .inverseLogit:
      let small = exponential(-x.magnitude)
      let value = (x > 0 ? 1 : small) / (1 + small)
      return rounded(value, slope: small)
    case .squareRoot:
      let value = x.squareRoot()
      return rounded(value, slope: 0.5 / value)
    case .magnitude: return (x.magnitude, error)
    case .logGamma where x > 0:
      // |ψ(x)| ≤ |log x| + 1/x.
      let value = logarithmOfGamma(x)
      return rounded(value, slope: logarithm(x).magnitude + 1 / x)
    default:
      let own = RunningError(x, error: error).applying(function)
      return (own.value, own.error + own.value.magnitude * unit)
    }
  }
}
