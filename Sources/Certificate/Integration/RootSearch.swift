// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// All zeros of a formula on a side of a point, each isolated: intervals are halved until the formula,
/// or its slope, has one sign on each.
struct RootSearch {
  let formula: Formula
  let numbers: [Ball]
  let precision: Precision
  let coordinate: Coordinate
  /// The largest s to look at; `nil` for all.
  let end: Ball?
  let budget: Budget

  /// Zeros as z, and short intervals that may hold some.
  private(set) var roots: [Ball] = []
  private(set) var clusters: [(lower: Ball, upper: Ball)] = []

  init(
    _ formula: Formula, numbers: [Ball], precision: Precision, coordinate: Coordinate, end: Ball?,
    budget: Budget
  ) {
    (self.formula, self.numbers, self.precision) = (formula, numbers, precision)
    (self.coordinate, self.end, self.budget) = (coordinate, end, budget)
  }

  /// Finds them.
  mutating func run() throws {
    let bulk = try compiled(.bulk)
    if bulk.form.constantValue != nil { return }
    if try solveLinear(bulk) || differsThroughout(bulk) { return }
    let inner = try compiled(.inner)
    let outer = try end == nil ? compiled(.outer) : nil
    // Ends that no zero is likely to be at.
    let top = end.map { precision.upper($0) }
    var lower = precision.rounded(precision.difference(top ?? .zero, Ball(0.8137)))
    var step = 1.0
    while !excludesZero(inner, Bounds(.minusInfinity, lower)) {
      try grow(&step)
      let next = precision.rounded(precision.difference(lower, Ball(step * 0.937)))
      try search(bulk, Bounds(next, lower))
      lower = next
    }
    let start = precision.rounded(precision.difference(top ?? .zero, Ball(0.8137)))
    guard let outer else { return try search(bulk, Bounds(start, top ?? start)) }
    var upper = start
    step = 1
    while !excludesZero(outer, Bounds(upper, .infinity)) {
      try grow(&step)
      let next = precision.rounded(precision.sum(upper, Ball(step * 0.937)))
      try search(bulk, Bounds(upper, next))
      upper = next
    }
  }

  private func grow(_ step: inout Double) throws {
    try budget.check()
    step *= 2
    guard step < 1e18 else {
      throw CertificateError.undecided("where \(formula) is 0 was not decided towards an end")
    }
  }

  /// A formula in a graph.
  private struct Compiled {
    let graph: Graph
    let form: LinearForm
    let slope: LinearForm
    /// The form but for a power of t.
    let rest: LinearForm
  }

  private func compiled(_ reach: Graph.Reach) throws -> Compiled {
    let graph = Graph(precision: precision, reach: reach)
    let compiler = Compiler(graph: graph, coordinate: coordinate, numbers: numbers)
    let form = try compiler(formula)
    let hasRoot =
      reach == .inner && formula.value(at: coordinate.origin, numbers, precision).isZero
    let rest = form.constantValue == nil ? graph.split(form, hasRoot: hasRoot)?.rest : nil
    return Compiled(
      graph: graph, form: form, slope: graph.slope(of: form), rest: rest ?? form)
  }

  private func excludesZero(_ compiled: Compiled, _ s: Bounds) -> Bool {
    var evaluator = BoundsEvaluator(compiled.graph, over: s)
    return evaluator(compiled.rest).sign != nil || evaluator(compiled.form).sign != nil
  }

  /// k + c·t is 0 at t = −k/c, which is exact where it can be.
  private mutating func solveLinear(_ compiled: Compiled) throws -> Bool {
    let form = compiled.form
    guard form.isSumOfPowers,
      form.terms.allSatisfy({
        $0.exponent == 0 || compiled.graph.exponents[$0.exponent].isIdentical(to: .one)
      })
    else { return false }
    let constant = form.terms.first { $0.exponent == 0 }?.coefficient ?? .zero
    let slope = form.terms.first { $0.exponent != 0 }?.coefficient ?? .zero
    let t = precision.quotient(precision.negative(constant), slope)
    if let sign = t.sign, sign <= 0 { return true }
    guard t.isPositive else { throw CertificateError.undecided("a zero of \(formula) at an end") }
    if let end {
      let last = precision.exp(end)
      if last < t { return true }
    }
    roots.append(coordinate.point(t, precision))
    return true
  }

