// SPDX-License-Identifier: GPL-3.0-or-later

/// Sums over the rows of a table as formulas of z, gathered as far as they go.
///
/// A term of the rows' formula that is a product of a function of z and one of the columns is that function
/// times a sum of numbers, so that an exponential family is its sufficient statistics, however many rows
/// there are. One that is quadratic in z, or in a function of z, is a quadratic whose three coefficients
/// are sums, about the centre of all rows, in which nothing cancels. Whatever is left becomes one
/// ``RowSum`` for each function of z that it depends on.
struct GatheredRows {
  /// Why there is no such sum: the log density of a row, from 0, is −∞, ∞ or NaN for every z.
  struct Problem: Error {
    let row: Int
    var value = -Double.infinity
  }

  private let columns: [[Double]]
  private let weights: [Double]
  /// Bounds on the values of each column.
  private let ranges: [Enclosure]
  /// The same rows in order, where they have been put so.
  private let rows: DataRows?

  /// An exponential of columns has all of its digits up to here.
  private static let largestExponent = 300.0

  /// As many terms may be written out.
  private static let mostWrittenOut = 256

  /// - Parameters:
  ///   - columns: the values of each parameter, one a row.
  ///   - weights: what the term of each row is multiplied with, from 0.
  init(columns: [[Double]], weights: [Double]) {
    (self.columns, self.weights, rows) = (columns, weights, nil)
    ranges = columns.map { Enclosure(hullOf: $0) }
  }

  init(_ rows: DataRows) {
    (columns, weights, ranges, self.rows) = (rows.columns, rows.weights, rows.ranges, rows)
  }

  /// Σ wᵢ f(z; row i).
  ///
  /// - Parameter term: f, a formula of z with the columns as parameters.
  func sum(of term: Formula) throws(Problem) -> Formula {
    // Of no row there is no range either: a sum of nothing is 0, whatever the term.
    guard weights.contains(where: { $0 > 0 }) else { return 0 }
    let term = decided(term)
    let (plain, conditions) = term.withoutConditions
    var limits: [Formula] = []
    for condition in conditions {
      guard let found = try self.limits(condition) else { return try writtenOut(term) }
      limits += found
    }
    var gathering = Gathering()
    for part in GatheredSum(separated(plain)).parts { try gather(part, &gathering) }
    var parts = gathering.parts
    for (argument, terms) in gathering.rest {
      let left = Formula.total(of: terms).gathered
      let used = left.parameters
      let places = Dictionary(uniqueKeysWithValues: zip(used, used.indices))
      let isWhole = used.count == columns.count
      let rows =
        (isWhole ? self.rows : nil)
        ?? DataRows(columns: used.map { columns[$0] }, weights: weights)
      let sum = RowSum(left.renamingParameters { places[$0] ?? $0 }, over: rows)
      let whole = Formula.function(.rows(sum), argument)
      // Where the terms of rows grow far out, those of a few are told apart.
      let isWrittenOut =
        self.rows == nil && rows.count <= GatheredRows.mostWrittenOut && !sum.isTame
      parts.append(isWrittenOut ? .total(of: sum.terms(at: argument)) : whole)
    }
    return limits.reduce(Formula.total(of: parts)) { $0.restricted(toPositive: $1) }
  }

  /// The term without choices that are the same in every row, whatever z is.
  func decided(_ formula: Formula) -> Formula {
    let formula = formula.rebuilt { decided($0) }
    guard case .choice(let a, let b, let condition) = formula, condition.hasParameter,
      !condition.hasLatent
    else { return formula }
    var signs: Set<Bool> = []
    for row in weights.indices where weights[row] > 0 && signs.count < 2 {
      signs.insert(condition.value(inRow: row, of: columns).head > 0)
    }
    return signs == [true] ? a : signs == [false] ? b : formula
  }

  /// What has been gathered.
  private struct Gathering {
    var parts: [Formula] = []
    /// What is left, as functions of an argument that is a formula of z.
    var rest: [(argument: Formula, terms: [Formula])] = []

