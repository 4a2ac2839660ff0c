// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@testable import Certificate

/// Forms that are narrow towards an end are the same functions as the formulas.
struct GraphTests {
  private static let formulas = [
    "log1p_exp(-3*z)", "log1p_exp(2*z - 1)", "log(log1p_exp(-z))", "log1p((3/log1p_exp(-z))^2)",
    "std_normal_lcdf(-1.6/z)", "std_normal_lcdf(2 - 3*z)", "lgamma(exp(-z)) - lgamma(2 + exp(-z))",
    "lgamma(0.9 + 1.7*z) - lgamma(0.3 + 1.7*z)", "log(2 + exp(-z) + 3*exp(-2*z))",
    "log_sum_exp(-0.5*((z + 2)/0.7)^2, -0.5*((z - 3)/0.3)^2)",
    "log(exp(-z)*log1p_exp(-z) + exp(-3*z))",
    "z*log1p(0.7/z)", "log(1 - exp(-z))", "expm1(-z)/(1 + z^2)", "(1 + z)^2.3/(z^2.3 + 1)",
    "inv_logit(-2*z)*z",
    "log(1 + z + z^2)", "sqrt(1 + z^2 + exp(-z))",
  ]

  private func exactly(_ text: String) throws -> (Formula, ExactNumbers) {
    var numbers = ExactNumbers()
    let exact = try Formula.parseExactly(text)
    return (numbers.lifting(exact.formula, numbers: exact.numbers), numbers)
  }

  @Test(arguments: formulas)
  func formsAreTheFormula(_ text: String) throws {
    let precision = Precision(bits: 200)
    let (formula, numbers) = try exactly(text)
    let partition = try Partition(
      of: Support(.zero, .infinity), for: [formula], numbers: numbers.values, precision: precision,
      budget: Budget(seconds: 10))
    for piece in partition.pieces {
      func graph(_ reach: Graph.Reach) throws -> (Graph, LinearForm, LinearForm) {
        let graph = Graph(precision: precision, reach: reach)
        let compiler = Compiler(
          graph: graph, coordinate: piece.coordinate, numbers: numbers.values, signs: piece.signs,
          roots: piece.roots)
        let form = try compiler(formula)
        return (graph, form, graph.slope(of: form))
      }
      let bulk = try graph(.bulk)
      for reach in [Graph.Reach.inner, .outer] {
        let narrow = try graph(reach)
        for s in [-3.7, -1.2, -0.3, 0.4, 1.3, 2.1] {
          if let end = piece.end, end <= Ball(s) { continue }
          for width in [0, 1e-3, 0.2, 2] {
            let range = Bounds(Ball(s - width), Ball(s))
            var evaluator = BoundsEvaluator(narrow.0, over: range)
            var reference = BoundsEvaluator(bulk.0, over: Bounds(point: Ball(s)))
            expect(evaluator(narrow.1), reference(bulk.1), "\(text), \(reach), s = \(s)")
            expect(evaluator(narrow.2), reference(bulk.2), "slope of \(text), \(reach), s = \(s)")
            let z = piece.coordinate.point(precision.exp(Ball(s)), precision)
            expect(
              evaluator(narrow.1),
              precision.bounds(formula.value(at: z, numbers.values, precision)),
              "\(text), \(reach), s = \(s)")
          }
        }
      }
    }
  }

  /// Enclosures of half a line hold the values on it.
  @Test(arguments: formulas)
  func enclosuresOfTailsHoldValues(_ text: String) throws {
    let precision = Precision(bits: 160)
    let (formula, numbers) = try exactly(text)
    for reach in [Graph.Reach.inner, .outer] {
      let graph = Graph(precision: precision, reach: reach)
      let compiler = Compiler(
        graph: graph, coordinate: Coordinate(origin: .zero, direction: 1), numbers: numbers.values)
      let form = try compiler(formula)
      let slope = graph.slope(of: form)
      let isOuter = reach == .outer
      for start in [-2.0, 0.3, 1.9] {
        var beyond = BoundsEvaluator(
          graph,
          over: isOuter
            ? Bounds(Ball(start), .infinity) : Bounds(.minusInfinity, Ball(start)))
        let (values, slopes) = (beyond(form), beyond(slope))
        for distance in [0, 0.1, 0.7, 2.2] {
          let s = Ball(isOuter ? start + distance : start - distance)
          var point = BoundsEvaluator(graph, over: Bounds(point: s))
          expect(values, point(form), "\(text), \(reach), from \(start)")
          expect(slopes, point(slope), "slope of \(text), \(reach), from \(start)")
        }
      }
    }
  }

  private func expect(
    _ a: Bounds, _ b: Bounds, _ text: String, location: SourceLocation = #_sourceLocation
  ) {
    #expect(!(a.upper < b.lower) && !(b.upper < a.lower), "\(text)", sourceLocation: location)
  }
}
