// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// Σ wᵢ f(t; cᵢ) over the rows of a table, as a function of t: what a log likelihood of many observations
/// is made of where its terms do not gather.
///
/// Few rows are evaluated in 31 digits, many in doubles with a running bound on their rounding, and in 31
/// digits where that bound is large. Bounds over an interval come from Taylor's polynomial about a point
/// near it, with the remainder bounded by groups of rows, and from groups alone where it is wide:
///
/// ```text
/// |g(z) − g(c) − g′(c)(z − c) − ½ g″(c)(z − c)²| ≤ ⅙ sup|g‴| |z − c|³
/// ```
///
/// Values and bounds are kept, since every integrand asks for the same. Two are equal if they are the same
/// object.
public final class RowSum: Sendable {
  private let term: Formula
  private let rows: DataRows
  private let program: RowProgram
  /// The term for groups of rows.
  private let groupProgram: FormulaProgram
  /// Whether derivatives say how the values change.
  private let isSmooth: Bool
  /// How often it is a derivative.
  private let order: Int
  private let state = Mutex(State())

  /// What has been computed already.
  private struct State {
    var values: [DoubleDouble: (value: DoubleDouble, error: Double)] = [:]
    var bounds: [ComplexEnclosure: ComplexEnclosure] = [:]
    var derivative: RowSum?
    var logarithmic: [LogarithmicKey: Formula] = [:]
    var anchors: [Anchor] = []
    /// sup|g‴| on squares of the complex plane, by their size and place.
    var thirds: [Square: Double] = [:]
    /// How often squares of a size were too large, since one was not.
    var failures: [Int: Int] = [:]
  }

  private struct LogarithmicKey: Hashable {
    let argument: Formula
    let domain: Enclosure
  }

  /// Where Taylor's polynomial is known.
  private struct Anchor {
    let place: Double
    /// g, g′ and ½g″, rounding included.
    let coefficients: [Enclosure]
  }

  /// k·2ᵉ ≤ Re z ≤ (k + 1)·2ᵉ, |Im z| ≤ 2ᵉ.
  private struct Square: Hashable {
    let exponent: Int
    let step: Double

    var rectangle: ComplexEnclosure {
      let side = Double(sign: .plus, exponent: exponent, significand: 1)
      return ComplexEnclosure(
        real: Enclosure(from: step * side, to: (step + 1) * side),
        imaginary: Enclosure(from: -side, to: side))
    }

    /// Those of a size that cover a disc of at most half that size; with some room, for the ends are rounded.
    static func covering(_ place: Double, _ distance: Double, _ exponent: Int) -> [Square] {
      let side = Double(sign: .plus, exponent: exponent, significand: 1)
      let reach = distance + place.magnitude.ulp
      let first = ((place - reach).nextDown / side).rounded(.down)
      let last = ((place + reach).nextUp / side).rounded(.down)
      return stride(from: first, through: last, by: 1).map { Square(exponent: exponent, step: $0) }
    }
  }

  init(_ term: Formula, over rows: DataRows, order: Int = 0) {
    self.term = term
    self.rows = rows
    self.order = order
    program = RowProgram(term, multiplies: rows.hasLongRuns)
    groupProgram = FormulaProgram(term)
    isSmooth = !term.hasKink
  }

  /// As many values are kept.
  private static let mostValues = 1 << 13
  /// After as many failures a size is given up.
  private static let mostFailures = 32

  /// Whether doubles are good enough for a sum: told against its terms, for where they cancel, as derivatives do beside
  /// a maximum, 31 digits of each are not asked for.
  private func isEnough(_ sum: RowProgram.Total) -> Bool {
    sum.error <= 1e-9 + (order == 0 ? 1e-14 : 1e-12) * sum.magnitude
  }

  /// The derivative, the same object each time.
  var derivative: RowSum {
    if let known = state.withLock({ $0.derivative }) { return known }
    let new = RowSum(term.derivative().gathered, over: rows, order: order + 1)
    return state.withLock { state in
      let derivative = state.derivative ?? new
      state.derivative = derivative
      return derivative
    }
  }

