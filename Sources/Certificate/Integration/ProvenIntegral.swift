// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Integrals over the line, proven.
struct ProvenIntegral {
  /// The values of the parameters of formulas.
  let numbers: [Ball]
  let precision: Precision
  /// How many bits of a result are wanted.
  let goal: Int
  let budget: Budget
  /// How far out the start of a tail is looked for, in log |z − end|.
  var reach = 1e40

  /// ∫ f(z)·exp(g(z)) dz.
  ///
  /// - Throws: ``CertificateError``; the integral may be infinite.
  func callAsFunction(
    exp weight: Formula, times factor: Formula = 1, over support: Support
  ) throws -> Ball {
    var total = Ball.zero
    var signs: [Bool: CertificateError] = [:]
    for part in weight.summands(numbers) {
      do {
        total = precision.sum(total, try integral(exp: part, times: factor, over: support))
      } catch CertificateError.infinite(let isPositive, let text) {
        signs[isPositive] = .infinite(isPositive: isPositive, text)
      }
    }
    guard let error = signs.values.first else { return total }
    throw signs.count == 1
      ? error : CertificateError.nonexistent("parts of it are infinite with either sign")
  }

  /// The same with other numbers.
  func with(_ numbers: ExactNumbers) -> ProvenIntegral {
    ProvenIntegral(
      numbers: numbers.values, precision: precision, goal: goal, budget: budget, reach: reach)
  }

  /// Refuses mass of exp(g(z)) where f is −∞ all over a piece.
  ///
  /// - Throws: ``CertificateError``.
  func requireNumber(_ factor: Formula, under weight: Formula, over support: Support) throws {
    for part in weight.summands(numbers) {
      _ = try integrands(exp: part, times: factor, over: support)
    }
  }

  /// The integrand on each piece where the density is not 0.
  private func integrands(
    exp weight: Formula, times factor: Formula, over support: Support
  ) throws -> (partition: Partition, integrands: [Integrand]) {
    let partition = try Partition(
      of: support, for: [weight, factor], numbers: numbers, precision: precision, budget: budget)
    var integrands: [Integrand] = []
    for piece in partition.pieces {
      do {
        integrands.append(
          try Integrand(
            exp: weight, times: factor, on: piece, numbers: numbers, precision: precision))
      } catch is Compiler.Impossible {
        continue
      }
    }
    return (partition, integrands)
  }

  private func integral(
    exp weight: Formula, times factor: Formula, over support: Support
  ) throws -> Ball {
    let (partition, integrands) = try integrands(exp: weight, times: factor, over: support)
    var total = Ball.zero
    if !integrands.isEmpty {
      var search = MassSearch(
        integrands, goal: goal, reach: reach, precision: precision, budget: budget)
      total = try search.run()
    }
    for cluster in partition.clusters {
      let part = try bound(weight, factor, from: cluster.lower, to: cluster.upper)
      total = precision.widened(total, by: part)
    }
    return total
  }

  /// What |∫ f eᵍ| over a short interval does not exceed.
  private func bound(
    _ weight: Formula, _ factor: Formula, from a: Ball, to b: Ball
  ) throws -> Ball {
    let graph = Graph(precision: precision, reach: .bulk)
    let compiler = Compiler(
      graph: graph, coordinate: Coordinate(origin: a, direction: 1), numbers: numbers)
    let (exponent, size) = (try compiler(weight), try compiler(factor))
    let width = precision.upper(precision.difference(b, a))
    var evaluator = BoundsEvaluator(
      graph, over: Bounds(.minusInfinity, precision.upper(precision.log(width))))
    let density = precision.apply(.exp, evaluator(exponent))
    let magnitude = precision.apply(.magnitude, evaluator(size))
    let product = precision.product(
      precision.product(density, magnitude), Bounds(point: width))
    guard product.upper.isFinite else {
      throw CertificateError.undecided("the integrand is not bounded around a point")
    }
    return product.upper
  }
}