    mutating func leave(_ term: Formula, of argument: Formula) {
      if let index = rest.firstIndex(where: { $0.argument == argument }) {
        rest[index].terms.append(term)
      } else {
        rest.append((argument, [term]))
      }
    }
  }

  private func gather(_ term: Formula, _ gathering: inout Gathering) throws(Problem) {
    if !term.hasLatent {
      gathering.parts.append(.constant(try total(of: term)))
      return
    }
    let factors = term.factors
    if factors.allSatisfy({ !($0.hasLatent && $0.hasParameter) }) {
      let own = factors.filter { !$0.hasLatent }.reduce(1) { $0 * $1 }
      let common = factors.filter(\.hasLatent).reduce(1) { $0 * $1 }
      gathering.parts.append(.constant(try total(of: own)) * common)
      return
    }
    let argument = term.commonArgument ?? .latent
    let function = argument == .latent ? term : term.replacing(argument)
    if let sum = distances(function) {
      gathering.parts.append(sum.substituting(argument))
      return
    }
    guard let slope = function.polynomialSlope else {
      gathering.leave(function, of: argument)
      return
    }
    let curvature = try total(of: slope.derivative().gathered)
    let start = try total(of: slope.settingLatent(0))
    guard curvature.head != 0 else {
      let constant = try total(of: function.settingLatent(0))
      gathering.parts.append(.constant(constant) + .constant(start) * argument)
      return
    }
    let centre = DoubleDouble((-start / curvature).head)
    guard centre.isFinite else {
      gathering.leave(function, of: argument)
      return
    }
    let distance = argument - .constant(centre)
    gathering.parts.append(
      .constant(curvature * 0.5) * distance.applying(.square)
        + .constant(try total(of: slope.settingLatent(centre))) * distance
        + .constant(try total(of: function.settingLatent(centre))))
  }

  /// Σ wᵢ cᵢ|αᵢ + βᵢ t| where the cᵢ have one sign; `nil` for anything else.
  private func distances(_ function: Formula) -> Formula? {
    let factors = function.factors
    let kinks = factors.filter(\.hasLatent)
    guard kinks.count == 1, case .function(.magnitude, let inner) = kinks[0], !inner.hasKink else {
      return nil
    }
    let slope = inner.derivative().gathered
    guard !slope.hasLatent else { return nil }
    let scale = factors.filter { !$0.hasLatent }.reduce(1) { $0 * $1 } * slope.applying(.magnitude)
    let place = -inner.settingLatent(0) / slope
    var terms: [(weight: DoubleDouble, place: DoubleDouble)] = []
    var sign = 0.0
    for row in weights.indices where weights[row] > 0 {
      let weight = scale.value(inRow: row, of: columns) * weights[row]
      let end = place.value(inRow: row, of: columns)
      guard weight.isFinite, end.isFinite, weight.head * sign >= 0, weight.head != 0 else {
        return nil
      }
      sign = weight.head
      terms.append((weight.applying(.magnitude), end))
    }
    guard !terms.isEmpty else { return nil }
    let sum = Formula.latent.applying(.absoluteSum(AbsoluteSum(terms)))
    return sign < 0 ? -sum : sum
  }

