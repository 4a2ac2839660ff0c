// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// Looks at 20,000 random formulas, and expects that there is enough to say about them.
///
/// - Parameters:
///   - depth: of the formulas.
///   - check: how many values of one were compared.
func expectOfRandomFormulas(
  _ what: String, depth: Int, functions: [ElementaryFunction], seed: Int, moreThan least: Int,
  _ check: (Formula, inout SeededRandom) -> Int
) {
  var random = SeededRandom(seed: UInt64(seed + depth))
  var checked = 0
  for _ in 0..<20_000 {
    checked += check(random.formula(depth: depth, functions: functions), &random)
  }
  print("\(what) at depth \(depth): \(checked) values")
  #expect(checked > least)
}

extension SeededRandom {
  /// A formula of at most so many levels, with the given functions.
  mutating func formula(depth: Int, functions: [ElementaryFunction]) -> Formula {
    if depth == 0 || Int.random(in: 0..<12, using: &self) == 0 { return leaf() }
    func part(_ random: inout SeededRandom) -> Formula {
      random.formula(depth: depth - 1, functions: functions)
    }
    switch Int.random(in: 0..<16, using: &self) {
    case 0, 1: return part(&self) + part(&self)
    case 2, 3: return part(&self) - part(&self)
    case 4, 5, 6: return part(&self) * part(&self)
    case 7: return part(&self) / part(&self)
    case 8: return part(&self).raised(to: .number(Double(Int.random(in: -5...7, using: &self))))
    case 9: return part(&self).raised(to: .number(signedMagnitude(-2, 1)))
    case 10: return part(&self).raised(to: part(&self))
    case 3 where depth == 2:
      return .choosing(part(&self), else: part(&self), ifPositive: part(&self))
    case 11: return part(&self).restricted(toPositive: part(&self))
    default: return part(&self).applying(functions.randomElement(using: &self) ?? .exp)
    }
  }

  /// z, or a number.
  private mutating func leaf() -> Formula {
    switch Int.random(in: 0..<10, using: &self) {
    case 0: .number(Double(Int.random(in: -3...3, using: &self)))
    case 1: .number(signedMagnitude(-3, 3))
    case 2: .constant(DoubleDouble(signedMagnitude(-1, 1)) / DoubleDouble(3))
    default: .latent
    }
  }
}

extension Formula {
  /// Whether each part of the formula has a value at z: no division by 0, no condition without a value.
  ///
  /// A value of ±∞ by overflow, or as a logarithm of 0, counts as one; NaN as none.
  func isDefined(at z: DoubleDouble) -> Bool {
    if self(z).head.isNaN { return false }
    switch self {
    case .constant, .latent, .parameter: return true
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b):
      return a.isDefined(at: z) && b.isDefined(at: z)
    case .quotient(let a, let b):
      return a.isDefined(at: z) && b.isDefined(at: z) && b(z).head != 0
    case .power(let a, let b):
      return a.isDefined(at: z) && b.isDefined(at: z) && (a(z).head != 0 || b(z).head > 0)
    case .negative(let a), .function(_, let a): return a.isDefined(at: z)
    case .restricted(let a, let condition):
      return condition.isDefined(at: z) && (condition(z).head <= 0 || a.isDefined(at: z))
    case .choice(let a, let b, let condition):
      return condition.isDefined(at: z) && (condition(z).head > 0 ? a : b).isDefined(at: z)
    case .logSumExp(let parts): return parts.allSatisfy { $0.isDefined(at: z) }
    }
  }
}
