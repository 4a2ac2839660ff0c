// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// A point where a formula has a kink, a jump, a pole or a root of its own, and what vanishes there.
public struct FormulaRoot: Sendable, Hashable {
  /// Where, in 31 digits.
  public let place: DoubleDouble
  /// The argument, of an absolute value, a logarithm, a root, a division or a condition, that is 0 there.
  public let argument: Formula

  /// Whether the argument is 0 there to the last of its digits.
  fileprivate var isExact: Bool { argument(place).head == 0 }

  /// Whether the place differs from another one by no more than the rounding of 31 digits, where the argument is not 0:
  /// that of 1 + (z − μ)/λ beside μ.
  fileprivate func isMistaken(for other: DoubleDouble) -> Bool {
    other.isFinite && other.tail == 0 && isBeside(other)
      && argument.isNowhereZero(over: Enclosure(from: other.head, to: other.head))
  }

  /// Whether the place differs from another one by no more than the rounding of 31 digits, where another argument, which
  /// is a part of this one, is 0 and this one is not: that of 1 + (a − bz)/λ beside a/b, which may be no double.
  fileprivate func isMistaken(for other: FormulaRoot) -> Bool {
    guard isBeside(other.place), argument != other.argument,
      argument.contains({ $0 == other.argument })
    else { return false }
    let rest = argument.replacing(latent: .latent, parts: [other.argument: 0]) { .parameter($0) }
    // At the next doubles too, since the place itself need not be one.
    return rest.isNowhereZero(
      over: Enclosure(from: place.head.nextDown, to: place.head.nextUp))
  }

  private func isBeside(_ other: DoubleDouble) -> Bool {
    (place - other).head.magnitude <= 0x1p-100 * other.head.magnitude
  }
}

extension Formula {
  fileprivate func isNowhereZero(over cell: Enclosure) -> Bool {
    let range = enclosure(over: cell)
    return !range.isEmpty && (range.lower > 0 || range.upper < 0)
  }
}

extension Formula {
  /// The roots of every argument at which the formula is not smooth, in an interval or at its ends:
  /// those of absolute values, signs, logarithms, square roots, other powers, divisors and conditions.
  ///
  /// They are isolated by enclosures, and found to 31 digits by bisection; roots that touch 0 without
  /// passing through it, and more than a few dozen, are not found.
  public func roots(in support: Interval) -> [FormulaRoot] {
    var arguments: [Formula] = []
    collectArguments(&arguments)
    // An end is looked at from itself anyhow.
    if !(support.lower < 0 && support.upper > 0) { arguments.removeAll { $0 == .latent } }
    // Beyond an end by less than a double tells is beyond it all the same.
    let (first, last) = (DoubleDouble(support.lower), DoubleDouble(support.upper))
    let roots = arguments.flatMap { argument in
      argument.zeros(in: support).filter { ($0 - first).head >= 0 && (last - $0).head >= 0 }
        .map { FormulaRoot(place: $0, argument: argument) }
    }
    // Where a place is exact, what lies beside it by less than 31 digits tell is no root at it.
    let exact = [first, last] + roots.filter(\.isExact).map(\.place)
    return roots.filter { root in
      (root.isExact || !exact.contains { root.place == $0 || root.isMistaken(for: $0) })
        && !roots.contains { root.isMistaken(for: $0) }
    }
  }

  /// The zeros of every part that is linear in z, where densities that are moved by a location have it;
  /// and of logarithms of those, and where powers of them are 1, at the scale of a density on z > 0.
  public var locations: [Double] {
    var places: [Double] = []
    collectLocations(&places)
    return places
  }

  /// The zeros of arguments of log(1 + t) − t that are linear in z: the peaks of densities with huge
  /// shapes, which only from there have all their digits.
  public var sharpPeaks: [DoubleDouble] {
    var peaks: [DoubleDouble] = []
    collectSharpPeaks(&peaks)
    return peaks
  }

  private func collectSharpPeaks(_ peaks: inout [DoubleDouble]) {
    if case .function(.logOnePlusMinus, let a) = self, let form = a.linearForm,
      form.slope.head != 0
    {
      peaks.append(-a(DoubleDouble(0)) / form.slope)
    }
    forEachPart { $0.collectSharpPeaks(&peaks) }
  }

  private func collectArguments(_ arguments: inout [Formula]) {
    func add(_ argument: Formula) {
      for factor in argument.vanishingFactors
      where factor.constantValue == nil && !arguments.contains(factor) {
        arguments.append(factor)
      }
    }
    switch self {
    case .function(.magnitude, let a), .function(.sign, let a), .function(.log, let a),
      .function(.squareRoot, let a), .function(.logGamma, let a), .restricted(_, let a),
      .choice(_, _, let a),
      .quotient(_, let a):
      add(a)
    case .function(.logOnePlus, let a): add(1 + a)
    case .function(.inverseNormalCumulative, let a):
      add(a)
      add(1 - a)
    case .power(_, .constant(let n)) where n.isWhole && n.head > 0: break
    case .power(let a, _): add(a)
    default: break
    }
    forEachPart { $0.collectArguments(&arguments) }
  }