  /// Σ wᵢ f(row i), in 31 digits.
  private func total(of term: Formula) throws(Problem) -> DoubleDouble {
    if let constant = term.constantValue {
      return weights.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) } * constant
    }
    var sum = PairwiseSum()
    var known: [Double: DoubleDouble] = [:]
    let used = term.parameters
    let single = used.count == 1 ? used.first : nil
    for row in weights.indices where weights[row] > 0 {
      let value: DoubleDouble
      if let single, let before = known[columns[single][row]] {
        value = before
      } else {
        value = term.value(inRow: row, of: columns)
        if let single, known.count < 1 << 16 { known[columns[single][row]] = value }
      }
      guard value.isFinite else {
        throw Problem(row: row, value: value.head)
      }
      sum.add(value * weights[row])
    }
    return sum.value
  }

  /// The conditions on z alone under which a condition holds in every row; `nil` where that cannot be told.
  private func limits(_ condition: Formula) throws(Problem) -> [Formula]? {
    if !condition.hasParameter { return [condition] }
    if !condition.hasLatent {
      for row in weights.indices where weights[row] > 0 {
        guard condition.value(inRow: row, of: columns).head > 0 else { throw Problem(row: row) }
      }
      return []
    }
    guard let argument = condition.commonArgument else { return nil }
    let function = argument == .latent ? condition : condition.replacing(argument)
    let slope = function.derivative().gathered
    guard !slope.hasLatent else { return nil }
    let start = function.settingLatent(0)
    // α + β h > 0 is h > −α/β where β > 0, h < −α/β where β < 0.
    var (least, most) = (DoubleDouble(-.infinity), DoubleDouble(.infinity))
    for row in weights.indices where weights[row] > 0 {
      let (a, b) = (start.value(inRow: row, of: columns), slope.value(inRow: row, of: columns))
      if b.head == 0 {
        guard a.head > 0 else { throw Problem(row: row) }
        continue
      }
      let end = -a / b
      if b.head > 0, (end - least).head > 0 || !least.isFinite { least = end }
      if b.head < 0, (end - most).head < 0 || !most.isFinite { most = end }
    }
    return (least.isFinite ? [argument - .constant(least)] : [])
      + (most.isFinite ? [.constant(most) - argument] : [])
  }

  /// The sum with a term for each row.
  private func writtenOut(_ term: Formula) throws(Problem) -> Formula {
    let rows = DataRows(columns: columns, weights: weights)
    return .total(of: RowSum(term, over: rows).terms(at: .latent))
  }

  /// The same term with logarithms of products and exponentials of sums taken apart where one part depends on
  /// columns alone.
  private func separated(_ formula: Formula) -> Formula {
    let formula = formula.rebuilt { separated($0) }
    switch formula {
    case .function(.log, let a):
      let factors = a.factors
      guard factors.count > 1 else { return formula }
      // log ab = log a + log b where a is positive in every row.
      let (own, rest) = (
        factors.filter { !$0.hasLatent && isPositive($0) },
        factors.filter { $0.hasLatent || !isPositive($0) }
      )
      guard !own.isEmpty, !rest.isEmpty else { return formula }
      return own.reduce(rest.reduce(1) { $0 * $1 }.applying(.log)) { $0 + $1.applying(.log) }
    case .function(.square, let a):
      let factors = a.factors
      let (own, rest) = (factors.filter { !$0.hasLatent }, factors.filter(\.hasLatent))
      guard !own.isEmpty, !rest.isEmpty else { return formula }
      return own.reduce(1) { $0 * $1 }.applying(.square)
        * rest.reduce(1) { $0 * $1 }.applying(.square)
    case .function(.exp, let a):
      let sum = GatheredSum(a)
      let own = sum.terms.filter { !$0.formula.hasLatent }
      guard !own.isEmpty, own.count < sum.terms.count else { return formula }
      func total(_ terms: [GatheredSum.Term]) -> Formula {
        .total(of: terms.map { .constant($0.coefficient) * $0.formula })
      }
      // Where it would under- or overflow by itself it stays with the rest.
      let range = total(own).evaluate(Enclosure.wholeLine, ranges)
      guard !range.isEmpty, range.lower > -GatheredRows.largestExponent,
        range.upper < GatheredRows.largestExponent
      else { return formula }
      let rest = total(sum.terms.filter { $0.formula.hasLatent }) + .constant(sum.constant)
      return total(own).applying(.exp) * rest.applying(.exp)
    default: return formula
    }
  }

  /// Whether a formula of columns alone is positive in every row.
  private func isPositive(_ formula: Formula) -> Bool {
    if let constant = formula.constantValue { return constant.head > 0 }
    let range = formula.evaluate(Enclosure.wholeLine, ranges)
    return !range.isEmpty && range.lower > 0
  }
}

