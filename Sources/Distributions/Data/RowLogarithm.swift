// SPDX-License-Identifier: GPL-3.0-or-later

/// A function of a row's value that is the logarithm of a positive number, so that its sum over rows is the
/// logarithm of a product.
enum RowLogarithm: Sendable {
  /// log x.
  case plain
  /// log(1 + x).
  case onePlus
  /// log(1 + x²).
  case onePlusSquare
  /// log(1 + eˣ).
  case softplus

  /// The function and its argument, if a formula is one.
  static func parts(of formula: Formula) -> (RowLogarithm, argument: Formula)? {
    guard formula.hasParameter, case .function(let function, let argument) = formula else {
      return nil
    }
    switch (function, argument) {
    case (.logOnePlus, .function(.square, let x)): return (.onePlusSquare, x)
    case (.log, _): return (.plain, argument)
    case (.logOnePlus, _): return (.onePlus, argument)
    case (.softplus, _): return (.softplus, argument)
    default: return nil
    }
  }

  /// A sum of such logarithms, with a bound on its error.
  struct Sum {
    private var product = LogProduct()
    /// What is not in the product.
    private var rest = CompensatedSum()
    private var error = 0.0

    /// Adds those of some rows.
    ///
    /// - Parameters:
    ///   - block: where x of each row is, and a bound on its error.
    ///   - places: those of the rows.
    mutating func add(_ logarithm: RowLogarithm, of block: RowProgram.Block, at places: Range<Int>)
    {
      func forEach(_ body: (_ x: Double, _ lost: Double) -> Void) {
        for place in places { body(block.values[place], block.errors[place]) }
      }
      switch logarithm {
      case .plain:
        forEach { x, lost in add(x, relative: RowLogarithm.slope(lost, x)) }
      case .onePlus:
        forEach { x, lost in
          add(1 + x, relative: RowLogarithm.slope(lost, 1 + x) + RowProgram.unit)
        }
      case .onePlusSquare:
        forEach { x, lost in
          let square = x * x
          // |2x/(1 + x²)| ≤ 1.
          let slope = min(1, 2 * (x.magnitude + lost))
          if square < LogProduct.largest {
            add(1 + square, relative: lost * slope + 2 * RowProgram.unit)
          } else {
            let value = 2 * Distributions.logarithm(x.magnitude)
            rest.add(value)
            error += lost * slope + 6 * RowProgram.unit * value.magnitude
          }
        }
      case .softplus:
        forEach { x, lost in
          let small = exponential(-x.magnitude)
          rest.add(max(x, 0))
          // e^ε ≤ 1 + 4ε for ε ≤ 2.
          let slope = x > 0 || lost > 1 ? 1 : min(1, small * (1 + 4 * lost))
          add(1 + small, relative: lost * slope + 3 * RowProgram.unit)
        }
      }
    }

    /// log u, with a bound on the relative error of u.
    @inline(__always)
    private mutating func add(_ factor: Double, relative lost: Double) {
      error += lost
      if factor < LogProduct.largest, factor > 1 / LogProduct.largest {
        product.multiply(by: factor)
      } else {
        let value = Distributions.logarithm(factor)
        rest.add(value)
        error += 4 * RowProgram.unit * value.magnitude
      }
    }

    var total: (value: DoubleDouble, error: Double) {
      let logarithm = product.logarithm
      return (logarithm.value + rest.value, logarithm.error + rest.error + error)
    }
  }

  /// What an error does to log u.
  @inline(__always)
  private static func slope(_ error: Double, _ u: Double) -> Double {
    guard error > 0 else { return 0 }
    return u > error ? error / (u - error) : .infinity
  }
}
