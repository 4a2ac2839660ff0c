// SPDX-License-Identifier: GPL-3.0-or-later

/// A formula in t and the columns of a table as a flat list of operations, for evaluation in doubles over
/// many rows at once, with a running bound on what rounding does to each value.
///
/// Source of the bound: Higham, *Accuracy and Stability of Numerical Algorithms* (SIAM, 2002), 3.3.
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

  /// As many rows are evaluated at once.
  static let blockSize = 256

  /// What rounding to a double takes away, relative to the value.
  private static let unit = 0x1p-53

  init(_ formula: Formula) {
    var places: [Formula: Int] = [:]
    _ = append(formula, &places)
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

  /// Σ wᵢ f(t; row i) with a bound on its error.
  ///
  /// - Parameters:
  ///   - t: the argument.
  ///   - columns: the values of each parameter, one a row.
  ///   - weights: wᵢ, from 0.
  func total(
    _ t: DoubleDouble, columns: [[Double]], weights: [Double]
  ) -> (value: DoubleDouble, error: Double) {
    let size = RowProgram.blockSize
    var values = [Double](repeating: 0, count: operations.count * size)
    var errors = values
    let shared = fillShared(t, &values, &errors)
    let result = (operations.count - 1) * size
    var (sum, rest, error) = (0.0, 0.0, 0.0)
    var start = 0
    while start < weights.count {
      let count = min(size, weights.count - start)
      for (index, operation) in operations.enumerated() {
        fill(
          operation, index * size, rows: start..<start + count, columns, shared, &values, &errors)
      }
      for row in 0..<count {
        let weight = weights[start + row]
        let term = weight * values[result + row]
        // What the sum loses is summed apart.
        let next = sum + term
        let carried = next - sum
        rest += (sum - (next - carried)) + (term - carried)
        sum = next
        error += weight * errors[result + row] + term.magnitude * RowProgram.unit
      }
      start += count
    }
    let total = DoubleDouble(sum) + DoubleDouble(sum.isFinite && rest.isFinite ? rest : 0)
    return (total, error.isNaN ? .infinity : error * (1 + 0x1p-20))
  }

  /// What a double leaves out of the value of an operation, and the most that it can leave out, which is in its
  /// error; 0 for what is not shared.
  private struct Remainder {
    var tail = 0.0
    var most = 0.0
  }

  private func fillShared(
    _ t: DoubleDouble, _ values: inout [Double], _ errors: inout [Double]
  ) -> [Remainder] {
    operations.enumerated().map { index, operation in
      guard case .shared(let formula) = operation else { return Remainder() }
      let value = formula(t)
      let most = value.isFinite ? 0.5 * value.head.ulp : 0
      let lost = most + formula.runningError(at: t.head).error
      for place in index * RowProgram.blockSize..<(index + 1) * RowProgram.blockSize {
        values[place] = value.head
        errors[place] = lost
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
    func each(_ body: (_ row: Int) -> (value: Double, error: Double)) {
      for row in 0..<rows.count {
        let result = body(row)
        values[place + row] = result.value
        errors[place + row] = result.error
      }
    }
    switch operation {
    case .shared: break
    case .column(let index):
      let column = columns[index]
      for row in 0..<rows.count { values[place + row] = column[rows.lowerBound + row] }
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
      let value =
        x > 0 ? x + logarithm(onePlus: exponential(-x)) : logarithm(onePlus: exponential(x))
      return rounded(value, slope: min(1, exponential(x)))
    case .inverseLogit:
      let small = exponential(-x.magnitude)
      let value = (x > 0 ? 1 : small) / (1 + small)
      return rounded(value, slope: small)
    case .squareRoot:
      let value = x.squareRoot()
      return rounded(value, slope: 0.5 / value)
    case .square: return rounded(x * x, slope: 2 * x.magnitude + error)
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