  /// The value at t; NaN outside the domain.
  func value(at t: DoubleDouble) -> DoubleDouble { evaluation(at: t).value }

  /// The value, and what rounding may have done to it, that of t left aside.
  func evaluation(at t: DoubleDouble) -> (value: DoubleDouble, error: Double) {
    if let known = state.withLock({ $0.values[t] }) { return known }
    let sum = computed(at: t)
    return state.withLock { state in
      if state.values.count >= RowSum.mostValues { state.values.removeAll() }
      state.values[t] = sum
      return sum
    }
  }

  private func computed(at t: DoubleDouble) -> (value: DoubleDouble, error: Double) {
    guard !rows.isFew else { return exactEvaluation(at: t) }
    let sum = program.total(t, over: rows)
    return isEnough(sum) || !sum.value.isFinite
      ? (sum.value, sum.error) : exactEvaluation(at: t)
  }

  /// The same in 31 digits.
  private func exactEvaluation(at t: DoubleDouble) -> (value: DoubleDouble, error: Double) {
    var (total, error) = (DoubleDouble(0), 0.0)
    for row in rows.weights.indices {
      let weight = rows.weights[row]
      let cells = rows.columns.map { $0[row] }
      let value = term.evaluate(t, cells.map { DoubleDouble($0) }) * weight
      total = total + value
      let lost = term.evaluate(
        RunningError(t.head, error: 0), cells.map { RunningError($0, error: 0) }
      ).error
      error += weight * lost + total.head.magnitude * 0x1p-100
    }
    return (total, error)
  }

  /// What rounding leaves of the value where t itself has an error.
  func runningError(at t: RunningError) -> RunningError {
    let own = evaluation(at: DoubleDouble(t.value))
    guard t.error > 0 else { return RunningError(own.value.head, error: own.error) }
    let slope = derivative.grouped(over: Enclosure(from: t.value, to: t.value)) { $0 }
    let steepest = slope.isEmpty ? .infinity : max(-slope.lower, slope.upper)
    return RunningError(own.value.head, error: own.error + steepest * t.error)
  }
}

extension RowSum {
  /// Bounds over an interval.
  func bounds(over interval: Enclosure) -> Enclosure {
    guard !rows.isFew, !interval.isEmpty else { return grouped(over: interval) { $0 } }
    let enough = 0.5
    return remembered(ComplexEnclosure(real: interval, imaginary: .zero)) { z in
      let direct = grouped(over: interval) { $0 }
      guard direct.upper - direct.lower > enough,
        let polynomial = polynomial(over: z, enough: enough)
      else { return ComplexEnclosure(real: direct, imaginary: .zero) }
      return ComplexEnclosure(real: direct.intersection(polynomial.real), imaginary: .zero)
    }.real
  }

  /// Bounds over a rectangle; undefined where some row was not shown to be analytic there.
  func bounds(over z: ComplexEnclosure) -> ComplexEnclosure {
    guard z.isDefined else { return .undefined }
    if rows.isFew { return grouped(over: z) }
    // A bound of the real line knows kinks, that of a rectangle does not.
    return remembered(z.imaginary == .zero ? ComplexEnclosure(real: z.real, imaginary: .tiny) : z) {
      polynomial(over: $0, enough: 6) ?? grouped(over: $0)
    }
  }

  private func remembered(
    _ z: ComplexEnclosure, _ compute: (ComplexEnclosure) -> ComplexEnclosure
  ) -> ComplexEnclosure {
    if let known = state.withLock({ $0.bounds[z] }) { return known }
    let bounds = compute(z)
    state.withLock { state in
      if state.bounds.count >= RowSum.mostValues { state.bounds.removeAll() }
      state.bounds[z] = bounds
    }
    return bounds
  }

