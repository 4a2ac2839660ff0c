// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

extension Formula {
  /// Formulas a with Σ eᵃ = e^self: a mixture has as many as parts, and the integral of each has no
  /// logarithm in it.
  ///
  /// - Parameter numbers: the values of the parameters.
  func summands(_ numbers: [Ball]) -> [Formula] {
    switch self {
    case .sum(let a, let b):
      let (left, right) = (a.summands(numbers), b.summands(numbers))
      guard left.count * right.count <= Formula.mostSummands else { return [self] }
      return left.flatMap { part in right.map { part + $0 } }
    case .difference(let a, let b): return a.summands(numbers).map { $0 - b }
    case .restricted(let a, let condition):
      return a.summands(numbers).map { .restricted($0, positive: condition) }
    case .logSumExp(let parts): return parts.flatMap { $0.summands(numbers) }
    case .function(.log, let a):
      return a.exponents(numbers)?.flatMap { $0.summands(numbers) } ?? [self]
    default: return [self]
    }
  }

  private static let mostSummands = 32

  /// Formulas a with Σ eᵃ = self; `nil` where it is no such sum.
  private func exponents(_ numbers: [Ball]) -> [Formula]? {
    switch self {
    case .function(.exp, let a): return [a]
    case .sum(let a, let b):
      guard let left = a.exponents(numbers), let right = b.exponents(numbers) else { return nil }
      return left + right
    case .product(.parameter(let index), let a):
      guard numbers.indices.contains(index), numbers[index].isPositive else { return nil }
      return a.exponents(numbers)?.map { Formula.parameter(index).applying(.log) + $0 }
    default: return nil
    }
  }
}