  /// Whether it is f(a) − f(b) with an f that rises all over and a − b ≠ 0 a number.
  private func differsThroughout(_ compiled: Compiled) -> Bool {
    let terms = compiled.form.terms
    guard terms.count == 2, terms.allSatisfy({ $0.exponent == 0 && $0.node >= 0 }),
      precision.sum(terms[0].coefficient, terms[1].coefficient).isZero,
      case .function(let f, let a) = compiled.graph.nodes[terms[0].node],
      case .function(let g, let b) = compiled.graph.nodes[terms[1].node], f == g,
      [.exp, .softplus, .inverseLogit, .logNormalCumulative].contains(f)
    else { return false }
    let width = precision.difference(a, b).constantValue
    return width.map { !$0.containsZero } ?? false
  }

  private mutating func search(_ compiled: Compiled, _ s: Bounds) throws {
    var open = [s]
    while let box = open.popLast() {
      try budget.check()
      var evaluator = BoundsEvaluator(compiled.graph, over: box)
      guard evaluator(compiled.form).sign == nil else { continue }
      let slope = evaluator(compiled.slope)
      if slope.sign != nil {
        let (a, b) = (sign(compiled, at: box.lower), sign(compiled, at: box.upper))
        if let a, let b {
          if a != b { isolate(compiled, box) }
          continue
        }
      }
      let middle = precision.rounded(mean(box, weight: 0.4871))
      let width = precision.difference(box.upper, box.lower)
      let least = precision.product(
        precision.sum(.one, precision.magnitude(box.lower)),
        Ball(Double(sign: .plus, exponent: -precision.bits / 2, significand: 1)))
      guard least < width, box.lower < middle, middle < box.upper else {
        addCluster(box)
        continue
      }
      open += [Bounds(middle, box.upper), Bounds(box.lower, middle)]
    }
  }

  private func mean(_ s: Bounds, weight: Double) -> Ball {
    precision.sum(s.lower, precision.product(Ball(weight), precision.difference(s.upper, s.lower)))
  }

  private func sign(_ compiled: Compiled, at s: Ball) -> Int? {
    var evaluator = BoundsEvaluator(compiled.graph, over: Bounds(point: s))
    return evaluator(compiled.form).sign
  }

  private mutating func addCluster(_ s: Bounds) {
    let ends = [s.lower, s.upper].map { coordinate.point(precision.exp($0), precision) }
    let sorted = coordinate.direction > 0 ? ends : ends.reversed()
    clusters.append((precision.lower(sorted[0]), precision.upper(sorted[1])))
  }

  /// The half of an interval that has the zero; `nil` where that cannot be told.
  private func half(of box: Bounds, _ compiled: Compiled) -> Bounds? {
    let middle = precision.rounded(mean(box, weight: 0.5)).midpoint
    guard box.lower < middle, middle < box.upper, let left = sign(compiled, at: box.lower),
      let own = sign(compiled, at: middle)
    else { return nil }
    return left == own ? Bounds(middle, box.upper) : Bounds(box.lower, middle)
  }

  /// Newton's method with intervals, where there is one zero.
  private mutating func isolate(_ compiled: Compiled, _ box: Bounds) {
    var box = box
    for _ in 0..<(4 * precision.bits) {
      let middle = mean(box, weight: 0.5).midpoint
      let point = precision.rounded(middle).midpoint
      var atPoint = BoundsEvaluator(compiled.graph, over: Bounds(point: point))
      var overBox = BoundsEvaluator(compiled.graph, over: box)
      let step = precision.quotient(atPoint(compiled.form), overBox(compiled.slope))
      let next = precision.difference(Bounds(point: point), step).intersection(box)
      let (old, new) = (
        precision.difference(box.upper, box.lower), precision.difference(next.upper, next.lower)
      )
      box = next
      guard !(new < precision.product(Ball(0.75), old)) else { continue }
      // Where the slope varies much a half gets on, until rounding hides the sign.
      guard let half = half(of: next, compiled) else { break }
      box = half
    }
    let s = precision.hull(box.lower, box.upper)
    roots.append(coordinate.point(precision.exp(s), precision))
  }
}
