// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

extension Formula {
  /// The value at a real point; undefined where that may lie outside the domain of a function.
  func value(at z: Ball, _ numbers: [Ball], _ precision: Precision) -> Ball {
    func value(_ part: Formula) -> Ball { part.value(at: z, numbers, precision) }
    switch self {
    case .constant(let value): return ExactNumbers.ball(value)
    case .latent: return z
    case .parameter(let index):
      return numbers.indices.contains(index) ? numbers[index] : Ball(.nan)
    case .sum(let a, let b): return precision.sum(value(a), value(b))
    case .difference(let a, let b): return precision.difference(value(a), value(b))
    case .product(let a, let b): return precision.product(value(a), value(b))
    case .quotient(let a, let b): return precision.quotient(value(a), value(b))
    case .power(let a, let b): return precision.power(value(a), value(b))
    case .negative(let a): return precision.negative(value(a))
    case .function(let function, let a): return precision.apply(function, value(a))
    case .logSumExp(let parts):
      let sum = parts.reduce(Ball.zero) { precision.sum($0, precision.exp(value($1))) }
      return precision.log(sum)
    case .choice(let a, let b, let condition):
      guard let sign = value(condition).sign else { return Ball(.nan) }
      return value(sign > 0 ? a : b)
    case .restricted(let a, let condition):
      let sign = value(condition).sign
      return sign == 1 ? value(a) : sign == nil ? Ball(.nan) : .minusInfinity
    }
  }
}