  /// What can vanish where the formula does: exponentials and denominators cannot, but by underflow.
  private var vanishingFactors: [Formula] {
    switch self {
    case .function(.expMinusOne, let a), .function(.logOnePlus, let a),
      .function(.hyperbolicTangent, let a), .function(.arcTangent, let a),
      .function(.errorFunction, let a):
      a.vanishingFactors.isEmpty ? [] : [self]
    case .function(.exp, _), .function(.inverseLogit, _), .function(.softplus, _): []
    case .quotient(let a, _), .negative(let a), .function(.square, let a),
      .function(.squareRoot, let a), .function(.magnitude, let a), .power(let a, .constant):
      a.vanishingFactors
    case .product(let a, let b): a.vanishingFactors + b.vanishingFactors
    default: isPositive ? [] : [self]
    }
  }

  /// Whether the formula is seen to be positive for every z, where it is defined: enclosures of a sum of exponentials reach
  /// 0 where these underflow.
  private var isPositive: Bool {
    switch self {
    case .constant(let value): value.head > 0
    case .function(.exp, _), .function(.inverseLogit, _), .function(.softplus, _): true
    case .sum(let a, let b):
      a.isPositive && b.isNonNegative || a.isNonNegative && b.isPositive
    case .product(let a, let b), .quotient(let a, let b): a.isPositive && b.isPositive
    case .power(let a, .constant), .function(.squareRoot, let a): a.isPositive
    case .function(.square, let a), .function(.magnitude, let a):
      a.isPositive || (-a).isPositive
    case .function(.expMinusOne, let a), .function(.logOnePlus, let a): a.isPositive
    default: false
    }
  }

  private var isNonNegative: Bool {
    let range = enclosure(over: .wholeLine)
    return !range.isEmpty && range.lower >= 0
  }

  private func collectLocations(_ places: inout [Double]) {
    func add(_ linear: Formula) {
      guard let slope = linear.linearForm?.slope, slope.head != 0, linear != .latent else {
        return
      }
      let zero = (-linear(DoubleDouble(0)) / slope).head
      if zero.isFinite, zero != 0, !places.contains(zero) { places.append(zero) }
    }
    switch self {
    case .function(.log, let a), .power(let a, _): add(a - 1)
    case .function(.absoluteSum(let sum), let argument):
      for place in sum.ends { add(argument - .constant(place)) }
    case .function(.rows(let sum), let argument):
      for term in sum.extremes(at: argument) { term.collectLocations(&places) }
    default: break
    }
    if linearForm != nil { return add(self) }
    forEachPart { $0.collectLocations(&places) }
  }

  /// Where the formula passes through 0.
  private func zeros(in support: Interval) -> [DoubleDouble] {
    if let constant = linearForm?.slope {
      guard constant.head != 0 else { return [] }
      let zero = -self(DoubleDouble(0)) / constant
      return support.lower <= zero.head && zero.head <= support.upper ? [zero] : []
    }
    var search = ZeroSearch(formula: self, derivative: derivative(), support: support)
    return search.found()
  }
}

/// Isolates zeros by branch and bound.
private struct ZeroSearch {
  let formula: Formula
  let derivative: Formula
  let support: Interval
  private var count = 0
  private var zeros: [DoubleDouble] = []

  /// How many intervals may be looked at.
  private static let limit = 1000
  private static let mostZeros = 32

  init(formula: Formula, derivative: Formula, support: Interval) {
    (self.formula, self.derivative, self.support) = (formula, derivative, support)
  }

  mutating func found() -> [DoubleDouble] {
    let ends = [support.lower, 0, support.upper].filter {
      support.lower <= $0 && $0 <= support.upper
    }
    for (a, b) in zip(ends, ends.dropFirst()) where a < b { look(from: a, to: b) }
    // Those at the ends, and at the point that the line was cut at.
    for end in Set(ends) where end.isFinite && formula(DoubleDouble(end)).head == 0 {
      add(DoubleDouble(end))
    }
    return zeros.count <= ZeroSearch.mostZeros ? zeros : []
  }

  private mutating func add(_ place: DoubleDouble) {
    if isIsolated(place) { zeros.append(place) }
  }

  /// Distances from a place, as parts of it, at which the signs beside it are looked at.
  private static let distances = [1e-12, 1e-9, 1e-6, 1e-3]
  /// The same from z = 0, which has no size.
  private static let distancesFromZero =
    [1e-300, 1e-200, 1e-100, 1e-30] + distances + [1, 1e3, 1e6, 1e30, 1e100, 1e200]

