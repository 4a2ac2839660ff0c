// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Log densities on one line that are computed together, and log p̃ − log q of the first and the last of two: each is
/// c₀ + Σ cₖTₖ(u) with few functions Tₖ in common, which one program computes.
struct SmoothProgram {
  /// The functions Tₖ.
  private let basis: FormulaProgram
  private let rows: [Row]
  /// How many densities there are; the row behind them is the weight of the last one, if there is one.
  let densities: Int
  /// log p̃ − log q.
  let weight: GatheredSum?

  /// c₀ + Σ cₖTₖ.
  private struct Row {
    let constant: DoubleDouble
    /// The terms whose coefficients are not 0.
    var terms: [(place: Int, coefficient: Double, tail: Double)] = []
    /// The heads of all coefficients.
    var coefficients: [Double] = []
  }

  /// One density.
  init(_ density: SmoothDensity) { self.init([density.sum], weight: nil) }

  /// A density q with the weight log p̃ − log q, and p̃ before it unless that is not looked at by itself.
  init(_ target: SmoothDensity, _ family: SmoothDensity, isTargetIncluded: Bool) {
    self.init(
      isTargetIncluded ? [target.sum, family.sum] : [family.sum],
      weight: GatheredSum(target.sum, minus: family.sum))
  }

  private init(_ densities: [GatheredSum], weight: GatheredSum?) {
    var functions: [Formula] = []
    var rows: [Row] = []
    for sum in weight.map({ densities + [$0] }) ?? densities {
      var row = Row(constant: sum.constant)
      for term in sum.terms {
        let place = functions.firstIndex(of: term.formula) ?? functions.count
        if place == functions.count { functions.append(term.formula) }
        row.terms.append((place, term.coefficient.head, term.coefficient.tail))
      }
      rows.append(row)
    }
    for index in rows.indices {
      rows[index].coefficients = [Double](repeating: 0, count: functions.count)
      for term in rows[index].terms {
        rows[index].coefficients[term.place] = term.coefficient
      }
    }
    basis = FormulaProgram(functions)
    (self.rows, self.weight) = (rows, weight)
    self.densities = densities.count
  }

  /// c₀ of a density, or of the weight behind them.
  func constant(of row: Int) -> DoubleDouble { rows[row].constant }

  /// A log density in doubles at several points, to search with.
  func estimates(of density: Int, at points: [Double]) -> [Double] {
    let (values, count) = (basis.estimates(at: points), points.count)
    let row = rows[density]
    return (0..<count).map { point in
      row.terms.reduce(row.constant.head) {
        $0 + $1.coefficient * values[$1.place * count + point]
      }
    }
  }

  /// A log density in doubles, to search with.
  func estimate(of density: Int, at u: Double) -> Double {
    basis.estimate(ofSum: rows[density].coefficients, at: u) + rows[density].constant.head
  }

  /// The functions Tₖ at points that doubles hold.
  func roundedValues(at points: [Double]) -> SmoothValues {
    SmoothValues(basis: basis.roundedValues(at: points), count: points.count)
  }

  /// A row without its constant, plus another one.
  func values(
    of row: Int, plus constant: DoubleDouble, from values: SmoothValues
  ) -> [RoundedDouble] {
    let (terms, count, start) = (rows[row].terms, values.count, RoundedDouble(constant))
    let half = RoundedDouble.half
    return (0..<count).map { point in
      var (sum, error) = (start.value, start.error)
      for term in terms {
        let function = values.basis[term.place * count + point]
        let product = term.coefficient * function.value
        sum += product
        error +=
          abs(term.coefficient) * function.error + abs(term.tail * function.value)
          + (abs(product) + abs(sum)) * half
      }
      // The last one is what underflows may lose.
      return RoundedDouble(sum, error: error + 0x1p-1060)
    }
  }

  /// How fast each density falls towards an infinite end, at least; −∞ where that is not known.
  func rates(over stretch: Stretch) -> [Double] {
    let slopes = basis.tangents(over: Enclosure(from: stretch.lower, to: stretch.upper))
    let side: Double = stretch.upper == .infinity ? 1 : -1
    return rows.prefix(densities).map { row in
      var (rate, size) = (0.0, 0.0)
      for term in row.terms {
        let slope = slopes[term.place].slope
        let coefficient = -side * term.coefficient
        let part = coefficient * (coefficient > 0 ? slope.lower : slope.upper)
        rate += part
        size += abs(part)
      }
      rate -= SmoothProgram.slack * size
      return rate.isNaN ? -.infinity : rate
    }
  }

  /// What rounding a coefficient and a sum makes of it in relative terms, generously.
  private static let slack = 1e-13

  /// Bounds on log|f| of each density over each of several rectangles, on that of f·(1 + |w|) for one with a weight; ∞ where f
  /// may not be analytic.
  func bounds(over rectangles: [ComplexEnclosure]) -> [[Double]] {
    let (values, count) = (basis.enclosures(over: rectangles), rectangles.count)
    return (0..<densities).map { density in
      (0..<count).map { rectangle in
        let real = range(of: density) { values[$0 * count + rectangle].real }
        guard density == densities - 1, weight != nil, real.upper < .infinity else {
          return real.upper
        }
        let weight = range(of: densities) { values[$0 * count + rectangle].real }
        let imaginary = range(of: densities, isReal: false) {
          values[$0 * count + rectangle].imaginary
        }
        let size = max(-weight.lower, weight.upper) + max(-imaginary.lower, imaginary.upper)
        return real.upper + logarithm(1 + size) + 1e-12
      }
    }
  }

  /// Bounds on the real part, or the imaginary part, of a row, from those of the functions; infinite where one is not known.
  private func range(
    of row: Int, isReal: Bool = true, _ part: (Int) -> Enclosure
  ) -> (lower: Double, upper: Double) {
    var (low, high, size) = (0.0, 0.0, 0.0)
    for term in rows[row].terms {
      let function = part(term.place)
      guard !function.isEmpty else { return (-.infinity, .infinity) }
      let (first, last) = (term.coefficient * function.lower, term.coefficient * function.upper)
      low += min(first, last)
      high += max(first, last)
      size += max(abs(first), abs(last))
    }
    let constant = isReal ? rows[row].constant.head : 0
    let slack = SmoothProgram.slack * (size + abs(constant))
    guard size < .infinity else { return (-.infinity, .infinity) }
    return (low + constant - slack, high + constant + slack)
  }

  /// The top of a density, as far as climbing from here and there finds it.
  func peak(of density: Int, near place: Double? = nil) -> Window.Peak? {
    var start = place
    if start == nil {
      let values = estimates(of: density, at: SmoothProgram.starts)
      let best = values.indices.filter { values[$0] < .infinity }.max { values[$0] < values[$1] }
      start = best.map { SmoothProgram.starts[$0] }
    }
    return start.flatMap { start in
      Window.Peak(from: [start]) { estimate(of: density, at: $0) }
    }
  }

  private static let starts: [Double] = [0, -1, 1, -2, 2, -4, 4, -8, 8, -20, 20, -60, 60]
}

/// The functions of a program at several points.
struct SmoothValues {
  /// Those of the first function at each point, those of the second, …
  let basis: [RoundedDouble]
  let count: Int
}