/// A sum in 31 digits whose rounding grows with the logarithm of the number of terms.
private struct PairwiseSum {
  /// Sums of 2ᵏ terms, for the k that are set in the number of terms.
  private var partial: [DoubleDouble] = []
  private var count = 0

  mutating func add(_ term: DoubleDouble) {
    var sum = term
    var rest = count
    while rest & 1 == 1, let last = partial.popLast() {
      sum = last + sum
      rest >>= 1
    }
    partial.append(sum)
    count += 1
  }

  var value: DoubleDouble { partial.reversed().reduce(DoubleDouble(0)) { $0 + $1 } }
}

extension Formula {
  /// Whether z occurs.
  package var hasLatent: Bool { contains { if case .latent = $0 { true } else { false } } }

  /// The parameters that occur, in their order.
  package var parameters: [Int] {
    var found: Set<Int> = []
    func collect(_ formula: Formula) {
      if case .parameter(let index) = formula { found.insert(index) }
      for part in formula.parts { collect(part) }
    }
    collect(self)
    return found.sorted()
  }

  /// The value of a formula in a row of the columns that its parameters are.
  func value(
    inRow row: Int, of columns: [[Double]], at z: DoubleDouble = DoubleDouble(.nan)
  ) -> DoubleDouble {
    evaluate(z, columns.map { DoubleDouble($0[row]) })
  }

  func renamingParameters(_ name: (Int) -> Int) -> Formula {
    if case .parameter(let index) = self { return .parameter(name(index)) }
    return rebuilt { $0.renamingParameters(name) }
  }

  /// The factors of a product; a quotient is one with 1/b.
  fileprivate var factors: [Formula] {
    switch self {
    case .product(let a, let b): a.factors + b.factors
    case .quotient(let a, let b): a.factors + b.factors.map { 1 / $0 }
    case .negative(let a): [-1] + a.factors
    default: [self]
    }
  }

  /// The formula without its conditions, and these: a condition on a summand is one on the whole, one inside
  /// of a function, as in a mixture, is none.
  fileprivate var withoutConditions: (Formula, [Formula]) {
    switch self {
    case .restricted(let a, let condition):
      let (plain, conditions) = a.withoutConditions
      return (plain, [condition] + conditions)
    case .sum(let a, let b):
      let (first, second) = (a.withoutConditions, b.withoutConditions)
      return (first.0 + second.0, first.1 + second.1)
    case .difference(let a, let b):
      let (plain, conditions) = a.withoutConditions
      return (plain - b, conditions)
    default: return (self, [])
    }
  }

  /// The one largest part that depends on z alone, where all that depends on z is in it; `nil` where there
  /// are several.
  fileprivate var commonArgument: Formula? {
    var found: Set<Formula> = []
    func collect(_ formula: Formula) {
      guard formula.hasLatent else { return }
      if formula.hasParameter { formula.parts.forEach(collect) } else { found.insert(formula) }
    }
    collect(self)
    return found.count == 1 ? found.first : nil
  }

  /// The formula with a part replaced by z.
  fileprivate func replacing(_ part: Formula) -> Formula {
    self == part ? .latent : rebuilt { $0.replacing(part) }
  }

  /// The formula at a number.
  fileprivate func settingLatent(_ value: DoubleDouble) -> Formula {
    self == .latent ? .constant(value) : rebuilt { $0.settingLatent(value) }
  }

  fileprivate func settingLatent(_ value: Double) -> Formula {
    settingLatent(DoubleDouble(value))
  }

  /// The derivative where the formula is a polynomial in z of degree two at most.
  fileprivate var polynomialSlope: Formula? {
    guard !hasKink else { return nil }
    let slope = derivative().gathered
    return slope.derivative().gathered.hasLatent ? nil : slope
  }
}