  /// Whether a place at which the formula is 0 to its digits is a zero, and not one of many where it underflows, as
  /// log(1 + eᶻ) at −800, or is lost beside a larger number, as 1 − 1/(1 + eᶻ) at −80.
  private func isIsolated(_ place: DoubleDouble) -> Bool {
    let (z, size) = (place.head, place.head.magnitude)
    let near = size == 0 ? ZeroSearch.distances : ZeroSearch.distances.map { $0 * size }
    let all =
      size == 0
      ? ZeroSearch.distancesFromZero : near + ZeroSearch.distances.filter { $0 > size / 1000 }
    lazy var below = formula.centredDifference(at: place, direction: -1)
    lazy var above = formula.centredDifference(at: place, direction: 1)
    /// Whether the difference from the value at the place is a thousandth of a distance away no smaller than a power makes it.
    func fallsLikePower(_ step: Double) -> Bool {
      let difference = step < 0 ? below : above
      func size(_ t: Double) -> Double { difference(DoubleDouble(t)).head.magnitude }
      let far = size(step.magnitude)
      return far > 0 && far.isFinite && size(step.magnitude / 1000) >= 1e-30 * far
    }
    // It passes through 0,
    if all.contains(where: { sign(z - $0) * sign(z + $0) < 0 && fallsLikePower($0) }) {
      return true
    }
    // or touches it, or ends there; then it falls like a power towards it.
    return near.contains { distance in
      let inside = [-distance, distance].filter { support.contains(z + $0) && z + $0 != z }
      return !inside.isEmpty && inside.allSatisfy { sign(z + $0) != 0 && fallsLikePower($0) }
    }
  }

  /// The sign at a point; 0 where enclosures do not show it.
  private func sign(_ z: Double) -> Double {
    let range = formula.enclosure(over: Enclosure(from: z, to: z))
    return range.isEmpty ? 0 : range.lower > 0 ? 1 : range.upper < 0 ? -1 : 0
  }

  private mutating func look(from a: Double, to b: Double) {
    var open = [(a, b)]
    while let (a, b) = open.popLast() {
      count += 1
      guard count < ZeroSearch.limit, zeros.count <= ZeroSearch.mostZeros, !TimeLimit.isOver else {
        return
      }
      let cell = Enclosure(from: a, to: b)
      let range = formula.enclosure(over: cell)
      guard !range.isEmpty, range.contains(0) else { continue }
      let slope = derivative.enclosure(over: cell)
      if !slope.isEmpty, slope.lower > 0 || slope.upper < 0, let signs = signs(a, b) {
        if signs.low != signs.high { bisect(a, b, isRising: signs.low < 0) }
        continue
      }
      guard let middle = ZeroSearch.middle(a, b) else { continue }
      if formula(DoubleDouble(middle)).head == 0 { add(DoubleDouble(middle)) }
      open.append((a, middle))
      open.append((middle, b))
    }
  }

  /// The signs next to both ends; `nil` where one is not known, or the formula is 0 at an end, which
  /// has been seen.
  private func signs(_ a: Double, _ b: Double) -> (low: Double, high: Double)? {
    func sign(_ z: Double) -> Double? {
      let value = formula(DoubleDouble(z)).head
      return value > 0 ? 1 : value < 0 ? -1 : value == 0 ? 0 : nil
    }
    guard let low = sign(max(a, -1e300)), let high = sign(min(b, 1e300)) else { return nil }
    // A zero at an end belongs to no one else's inside.
    return low == 0 || high == 0 ? (1, 1) : (low, high)
  }

  /// By bisection in doubles, and Newton's method in 31 digits from there.
  private mutating func bisect(_ a: Double, _ b: Double, isRising: Bool) {
    var (low, high) = (a, b)
    while let middle = ZeroSearch.middle(low, high) {
      let value = formula(DoubleDouble(middle)).head
      if value == 0 {
        low = middle
        break
      }
      if (value < 0) == isRising { low = middle } else { high = middle }
    }
    var place = DoubleDouble(low.isFinite ? low : high)
    for _ in 0..<4 {
      let step = formula(place) / derivative(place)
      guard step.isFinite, step.head.magnitude <= 4 * place.head.ulp else { break }
      place = place - step
    }
    add(place)
  }

  /// A double strictly between; by exponents where the ends differ by orders of magnitude.
  private static func middle(_ a: Double, _ b: Double) -> Double? {
    if a < 0 && b <= 0 { return middle(-b, -a).map { -$0 } }
    let point: Double
    if a == 0, b == .infinity {
      point = 1
    } else if a == 0 {
      point = b > 1e-300 ? max(b * 1e-8, b * b < b ? b * b : 0, 1e-300) : b / 2
    } else if b == .infinity {
      point = a > 1e300 ? .infinity : max(a * 16, a > 1 ? a * a : 0).magnitude
    } else if b / a > 4 {
      point = a.squareRoot() * b.squareRoot()
    } else {
      point = a + (b - a) / 2
    }
    return a < point && point < b ? point : nil
  }
}