  private func grouped(over z: ComplexEnclosure) -> ComplexEnclosure {
    grouped(over: z) { ComplexEnclosure(real: $0, imaginary: .zero) }
  }

  /// Bounds by groups of rows.
  private func grouped<Bounds: Scalar>(
    over t: Bounds, _ number: (Enclosure) -> Bounds
  ) -> Bounds {
    let parameters = rows.columns.indices.map { column in
      rows.groups.map { number($0.ranges[column]) }
    }
    let values = groupProgram.values(at: t, parameters: parameters, rows: rows.groups.count)
    return zip(rows.groups, values).reduce(Bounds(DoubleDouble(0))) { sum, group in
      sum + number(group.0.weight) * group.1
    }
  }

  /// Bounds by Taylor's polynomial about the middle, or about a point near it where it is known; `nil` where
  /// the remainder is more than enough.
  ///
  /// - Parameter enough: in nats; for a derivative, on the way across.
  private func polynomial(over z: ComplexEnclosure, enough: Double) -> ComplexEnclosure? {
    let middle = z.real.lower + 0.5 * (z.real.upper - z.real.lower)
    let reach = DirectedRounding.above(
      hypotenuse(
        max(z.real.upper - middle, middle - z.real.lower),
        max(z.imaginary.upper, -z.imaginary.lower)))
    guard isSmooth, reach.isFinite, reach > 0 else { return nil }
    var enough = enough
    for _ in 0..<order { enough /= reach }
    // Wherever it is taken about, the remainder is no smaller.
    let least = remainder(about: middle, within: reach, enough: enough)
    guard least <= enough else { return nil }
    let nearest = state.withLock { state in
      state.anchors.min { ($0.place - middle).magnitude < ($1.place - middle).magnitude }
    }
    if let nearest {
      let remainder = remainder(
        about: nearest.place, within: (nearest.place - middle).magnitude + reach, enough: enough)
      if remainder <= enough { return polynomial(nearest, z, remainder) }
    }
    let anchor = anchor(at: middle)
    guard anchor.coefficients.allSatisfy({ !$0.isEmpty }) else { return nil }
    state.withLock { state in
      if state.anchors.count >= RowSum.mostValues { state.anchors.removeAll() }
      state.anchors.append(anchor)
    }
    return polynomial(anchor, z, least)
  }

  private func anchor(at place: Double) -> Anchor {
    var (function, factor) = (self, 1.0)
    let coefficients = (0..<3).map { index in
      if index > 0 { function = function.derivative }
      if index == 2 { factor = 0.5 }
      let (value, error) = function.evaluation(at: DoubleDouble(place))
      let slack = error + value.head.ulp
      guard value.isFinite, slack.isFinite else { return Enclosure.empty }
      return Enclosure(
        from: factor * (value.head - slack), to: factor * (value.head + slack))
    }
    return Anchor(place: place, coefficients: coefficients)
  }

  /// sup|g‴| d³/6 within a distance d of a place; ∞ where nothing is known.
  ///
  /// - Parameter enough: a remainder that is small enough.
  private func remainder(about place: Double, within distance: Double, enough: Double) -> Double {
    let cube = DirectedRounding.above(distance * distance * distance / 6)
    guard distance.isFinite, distance > 1e-100, place.magnitude < 1e15 * distance, cube.isFinite
    else { return .infinity }
    // A larger square may do, and serves all that lies in it; of powers of 4 there are fewer.
    let smallest = Int(distance.exponent) + 2
    var bound = Double.infinity
    for exponent in [smallest + 5, smallest + 3, smallest + 1].map({ $0 & ~1 }) {
      guard state.withLock({ $0.failures[exponent] ?? 0 }) < RowSum.mostFailures else { continue }
      bound = Square.covering(place, distance, exponent).reduce(0) { max($0, third(on: $1)) }
      let isEnough = bound * cube <= enough
      state.withLock { $0.failures[exponent] = isEnough ? 0 : 1 + ($0.failures[exponent] ?? 0) }
      if isEnough { break }
    }
    return DirectedRounding.above(bound * cube)
  }

