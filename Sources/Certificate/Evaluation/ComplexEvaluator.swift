// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

/// Evaluates quantities of a graph at a complex s = log t, enclosed in a rectangle.
final class ComplexEvaluator {
  private let graph: Graph
  private let s = ComplexBall()
  private var powers: [ComplexBall]
  private var values: [ComplexBall]
  private let (first, second) = (ComplexBall(), ComplexBall())
  private var isAnalytic = false

  /// An evaluator of what the graph has in it now.
  init(_ graph: Graph) {
    self.graph = graph
    powers = graph.exponents.map { _ in ComplexBall() }
    values = graph.nodes.map { _ in ComplexBall() }
  }

  private var bits: Int { graph.precision.bits }

  /// Where to evaluate, and whether only analytic functions count.
  func move(to s: UnsafePointer<acb_struct>, isAnalytic: Bool) {
    unsafe acb_set(self.s.pointer, s)
    self.isAnalytic = isAnalytic
  }

  /// Computes the nodes and powers of a plan.
  func compute(_ plan: Plan) {
    for index in plan.exponents {
      unsafe acb_mul_arb(
        powers[index].pointer, s.pointer, graph.exponents[index].pointer, bits)
      unsafe acb_exp(powers[index].pointer, powers[index].pointer, bits)
    }
    for index in plan.nodes { compute(graph.nodes[index], into: values[index]) }
  }

  /// Writes a quantity whose nodes are computed.
  func evaluate(_ form: LinearForm, into result: ComplexBall) {
    let term = first
    unsafe acb_zero(result.pointer)
    for part in form.terms {
      if part.node < 0, part.exponent == 0 {
        unsafe acb_add_arb(result.pointer, result.pointer, part.coefficient.pointer, bits)
        continue
      }
      if part.node < 0 {
        unsafe acb_addmul_arb(
          result.pointer, powers[part.exponent].pointer, part.coefficient.pointer, bits)
        continue
      }
      let node = value(part.node)
      if part.exponent == 0 {
        unsafe acb_addmul_arb(result.pointer, node.pointer, part.coefficient.pointer, bits)
      } else {
        unsafe acb_mul(term.pointer, powers[part.exponent].pointer, node.pointer, bits)
        unsafe acb_addmul_arb(result.pointer, term.pointer, part.coefficient.pointer, bits)
      }
    }
  }

  private func value(_ node: Int) -> ComplexBall {
    if case .logarithm = graph.nodes[node] { return s }
    return values[node]
  }

  /// log Σ eᵃ as a₀ + log(1 + Σ eᵃ⁻ᵃ⁰) with the largest a in front, where the sum is less than 1: analytic
  /// however far a turns, and the same on the real line.
  private func takeLogarithm(of form: LinearForm, plusOne: Bool, into result: ComplexBall) {
    guard let parts = logarithms(of: form, plusOne: plusOne),
      let largest = parts.max(by: { $0.real.midpoint < $1.real.midpoint })
    else { return }
    let (sum, change) = (ComplexBall(), ComplexBall())
    for part in parts where part !== largest {
      unsafe acb_sub(change.pointer, part.pointer, largest.pointer, bits)
      unsafe acb_exp(change.pointer, change.pointer, bits)
      unsafe acb_add(sum.pointer, sum.pointer, change.pointer, bits)
    }
    let size = unsafe Ball { unsafe acb_abs($0, sum.pointer, bits) }
    guard size < .one else { return }
    unsafe acb_log1p(result.pointer, sum.pointer, bits)
    unsafe acb_add(result.pointer, result.pointer, largest.pointer, bits)
  }

  /// The logarithms of the terms of a sum; `nil` where one is no exponential.
  private func logarithms(of form: LinearForm, plusOne: Bool) -> [ComplexBall]? {
    var parts: [ComplexBall] = plusOne ? [ComplexBall()] : []
    for term in form.terms {
      guard term.coefficient.isPositive else { return nil }
      let part = ComplexBall()
      if term.node >= 0 {
        guard let inner = graph.exponent(ofNode: term.node) else { return nil }
        evaluate(inner, into: part)
      }
      let front = graph.precision.log(term.coefficient)
      unsafe acb_add_arb(part.pointer, part.pointer, front.pointer, bits)
      unsafe acb_addmul_arb(
        part.pointer, s.pointer, graph.exponents[term.exponent].pointer, bits)
      parts.append(part)
    }
    return parts
  }

  private func compute(_ node: Node, into result: ComplexBall) {
    switch node {
    case .logarithm: break
    case .function(let function, let a):
      evaluate(a, into: second)
      result.apply(function, to: second, isAnalytic: isAnalytic, bits: bits)
      if !result.isFinite, function == .log || function == .logOnePlus {
        takeLogarithm(of: a, plusOne: function == .logOnePlus, into: result)
      }
    case .product(let a, let b):
      evaluate(a, into: second)
      evaluate(b, into: result)
      unsafe acb_mul(result.pointer, second.pointer, result.pointer, bits)
    case .quotient(let a, let b):
      evaluate(a, into: second)
      evaluate(b, into: result)
      unsafe acb_div(result.pointer, second.pointer, result.pointer, bits)
    case .integerPower(let a, let n):
      evaluate(a, into: second)
      unsafe acb_pow_si(result.pointer, second.pointer, n, bits)
    case .realPower(let a, let c):
      evaluate(a, into: second)
      if isAnalytic && second.meetsNegativeAxis { return result.becomeUndefined() }
      unsafe acb_pow_arb(result.pointer, second.pointer, c.pointer, bits)
    case .cofactor(let a, slope: _):
      evaluate(a, into: result)
      unsafe acb_neg(second.pointer, s.pointer)
      unsafe acb_exp(second.pointer, second.pointer, bits)
      unsafe acb_mul(result.pointer, result.pointer, second.pointer, bits)
    }
  }
}
