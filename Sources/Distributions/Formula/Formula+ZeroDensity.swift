// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// Whether the formula, as a log density, is −∞ all over an interval by what it says: a condition does
  /// not hold there, or a logarithm is that of 0. A number that overflowed says nothing.
  public func isZeroDensity(over cell: Enclosure) -> Bool {
    func isNotPositive(_ part: Formula) -> Bool {
      let range = part.enclosure(over: cell)
      return range.isEmpty || range.upper <= 0
    }
    return switch self {
    case .restricted(let a, let condition): isNotPositive(condition) || a.isZeroDensity(over: cell)
    case .function(.log, let a): isNotPositive(a)
    case .sum(let a, let b): a.isZeroDensity(over: cell) || b.isZeroDensity(over: cell)
    case .difference(let a, _): a.isZeroDensity(over: cell)
    case .product(.constant(let c), let a), .product(let a, .constant(let c)),
      .quotient(let a, .constant(let c)):
      c.head > 0 && a.isZeroDensity(over: cell)
    case .choice(let a, let b, let condition):
      (isNotPositive(condition) || a.isZeroDensity(over: cell))
        && (condition.enclosure(over: cell).lower > 0 || b.isZeroDensity(over: cell))
    case .logSumExp(let parts): parts.allSatisfy { $0.isZeroDensity(over: cell) }
    default: false
    }
  }
}