  private func third(on square: Square) -> Double {
    if let known = state.withLock({ $0.thirds[square] }) { return known }
    let third = derivative.derivative.derivative
    let bound = third.grouped(over: square.rectangle).magnitude
    state.withLock { $0.thirds[square] = bound }
    return bound
  }

  private func polynomial(
    _ anchor: Anchor, _ z: ComplexEnclosure, _ remainder: Double
  ) -> ComplexEnclosure {
    func real(_ range: Enclosure) -> ComplexEnclosure {
      ComplexEnclosure(real: range, imaginary: .zero)
    }
    let step = z - real(Enclosure(from: anchor.place, to: anchor.place))
    let rest = Enclosure(from: -remainder, to: remainder)
    return real(anchor.coefficients[0]) + real(anchor.coefficients[1]) * step
      + real(anchor.coefficients[2]) * step.applying(.square)
      + ComplexEnclosure(real: rest, imaginary: z.imaginary == .zero ? .zero : rest)
  }
}

extension Enclosure {
  fileprivate static let zero = Enclosure(from: 0, to: 0)
  fileprivate static let tiny = Enclosure(from: -1e-300, to: 1e-300)
}

extension RowSum {
  /// The sum as a formula in s, where its argument is one of eˢ: see ``LogarithmicForm``. What the terms
  /// of all rows have in common gathers.
  func inLogarithm(_ argument: Formula, over domain: Enclosure) -> Formula {
    let key = LogarithmicKey(argument: argument, domain: domain)
    if let known = state.withLock({ $0.logarithmic[key] }) { return known }
    let form = LogarithmicForm(
      term.substituting(argument), over: LogarithmicDomain(s: domain, parameters: rows.ranges)
    ).formula.gathered
    let formula =
      (try? GatheredRows(rows).sum(of: form))
      ?? .function(
        .rows(self),
        LogarithmicForm(argument, over: LogarithmicDomain(s: domain, parameters: [])).formula)
    state.withLock { $0.logarithmic[key] = formula }
    return formula
  }

  /// Whether what does not gather has bounds far out, on both sides.
  var isTame: Bool {
    let reach = extremes(at: .latent).flatMap(\.locations).reduce(1) { max($0, $1.magnitude) }
    let far = Enclosure(from: logarithm(reach) + 4, to: .infinity)
    return [1.0, -1].allSatisfy { direction in
      let argument: Formula = direction < 0 ? -.latent : .latent
      return GatheredSum(inLogarithm(argument, over: far)).terms.allSatisfy { term in
        guard case .function(.rows(let sum), let inner) = term.formula else { return true }
        let bounds = sum.bounds(over: inner.enclosure(over: far))
        return bounds.isEmpty || (bounds.lower.isFinite && bounds.upper.isFinite)
      }
    }
  }

  /// The term with every column at one of its ends, in all combinations of the first few: where the terms
  /// of rows have their places, no row's is farther out.
  func extremes(at argument: Formula) -> [Formula] {
    var corners: [[Double]] = [[]]
    for (index, range) in rows.ranges.enumerated() {
      let ends = index < 4 ? [range.lower, range.upper] : [range.upper]
      corners = corners.flatMap { corner in ends.map { corner + [$0] } }
    }
    return corners.map { term.setting($0).substituting(argument) }
  }
}

extension RowSum: Hashable {
  /// By identity.
  public static func == (a: RowSum, b: RowSum) -> Bool { a === b }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension RowSum {
  /// How many rows it sums over, without repetitions.
  public var rowCount: Int { rows.count }

  /// w f(t; c) of each row, as a formula of the argument.
  package func terms(at argument: Formula) -> [Formula] {
    rows.weights.indices.map { row in
      let cells = rows.columns.map { $0[row] }
      return .number(rows.weights[row]) * term.setting(cells).substituting(argument)
    }
  }
}
